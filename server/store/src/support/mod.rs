//! What the city may see of the help for households: tables of months that are over, frozen once. For that a job opens
//! the records in memory, with entries in the access log that list them, and writes down nothing but what the rule of
//! `domain::support_table` leaves. Records that somebody asked to have left alone are neither opened nor counted.

mod count;
mod freeze;
mod late;
mod read;

pub use freeze::Frozen;
pub use read::{SupportRow, SupportTable, SupportTables};

/// The table's name in the change log.
const TABLE: &str = "support_figure";
