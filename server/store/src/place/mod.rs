//! The places of the register: reading, listing, and the use cases that change them.

mod around;
mod bulk;
mod cell;
mod correction;
mod list;
mod merge;
mod read;
mod redraw;
pub(crate) mod rows;
mod undo;
mod write;

pub use around::{About, Around};
pub use bulk::{BulkDone, BulkListed, BulkPreview, BulkReceipt, BulkRefused, BulkRow, BulkSaved, BulkUndone, Stands};
pub use list::{PlaceGroup, PlacePage};
pub(crate) use read::{entries_after, entry, load};
pub(crate) use redraw::area_ended_on;
pub use redraw::{AreaOfPlace, Succession};
pub use write::NewPlace;
pub(crate) use write::{insert, load_own, remove_rows, renew_search, save_change, save_new};
