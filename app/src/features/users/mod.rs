//! Accounts, for their administrator: who may sign in, as what and where.

mod actions;
mod list_page;
mod roles;
mod user_page;

pub use actions::{add, close, invite, rename, reset_second_factor, set_roles};
pub use list_page::{list, new};
pub use roles::role_words;
pub use user_page::show;
