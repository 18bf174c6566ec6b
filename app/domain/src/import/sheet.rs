//! Sheets, rows and cells as a file hands them in, whatever its format was.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::text;

/// One sheet of a workbook, or a whole text file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
}

/// One row that has at least one filled cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As the sheet numbers it, from 1. For GeoJSON: the feature's place in the file, 0 for the names.
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(Box<str>),
    Number(f64),
    Date(NaiveDate),
    Bool(bool),
}

impl Row {
    /// The cell of a column; beyond the last one it is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Columns in which something stands.
    pub fn filled(&self) -> impl Iterator<Item = usize> + '_ {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()).map(|(index, _)| index)
    }
}

impl Cell {
    pub fn text_of(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Nothing that a person would see.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')),
            _ => false,
        }
    }

    /// As a person reads it: whole numbers without decimals, dates as dd/mm/yyyy.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }

    /// NFC, single blanks, trimmed.
    pub fn clean(&self) -> String {
        text::clean(&self.shown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_shown_as_a_person_reads_it() {
        assert_eq!(Cell::Number(26740.0).shown(), "26740");
        assert_eq!(Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date")).shown(), "05/01/2026");
        assert!(Cell::text_of(" \u{a0}\u{feff}").is_blank());
    }
}
