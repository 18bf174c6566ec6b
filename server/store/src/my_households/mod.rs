//! The households of a member: those that they are assigned to today, and nothing else of the ward.

mod own;
mod read;
mod record;

pub(crate) use own::{own_household, own_row};
pub use read::{MyHousehold, OwnHousehold};
pub use record::OwnRecord;
