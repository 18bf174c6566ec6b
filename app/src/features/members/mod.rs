//! Members who help households: the ward's list, a member's page, tasks and their months, taking in a sheet. Names
//! stand in the pages alone: not in their titles, not in an address; a search is posted.

mod account_form;
mod actions;
mod despite_load;
mod form;
mod form_page;
mod hand_over_page;
mod import_page;
mod list_page;
mod member_page;
mod tasks;
mod ward;

pub use actions::{add_task, check_month, end_task, link_account, resume, stop};
pub use despite_load::DespiteLoad;
pub use form_page::{add, edit, new, save};
pub use hand_over_page::{hand_over, show as choose_whom};
pub use import_page::{Seen, page as import_page, show as import};
pub use list_page::{list, search};
pub use member_page::show;
pub use tasks::Task;
pub use ward::{Ward, WardChoice};
