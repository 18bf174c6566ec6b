//! Households that asked for help: the list of a ward, one household's page, its consent and its withdrawal, and who
//! is assigned to it. Names stand in pages alone: not in titles, not in addresses.

mod actions;
mod asked;
mod assign_form;
mod assign_page;
mod assigned;
mod at_place;
mod changed_since;
mod choose_place;
mod consent_form;
mod edit_page;
mod form;
mod household_page;
mod import_page;
mod list;
mod list_page;
mod new_page;
mod numbers;
mod support_fields;
mod typed;
mod withdraw_page;
mod words;

pub use actions::{end, end_assignment, refuse, resume};
pub use assign_page::{assign, choose};
pub use at_place::{AtPlace, HouseholdsHere};
pub use consent_form::show as consent_form;
pub use edit_page::{edit, save};
pub use household_page::show;
pub use import_page::{ImportChoices, ImportOutcome, import, import_page};
pub use list_page::{list, search};
pub use new_page::{add, new};
pub use withdraw_page::{ask as ask_to_withdraw, withdraw};

use domain::failure::Failure;
use domain::household::Household;
use domain::permission::Action;
use uuid::Uuid;

use crate::visit::Visit;

fn address(id: Uuid) -> String {
    format!("/households/{id}")
}

/// A household on which whoever asks may take this action; for any other there is no such page.
async fn household_for(visit: &Visit, action: Action, id: Uuid) -> Result<Household, Failure> {
    let found = visit.session.household(id).await?;
    if visit.may_in(action, found.admin_unit_id) { Ok(found) } else { Err(Failure::NotFound) }
}
