//! A GeoJSON file of boundaries as units.

use domain::admin_unit::{AdminUnitDraft, AdminUnitKind};
use domain::text;
use formats::{Feature, FormatError, read_geojson_features};
use serde_json::{Map, Value};

/// A unit that cannot be read: position in the file, its code, code of the message.
pub type BadUnit = (usize, String, String);

/// Reads all features; those that lack what a unit needs come back with their place in the file.
pub fn units(bytes: &[u8]) -> Result<(Vec<AdminUnitDraft>, Vec<BadUnit>), FormatError> {
    let mut units = Vec::new();
    let mut bad = Vec::new();
    for (at, feature) in read_geojson_features(bytes)?.into_iter().enumerate() {
        let code = word(&feature.properties, "code").or_else(|| feature.id.clone()).unwrap_or_default();
        match unit(code.clone(), feature) {
            Ok(unit) => units.push(unit),
            Err(problem) => bad.push((at + 1, code, problem.to_owned())),
        }
    }
    Ok((units, bad))
}

fn unit(code: String, feature: Feature) -> Result<AdminUnitDraft, &'static str> {
    let properties = &feature.properties;
    let full_name = word(properties, "full_name").unwrap_or_default();
    let name = word(properties, "name").ok_or("unit_name_missing_or_long")?;
    let kind = match word(properties, "kind").and_then(|kind| kind.parse().ok()) {
        Some(kind) => kind,
        None => kind_of(&full_name).or_else(|| kind_of(&name)).ok_or("unit_kind_missing")?,
    };
    let province_code = word(properties, "province_code").ok_or("province_code_missing")?;
    if province_code.len() != 2 || !province_code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("province_code_missing");
    }
    Ok(AdminUnitDraft {
        code,
        kind,
        name,
        province_code,
        area_km2: properties.get("area_km2").and_then(Value::as_f64).filter(|area| area.is_finite() && *area >= 0.0),
        predecessors: word(properties, "predecessors").unwrap_or_default(),
        boundary: feature.geometry.ok_or("boundary_empty")?.into(),
        approximate: properties.get("approximate").and_then(Value::as_bool).unwrap_or(false),
    })
}

/// A code may have been written as a number by a program that did not know better.
fn word(properties: &Map<String, Value>, name: &str) -> Option<String> {
    match properties.get(name)? {
        Value::String(text) => Some(text::clean(text)).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn kind_of(name: &str) -> Option<AdminUnitKind> {
    let folded = text::fold(name);
    [("phuong ", AdminUnitKind::Ward), ("xa ", AdminUnitKind::Commune), ("dac khu ", AdminUnitKind::SpecialZone)]
        .into_iter()
        .find(|(word, _)| folded.starts_with(word))
        .map(|(_, kind)| kind)
}
