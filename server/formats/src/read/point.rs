//! A point that stands for an area and lies inside it.

use geojson::{GeometryValue, Position};

/// For a point the point; for an area the middle of its widest stretch at half height.
pub fn representative(value: &GeometryValue) -> Option<(f64, f64)> {
    match value {
        GeometryValue::Point { coordinates } => pair(coordinates),
        GeometryValue::Polygon { coordinates } => inside(coordinates),
        GeometryValue::MultiPolygon { coordinates } => {
            let largest = coordinates.iter().max_by(|a, b| extent(a).total_cmp(&extent(b)))?;
            inside(largest)
        }
        _ => None,
    }
}

fn pair(position: &Position) -> Option<(f64, f64)> {
    let slice = position.as_slice();
    Some((*slice.first()?, *slice.get(1)?))
}

type Box4 = (f64, f64, f64, f64);

fn bounds(ring: &[Position]) -> Option<Box4> {
    let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    let all = ring.iter().filter_map(pair).fold(start, |b, (x, y)| (b.0.min(x), b.1.min(y), b.2.max(x), b.3.max(y)));
    (all.0.is_finite() && all.1.is_finite()).then_some(all)
}

fn extent(polygon: &[Vec<Position>]) -> f64 {
    polygon.first().and_then(|ring| bounds(ring)).map_or(0.0, |(west, south, east, north)| (east - west) * (north - south))
}

/// Where the rings cross a horizontal line, the area lies between the first and second crossing, the
/// third and fourth, and so on.
fn inside(polygon: &[Vec<Position>]) -> Option<(f64, f64)> {
    let (west, south, east, north) = bounds(polygon.first()?)?;
    let middle = f64::midpoint(south, north);
    let mut crossings: Vec<f64> = Vec::new();
    for ring in polygon {
        let points: Vec<(f64, f64)> = ring.iter().filter_map(pair).collect();
        for side in points.windows(2) {
            let ((x1, y1), (x2, y2)) = (side[0], side[1]);
            if (y1 > middle) != (y2 > middle) {
                crossings.push(x1 + (middle - y1) / (y2 - y1) * (x2 - x1));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    let widest = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    let x = widest.map_or_else(|| f64::midpoint(west, east), |stretch| f64::midpoint(stretch[0], stretch[1]));
    Some((x, middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_of_a_horseshoe_lies_in_one_of_its_arms() {
        let horseshoe = r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[7,10],[7,2],[2,2],[2,10],[0,10],[0,0]]]}"#;
        let geometry: geojson::Geometry = serde_json::from_str(horseshoe).expect("a geometry");
        assert_eq!(representative(&geometry.value), Some((8.5, 5.0)));
    }
}
