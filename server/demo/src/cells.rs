//! Approximate boundaries: a weighted Voronoi cell (power cell) round each point, cut by the city's outline.

use geo::{BooleanOps, Contains, Coord, LineString, MultiPolygon, Point, Polygon, Winding};

/// Kilometres to a degree at the city's latitude: near enough for cells that are approximate anyway.
pub const KM_PER_LON: f64 = 109.348;
pub const KM_PER_LAT: f64 = 110.57;

/// A point that gets a cell. The larger the weight (km²) against the neighbours', the larger the cell.
#[derive(Clone, Copy)]
pub struct Site {
    pub lon: f64,
    pub lat: f64,
    pub weight: f64,
}

/// The cell of each site, in degrees with five decimals.
pub fn cells(sites: &[Site], outline: &MultiPolygon) -> Vec<MultiPolygon> {
    let flat: Vec<Coord> = sites.iter().map(|site| Coord { x: site.lon * KM_PER_LON, y: site.lat * KM_PER_LAT }).collect();
    (0..sites.len()).map(|index| clipped(&convex_cell(index, &flat, sites), &flat[index], outline)).collect()
}

/// What remains of a wide square after each neighbour took the side that is nearer to it.
fn convex_cell(index: usize, flat: &[Coord], sites: &[Site]) -> Vec<Coord> {
    const WIDE: f64 = 1_000.0;
    let own = flat[index];
    let corner = |x: f64, y: f64| Coord { x: own.x + x, y: own.y + y };
    let mut cell = vec![corner(-WIDE, -WIDE), corner(WIDE, -WIDE), corner(WIDE, WIDE), corner(-WIDE, WIDE)];
    for (other, at) in flat.iter().enumerate().filter(|(other, _)| *other != index) {
        let (dx, dy) = (at.x - own.x, at.y - own.y);
        let squares = (at.x * at.x + at.y * at.y) - (own.x * own.x + own.y * own.y);
        let limit = (squares - sites[other].weight + sites[index].weight) / 2.0;
        cell = half(&cell, |point| dx * point.x + dy * point.y - limit);
    }
    cell
}

/// The part of a convex ring where `beyond` is not positive.
fn half(ring: &[Coord], beyond: impl Fn(&Coord) -> f64) -> Vec<Coord> {
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (index, from) in ring.iter().enumerate() {
        let to = &ring[(index + 1) % ring.len()];
        let (a, b) = (beyond(from), beyond(to));
        if a <= 0.0 {
            kept.push(*from);
        }
        if (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0) {
            let t = a / (a - b);
            kept.push(Coord { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
        }
    }
    kept
}

fn clipped(cell: &[Coord], site: &Coord, outline: &MultiPolygon) -> MultiPolygon {
    let degrees = |c: &Coord| Coord { x: c.x / KM_PER_LON, y: c.y / KM_PER_LAT };
    let whole = Polygon::new(LineString::from(cell.iter().map(degrees).collect::<Vec<_>>()), vec![]);
    let label = Point::from(degrees(site));
    let parts = whole.intersection(outline);
    // A bend of the outline may cut off a sliver; what is far from the label would only look odd.
    MultiPolygon::new(parts.into_iter().map(rounded).filter(|part| part.contains(&label)).collect())
}

/// Five decimals are a metre, and make corners of neighbours the same to the last digit.
fn rounded(part: Polygon) -> Polygon {
    let (exterior, _) = part.into_inner();
    let mut corners: Vec<Coord> = exterior.coords().map(|c| Coord { x: round(c.x, 5), y: round(c.y, 5) }).collect();
    corners.dedup();
    let mut ring = LineString::from(corners);
    ring.close();
    ring.make_ccw_winding();
    Polygon::new(ring, vec![])
}

/// `value` with so many decimals.
pub fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    fn square() -> MultiPolygon {
        let ring = [(106.0, 10.0), (107.0, 10.0), (107.0, 11.0), (106.0, 11.0)];
        MultiPolygon::new(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])])
    }

    #[test]
    fn cells_fill_the_outline_without_overlap() {
        let site = |lon, lat, weight| Site { lon, lat, weight };
        let sites = [site(106.2, 10.3, 0.0), site(106.7, 10.2, 300.0), site(106.5, 10.8, 50.0)];
        let areas: Vec<f64> = cells(&sites, &square()).iter().map(Area::unsigned_area).collect();
        assert!((areas.iter().sum::<f64>() - 1.0).abs() < 1e-4, "{areas:?}");
        assert!(areas.iter().all(|area| *area > 0.1), "{areas:?}");
    }

    #[test]
    fn a_larger_weight_gives_a_larger_cell() {
        let area = |weight| {
            let sites = [Site { lon: 106.3, lat: 10.5, weight }, Site { lon: 106.7, lat: 10.5, weight: 0.0 }];
            cells(&sites, &square())[0].unsigned_area()
        };
        assert!((area(0.0) - 0.5).abs() < 1e-4 && area(200.0) > 0.52);
    }
}
