//! What the map of wards shows, worked out before it is drawn.

use domain::admin_unit::AdminUnit;
use domain::summary::BuildingCounts;
use store::admin_unit::UnitShape;
use store::summary::Overview;

use super::measure::{Bins, Measure};
use super::projection::{Projection, frame, rings};

/// One unit of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: String,
    pub name: String,
    pub path: String,
    /// Part and whole of the measure; none where nobody has surveyed.
    pub share: Option<(u64, u64)>,
}

/// A name where there is room for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub x: i64,
    pub y: i64,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub height: i64,
    pub areas: Vec<Area>,
    pub labels: Vec<Label>,
    pub bins: Bins,
    /// Units that were not surveyed, in all.
    pub blank: usize,
    /// Units with buildings that lie too far off to be shown: code and name.
    pub outside: Vec<(String, String)>,
    /// Some boundary is not the real one.
    pub approximate: bool,
}

/// About how wide a letter of a label is, and how high a line, in units of the drawing.
const LETTER: f64 = 12.0;
const LINE: i64 = 24;

impl Label {
    fn width(&self) -> f64 {
        self.name.chars().count() as f64 * LETTER
    }

    fn covers(&self, other: &Self) -> bool {
        (self.x - other.x).unsigned_abs() as f64 * 2.0 < self.width() + other.width() && (self.y - other.y).abs() < LINE
    }
}

fn label(projection: &Projection, unit: &AdminUnit) -> Label {
    let (x, y) = projection.point(unit.label[0], unit.label[1]);
    Label { x, y, name: unit.name.clone() }
}

/// The frame holds the units with buildings; none where there are none.
pub fn draw(shapes: &[UnitShape], overview: &Overview, measure: Measure) -> Option<Drawing> {
    let counts = |shape: &UnitShape| overview.units.get(&shape.unit.id).filter(|counts| counts.total > 0);
    let surveyed: Vec<_> = shapes.iter().filter(|shape| counts(shape).is_some()).map(|shape| shape.unit.bbox).collect();
    let projection = Projection::fit(frame(&surveyed)?);
    let share = |shape: &UnitShape, counts: &BuildingCounts| {
        let unconfirmed = overview.unconfirmed.get(&shape.unit.id).copied().unwrap_or_default();
        (measure.part(counts, unconfirmed), counts.total)
    };
    let shares: Vec<f64> =
        shapes.iter().filter_map(|shape| Some(share(shape, counts(shape)?))).map(|(part, whole)| part as f64 / whole as f64).collect();
    let mut drawing = Drawing {
        height: projection.height as i64,
        areas: Vec::new(),
        labels: Vec::new(),
        bins: Bins::of(&shares),
        blank: shapes.len() - surveyed.len(),
        outside: Vec::new(),
        approximate: shapes.iter().any(|shape| shape.unit.approximate),
    };
    for shape in shapes {
        let (unit, counts) = (&shape.unit, counts(shape));
        if !projection.shows(unit.bbox) {
            if counts.is_some() {
                drawing.outside.push((unit.code.clone(), unit.full_name()));
            }
            continue;
        }
        let label = label(&projection, unit);
        if counts.is_some()
            && label.width() < projection.span(unit.bbox[2] - unit.bbox[0])
            && !drawing.labels.iter().any(|other| label.covers(other))
        {
            drawing.labels.push(label);
        }
        drawing.areas.push(Area {
            code: unit.code.clone(),
            name: unit.full_name(),
            path: projection.path(&rings(&shape.outline)),
            share: counts.map(|counts| share(shape, counts)),
        });
    }
    Some(drawing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_side_by_side_cover_each_other_only_where_they_are_near() {
        let label = |x, y| Label { x, y, name: "Phú Định".into() };
        assert!(label(100, 100).covers(&label(150, 110)));
        assert!(!label(100, 100).covers(&label(100, 130)));
        assert!(!label(100, 100).covers(&label(200, 100)));
    }
}
