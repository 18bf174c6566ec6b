//! Protection at rest. Every record about a person has a random key of its own; its fields stand sealed under
//! that key wherever they are kept, the change log included. The key stands beside them wrapped by the data
//! key, which is in no database and no backup. To erase a record is to take its wrapped key away: what is left
//! of it, in whatever table, log or copy, opens for nobody.

mod erased;
mod master;
mod record;
mod rotate;

pub use erased::ErasedAgain;
pub use master::{KeyProblem, MasterKey, Vault};
pub use record::{Begun, begin};
pub(crate) use record::{alike, erase, find_records, new_record, new_records, read_records, read_records_of, sealer};
pub use rotate::Rotated;
