//! What people may ask about the record that is kept of them: to see it whole, to know who looked, to have its use
//! restricted, and to have it erased; and the clock of each request.

mod find;
mod held;
mod held_member;
mod looks;
mod request;
mod waiting;
mod write;

pub use held::{HeldAssignment, HeldConsent, HeldHousehold};
pub use held_member::{HeldAccount, HeldMember, HeldTurn};
pub use looks::Look;
pub(crate) use request::forget_requests;

/// The table's name in the change log.
const TABLE: &str = "person_request";
