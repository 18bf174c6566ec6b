//! Which member helps which household.

mod house;
mod keep;
mod neighbour;
mod read;
mod refuse;
mod suggest;
mod write;

pub(crate) use house::same_house;
pub(crate) use keep::{over, remove};
pub use neighbour::Changed;
pub(crate) use neighbour::end_as_neighbour;
pub use read::AssignedMember;
pub(crate) use suggest::loads;
pub use suggest::{SUGGESTED, Suggestions};
pub(crate) use write::{close, holding, save_assignment};

/// The table's name in the change log. What stands there is sealed under the household's key.
pub(crate) const TABLE: &str = "household_assignment";
