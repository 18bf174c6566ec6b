//! A person's own account: what they may do, their devices, password, second factor and tokens.

mod actions;
mod calendars;
mod page;
pub mod second_factor;
mod tokens;

pub use actions::{change_password, end_token, make_token, sign_out_device};
pub use calendars::{end_calendar, make_calendar};
pub use page::show;
