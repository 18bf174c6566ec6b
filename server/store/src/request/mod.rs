//! What households ask for, from received to confirmed: each sealed under a key of its own.

mod figures;
mod keep;
mod list;
mod read;
mod write;

use domain::request::RequestState;

pub use figures::OfficeFigures;
pub(crate) use keep::{over, remove};
pub(crate) use list::Reminder;
pub use list::{RequestFilter, WardRequest};
pub(crate) use read::requests;

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "request";
/// States in which an answer is waited for.
pub(crate) const OPEN: [RequestState; 2] = [RequestState::Received, RequestState::Forwarded];
/// Of one household that are not answered yet. More would be a file about it.
const MOST_OPEN: usize = 20;
