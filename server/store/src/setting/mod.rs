//! Thresholds, deadlines and holidays, each with the day from which it holds.

mod read;
mod write;

pub(crate) use read::rules;
pub use read::{KeptHoliday, KeptSetting};

/// The tables' names in the change log.
const SETTING: &str = "setting_value";
const HOLIDAY: &str = "holiday";
