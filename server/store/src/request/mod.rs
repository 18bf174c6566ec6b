//! What households ask for, from received to confirmed: each sealed under a key of its own.

mod keep;

pub(crate) use keep::{over, remove};

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "request";
