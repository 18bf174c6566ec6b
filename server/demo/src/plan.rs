//! Who stands where and in which situation: the plan of one copy, in which the counts are exact.

use domain::board::{MeetingStage, Recognition, Requirement};

use crate::districts::{District, districts};
use crate::random::Random;
use crate::situation::{Situation, cards, cluster_deck, lacking_deck, not_required, recognised_deck, take};

const SIZES: [(usize, u32); 9] = [(3, 14), (4, 14), (5, 10), (6, 8), (7, 5), (8, 4), (9, 2), (10, 1), (11, 2)];

/// A building that is to be.
#[derive(Clone, Copy)]
pub struct Plot {
    pub district: &'static District,
    /// Index into `units()`.
    pub unit: usize,
    pub situation: Situation,
}

/// A cluster that is to be.
pub struct ClusterPlot {
    pub district: &'static District,
    /// Index into `units()`.
    pub unit: usize,
    /// The situation of its own board.
    pub situation: Situation,
    /// The situations of its buildings: those of the cluster, where its board is known.
    pub buildings: Vec<Situation>,
}

/// Clusters with their buildings, and the buildings that stand alone.
pub struct Plan {
    pub clusters: Vec<ClusterPlot>,
    pub singles: Vec<Plot>,
}

/// A place in the plan for which no situation is chosen yet.
struct Open {
    score: f64,
    cluster: Option<usize>,
    plot: Plot,
}

/// The plan of one copy.
pub fn plan(random: &mut Random) -> Plan {
    let (mut recognised, mut lacking) = (recognised_deck(), lacking_deck());
    let mut for_clusters = cards(&cluster_deck());
    random.shuffle(&mut for_clusters);
    let mut plan = Plan { clusters: Vec::new(), singles: Vec::new() };
    let mut open = Vec::new();
    for district in districts() {
        let (mut buildings, mut without_duty) = (district.buildings, district.not_required);
        for number in 0..district.clusters {
            let old = number < district.old_clusters;
            let situation = if old { None } else { for_clusters.pop() }.unwrap_or(not_required(MeetingStage::NotDue));
            let size = random.weighted(&SIZES);
            let unit = district.part_for_cluster(random).unit;
            let mut cluster = ClusterPlot { district, unit, situation, buildings: Vec::new() };
            buildings -= size;
            if old {
                without_duty -= size;
                cluster.buildings = vec![situation; size];
            } else if take([&mut recognised, &mut lacking], situation, size) {
                cluster.buildings = vec![situation; size];
            } else {
                let plot = Plot { district, unit, situation };
                open.extend((0..size).map(|_| Open { score: score(random, district), cluster: Some(plan.clusters.len()), plot }));
            }
            plan.clusters.push(cluster);
        }
        for plot in singles(random, district, buildings, without_duty) {
            match plot.situation.requirement {
                Requirement::NotRequired => plan.singles.push(plot),
                _ => open.push(Open { score: score(random, district), cluster: None, plot }),
            }
        }
    }
    // Recognised boards go where they come about more easily; otherwise by lot.
    open.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut first, mut rest) = (cards(&recognised), cards(&lacking));
    random.shuffle(&mut first);
    random.shuffle(&mut rest);
    for (place, situation) in open.into_iter().zip(first.into_iter().chain(rest)) {
        match place.cluster {
            Some(index) => plan.clusters[index].buildings.push(situation),
            None => plan.singles.push(Plot { situation, ..place.plot }),
        }
    }
    plan
}

fn score(random: &mut Random, district: &District) -> f64 {
    f64::from(district.boards) + 60.0 * random.bell()
}

fn singles(random: &mut Random, district: &'static District, count: usize, without_duty: usize) -> Vec<Plot> {
    let spread = district.spread_buildings(count);
    let units: Vec<usize> = district.parts.iter().zip(spread).flat_map(|(part, count)| std::iter::repeat_n(part.unit, count)).collect();
    let mut duties: Vec<bool> = (0..units.len()).map(|index| index >= without_duty).collect();
    random.shuffle(&mut duties);
    let mut plot = |unit, duty| {
        let stage = if random.chance(70) { MeetingStage::NotDue } else { MeetingStage::Unknown };
        let without = not_required(stage);
        let requirement = if duty { Requirement::Required } else { Requirement::NotRequired };
        Plot { district, unit, situation: Situation { requirement, ..without } }
    };
    units.into_iter().zip(duties).map(|(unit, duty)| plot(unit, duty)).collect()
}

impl ClusterPlot {
    /// Its board is known, and stands for its buildings.
    pub fn shares_board(&self) -> bool {
        self.situation.recognition != Recognition::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::Deck;

    #[test]
    fn every_copy_has_exactly_the_situations_of_the_decks() {
        for copy in 0..20 {
            let plan = plan(&mut Random::new(5, copy));
            let all: Vec<Situation> = plan
                .clusters
                .iter()
                .flat_map(|cluster| &cluster.buildings)
                .chain(plan.singles.iter().map(|plot| &plot.situation))
                .copied()
                .collect();
            assert_eq!(all.len(), 1_246);
            let without_duty = all.iter().filter(|situation| situation.requirement == Requirement::NotRequired);
            assert_eq!(without_duty.count(), 179);
            let decks: Deck = recognised_deck().into_iter().chain(lacking_deck()).collect();
            for (situation, count) in decks {
                assert_eq!(all.iter().filter(|found| **found == situation).count(), count, "{situation:?}");
            }
            assert!(plan.clusters.iter().all(|cluster| (3..=11).contains(&cluster.buildings.len())));
        }
    }
}
