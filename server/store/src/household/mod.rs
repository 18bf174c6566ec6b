//! Households that asked for help, with the consent by which they are recorded. Each record is sealed as a whole.

mod keep;
mod over;
mod read;
mod write;

pub(crate) use keep::remove;
pub(crate) use over::{end_forgotten, over, restricted};
pub use read::{HouseholdFilter, HouseholdRow};
pub(crate) use write::own;

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "household";
