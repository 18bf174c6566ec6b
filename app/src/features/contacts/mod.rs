//! `/places/{id}/contacts`: who holds the posts of a board, for lead and staff of the ward.

mod actions;
mod page;

pub use actions::{remove, save};
pub use page::{dialled, show};
