//! Administrative units: wards, communes, special zones, each in versions that hold for a time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;

codes! {
    /// What a unit of the lower tier is.
    AdminUnitKind { Ward, Commune, SpecialZone }
}

impl AdminUnitKind {
    /// The Vietnamese word that stands before the name.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::SpecialZone => "Đặc khu",
        }
    }
}

/// One version of a unit. A code means something only with a date: every new unit reuses a
/// predecessor's code, so the key is (code, valid_from).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminUnit {
    pub id: Uuid,
    /// Five digits.
    pub code: String,
    pub valid_from: NaiveDate,
    /// The first day on which it no longer holds; null while in force.
    pub valid_to: Option<NaiveDate>,
    pub kind: AdminUnitKind,
    /// Without the word for its kind: "Sài Gòn".
    pub name: String,
    /// Two digits.
    pub province_code: String,
    pub area_km2: Option<f64>,
    /// The boundary is an approximation, not the real one.
    pub approximate: bool,
    /// West, south, east, north in degrees (WGS 84).
    pub bbox: [f64; 4],
    /// A point inside, for its label: longitude, latitude.
    pub label: [f64; 2],
}

impl AdminUnit {
    /// "Phường Sài Gòn".
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.vietnamese(), self.name)
    }
}

/// A unit as an importer or the demo city hands it in.
#[derive(Clone, Debug, PartialEq)]
pub struct AdminUnitDraft {
    pub code: String,
    pub kind: AdminUnitKind,
    pub name: String,
    pub province_code: String,
    pub area_km2: Option<f64>,
    /// Free text that names the units it was made from; may be empty.
    pub predecessors: String,
    /// GeoJSON geometry (Polygon or MultiPolygon, WGS 84) as text.
    pub boundary: String,
    pub approximate: bool,
}

/// A unit of the time before, and the unit of today that it, or a part of it, went to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormerUnit {
    /// Code of the unit that took it over.
    pub code: String,
    /// With the word for its kind, as it was written: "Phường Bến Nghé".
    pub name: String,
    /// With the word for its kind: "Quận 1". Empty where nobody said.
    pub district: String,
    pub province: String,
    /// Only a part went there: the name alone cannot place an address.
    pub split: bool,
}
