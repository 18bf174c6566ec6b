//! `/audit`: every change, who made it and when.

mod grants;
mod page;

pub use page::{access, access_of, show};
