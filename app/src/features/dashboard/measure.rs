//! What the map shades by, and in which steps.

use domain::summary::BuildingCounts;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    #[default]
    Board,
    Party,
    Unknown,
}

impl Measure {
    pub const ALL: [Self; 3] = [Self::Board, Self::Party, Self::Unknown];

    /// As in `?measure=` and in the locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Party => "party",
            Self::Unknown => "unknown",
        }
    }

    /// How many of the buildings it counts. Unknown is never counted as missing.
    pub fn part(self, counts: &BuildingCounts, unconfirmed: u64) -> u64 {
        match self {
            Self::Board => counts.board_not_recognised,
            Self::Party => counts.with_socio_political_only + counts.with_neither,
            Self::Unknown => unconfirmed,
        }
    }
}

/// How many shades there are.
pub const STEPS: usize = 5;

/// Shares in steps of equal width. The steps are round numbers, so that they stay the same from one
/// month to the next; they are narrower only where all shares are small.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// Per cent.
    pub width: u32,
    /// How many units fall into each.
    pub counts: [usize; STEPS],
}

impl Bins {
    pub fn of(shares: &[f64]) -> Self {
        let largest = shares.iter().copied().fold(0.0, f64::max);
        let width = [5, 10, 20].into_iter().find(|width| largest * 100.0 <= f64::from(*width) * STEPS as f64).unwrap_or(20);
        let mut bins = Self { width, counts: [0; STEPS] };
        for share in shares {
            let at = bins.at(*share);
            bins.counts[at] += 1;
        }
        bins
    }

    /// The step of a share from 0 to 1; the upper edge belongs to the next one, except at the end.
    pub fn at(&self, share: f64) -> usize {
        let edges = (1..STEPS).filter(|step| share * 100.0 + 1e-9 >= (*step as f64) * f64::from(self.width));
        edges.count()
    }

    /// From and to, in per cent.
    pub fn edges(&self, step: usize) -> (u32, u32) {
        let from = self.width * u32::try_from(step).unwrap_or_default();
        (from, from + self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_belongs_to_the_step_that_begins_there() {
        let bins = Bins::of(&[0.0, 0.199, 0.2, 0.6, 3.0 / 5.0, 0.8, 1.0]);
        assert_eq!((bins.width, bins.counts), (20, [2, 1, 0, 2, 2]));
        assert_eq!(bins.edges(4), (80, 100));
    }

    #[test]
    fn small_shares_get_narrow_steps() {
        assert_eq!(Bins::of(&[0.02, 0.25]).width, 5);
        assert_eq!(Bins::of(&[0.02, 0.26]).width, 10);
        assert_eq!(Bins::of(&[]).counts, [0; STEPS]);
    }
}
