//! What people may ask about the record that is kept of them: to see it whole, to know who looked, to have its use
//! restricted, and to have it erased; and the clock of each request.

mod held;
mod looks;
mod request;
mod write;

pub use held::{HeldAssignment, HeldConsent, HeldHousehold, HeldMember};
pub use looks::Look;
pub(crate) use request::forget_requests;

/// The table's name in the change log.
const TABLE: &str = "person_request";
