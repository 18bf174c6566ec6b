//! The course of a management board: facts with dates, and what they come to on a day.
//!
//! Facts are added, put right or withdrawn; the six fields of [`BoardStatus`](crate::board::BoardStatus)
//! are derived from them by [`derive`], with a reason for each. What changes by time alone is derived
//! too, so that [`Derived::next_change_on`] says until when the answer may be kept.

mod baseline;
mod check;
mod derive;
mod detail;
mod fact;
mod funnel;
mod ground;
mod history;
mod number;
mod post;
mod reason;
mod work;

#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod derive_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;

pub use baseline::baseline;
pub use check::{Checked, Warning, check_fact, check_withdrawal};
pub use derive::{Derived, derive};
pub use fact::{BoardFact, BoardField, Convener, FactKind, MeetingKind, MeetingResult, told_by_cluster, with_cluster};
pub use funnel::{FunnelStage, Stay, stays};
pub use ground::Ground;
pub use number::{NumberedDecision, number_in_ward, with_number};
pub use post::{BoardContact, BoardPost, PostHolder, contact_erased_on, contacts_erased_from, elected_on, left_office};
pub use reason::{Reason, ReasonCode};
