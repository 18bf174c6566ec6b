//! `/data-rights`: what people ask about the record that is kept of them, for the ward's lead: find it, show all of
//! it with who looked, restrict, hand out a copy, erase, and keep the clock of each request.

mod actions;
mod clocks;
mod household_page;
mod household_record;
mod lines;
mod list_page;
mod looks;
mod member_page;
mod member_record;
mod waiting;

pub use actions::{ask, ask_of_member, copy_of_household, copy_of_member, erase, erase_member, find, restrict, step};
pub use household_page::show as show_household;
pub use list_page::show;
pub use member_page::show as show_member;
pub use waiting::{Clocks, Waiting};

use domain::person_request::PersonKind;
use uuid::Uuid;

/// Where everything that is held of a record is shown.
pub fn address(about: PersonKind, id: Uuid) -> String {
    format!("/data-rights/{}/{id}", about.code())
}
