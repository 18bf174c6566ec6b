//! Reading: what a file is, is decided by its content.

pub mod container;
pub mod encoding;
pub mod features;
pub mod geojson;
pub mod places;
pub mod point;
pub mod table;
pub mod text;
pub mod workbook;

/// More rows than any register has.
pub const MAX_ROWS: u32 = 1_000_000;
/// Columns beyond this one are not looked at.
pub const MAX_COLUMNS: usize = 200;
/// Filled cells that are kept in memory at once.
pub const MAX_CELLS: usize = 5_000_000;
/// Characters of one cell that are kept.
pub const MAX_TEXT: usize = 40_000;

/// At most so many characters as a cell may have.
pub fn bounded(text: &str) -> &str {
    if text.len() <= MAX_TEXT {
        return text;
    }
    text.char_indices().nth(MAX_TEXT).map_or(text, |(end, _)| &text[..end])
}
