//! Coordination agreements between a building's party organization and its board: on the place's page, and on a page
//! of their own with course, document and history.

mod actions;
mod at_place;
mod edit_page;
mod file;
mod form;
mod history;
mod page;
mod steps;
mod words;

pub use actions::{current, end, remove, remove_file, review, sign};
pub use at_place::{AtPlace, PlaceAgreements};
pub use edit_page::{add, edit, new, save};
pub use file::{not_ours, refused as file_refused};
pub use page::show;
pub use words::{field_words, value_words};
