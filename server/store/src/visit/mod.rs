//! Visits to households: each sealed under a key of its own, because some are kept shorter than others.

mod keep;
mod read;
mod save;
mod write;

pub(crate) use keep::{over, remove};
pub(crate) use read::{open_visits, visits};

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "visit";
