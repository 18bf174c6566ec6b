//! What the map of wards shows, worked out before it is drawn.

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

/// About how wide a letter of a label is, in units of the drawing.
const LETTER: f64 = 12.0;

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
        let wide = unit.name.chars().count() as f64 * LETTER;
        if counts.is_some() && wide < projection.span(unit.bbox[2] - unit.bbox[0]) {
            let (x, y) = projection.point(unit.label[0], unit.label[1]);
            drawing.labels.push(Label { x, y, name: unit.name.clone() });
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
