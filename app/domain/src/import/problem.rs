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

/// Every code that the import gives out; each has a sentence in Vietnamese and in English (tested in
/// `formats`).
pub const CODES: &[&str] = &[
    // sheets and headings
    "no_heading_row",
    "no_name_column",
    "no_sheet_chosen",
    "sheet_without_table",
    "sheet_hidden",
    "heading_unknown",
    "heading_twice",
    "heading_forbidden",
    // cells that keep their row out
    "name_missing",
    "not_a_whole_number",
    "not_a_number",
    "not_a_date",
    "not_a_year",
    "not_a_choice",
    "not_yes_or_no",
    "not_an_id",
    "not_an_area",
    "not_an_agreement",
    "formula_error",
    "no_board_but_decision",
    "party_in_other_column",
    // units
    "unit_missing",
    "unit_not_found",
    "unit_ambiguous",
    "unit_kind_differs",
    "unit_code_and_name_differ",
    "former_unit_split",
    // notes: the row is taken
    "unit_from_group",
    "name_in_force_wins",
    "found_by_former_name",
    "comma_read_as_thousands",
    "part_left_out",
    "meeting_stage_assumed",
    "party_kind_assumed",
    "socio_political_kind_assumed",
    "dispute_kind_assumed",
    "agreement_without_number",
    "facts_stand",
    "number_of_another_day",
];

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
