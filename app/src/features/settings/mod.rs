//! `/settings`: thresholds, deadlines and holidays, with the day from which each holds.

mod actions;
mod holidays;
mod page;

pub use actions::{add_fixed_holidays, add_holiday, remove_holiday, set, take_back};
pub use page::show;
