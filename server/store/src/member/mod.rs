//! Members who help households. Each record is sealed as a whole; the ward's lead keeps the list.

mod account;
mod hand_over;
mod import;
mod keep;
mod read;
mod state;
mod task;
mod task_keep;
mod write;

pub use hand_over::HandedOver;
pub use import::MembersTakenIn;
pub(crate) use keep::{over, remove};
pub use read::{HelpedHousehold, MemberFilter};
pub(crate) use read::{households_of, most_of_anybody};
pub(crate) use task::tasks_of;
pub(crate) use task_keep::{checks_over, remove_checks, remove_tasks, tasks_over};

/// The table's name, in the change log, in the access log and for the keys of its records.
pub(crate) const TABLE: &str = "member";
