//! The places of the register: reading, listing, and the use cases that change them.

mod cell;
mod correction;
mod list;
mod merge;
mod read;
pub(crate) mod rows;
mod undo;
mod write;

pub use list::{PlaceGroup, PlacePage};
pub(crate) use read::{entries_after, entry, load};
pub use write::NewPlace;
pub(crate) use write::{insert, load_own, remove_rows, renew_search, save_change, save_new};
