//! Where places stand: in a few clusters within a unit's cell, not one upon the other.

use std::collections::HashSet;

use geo::{Contains, Point};

use crate::cells::{KM_PER_LAT, KM_PER_LON, round};
use crate::random::Random;
use crate::units::Unit;

const HEARTS: u64 = 21;
const TRIES: usize = 60;
/// About 36 m: places nearer than 30 m would look like duplicates.
const APART_KM: f64 = 0.036;

/// A place's coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub lon: f64,
    pub lat: f64,
}

/// Spots that are taken, on a grid.
#[derive(Default)]
pub struct Ground(HashSet<(i64, i64)>);

impl Ground {
    /// A spot for a building or for the middle of a cluster.
    pub fn building(&mut self, random: &mut Random, unit: &Unit) -> Spot {
        let hearts = hearts(unit);
        let side = unit.area_km2.sqrt();
        // The first heart is the largest.
        let heart = hearts[random.below(hearts.len()).min(random.below(hearts.len()))];
        self.free(random, unit, heart, (side * 0.16).max(0.2))
    }

    /// A spot beside another of the same cluster.
    pub fn beside(&mut self, random: &mut Random, unit: &Unit, middle: Spot) -> Spot {
        self.free(random, unit, middle, 0.11)
    }

    /// A spot anywhere in the unit.
    pub fn anywhere(&mut self, random: &mut Random, unit: &Unit) -> Spot {
        self.free(random, unit, label(unit), unit.area_km2.sqrt() * 0.5)
    }

    /// A free spot within the cell. It looks further away, then nearer, then takes what is there: the
    /// middle itself lies within the cell.
    fn free(&mut self, random: &mut Random, unit: &Unit, middle: Spot, spread_km: f64) -> Spot {
        for wider in [1.0, 1.6, 0.6] {
            for _ in 0..TRIES {
                let spot = moved(random, middle, spread_km * wider);
                if inside(unit, spot) && self.take(spot) {
                    return spot;
                }
            }
        }
        middle
    }

    fn take(&mut self, spot: Spot) -> bool {
        let column = (spot.lon * KM_PER_LON / APART_KM) as i64;
        let row = (spot.lat * KM_PER_LAT / APART_KM) as i64;
        let mut near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)));
        let free = !near.any(|cell| self.0.contains(&cell));
        free && self.0.insert((column, row))
    }
}

/// Two to four places of a unit where buildings gather; the same for every copy of the city.
fn hearts(unit: &Unit) -> Vec<Spot> {
    let code = unit.draft.code.bytes().fold(0u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    let mut random = Random::new(HEARTS, code);
    let side = unit.area_km2.sqrt();
    let count = 2 + random.below(3);
    let mut heart = || {
        let mut tries = (0..TRIES).map(|_| moved(&mut random, label(unit), side * 0.45));
        tries.find(|spot| inside(unit, *spot)).unwrap_or_else(|| label(unit))
    };
    (0..count).map(|_| heart()).collect()
}

fn label(unit: &Unit) -> Spot {
    Spot { lon: unit.lon, lat: unit.lat }
}

fn moved(random: &mut Random, from: Spot, km: f64) -> Spot {
    let lon = round(from.lon + random.bell() * km / KM_PER_LON, 6);
    Spot { lon, lat: round(from.lat + random.bell() * km / KM_PER_LAT, 6) }
}

fn inside(unit: &Unit, spot: Spot) -> bool {
    unit.cell.contains(&Point::new(spot.lon, spot.lat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::units;

    #[test]
    fn spots_lie_in_the_cell_and_apart() {
        for unit in units().iter().step_by(7) {
            let (mut ground, mut random) = (Ground::default(), Random::new(3, 0));
            let spots: Vec<Spot> = (0..40).map(|_| ground.building(&mut random, unit)).collect();
            assert!(spots.iter().all(|spot| inside(unit, *spot)));
            for (index, a) in spots.iter().enumerate() {
                let apart = |b: &Spot| ((a.lon - b.lon) * KM_PER_LON).hypot((a.lat - b.lat) * KM_PER_LAT) > 0.03;
                assert!(spots[..index].iter().all(apart), "{}", unit.draft.name);
            }
        }
    }
}
