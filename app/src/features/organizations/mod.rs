//! Party and socio-political organizations: the list, an organization's page, its ledger, its links to places.

mod at_place;
mod decide_form;
mod decide_page;
mod edit_page;
mod end_page;
mod filters;
mod import_page;
mod ledger;
mod link_page;
mod list_page;
mod organization_page;
mod places;
mod typed;

pub use at_place::{Here, OrganizationsHere};
pub use decide_page::{decide, decisions};
pub use edit_page::{add, edit, new, save};
pub use end_page::{link as one_link, settle};
pub use import_page::{Seen, SeenRow, page as import_page, show as import};
pub use link_page::{choose, link};
pub use list_page::list;
pub use organization_page::{show, undo};

use domain::failure::Failure;
use domain::permission::Action;
use store::organization::OrganizationView;
use uuid::Uuid;

use crate::visit::Visit;

/// An organization on which whoever asks may take this action; for any other there is no such page.
async fn organization_for(visit: &Visit, action: Action, id: Uuid) -> Result<OrganizationView, Failure> {
    let found = visit.session.organization(id).await?;
    if visit.may_in(action, found.draft.admin_unit_id) { Ok(found) } else { Err(Failure::NotFound) }
}
