//! Who holds the posts of a board: name and phone, sealed, for the ward alone. They go some months after the
//! board left office.

mod keep;
mod read;
mod write;

pub(crate) use keep::{carry, over, remove, remove_of};

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "board_contact";
/// Of one board, in office or not yet erased. More would be a list of residents.
const MOST: usize = 30;
