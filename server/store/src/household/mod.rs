//! Households that asked for help, with the consent by which they are recorded. Each record is sealed as a whole.

mod agreed;
mod carry;
mod consent;
mod end;
mod heading;
mod import;
mod keep;
mod numbers;
mod over;
mod place;
mod read;
mod write;

pub(crate) use agreed::{agreed, no_longer};
pub(crate) use carry::{carry, carry_people, come_back};
pub use consent::ConsentRecord;
pub(crate) use consent::standing;
pub use heading::HouseholdHeading;
pub(crate) use heading::{helped, in_sight};
pub use import::{HouseholdImport, HouseholdImportOptions};
pub(crate) use keep::remove;
pub use numbers::SupportNumbers;
pub(crate) use over::{end_forgotten, over, restricted};
pub(crate) use place::{check_none, follow, places_with_households};
pub use read::{HouseholdFilter, HouseholdRow};
pub(crate) use read::{next_visit, whole};
// Visits and requests are written for a household of the actor by the first of these.
pub(crate) use write::{opens_restricted, own, own_seen};

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "household";
