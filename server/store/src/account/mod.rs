//! Who may sign in: accounts and their roles, passwords, second factors, sessions, links that are good once, tokens.

mod carry;
mod identity;
mod link;
pub mod password;
mod phone_code;
mod read;
mod recovery_code;
mod second_factor;
mod second_step;
mod session_store;
mod sign_in;
mod throttle;
mod token;
mod write;

pub(crate) use carry::{carry_roles, heirs, successor};
pub(crate) use identity::actor;
pub use identity::{actor_of, actor_of_token};
pub use link::{LinkOwner, link_owner, take_link};
pub use phone_code::Offer;
pub(crate) use read::actor_names;
pub use read::has_sample_accounts;
pub use second_step::{HalfOpen, Passed};
pub use session_store::{ACCOUNT, DEVICE, SessionStore, VERSION, forget_ended};
pub(crate) use sign_in::hash_of;
pub use sign_in::{Refused, SignIns, SignedIn};
pub use throttle::network;
pub use write::{NewAccount, SampleAccount};
pub(crate) use write::{end_member, remove_sample_accounts};
