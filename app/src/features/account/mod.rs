//! A person's own account: what they may do, their devices, password and tokens.

mod actions;
mod page;
mod tokens;

pub use actions::{change_password, end_token, make_token, sign_out_device};
pub use page::show;
