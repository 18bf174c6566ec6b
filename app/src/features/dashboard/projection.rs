//! From degrees to the squares of a drawing: equirectangular, true at the middle of the frame.

/// West, south, east, north in degrees.
pub type Bounds = [f64; 4];

/// How wide every drawing is, in its own units.
pub const WIDTH: f64 = 1000.0;

#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    west: f64,
    north: f64,
    /// Units for one degree to the east and to the south.
    across: f64,
    down: f64,
    pub height: f64,
}

impl Projection {
    /// The frame fills the drawing, with a little air round it.
    pub fn fit([west, south, east, north]: Bounds) -> Self {
        let shrink = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let (wide, high) = ((east - west).max(1e-4) * shrink, (north - south).max(1e-4));
        // A narrow strip would be endlessly high.
        let scale = (WIDTH * 0.96 / wide).min(WIDTH * 1.3 / high);
        let height = (high * scale + WIDTH * 0.04).ceil();
        let (across, down) = (scale * shrink, scale);
        Self { west: (west + east) / 2.0 - WIDTH / 2.0 / across, north: (south + north) / 2.0 + height / 2.0 / down, across, down, height }
    }

    pub fn point(&self, lon: f64, lat: f64) -> (i64, i64) {
        (((lon - self.west) * self.across).round() as i64, ((self.north - lat) * self.down).round() as i64)
    }

    /// How wide this many degrees are.
    pub fn span(&self, degrees: f64) -> f64 {
        degrees * self.across
    }

    /// Whether anything of it can be seen.
    pub fn shows(&self, [west, south, east, north]: Bounds) -> bool {
        let (left, bottom) = self.point(west, south);
        let (right, top) = self.point(east, north);
        right >= 0 && left <= WIDTH as i64 && bottom >= 0 && top <= self.height as i64
    }

    /// The `d` of a path; points that fall together are drawn once.
    pub fn path(&self, rings: &[Vec<[f64; 2]>]) -> String {
        let mut path = String::new();
        for ring in rings {
            let mut points: Vec<(i64, i64)> = ring.iter().map(|[lon, lat]| self.point(*lon, *lat)).collect();
            points.dedup();
            if points.first() == points.last() {
                points.pop();
            }
            if points.len() < 3 {
                continue;
            }
            let mut last = points[0];
            path.push_str(&format!("M{} {}l", last.0, last.1));
            for point in &points[1..] {
                path.push_str(&format!("{} {} ", point.0 - last.0, point.1 - last.1));
                last = *point;
            }
            path.truncate(path.trim_end().len());
            path.push('z');
        }
        path
    }
}

/// The frame round units that belong together: one that lies far off does not shrink all others.
pub fn frame(units: &[Bounds]) -> Option<Bounds> {
    let middle = |b: &Bounds| [(b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0];
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let (lon, lat) = (median(units.iter().map(|b| middle(b)[0]).collect())?, median(units.iter().map(|b| middle(b)[1]).collect())?);
    let distance = |b: &Bounds| (middle(b)[0] - lon).hypot(middle(b)[1] - lat);
    let limit = median(units.iter().map(distance).collect())?.max(0.02) * 8.0;
    let near = units.iter().filter(|b| distance(b) <= limit);
    near.copied().reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// The rings of a GeoJSON Polygon or MultiPolygon as the store writes it: whatever lies how deep, a list
/// of positions is a ring.
pub fn rings(geometry: &str) -> Vec<Vec<[f64; 2]>> {
    let mut rings = Vec::new();
    let mut ring = Vec::new();
    let text = geometry.split_once("\"coordinates\"").map_or("", |(_, rest)| rest);
    for part in text.split_inclusive(']') {
        let inner = part.rsplit('[').next().unwrap_or_default().trim_end_matches(']');
        let numbers: Vec<f64> = inner.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        match numbers[..] {
            [lon, lat, ..] => ring.push([lon, lat]),
            _ if !ring.is_empty() => rings.push(std::mem::take(&mut ring)),
            _ => {}
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_fills_the_drawing_and_north_is_up() {
        let projection = Projection::fit([106.5, 10.6, 106.9, 10.9]);
        let (left, top) = projection.point(106.5, 10.9);
        let (right, bottom) = projection.point(106.9, 10.6);
        assert!((18..=22).contains(&left) && (978..=982).contains(&right), "{left} {right}");
        assert!(top < bottom && bottom < projection.height as i64);
        assert!(projection.shows([106.0, 10.0, 106.6, 10.7]));
        assert!(!projection.shows([106.5, 8.6, 106.7, 8.8]));
    }

    #[test]
    fn a_frame_without_extent_is_no_division_by_nought() {
        let projection = Projection::fit([106.7, 10.7, 106.7, 10.7]);
        assert!(projection.height.is_finite());
        assert_eq!(projection.point(106.7, 10.7).0, 500);
    }

    #[test]
    fn a_far_island_does_not_shrink_the_map() {
        let mut units: Vec<Bounds> =
            (0..20_i32).map(|n| 106.6 + f64::from(n) * 0.01).map(|west| [west, 10.7, west + 0.02, 10.75]).collect();
        let alone = frame(&units);
        units.push([106.55, 8.65, 106.7, 8.77]);
        assert_eq!(frame(&units), alone);
        assert_eq!(frame(&[]), None);
    }

    #[test]
    fn rings_are_found_in_polygons_and_multipolygons_alike() {
        let one = r#"{"type":"Polygon","coordinates":[[[1.0,2],[3,4],[5,6],[1,2]],[[2,2],[2.5,2],[2,2.5],[2,2]]]}"#;
        assert_eq!(rings(one).iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
        let many = r#"{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[5,6],[1,2]]], [[[-1e1,2],[3,4],[5,6],[-10,2]]]]}"#;
        assert_eq!(rings(many)[1][0], [-10.0, 2.0]);
        assert!(rings("nothing").is_empty());
    }

    #[test]
    fn a_path_is_relative_and_closed() {
        let projection = Projection::fit([0.0, 0.0, 1.0, 1.0]);
        let path = projection.path(&[vec![[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]], vec![[0.0, 0.0], [0.0, 0.0]]]);
        assert!(path.starts_with('M') && path.ends_with('z') && path.matches('M').count() == 1, "{path}");
    }
}
