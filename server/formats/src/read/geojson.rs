//! GeoJSON, looked over before it is parsed: cut off, nested without end, another coordinate system.

use std::borrow::Cow;

use geojson::{Geometry, GeometryValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::FormatError;

/// A feature collection needs ten levels; attributes may have some of their own.
const MAX_DEPTH: usize = 60;

/// By name or content, for callers that take tables and maps in one place.
pub fn looks_like_geojson(file_name: &str, bytes: &[u8]) -> bool {
    let name = file_name.to_lowercase();
    let first = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).iter().find(|b| !b.is_ascii_whitespace());
    name.ends_with(".geojson") || name.ends_with(".json") || first == Some(&b'{')
}

/// One feature as it stands in the file, nothing of it unpacked.
#[derive(Deserialize)]
pub struct RawFeature<'a> {
    #[serde(rename = "type", borrow, default)]
    pub kind: Cow<'a, str>,
    #[serde(borrow, default)]
    pub id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub geometry: Option<&'a RawValue>,
}

impl RawFeature<'_> {
    /// Its attributes, unpacked. `number` is its place in the file, from 1.
    pub fn properties(&self, number: usize) -> Result<Map<String, Value>, FormatError> {
        let Some(raw) = self.properties else { return Ok(Map::new()) };
        serde_json::from_str(raw.get()).map_err(|_| FormatError::NotGeojson(format!("properties {number}")))
    }
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(borrow, default)]
    features: Option<Vec<RawFeature<'a>>>,
    #[serde(default)]
    crs: Option<Value>,
}

/// The features of a file. A single feature counts as a collection of one.
pub fn parse(bytes: &[u8]) -> Result<Vec<RawFeature<'_>>, FormatError> {
    let text = look_over(bytes)?;
    let collection: Collection<'_> = serde_json::from_str(text).map_err(fault)?;
    if let Some(crs) = &collection.crs {
        check_crs(crs)?;
    }
    let features = match (collection.kind.as_str(), collection.features) {
        ("FeatureCollection", Some(features)) => features,
        ("Feature", None) => vec![serde_json::from_str(text).map_err(fault)?],
        ("FeatureCollection", None) => return Err(FormatError::NotGeojson("features".into())),
        (kind, _) => return Err(FormatError::NotGeojson(kind.chars().take(40).collect())),
    };
    if let Some(at) = features.iter().position(|feature| feature.kind != "Feature") {
        return Err(FormatError::NotGeojson(format!("features[{at}]")));
    }
    if features.is_empty() { Err(FormatError::NoFeatures) } else { Ok(features) }
}

fn fault(error: serde_json::Error) -> FormatError {
    if error.is_eof() { FormatError::GeojsonCutOff } else { FormatError::NotGeojson(format!("{}:{}", error.line(), error.column())) }
}

/// Depth and end of the text, without recursion.
fn look_over(bytes: &[u8]) -> Result<&str, FormatError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FormatError::EmptyFile);
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(FormatError::GeojsonTooDeep);
        }
    }
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Err(FormatError::NotGeojson("1:1".into()));
    }
    let cut_off = depth > 0 || in_string;
    match std::str::from_utf8(bytes) {
        _ if cut_off => Err(FormatError::GeojsonCutOff),
        Ok(text) => Ok(text),
        Err(_) => Err(FormatError::LegacyEncoding),
    }
}

/// GeoJSON is WGS 84; an old file may say so in a member that was dropped from the standard.
fn check_crs(crs: &Value) -> Result<(), FormatError> {
    let name = crs["properties"]["name"].as_str().or(crs.as_str());
    let name = name.map_or_else(|| crs.to_string(), str::to_owned);
    let upper = name.to_uppercase();
    let wgs_84 =
        upper.ends_with("CRS84") || upper.ends_with("EPSG:4326") || upper.ends_with("EPSG::4326") || upper.ends_with("EPSG/0/4326");
    if wgs_84 { Ok(()) } else { Err(FormatError::OtherCoordinateSystem(name.chars().take(80).collect())) }
}

/// The geometry of one feature, checked. `number` is its place in the file, from 1.
pub fn geometry(raw: &RawValue, number: usize) -> Result<Geometry, FormatError> {
    serde_json::from_str(raw.get()).map_err(|_| FormatError::NotGeojson(format!("geometry {number}")))
}

/// Calls `each` for every position of a geometry; stops at the first that it refuses.
pub fn all_positions(value: &GeometryValue, each: &mut dyn FnMut(&Position) -> bool) -> bool {
    match value {
        GeometryValue::Point { coordinates } => each(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => coordinates.iter().all(each),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => coordinates.iter().flatten().all(each),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().flatten().all(each),
        GeometryValue::GeometryCollection { geometries } => geometries.iter().all(|geometry| all_positions(&geometry.value, each)),
    }
}

/// Finite numbers within these limits; the first position outside is what the error names.
pub fn check_degrees(value: &GeometryValue, max_lon: f64, max_lat: f64) -> Result<(), FormatError> {
    let mut outside = None;
    let fine = all_positions(value, &mut |position| {
        let (x, y) = match position.as_slice() {
            [x, y, ..] => (*x, *y),
            _ => (f64::NAN, f64::NAN),
        };
        let inside = x.abs() <= max_lon && y.abs() <= max_lat;
        if !inside {
            outside = Some(format!("{x}, {y}"));
        }
        inside
    });
    if fine { Ok(()) } else { Err(FormatError::OtherCoordinateSystem(outside.unwrap_or_default())) }
}
