//! One change at many places: tried out, saved as one operation, taken back whole.

mod change;
mod receipt;
mod undo;

pub use change::{BulkPreview, BulkRefused, BulkRow, BulkSaved};
pub use receipt::{BulkDone, BulkListed, BulkReceipt, Stands};
pub use undo::BulkUndone;
