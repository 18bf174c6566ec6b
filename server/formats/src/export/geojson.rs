//! GeoJSON with the API's names and codes: what other programs read. The geometry is the area where there
//! is one, otherwise the point.

use std::io::Write;

use domain::change;
use domain::import::Column;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::ExportRow;
use crate::FormatError;

pub fn write(rows: impl Iterator<Item = ExportRow>, banner: Option<&str>, mut writer: impl Write) -> Result<(), FormatError> {
    writer.write_all(b"{\"type\":\"FeatureCollection\",")?;
    if let Some(banner) = banner {
        write!(writer, "\"banner\":{},", serde_json::to_string(banner)?)?;
    }
    writer.write_all(b"\"features\":[")?;
    for (index, row) in rows.enumerate() {
        writer.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        write!(writer, "{{\"type\":\"Feature\",\"id\":\"{}\",\"geometry\":{},\"properties\":", row.id, geometry(&row)?)?;
        serde_json::to_writer(&mut writer, &properties(&row))?;
        writer.write_all(b"}")?;
    }
    writer.write_all(b"\n]}\n")?;
    writer.flush()?;
    Ok(())
}

/// The area to the letter, if it is JSON at all.
fn geometry(row: &ExportRow) -> Result<String, FormatError> {
    let area = row.draft.area.as_deref().and_then(|area| serde_json::from_str::<&RawValue>(area).ok());
    Ok(match (area, row.draft.lon, row.draft.lat) {
        (Some(area), _, _) => area.get().to_owned(),
        (None, Some(lon), Some(lat)) => serde_json::to_string(&json!({ "type": "Point", "coordinates": [lon, lat] }))?,
        _ => "null".to_owned(),
    })
}

/// The draft's own fields under their own names, without those that stand elsewhere.
fn properties(row: &ExportRow) -> Map<String, Value> {
    let mut all: Map<String, Value> = change::fields(&row.draft).into_iter().collect();
    for elsewhere in ["admin_unit_id", "area", "merged_into", "residential_area_id", "head_post"] {
        all.remove(elsewhere);
    }
    all.insert(Column::Id.code().into(), row.id.to_string().into());
    all.insert(Column::AdminUnitCode.code().into(), row.unit_code.clone().into());
    all.insert(Column::AdminUnitName.code().into(), row.unit_name.clone().into());
    all
}
