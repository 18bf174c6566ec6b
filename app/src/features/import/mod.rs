//! Handing in a file: choose, see what it would do, decide, receipt. Reading files is the server's part.

mod choose_page;
mod encoding;
mod problems;
mod run_page;

pub use choose_page::{Refused, refused, show};
pub use run_page::run;
