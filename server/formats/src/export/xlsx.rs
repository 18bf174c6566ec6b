//! A workbook with one sheet: codes as text, real dates, a heading that stays in sight.

use std::io::{Seek, Write};

use domain::import::Column;
use rust_xlsxwriter::{Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::ExportRow;
use super::value::{self, Value};
use crate::FormatError;

/// Looks that all our workbooks share.
pub struct Looks {
    pub banner: Format,
    pub heading: Format,
    pub text: Format,
    pub day: Format,
    pub wrapped: Format,
}

impl Looks {
    pub fn new() -> Self {
        Self {
            banner: Format::new().set_bold().set_font_color(Color::RGB(0x9C_2A_10)),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xDD_E8_F3))
                .set_border(FormatBorder::Thin),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// A workbook that says which program made it, and nothing about a person.
pub fn workbook() -> Workbook {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_author("Gần Dân"));
    workbook
}

pub fn write<W: Write + Seek + Send>(rows: impl Iterator<Item = ExportRow>, banner: Option<&str>, writer: W) -> Result<(), FormatError> {
    let columns = Column::exported();
    let looks = Looks::new();
    let mut workbook = workbook();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("Địa điểm")?;
    let heading_row = u32::from(banner.is_some());
    prepare(sheet, columns, heading_row)?;
    if let Some(banner) = banner {
        sheet.write_string_with_format(0, 0, banner, &looks.banner)?;
    }
    write_heading(sheet, heading_row, columns, &looks)?;
    let mut last = heading_row;
    for row in rows {
        last += 1;
        for (index, column) in (0_u16..).zip(columns) {
            write_value(sheet, last, index, value::of(&row, *column), &looks)?;
        }
    }
    if last > heading_row {
        sheet.autofilter(heading_row, 0, last, last_column(columns))?;
    }
    workbook.save_to_writer(writer)?;
    Ok(())
}

/// Widths and the frozen heading; before the first row, since rows are not kept.
pub fn prepare(sheet: &mut Worksheet, columns: &[Column], heading_row: u32) -> Result<(), FormatError> {
    for (index, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(index, width(*column))?;
    }
    let names = columns.iter().position(|column| *column == Column::Name).map_or(0, |index| index + 1);
    sheet.set_freeze_panes(heading_row + 1, u16::try_from(names).unwrap_or(0))?;
    Ok(())
}

pub fn write_heading(sheet: &mut Worksheet, row: u32, columns: &[Column], looks: &Looks) -> Result<(), FormatError> {
    sheet.set_row_height(row, 48)?;
    for (index, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(row, index, column.heading(), &looks.heading)?;
    }
    Ok(())
}

fn write_value(sheet: &mut Worksheet, row: u32, column: u16, value: Value<'_>, looks: &Looks) -> Result<(), FormatError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => drop(sheet.write_string_with_format(row, column, &*text, &looks.text)?),
        Value::Whole(number) => drop(sheet.write_number(row, column, number)?),
        Value::Decimal(number) => drop(sheet.write_number(row, column, number)?),
        Value::Day(day) => drop(sheet.write_datetime_with_format(row, column, day, &looks.day)?),
    }
    Ok(())
}

pub fn last_column(columns: &[Column]) -> u16 {
    u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn width(column: Column) -> f64 {
    match column {
        Column::Ordinal => 6.0,
        Column::Name | Column::Address => 34.0,
        Column::Id | Column::ParentId => 20.0,
        Column::Note | Column::SocioPolitical | Column::Party | Column::MeetingStage => 26.0,
        Column::AdminUnitName | Column::FormerDistrict | Column::DecisionNumber | Column::Segment => 20.0,
        _ => 14.0,
    }
}
