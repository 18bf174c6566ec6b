//! `/settings`: thresholds, deadlines and holidays, with the day from which each holds.

#[cfg(feature = "ssr")]
mod actions;
#[cfg(feature = "ssr")]
mod holidays;
#[cfg(feature = "ssr")]
mod page;

#[cfg(feature = "ssr")]
pub use actions::{add_fixed_holidays, add_holiday, remove_holiday, set, take_back};
#[cfg(feature = "ssr")]
pub use page::show;
