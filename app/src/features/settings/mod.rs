//! `/settings`: thresholds, deadlines and holidays, with the day from which each holds; and what a ward settles for itself.

mod actions;
mod holidays;
mod one_setting;
mod page;
pub mod unit_page;

pub use actions::{add_fixed_holidays, add_holiday, remove_holiday, set, take_back};
pub use page::show;
