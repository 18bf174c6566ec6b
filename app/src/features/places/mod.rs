//! Places: the list, a building's page, its forms, and the facts that ward staff record.

pub mod draft_island;

#[cfg(feature = "ssr")]
mod actions;
#[cfg(feature = "ssr")]
mod area;
#[cfg(feature = "ssr")]
mod around;
#[cfg(feature = "ssr")]
pub mod bulk;
#[cfg(feature = "ssr")]
mod correct_page;
#[cfg(feature = "ssr")]
mod corrections;
#[cfg(feature = "ssr")]
mod due;
#[cfg(feature = "ssr")]
mod due_list;
#[cfg(feature = "ssr")]
mod edit_page;
#[cfg(feature = "ssr")]
mod fact_form;
#[cfg(feature = "ssr")]
mod fact_words;
#[cfg(feature = "ssr")]
mod facts;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod form_values;
#[cfg(feature = "ssr")]
mod happening;
#[cfg(feature = "ssr")]
mod kept_draft;
#[cfg(feature = "ssr")]
mod list_filters;
#[cfg(feature = "ssr")]
mod list_page;
#[cfg(feature = "ssr")]
mod merge_page;
#[cfg(feature = "ssr")]
mod names;
#[cfg(feature = "ssr")]
mod near;
#[cfg(feature = "ssr")]
mod place_page;
#[cfg(feature = "ssr")]
mod postpone;
#[cfg(feature = "ssr")]
mod reasons;
#[cfg(feature = "ssr")]
mod record_page;
#[cfg(feature = "ssr")]
mod recorded;
#[cfg(feature = "ssr")]
mod redraw_page;
#[cfg(feature = "ssr")]
mod residence;
#[cfg(feature = "ssr")]
mod timeline;

#[cfg(feature = "ssr")]
pub use actions::{close, confirm, reopen, undo};
#[cfg(feature = "ssr")]
pub use correct_page::withdraw_fact;
#[cfg(feature = "ssr")]
pub use corrections::{LISTED, OpenCorrections, answer as answer_correction, ask as ask_correction};
#[cfg(feature = "ssr")]
pub use due::{AHEAD, DueButton, until_words, urgency};
#[cfg(feature = "ssr")]
pub use edit_page::{add, edit, new, save};
#[cfg(feature = "ssr")]
pub use fact_words::{detail_words, title as fact_title};
#[cfg(feature = "ssr")]
pub use facts::{field_words, value_words};
#[cfg(feature = "ssr")]
pub use form_values::{FormValues, date as typed_date, text as typed_text};
#[cfg(feature = "ssr")]
pub use kept_draft::KeptDraft;
#[cfg(feature = "ssr")]
pub use list_page::list;
#[cfg(feature = "ssr")]
pub use merge_page::{merge, merge_into};
#[cfg(feature = "ssr")]
pub use near::Marks;
#[cfg(feature = "ssr")]
pub use place_page::show;
#[cfg(feature = "ssr")]
pub use postpone::{end_postponement, postpone};
#[cfg(feature = "ssr")]
pub use record_page::{record, record_fact};
#[cfg(feature = "ssr")]
pub use redraw_page::{redraw, redraw_areas};
#[cfg(feature = "ssr")]
pub use residence::{Residence, ResidenceTyped, residences};
