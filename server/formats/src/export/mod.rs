//! The register as a file. One list of columns for all formats (`Column::exported`); what is written is
//! read back without loss.

pub(crate) mod calendar;
mod csv;
mod geojson;
mod value;
pub(crate) mod xlsx;

use std::io::{Seek, Write};

use domain::place::PlaceDraft;
use uuid::Uuid;

use crate::FormatError;

/// What kind of file to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
    GeoJson,
}

impl Format {
    /// By its usual ending: xlsx, csv, geojson.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "geojson" | "json" => Some(Self::GeoJson),
            _ => None,
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::GeoJson => "application/geo+json",
        }
    }
}

/// One place with the unit it lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRow {
    pub id: Uuid,
    pub unit_code: String,
    /// With its kind: "Phường Sài Gòn".
    pub unit_name: String,
    pub draft: PlaceDraft,
}

/// Writes all rows as they come; none is kept. `banner` stands above the heading ("DỮ LIỆU MẪU"), in
/// GeoJSON as the member `banner`.
pub fn write_places<W: Write + Seek + Send>(
    format: Format,
    rows: impl IntoIterator<Item = ExportRow>,
    banner: Option<&str>,
    writer: W,
) -> Result<(), FormatError> {
    match format {
        Format::Xlsx => xlsx::write(rows.into_iter(), banner, writer),
        Format::Csv => csv::write(rows.into_iter(), banner, writer),
        Format::GeoJson => geojson::write(rows.into_iter(), banner, writer),
    }
}

#[cfg(test)]
mod round_trip;
