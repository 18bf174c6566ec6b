//! Which member helps which household.

mod read;
mod refuse;
mod suggest;
mod write;

pub use read::AssignedMember;
pub(crate) use suggest::{is_a_house, loads};
pub(crate) use write::{close, holding, save_assignment};

/// The table's name in the change log. What stands there is sealed under the household's key.
pub(crate) const TABLE: &str = "household_assignment";
