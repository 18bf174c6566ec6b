//! Pieces that pages are made of. They know no feature.

mod field;
mod form;
mod format;
mod notice;
mod pager;
mod printed_by;
mod qr_code;
mod status;

pub use field::{CheckGroup, Choice, Field, Select, TextArea};
pub use form::{FormToken, PostForm};
pub use format::{actor_words, ago, count, date, decimal, moment, percent};
pub use notice::{FailureNotice, Notice};
pub use pager::{Pager, Span};
pub use printed_by::{PrintedBy, Viewer};
pub use qr_code::QrCode;
pub use status::{BoardMark, PartyMark};

use leptos::prelude::use_context;

use crate::texts::Texts;

/// The words of the page that is being made.
pub fn texts() -> Texts {
    use_context::<Texts>().unwrap_or_default()
}
