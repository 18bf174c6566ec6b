//! Boundaries: features with their attributes and their geometry as text.

use serde_json::{Map, Value};

use super::geojson;
use crate::FormatError;

/// One feature. The geometry stays text: it is the form in which it is stored, and the smallest.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its place in the file, from 1.
    pub number: u32,
    pub id: Option<String>,
    pub properties: Map<String, Value>,
    /// GeoJSON geometry, valid and in degrees.
    pub geometry: Option<Box<str>>,
}

/// Reads a feature collection in longitude and latitude, all of it or nothing.
pub fn read_geojson_features(bytes: &[u8]) -> Result<Vec<Feature>, FormatError> {
    let raw = geojson::parse(bytes)?;
    let mut features = Vec::with_capacity(raw.len());
    for (index, feature) in raw.into_iter().enumerate() {
        let number = index + 1;
        if let Some(raw) = feature.geometry {
            geojson::check_degrees(&geojson::geometry(raw, number)?.value, 180.0, 90.0)?;
        }
        features.push(Feature {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            id: feature.id.map(|id| serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned())),
            properties: feature.properties(number)?,
            geometry: feature.geometry.map(|raw| raw.get().into()),
        });
    }
    Ok(features)
}
