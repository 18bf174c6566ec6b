//! `/my-households`: the households that a member helps, on a phone. Nothing of the ward's others is here.

mod actions;
mod card;
mod household_page;
mod list_page;
mod own_record;

pub use actions::{ask, record, take_back};
pub use household_page::show;
pub use list_page::list;
