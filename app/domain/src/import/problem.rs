//! What an import has to say about one cell, one row or one sheet.

use serde::{Deserialize, Serialize};

use crate::text;

/// Something that keeps a row or a sheet out, or, as a note, something that was assumed. The sentence is
/// `import.problem.<code>` of the locales; `value` fills its blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub sheet: String,
    /// As the sheet numbers it; none when the whole sheet is meant.
    pub row: Option<u32>,
    /// The heading as it is spelled, NFC; empty when no single column is meant.
    pub column: String,
    pub code: String,
    #[serde(default)]
    pub value: String,
}

/// Longer values are cut: a report quotes a cell, it does not repeat it.
const LONGEST_VALUE: usize = 120;

impl Problem {
    pub fn new(sheet: &str, row: Option<u32>, column: &str, code: &str, value: &str) -> Self {
        Self { sheet: sheet.into(), row, column: text::clean(column), code: code.into(), value: shorten(&text::clean(value)) }
    }
}

fn shorten(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_value_is_cut_between_characters() {
        let problem = Problem::new("S", Some(3), "Số  căn", "not_a_whole_number", &"ữ".repeat(200));
        assert_eq!(problem.column, "Số căn");
        assert_eq!(problem.value.chars().count(), LONGEST_VALUE + 1);
    }
}
