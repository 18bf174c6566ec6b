//! `/households/{id}/visits`: visits to a household, for lead and staff of its ward. The form and the list serve the
//! member's page too.

mod actions;
mod amount;
mod form;
mod list;
mod page;
mod typed;

pub use actions::{record, take_back};
pub use form::VisitForm;
pub use list::{Visits, help_words, outcome_words};
pub use page::show;
pub use typed::Typed;
