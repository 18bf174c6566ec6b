//! The rows that were refused, as a workbook to correct and hand in again.

use std::io::{Seek, Write};

use domain::import::{Cell, Column, Layout, Row};
use rust_xlsxwriter::Worksheet;

use crate::FormatError;
use crate::export::xlsx::{self, Looks};

/// One refused row with the sentences that say why.
pub struct Rejected {
    pub row: Row,
    pub messages: Vec<String>,
}

/// One sheet for each layout, with its headings and, in a last column "Vấn đề", the reasons. That column
/// is left out when the file is imported again; forbidden columns are not repeated.
pub fn write_rejected<'a, W: Write + Seek + Send>(
    sheets: impl IntoIterator<Item = (&'a Layout, &'a [Rejected])>,
    writer: W,
) -> Result<(), FormatError> {
    let looks = Looks::new();
    let mut workbook = xlsx::workbook();
    for (index, (layout, rows)) in sheets.into_iter().enumerate() {
        let sheet = workbook.add_worksheet();
        // A name that a workbook does not allow is left to the program that numbers its sheets.
        if sheet.set_name(sheet_name(&layout.sheet)).is_err() {
            sheet.set_name(format!("Sheet {}", index + 1))?;
        }
        write_sheet(sheet, layout, rows, &looks)?;
    }
    workbook.save_to_writer(writer)?;
    Ok(())
}

fn write_sheet(sheet: &mut Worksheet, layout: &Layout, rows: &[Rejected], looks: &Looks) -> Result<(), FormatError> {
    let kept: Vec<usize> = (0..layout.headings.len()).filter(|index| !is_left_out(layout, *index)).collect();
    let issues = u16::try_from(kept.len()).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(1, 0)?;
    for (target, index) in (0_u16..).zip(&kept) {
        sheet.set_column_width(target, 16)?;
        sheet.write_string_with_format(0, target, &layout.headings[*index], &looks.heading)?;
    }
    sheet.set_column_width(issues, 60)?;
    sheet.write_string_with_format(0, issues, Column::Issues.heading(), &looks.heading)?;
    for (number, rejected) in (1_u32..).zip(rows) {
        for (target, index) in (0_u16..).zip(&kept) {
            write_cell(sheet, number, target, rejected.row.cell(*index), looks)?;
        }
        sheet.write_string_with_format(number, issues, short(&rejected.messages.join("\n")), &looks.wrapped)?;
    }
    Ok(())
}

fn is_left_out(layout: &Layout, index: usize) -> bool {
    layout.is_dropped(index) || layout.columns[index] == Some(Column::Issues) || layout.headings[index].is_empty()
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks) -> Result<(), FormatError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => drop(sheet.write_string_with_format(row, column, short(text), &looks.text)?),
        Cell::Number(number) => drop(sheet.write_number(row, column, *number)?),
        Cell::Date(day) => match sheet.write_datetime_with_format(row, column, day, &looks.day) {
            Ok(_) => {}
            // A workbook has no dates before 1900.
            Err(_) => drop(sheet.write_string(row, column, cell.shown())?),
        },
        Cell::Bool(value) => drop(sheet.write_boolean(row, column, *value)?),
    }
    Ok(())
}

/// What a cell of a workbook may hold.
fn short(text: &str) -> String {
    text.chars().take(32_000).collect()
}

fn sheet_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).take(31).collect()
}
