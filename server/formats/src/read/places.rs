//! Places from GeoJSON, as a sheet: the names of the properties are its heading, so that the same rules
//! read it as a workbook.

use std::collections::HashMap;
use std::ops::ControlFlow;

use domain::import::{Cell, Column, Row, Sheet};
use geojson::GeometryValue;
use serde_json::{Map, Value};

use super::geojson::{self as parser, RawFeature};
use super::{MAX_COLUMNS, MAX_ROWS, bounded, point};
use crate::FormatError;

/// A GeoJSON file of places whose features are unpacked one by one.
pub struct PlacesFile<'a> {
    features: Vec<RawFeature<'a>>,
    columns: Columns,
}

/// A whole file in memory. Rows are numbered as the features, from 1; row 0 holds the names. Polygons
/// become the column `area`, points the columns `lon` and `lat`.
pub fn read_geojson_places(file_name: &str, bytes: &[u8]) -> Result<Sheet, FormatError> {
    let mut rows = Vec::new();
    PlacesFile::open(bytes)?.for_each_row(&mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(Sheet { name: stem(file_name), rows })
}

impl<'a> PlacesFile<'a> {
    /// Looks through all features once for the names of their properties.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let features = parser::parse(bytes)?;
        if features.len() > MAX_ROWS as usize {
            return Err(FormatError::TooLarge("1.000.000"));
        }
        let mut columns = Columns::default();
        for column in [Column::Lon, Column::Lat, Column::Area] {
            columns.add(column.code());
        }
        for (index, feature) in features.iter().enumerate() {
            feature.properties(index + 1)?.keys().for_each(|name| columns.add(name));
        }
        Ok(Self { features, columns })
    }

    /// The names as row 0, then the features in their order.
    pub fn for_each_row(&self, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), FormatError> {
        let names = self.columns.names.iter().map(|name| Cell::text_of(name.as_str())).collect();
        if each(Row { number: 0, cells: names }).is_break() {
            return Ok(());
        }
        for (index, feature) in self.features.iter().enumerate() {
            let row = Row { number: u32::try_from(index + 1).unwrap_or(u32::MAX), cells: self.cells(feature, index + 1)? };
            if each(row).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn cells(&self, feature: &RawFeature<'_>, number: usize) -> Result<Vec<Cell>, FormatError> {
        let mut cells = vec![Cell::Empty; self.columns.names.len()];
        let mut set = |name: &str, cell: Cell| {
            if let Some(index) = self.columns.indexes.get(name) {
                cells[*index] = cell;
            }
        };
        let properties = feature.properties(number)?;
        let says_point = properties.contains_key(Column::Lon.code()) || properties.contains_key(Column::Lat.code());
        for (name, value) in &properties {
            set(name, cell(value).unwrap_or_default());
        }
        if let Some(raw) = feature.geometry {
            let geometry = parser::geometry(raw, number)?;
            // Swapped or misplaced points are a matter of their row; metres are a matter of the file.
            parser::check_degrees(&geometry.value, 400.0, 400.0)?;
            let is_point = matches!(geometry.value, GeometryValue::Point { .. });
            // A point that was moved on a map counts before attributes that were left behind.
            if let (Some((x, y)), true) = (point::representative(&geometry.value), is_point || !says_point) {
                set(Column::Lon.code(), Cell::Number(x));
                set(Column::Lat.code(), Cell::Number(y));
            }
            if !is_point {
                set(Column::Area.code(), Cell::text_of(raw.get()));
            }
        }
        Ok(cells)
    }
}

/// The name of a file without folder and ending.
pub fn stem(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Property names in the order in which they were met.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    indexes: HashMap<String, usize>,
}

impl Columns {
    fn add(&mut self, name: &str) {
        if self.names.len() < MAX_COLUMNS && !self.indexes.contains_key(name) {
            self.indexes.insert(name.to_owned(), self.names.len());
            self.names.push(name.to_owned());
        }
    }
}

fn cell(value: &Value) -> Option<Cell> {
    let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| Cell::text_of(bounded(text)));
    match value {
        Value::Null => None,
        Value::Bool(value) => Some(Cell::Bool(*value)),
        Value::Number(number) => number.as_f64().map(Cell::Number),
        Value::String(value) => text(value),
        Value::Array(values) => text(&list(values)),
        Value::Object(value) => text(&object(value)),
    }
}

fn list(values: &[Value]) -> String {
    values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect::<Vec<_>>().join("; ")
}

fn object(value: &Map<String, Value>) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
