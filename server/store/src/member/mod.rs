//! Members who help households. Each record is sealed as a whole; the ward's lead keeps the list.

mod keep;
mod read;
mod write;

pub(crate) use keep::{over, remove};
pub use read::MemberFilter;

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "member";
