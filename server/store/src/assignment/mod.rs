//! Which member helps which household.

mod write;

pub(crate) use write::{close, holding};

/// The table's name in the change log. What stands there is sealed under the household's key.
pub(crate) const TABLE: &str = "household_assignment";
