//! Workbooks (.xlsx), read cell by cell.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, Timelike};
use domain::import::{Cell, Row};

use super::container;
use super::{MAX_COLUMNS, MAX_ROWS, bounded};
use crate::FormatError;

/// An open workbook. Its shared texts are in memory, its rows are not.
pub struct Workbook<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
    sheets: Vec<String>,
    /// Sheets that nobody sees are not read.
    pub hidden: Vec<String>,
}

impl<'a> Workbook<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, FormatError> {
        container::check_workbook(bytes)?;
        let inner: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
        let (mut sheets, mut hidden) = (Vec::new(), Vec::new());
        for sheet in inner.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            if sheet.visible == SheetVisible::Visible { &mut sheets } else { &mut hidden }.push(sheet.name.clone());
        }
        Ok(Self { inner, sheets, hidden })
    }

    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Rows of one sheet in their order.
    pub fn for_each_row(&mut self, sheet: &str, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), FormatError> {
        let mut reader = match self.inner.worksheet_cells_reader(sheet) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let mut row = Row::default();
        while let Some(found) = reader.next_cell()? {
            let ((number, column), cell) = (found.get_position(), cell(found.get_value()));
            if number >= MAX_ROWS {
                return Err(FormatError::TooLarge("1.000.000"));
            }
            let column = column as usize;
            if cell == Cell::Empty || column >= MAX_COLUMNS {
                continue;
            }
            if number + 1 != row.number {
                let width = row.cells.len();
                let next = Row { number: number + 1, cells: Vec::with_capacity(width) };
                let done = std::mem::replace(&mut row, next);
                if done.filled().next().is_some() && each(done).is_break() {
                    return Ok(());
                }
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = cell;
        }
        if row.filled().next().is_some() {
            let _ = each(row);
        }
        Ok(())
    }
}

fn cell(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text_of(bounded(text)) };
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(day) => match day.as_datetime() {
            // A time of day has no date.
            Some(time) if day.as_f64() < 1.0 || day.is_duration() => text(&format!("{:02}:{:02}", time.hour(), time.minute())),
            Some(time) => Cell::Date(time.date()),
            None => Cell::Number(day.as_f64()),
        },
        DataRef::DateTimeIso(value) => match value.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) {
            Some(day) => Cell::Date(day),
            None => text(value),
        },
        DataRef::DurationIso(value) => text(value),
        DataRef::Error(error) => text(&error.to_string()),
    }
}
