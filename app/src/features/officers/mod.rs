//! Who looks after what: on a place's page, for a whole ward, and as what lists open on.

mod actions;
mod at_place;
mod place_page;
mod take_over;
mod ward_page;
mod whose;

pub use actions::{assign, end, take, take_over, undo};
pub use at_place::{AtPlace, OfficersLine};
pub use place_page::show as of_place;
pub use ward_page::show;
pub use whose::{KeptWhose, Whose, WhoseTabs, whose_words};
