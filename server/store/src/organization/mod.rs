//! Party and socio-political organizations: what each is, what was decided about it, and the places that
//! have a share in it. What a place has through open links stands in the register, through `save_change`:
//! the register is what counts and filters use.

mod carry;
mod held;
mod import;
mod import_ward;
mod known;
mod ledger;
mod link;
mod list;
mod read;
mod rows;
mod sample;
mod settle;
mod undo;
mod view;
mod write;

pub(crate) use carry::carry_organizations;
pub(crate) use held::{check_held, held_at, keep_held, linked, moved_links, party_shares, review_on};
pub use import::{OrganizationsTakenIn, RowTaken, Taken};
pub use ledger::Decided;
pub use link::LinkedPlace;
pub use list::{OrganizationPage, OrganizationRow};
pub(crate) use sample::remove_sample_organizations;
pub use sample::{SampleLink, SampleOrganization};
pub(crate) use settle::{end_links_of, hand_over};
pub use view::{At, LedgerEntry, OrganizationName, OrganizationView, OrganizationsAt, PlaceAt};

/// Names of the tables in the change log.
const ORGANIZATION: &str = "organization";
const EVENT: &str = "organization_event";
const LINK: &str = "organization_link";
