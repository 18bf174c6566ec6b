//! Places from GeoJSON, as a sheet: the names of the properties are its heading, so that the same rules
//! read it as a workbook.

use std::collections::HashMap;

use domain::import::{Cell, Column, Row, Sheet};
use geojson::GeometryValue;
use serde_json::{Map, Value};

use super::{MAX_COLUMNS, MAX_ROWS, bounded, geojson as parser, point};
use crate::FormatError;

/// Rows are numbered as the features, from 1; row 0 holds the names. Polygons become the column `area`,
/// a point the columns `lon` and `lat`.
pub fn read_geojson_places(file_name: &str, bytes: &[u8]) -> Result<Sheet, FormatError> {
    let features = parser::parse(bytes)?;
    if features.len() > MAX_ROWS as usize {
        return Err(FormatError::TooLarge("1.000.000"));
    }
    let mut columns = Columns::default();
    let [lon, lat, area] = [Column::Lon, Column::Lat, Column::Area].map(|column| columns.index(column.code()));
    let mut rows = Vec::with_capacity(features.len() + 1);
    rows.push(Row::default());
    for (index, feature) in features.into_iter().enumerate() {
        let mut cells = Vec::new();
        let properties = feature.properties.unwrap_or_default();
        let says_point = properties.contains_key(Column::Lon.code()) || properties.contains_key(Column::Lat.code());
        for (name, value) in &properties {
            set(&mut cells, columns.index(name), cell(value));
        }
        if let Some(raw) = feature.geometry {
            let geometry = parser::geometry(raw, index + 1)?;
            // Swapped or misplaced points are a matter of their row; metres are a matter of the file.
            parser::check_degrees(&geometry.value, 400.0, 400.0)?;
            let is_point = matches!(geometry.value, GeometryValue::Point { .. });
            if let (Some((x, y)), true) = (point::representative(&geometry.value), is_point || !says_point) {
                set(&mut cells, lon, Some(Cell::Number(x)));
                set(&mut cells, lat, Some(Cell::Number(y)));
            }
            if !is_point {
                set(&mut cells, area, Some(Cell::text_of(raw.get())));
            }
        }
        rows.push(Row { number: u32::try_from(index + 1).unwrap_or(u32::MAX), cells });
    }
    rows[0].cells = columns.names.into_iter().map(Cell::text_of).collect();
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    Ok(Sheet { name: name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned(), rows })
}

/// Property names in the order in which they were met.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    indexes: HashMap<String, usize>,
}

impl Columns {
    fn index(&mut self, name: &str) -> usize {
        if let Some(index) = self.indexes.get(name) {
            return *index;
        }
        let index = self.names.len();
        if index < MAX_COLUMNS {
            self.names.push(name.to_owned());
            self.indexes.insert(name.to_owned(), index);
        }
        index
    }
}

fn set(cells: &mut Vec<Cell>, index: usize, cell: Option<Cell>) {
    let Some(cell) = cell.filter(|_| index < MAX_COLUMNS) else { return };
    if cells.len() <= index {
        cells.resize(index + 1, Cell::Empty);
    }
    cells[index] = cell;
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
