//! Boundaries: reading, checking, repairing what can be repaired safely, simplifying for drawing.

use geo::{Area, BoundingRect, InteriorPoint, Intersects, MakeValid, MapCoords, MultiPolygon, SimplifyVwPreserve, Validation};

/// Twice the area, in square degrees, below which a corner does not show at the scale of a city.
const CORNER: f64 = 1.5e-7;
/// Islets smaller than this, in square degrees, are left out of drawings, the largest part never.
const ISLET: f64 = 2e-6;

/// A boundary that may be kept.
pub(super) struct Boundary {
    pub text: String,
    pub outline: String,
    pub bbox: [f64; 4],
    pub label: [f64; 2],
    pub repaired: bool,
}

/// Reads a GeoJSON geometry. The error is a code of the message catalogue.
pub(super) fn boundary(text: &str) -> Result<Boundary, &'static str> {
    let shape = shape(text)?;
    let (shape, repaired) = if shape.is_valid() {
        (shape, false)
    } else {
        let mended = shape.make_valid().map_err(|_| "boundary_broken")?;
        // A repair that moves more than a sliver is a guess about what was meant.
        let (before, after) = (shape.unsigned_area(), mended.unsigned_area());
        if mended.0.is_empty() || (before - after).abs() > before * 0.02 {
            return Err("boundary_broken");
        }
        (mended, true)
    };
    let rect = shape.bounding_rect().ok_or("boundary_empty")?;
    let bbox = [rect.min().x, rect.min().y, rect.max().x, rect.max().y];
    if bbox[0] < -180.0 || bbox[2] > 180.0 || bbox[1] < -90.0 || bbox[3] > 90.0 {
        return Err("other_coordinate_system");
    }
    let label = shape.interior_point().ok_or("boundary_empty")?;
    let text = if repaired { to_text(&shape) } else { text.to_owned() };
    Ok(Boundary { outline: to_text(&outline(&shape)), text, bbox, label: [label.x(), label.y()], repaired })
}

/// A geometry that was checked before.
pub(super) fn shape(text: &str) -> Result<MultiPolygon, &'static str> {
    let geometry: geojson::Geometry = text.parse().map_err(|_| "boundary_not_understood")?;
    match geo::Geometry::try_from(geometry).map_err(|_| "boundary_not_understood")? {
        geo::Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon])),
        geo::Geometry::MultiPolygon(shape) if !shape.0.is_empty() => Ok(shape),
        _ => Err("boundary_not_an_area"),
    }
}

fn to_text(shape: &MultiPolygon) -> String {
    let rounded = shape.map_coords(|c| geo::Coord { x: (c.x * 1e5).round() / 1e5, y: (c.y * 1e5).round() / 1e5 });
    geojson::Geometry::from(&rounded).to_string()
}

fn outline(shape: &MultiPolygon) -> MultiPolygon {
    let largest = shape.iter().map(Area::unsigned_area).fold(0.0, f64::max);
    let parts: Vec<_> = shape.iter().filter(|part| part.unsigned_area() >= ISLET.min(largest)).cloned().collect();
    MultiPolygon(parts).simplify_vw_preserve(CORNER)
}

/// Whether the point lies in the area or on its border.
pub(super) fn holds(shape: &MultiPolygon, lon: f64, lat: f64) -> bool {
    shape.intersects(&geo::Point::new(lon, lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_self_crossing_ring_is_repaired_and_said() {
        let spike =
            r#"{"type":"Polygon","coordinates":[[[106,10],[107,10],[107,11],[106.5,11],[106.5,11.001],[106.4999,11],[106,11],[106,10]]]}"#;
        assert!(!boundary(spike).expect("valid").repaired);
        let crossing = r#"{"type":"Polygon","coordinates":[[[106,10],[107,10],[107,11],[106.5,11],[106.501,11.001],[106.501,10.999],[106.5,11],[106,11],[106,10]]]}"#;
        let found = boundary(crossing).expect("can be repaired");
        assert!(found.repaired && shape(&found.text).expect("a shape").is_valid());
    }

    #[test]
    fn a_bow_tie_is_not_guessed_at() {
        let tie = r#"{"type":"Polygon","coordinates":[[[106,10],[107,11],[107,10],[106,11],[106,10]]]}"#;
        assert_eq!(boundary(tie).err(), Some("boundary_broken"));
    }

    #[test]
    fn a_point_or_metres_are_no_boundary() {
        assert_eq!(boundary(r#"{"type":"Point","coordinates":[106,10]}"#).err(), Some("boundary_not_an_area"));
        let metres = r#"{"type":"Polygon","coordinates":[[[600000,1100000],[600100,1100000],[600100,1100100],[600000,1100000]]]}"#;
        assert_eq!(boundary(metres).err(), Some("other_coordinate_system"));
    }
}
