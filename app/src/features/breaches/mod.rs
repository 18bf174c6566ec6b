//! `/breaches`: the register of breaches with the clock of each, for the officer for data protection.

mod actions;
mod page;

pub use actions::{add, measure, notified};
pub use page::show;
