//! `/requests` and `/households/{id}/requests`: what households ask for, from received to confirmed. The form and the
//! list of one household serve the member's page too.

mod actions;
mod figures;
mod filters;
mod form;
mod household_page;
mod list_page;
mod of_household;
mod request_page;
mod steps;
mod words;

pub use actions::{add, take_step};
pub use form::{RequestForm, Typed};
pub use household_page::show as show_of_household;
pub use list_page::list;
pub use of_household::Requests;
pub use request_page::show;
pub use words::state_words;
