//! The worklist: what is due in a ward, sorted by day, each with the one button that records it.

mod asked;
mod filters;
mod page;
mod rows;

pub use page::show;
