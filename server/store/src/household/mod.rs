//! Households that asked for help, with the consent by which they are recorded. Each record is sealed as a whole.

mod heading;
mod keep;
mod read;
mod write;

pub use heading::HouseholdHeading;
pub(crate) use heading::{helped, in_sight, seen};
pub(crate) use keep::remove;
pub use read::{HouseholdFilter, HouseholdRow};
pub(crate) use write::own;

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "household";
