//! The 168 units of today and the units they were made from.

use std::sync::LazyLock;

use domain::admin_unit::{AdminUnitDraft, AdminUnitKind, FormerUnit};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::GeometryValue;
use serde::Deserialize;

use crate::cells::{Site, cells};

const PROVINCE_CODE: &str = "79";
const OUTLINE_PIECES: [u32; 2] = [1, 2];

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    code: String,
    kind: AdminUnitKind,
    name: String,
    lon: f64,
    lat: f64,
    area_km2: f64,
    weight: f64,
    former_province: String,
    former_units: String,
}

/// A unit with what is needed to put places into it.
pub struct Unit {
    pub draft: AdminUnitDraft,
    pub former: Vec<FormerUnit>,
    pub cell: MultiPolygon,
    pub lon: f64,
    pub lat: f64,
    pub area_km2: f64,
}

impl Unit {
    pub fn is_commune(&self) -> bool {
        self.draft.kind == AdminUnitKind::Commune
    }
}

/// All units in the order of their codes; computed once, since nothing varies.
pub fn units() -> &'static [Unit] {
    static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(read);
    &UNITS
}

/// The rows of a table that is part of the program.
pub fn table<T: for<'de> Deserialize<'de>>(text: &'static str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a table of the program is well formed")).collect()
}

fn read() -> Vec<Unit> {
    let rows: Vec<Row> = table(include_str!("units.csv"));
    let sites: Vec<Site> = rows.iter().map(|row| Site { lon: row.lon, lat: row.lat, weight: row.weight }).collect();
    rows.into_iter().zip(cells(&sites, &outline())).map(|(row, cell)| unit(row, cell)).collect()
}

fn outline() -> MultiPolygon {
    let corners: Vec<(u32, f64, f64)> = table(include_str!("outline.csv"));
    let piece = |number: &u32| {
        let ring: Vec<Coord> = corners.iter().filter(|(piece, ..)| piece == number).map(|&(_, x, y)| Coord { x, y }).collect();
        Polygon::new(LineString::from(ring), vec![])
    };
    MultiPolygon::new(OUTLINE_PIECES.iter().map(piece).collect())
}

fn unit(row: Row, cell: MultiPolygon) -> Unit {
    let former = former_units(&row);
    let draft = AdminUnitDraft {
        code: row.code,
        kind: row.kind,
        name: row.name,
        province_code: PROVINCE_CODE.into(),
        area_km2: Some(row.area_km2),
        predecessors: former.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(", "),
        boundary: geojson::Geometry::new(GeometryValue::from(&cell)).to_string(),
        approximate: true,
    };
    Unit { draft, former, cell, lon: row.lon, lat: row.lat, area_km2: row.area_km2 }
}

/// "Quận 1: Phường Bến Nghé, Phường Đa Kao*; Quận 3: …"
fn former_units(row: &Row) -> Vec<FormerUnit> {
    let districts = row.former_units.split("; ").filter_map(|group| group.split_once(": "));
    let one = |district: &str, name: &str| FormerUnit {
        code: row.code.clone(),
        name: name.trim_end_matches('*').to_owned(),
        district: district.to_owned(),
        province: row.former_province.clone(),
        split: name.ends_with('*'),
    };
    let one = &one;
    districts.flat_map(|(district, names)| names.split(", ").map(move |name| one(district, name))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use geo::{Area, Contains, Intersects, Point, Validation};

    #[test]
    fn there_are_113_wards_54_communes_and_one_special_zone() {
        let count = |kind| units().iter().filter(|unit| unit.draft.kind == kind).count();
        assert_eq!(units().len(), 168);
        assert_eq!([AdminUnitKind::Ward, AdminUnitKind::Commune, AdminUnitKind::SpecialZone].map(count), [113, 54, 1]);
        assert_eq!(units().iter().map(|unit| &unit.draft.code).collect::<BTreeSet<_>>().len(), 168);
    }

    #[test]
    fn former_units_are_all_there_and_split_ones_are_marked() {
        let all: Vec<_> = units().iter().flat_map(|unit| &unit.former).collect();
        assert_eq!((all.len(), all.iter().filter(|unit| unit.split).count()), (492, 98));
        let old_city = all.iter().filter(|unit| unit.province == "Thành phố Hồ Chí Minh");
        assert_eq!(old_city.map(|unit| &unit.district).collect::<BTreeSet<_>>().len(), 22);
    }

    #[test]
    fn every_cell_is_valid_holds_its_label_and_has_about_its_area() {
        for unit in units() {
            let name = &unit.draft.name;
            assert!(unit.cell.is_valid(), "{name}");
            assert!(unit.cell.contains(&Point::new(unit.lon, unit.lat)), "{name}");
            let km2 = unit.cell.unsigned_area() * crate::cells::KM_PER_LON * crate::cells::KM_PER_LAT;
            assert!((0.7..1.5).contains(&(km2 / unit.area_km2)), "{name}: {km2} instead of {}", unit.area_km2);
        }
    }

    #[test]
    fn every_cell_shares_corners_with_neighbours_and_overlaps_none() {
        for (index, unit) in units().iter().enumerate().filter(|(_, unit)| unit.draft.kind != AdminUnitKind::SpecialZone) {
            let others = units().iter().enumerate().filter(|(other, _)| *other != index);
            assert!(others.clone().any(|(_, other)| corners(other).intersection(&corners(unit)).count() > 1), "{}", unit.draft.name);
            for (_, other) in others {
                assert!(!other.cell.intersects(&Point::new(unit.lon, unit.lat)), "{} in {}", unit.draft.name, other.draft.name);
            }
        }
    }

    fn corners(unit: &Unit) -> BTreeSet<(i64, i64)> {
        let exact = |c: &Coord| ((c.x * 1e5).round() as i64, (c.y * 1e5).round() as i64);
        unit.cell.iter().flat_map(|part| part.exterior().coords().map(exact).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn the_boundary_is_geojson_and_named_as_approximate() {
        let draft = &units()[0].draft;
        assert!(draft.approximate && draft.boundary.contains("MultiPolygon"), "{}", draft.boundary);
        assert!(draft.boundary.parse::<geojson::GeoJson>().is_ok());
    }
}
