//! The grid behind boxes on the map: cells of 0.002 degrees, some 220 metres.

const PER_DEGREE: f64 = 500.0;
/// Rows of cells are numbered from the south pole, each from the date line; a row has 180,000.
const ROW: i64 = 1_000_000;
/// A box of more cells is answered better by the index of longitudes.
const MOST: usize = 900;

/// The cell of a point, longitude first, in degrees.
#[expect(clippy::cast_possible_truncation, reason = "degrees of a checked point are far within an i64")]
pub(super) fn of((lon, lat): (f64, f64)) -> i64 {
    let row = ((lat + 90.0) * PER_DEGREE) as i64;
    let column = ((lon + 180.0) * PER_DEGREE) as i64;
    row * ROW + column
}

/// All cells that a box touches (west, south, east, north); none where there are too many to name.
pub(super) fn within([west, south, east, north]: [f64; 4]) -> Option<Vec<i64>> {
    let (first, last) = (of((west, south)), of((east, north)));
    let (rows, columns) = (first / ROW..=last / ROW, first % ROW..=last % ROW);
    let few = usize::try_from(last / ROW - first / ROW + 1).ok()?.checked_mul(usize::try_from(last % ROW - first % ROW + 1).ok()?)? <= MOST;
    few.then(|| rows.flat_map(|row| columns.clone().map(move |column| row * ROW + column)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_names_the_cell_of_every_point_in_it() {
        let cells = within([106.69, 10.77, 106.70, 10.78]).expect("a small box");
        assert_eq!(cells.len(), 36);
        for point in [(106.69, 10.77), (106.695_1, 10.774), (106.70, 10.78)] {
            assert!(cells.contains(&of(point)), "{point:?}");
        }
        assert!(!cells.contains(&of((106.71, 10.78))));
    }

    #[test]
    fn the_ends_of_the_world_have_cells_and_a_large_box_names_none() {
        assert_eq!(within([180.0, 90.0, 180.0, 90.0]), Some(vec![of((180.0, 90.0))]));
        assert_eq!(of((-180.0, -90.0)), 0);
        assert_eq!(within([-180.0, -90.0, 180.0, 90.0]), None);
    }
}
