//! Handing in a file: choose, see what it would do, decide, receipt. Reading files is the server's part.

mod choose_page;
mod decided;
mod duplicates;
mod encoding;
mod problems;
mod recorded;
mod run_page;
mod understood;

pub use choose_page::{Refused, refused, show};
pub use decided::{choices, heading_errors, row_decisions};
pub use run_page::{Again, again, run};
