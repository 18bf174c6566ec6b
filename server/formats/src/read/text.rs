//! Comma-, semicolon- or tab-separated text.

use std::borrow::Cow;
use std::ops::ControlFlow;

use csv::{ReaderBuilder, StringRecord};
use domain::import::{Cell, Row};

use super::{MAX_COLUMNS, MAX_ROWS, bounded};
use crate::FormatError;

/// A text file with the separator that it uses.
pub struct TextTable<'a> {
    text: Cow<'a, str>,
    delimiter: u8,
    /// Lines before the table starts: "sep=;".
    skipped: u32,
}

impl<'a> TextTable<'a> {
    pub fn new(text: Cow<'a, str>) -> Result<Self, FormatError> {
        if text.trim().is_empty() {
            return Err(FormatError::EmptyFile);
        }
        if text.chars().take(4096).any(|c| c == '\0') {
            return Err(FormatError::NotAWorkbook);
        }
        let first = text.lines().next().unwrap_or_default();
        if let Some([delimiter]) = first.strip_prefix("sep=").map(|rest| rest.trim().as_bytes()) {
            let delimiter = *delimiter;
            return Ok(Self { text, delimiter, skipped: 1 });
        }
        let delimiter = delimiter_of(&text);
        Ok(Self { text, delimiter, skipped: 0 })
    }

    /// More than one line has more than one column.
    pub fn looks_like_a_table(&self) -> bool {
        let mut wide = 0;
        let done = self.for_each_row(&mut |row| {
            wide += usize::from(row.cells.len() > 1);
            if wide > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        done.is_ok() && wide > 1
    }

    /// Rows in their order, numbered as a spreadsheet would.
    pub fn for_each_row(&self, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), FormatError> {
        let table = if self.skipped == 0 { &*self.text } else { self.text.split_once('\n').map_or("", |(_, rest)| rest) };
        let mut reader = reader(table, self.delimiter);
        let mut record = StringRecord::new();
        let (mut number, mut line) = (self.skipped, 1);
        loop {
            // Cannot fail: the text is in memory and valid, and rows may differ in length.
            if !reader.read_record(&mut record).unwrap_or(false) {
                return Ok(());
            }
            // The reader leaves out empty lines; a spreadsheet counts them.
            let inner = record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
            let consumed = reader.position().line().saturating_sub(line);
            line = reader.position().line();
            number += 1 + u32::try_from(consumed.saturating_sub(1 + inner)).unwrap_or(0);
            if number > MAX_ROWS {
                return Err(FormatError::TooLarge("1.000.000"));
            }
            let cells: Vec<Cell> = record.iter().take(MAX_COLUMNS).map(cell).collect();
            let row = Row { number, cells };
            if row.filled().next().is_some() && each(row).is_break() {
                return Ok(());
            }
        }
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn cell(field: &str) -> Cell {
    let text = unprotected(bounded(field));
    if text.is_empty() { Cell::Empty } else { Cell::text_of(text) }
}

/// Characters that a spreadsheet takes for the start of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Text that a spreadsheet will not run as a formula: an apostrophe goes before it.
pub fn protected(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes that apostrophe away again.
fn unprotected(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// The separator with which most rows have the same number of columns, and many of them.
fn delimiter_of(text: &str) -> u8 {
    const SAMPLE: usize = 100;
    let score = |delimiter: u8| {
        let mut widths = std::collections::HashMap::<usize, usize>::new();
        for record in reader(text, delimiter).records().take(SAMPLE).flatten() {
            if record.len() > 1 {
                *widths.entry(record.len()).or_default() += 1;
            }
        }
        widths.into_iter().map(|(width, rows)| (width - 1) * rows).max().unwrap_or(0)
    };
    // Of equal scores the comma wins: `max_by_key` keeps the last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        let table = TextTable::new(Cow::Borrowed(text)).expect("a table");
        let done = table.for_each_row(&mut |row| {
            rows.push((row.number, row.cells.iter().map(|cell| cell.shown().into_owned()).collect()));
            ControlFlow::Continue(())
        });
        done.expect("rows");
        rows
    }

    #[rstest]
    #[case("a,b,c\n\n\"x\ny\",2,3\nz,5,6\n", "\n")]
    #[case("a,b,c\r\n\r\n\"x\r\ny\",2,3\r\nz,5,6\r\n", "\r\n")]
    fn rows_are_numbered_as_a_spreadsheet_does(#[case] text: &str, #[case] line_end: &str) {
        let numbers: Vec<_> = rows(text).into_iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 3, 4], "{line_end:?}");
    }

    #[rstest]
    #[case("a,b\n1,2\n")]
    #[case("a;b\n1;2\n")]
    #[case("a\tb\n1\t2\n")]
    #[case("sep=;\na;b\n1;2\n")]
    fn the_separator_is_found(#[case] text: &str) {
        assert_eq!(rows(text).last().expect("a row").1, ["1", "2"]);
    }

    #[test]
    fn commas_inside_addresses_do_not_win_over_semicolons() {
        let text = "Tiêu đề, có dấu phẩy\nSTT;Tên;Địa chỉ\n1;A;12 Lê Lợi, Quận 1\n2;B;15 Hàm Nghi, Quận 1\n";
        assert_eq!(rows(text)[2].1, ["1", "A", "12 Lê Lợi, Quận 1"]);
    }

    #[rstest]
    #[case("=1+1")]
    #[case("'=1+1")]
    #[case("-5")]
    #[case("@a")]
    #[case("'quoted'")]
    #[case("plain")]
    fn the_guard_against_formulas_is_taken_away_again(#[case] text: &str) {
        let guarded = protected(text);
        assert!(!guarded.starts_with(['=', '+', '-', '@']));
        assert_eq!(unprotected(&guarded), text);
    }
}
