//! Households that asked for help. Nothing of one is kept without its consent, and what is kept is what the help
//! needs: no income, no diagnosis, no opinion, and no field that could hold one.

mod apartment;
mod consent;
mod draft;
mod support;
mod text_version;
mod visiting;
mod withdrawal;

pub use apartment::apartment_order;
pub use consent::{Consent, ConsentDraft, ConsentHow, form_number};
pub use draft::{Household, HouseholdDraft, HouseholdEnd, LONGEST_NEED, MOST_PEOPLE, code_of};
pub use support::{MOST_SUPPORTS, Support, SupportCategory};
pub use text_version::{KeptFor, NoSuchText, TEXT_VERSION, TextVersion};
pub use visiting::NextVisit;
pub use withdrawal::{Kept, Withdrawal, WithdrawalDraft, Withdrawn};
