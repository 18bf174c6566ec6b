//! The former districts that have buildings, and how what they have spreads over today's units.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::random::Random;
use crate::units::{Unit, table, units};

const OLD_CITY: &str = "Thành phố Hồ Chí Minh";
const UNEVENNESS: u64 = 11;

/// A row of the table.
#[derive(Deserialize)]
struct Row {
    name: String,
    buildings: usize,
    not_required: usize,
    clusters: usize,
    old_clusters: usize,
    areas: usize,
    boards: u32,
    high_end: u32,
    streets: String,
}

/// A former district with the units of today that reach into it.
pub struct District {
    pub name: String,
    pub buildings: usize,
    /// Of the buildings, those that need no board.
    pub not_required: usize,
    pub clusters: usize,
    /// Of the clusters, those of old blocks that need no board.
    pub old_clusters: usize,
    pub areas: usize,
    /// How easily a building here comes to a board, in percent.
    pub boards: u32,
    /// Share of high-end buildings, in percent.
    pub high_end: u32,
    pub streets: Vec<String>,
    pub parts: Vec<Part>,
}

/// The part of a district that lies in one unit of today.
pub struct Part {
    /// Index into `units()`.
    pub unit: usize,
    /// The unit also reaches into another district.
    pub spans: bool,
    buildings_weight: f64,
    areas_weight: f64,
}

/// All 20 of them, as the table lists them.
pub fn districts() -> &'static [District] {
    static DISTRICTS: LazyLock<Vec<District>> =
        LazyLock::new(|| table::<Row>(include_str!("districts.csv")).into_iter().map(district).collect());
    &DISTRICTS
}

fn district(row: Row) -> District {
    District {
        parts: units().iter().enumerate().filter_map(|(index, unit)| part(&row.name, index, unit)).collect(),
        name: row.name,
        buildings: row.buildings,
        not_required: row.not_required,
        clusters: row.clusters,
        old_clusters: row.old_clusters,
        areas: row.areas,
        boards: row.boards,
        high_end: row.high_end,
        streets: row.streets.split(';').map(str::to_owned).collect(),
    }
}

fn part(district: &str, index: usize, unit: &Unit) -> Option<Part> {
    let here = unit.former.iter().filter(|former| former.province == OLD_CITY && former.district == district);
    let share: f64 = here.map(|former| if former.split { 0.5 } else { 1.0 }).sum();
    let mut random = Random::new(UNEVENNESS, index as u64);
    let spans = unit.former.iter().any(|former| former.district != district);
    let buildings_weight = share * (0.25 + 1.75 * random.share());
    let areas_weight = share * (0.7 + 0.6 * random.share());
    (share > 0.0).then_some(Part { unit: index, spans, buildings_weight, areas_weight })
}

impl District {
    /// Single buildings for each part. Where a unit reaches into several districts it has one of each at least.
    pub fn spread_buildings(&self, count: usize) -> Vec<usize> {
        let least: Vec<usize> = self.parts.iter().map(|part| usize::from(part.spans)).collect();
        let weights: Vec<f64> = self.parts.iter().map(|part| part.buildings_weight).collect();
        let rest = count.saturating_sub(least.iter().sum());
        largest_remainder(rest, &weights).into_iter().zip(least).map(|(share, least)| share + least).collect()
    }

    /// Residential areas for each part.
    pub fn spread_areas(&self) -> Vec<usize> {
        largest_remainder(self.areas, &self.parts.iter().map(|part| part.areas_weight).collect::<Vec<_>>())
    }

    /// The part for a cluster of buildings.
    pub fn part_for_cluster(&self, random: &mut Random) -> &Part {
        let weights: Vec<(usize, u32)> =
            self.parts.iter().enumerate().map(|(index, part)| (index, (part.buildings_weight * 100.0) as u32 + 1)).collect();
        &self.parts[random.weighted(&weights)]
    }
}

/// Whole numbers in proportion to the weights that sum to exactly `count`.
fn largest_remainder(count: usize, weights: &[f64]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * count as f64).collect();
    let mut shares: Vec<usize> = exact.iter().map(|share| *share as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()));
    let missing = count - shares.iter().sum::<usize>().min(count);
    for index in order.into_iter().cycle().take(missing) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_sums_to_the_figures_of_2022() {
        let sum = |count: fn(&District) -> usize| districts().iter().map(count).sum::<usize>();
        assert_eq!(districts().len(), 20);
        assert_eq!((sum(|d| d.buildings), sum(|d| d.not_required)), (1_246, 179));
        assert_eq!((sum(|d| d.clusters), sum(|d| d.areas)), (60, 4_800));
        assert!(districts().iter().all(|district| !district.parts.is_empty()));
    }

    #[test]
    fn shares_always_sum_to_the_count() {
        assert_eq!(largest_remainder(10, &[1.0, 1.0, 1.0]).iter().sum::<usize>(), 10);
        assert_eq!(largest_remainder(0, &[0.3, 2.0]), [0, 0]);
        assert_eq!(largest_remainder(7, &[6.0, 1.0]), [6, 1]);
    }
}
