//! A file with rows and columns, whatever its format.

use std::ops::ControlFlow;

use domain::import::{Row, Sheet};

use super::MAX_CELLS;
use super::container::{self, Content};
use super::encoding::{self, Encoding};
use super::geojson;
use super::places::{PlacesFile, stem};
use super::text::TextTable;
use super::workbook::Workbook;
use crate::FormatError;

/// An open file (workbook, text or GeoJSON of places) whose rows are read one by one, so that a large one needs little memory.
pub struct Table<'a> {
    inner: Inner<'a>,
    names: Vec<String>,
}

enum Inner<'a> {
    Workbook(Box<Workbook<'a>>),
    Text(TextTable<'a>),
    Places(PlacesFile<'a>),
}

impl<'a> Table<'a> {
    /// Recognises the format by the content; the name is only a hint. `encoding` is for text files that
    /// were refused with `legacy_encoding`.
    pub fn open(file_name: &str, bytes: &'a [u8], encoding: Option<Encoding>) -> Result<Self, FormatError> {
        if bytes.is_empty() {
            return Err(FormatError::EmptyFile);
        }
        if geojson::looks_like_geojson(file_name, bytes) {
            return Ok(Self { inner: Inner::Places(PlacesFile::open(bytes)?), names: vec![stem(file_name)] });
        }
        let named_workbook = file_name.to_lowercase().ends_with(".xlsx");
        match container::content(bytes) {
            Content::Zip => {
                let workbook = Workbook::open(bytes)?;
                let names = workbook.sheets().to_vec();
                Ok(Self { inner: Inner::Workbook(Box::new(workbook)), names })
            }
            Content::Compound => Err(container::compound(bytes)),
            Content::Other => Err(FormatError::NotAWorkbook),
            Content::Text => {
                let damaged = || FormatError::CorruptWorkbook("no zip container".into());
                let text = match encoding::decode(bytes, encoding) {
                    Err(_) if named_workbook => return Err(damaged()),
                    text => TextTable::new(text?)?,
                };
                if named_workbook && !text.looks_like_a_table() {
                    return Err(damaged());
                }
                Ok(Self { inner: Inner::Text(text), names: vec![stem(file_name)] })
            }
        }
    }

    /// Names of the sheets that are read; a text or GeoJSON file is one sheet with the name of the file.
    pub fn sheet_names(&self) -> &[String] {
        &self.names
    }

    /// Names of sheets that are hidden in the workbook and therefore not read.
    pub fn hidden_sheets(&self) -> &[String] {
        match &self.inner {
            Inner::Workbook(workbook) => &workbook.hidden,
            Inner::Text(_) | Inner::Places(_) => &[],
        }
    }

    /// Rows of one sheet in their order, until `each` breaks. Rows without a filled cell are left out.
    pub fn for_each_row(&mut self, sheet: usize, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), FormatError> {
        let Some(name) = self.names.get(sheet) else { return Ok(()) };
        match &mut self.inner {
            Inner::Workbook(workbook) => workbook.for_each_row(name, each),
            Inner::Text(text) => text.for_each_row(each),
            Inner::Places(places) => places.for_each_row(each),
        }
    }

    /// The first rows of every sheet, in which the headings are looked for.
    pub fn heads(&mut self, rows: usize) -> Result<Vec<Sheet>, FormatError> {
        let heads = (0..self.names.len()).map(|sheet| self.collect(sheet, rows, &mut 0)).collect::<Result<Vec<_>, _>>()?;
        filled(heads)
    }

    fn collect(&mut self, sheet: usize, limit: usize, cells: &mut usize) -> Result<Sheet, FormatError> {
        let mut rows = Vec::new();
        let mut too_many = false;
        self.for_each_row(sheet, &mut |mut row| {
            row.cells.shrink_to_fit();
            *cells += row.cells.len();
            rows.push(row);
            too_many = *cells > MAX_CELLS;
            if too_many || rows.len() >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if too_many {
            return Err(FormatError::TooLarge("5.000.000"));
        }
        Ok(Sheet { name: self.names[sheet].clone(), rows })
    }
}

/// A whole file in memory. For large files use `Table`.
pub fn read_sheets(file_name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, FormatError> {
    all_of(Table::open(file_name, bytes, None)?)
}

/// A text file in an encoding that a person named.
pub fn read_sheets_as(file_name: &str, bytes: &[u8], encoding: Encoding) -> Result<Vec<Sheet>, FormatError> {
    all_of(Table::open(file_name, bytes, Some(encoding))?)
}

fn all_of(mut table: Table<'_>) -> Result<Vec<Sheet>, FormatError> {
    let mut cells = 0;
    let sheets = (0..table.names.len()).map(|sheet| table.collect(sheet, usize::MAX, &mut cells)).collect::<Result<Vec<_>, _>>()?;
    filled(sheets)
}

fn filled(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, FormatError> {
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) { Err(FormatError::NoCells) } else { Ok(sheets) }
}
