//! Thresholds, deadlines and holidays, each with the day from which it holds.

mod of_unit;
mod read;
mod write;

pub use of_unit::KeptUnitSetting;
pub(crate) use of_unit::rules_in;
pub use read::{KeptHoliday, KeptSetting};
pub(crate) use read::{holidays, rules};

/// The tables' names in the change log.
const SETTING: &str = "setting_value";
const HOLIDAY: &str = "holiday";
