//! Counts of the whole register or of one unit. Every count says of how many and as of when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::board::BoardCategory;
use crate::organization::PartyCategory;

/// The answer of `/api/v1/summary`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    pub as_of: DateTime<Utc>,
    pub apartment_buildings: BuildingCounts,
    pub residential_areas: ResidentialAreaCounts,
}

/// Apartment buildings that are open; clusters are not counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BuildingCounts {
    pub total: u64,
    pub board_recognised: u64,
    /// Known to have no recognised board: under way, missing and not required.
    pub board_not_recognised: u64,
    pub board_unknown: u64,
    /// `board_not_recognised` ÷ `total`; null where there are no buildings.
    pub board_not_recognised_ratio: Option<f64>,
    pub board_required: u64,
    pub board_required_not_recognised: u64,
    /// Of those that must have a board, the ones about whose board nobody knows.
    pub board_required_unknown: u64,
    pub board_under_way: u64,
    pub board_missing: u64,
    pub board_not_required: u64,
    pub with_party_organization: u64,
    pub with_own_cell: u64,
    pub with_socio_political_only: u64,
    /// Confirmed to have neither.
    pub with_neither: u64,
    pub organization_unknown: u64,
    pub with_agreement: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResidentialAreaCounts {
    pub total: u64,
    pub with_party_cell: u64,
    pub with_cell_committee: u64,
    pub party_unknown: u64,
}

impl BuildingCounts {
    /// Adds `count` buildings that are alike.
    pub fn add(&mut self, board: BoardCategory, required: bool, party: PartyCategory, agreements: u64, count: u64) {
        self.total += count;
        match board {
            BoardCategory::Recognised => self.board_recognised += count,
            BoardCategory::UnderWay => self.board_under_way += count,
            BoardCategory::Missing => self.board_missing += count,
            BoardCategory::NotRequired => self.board_not_required += count,
            BoardCategory::Unknown => self.board_unknown += count,
        }
        if board.is_not_recognised() {
            self.board_not_recognised += count;
        }
        if required {
            self.board_required += count;
            if board.is_not_recognised() {
                self.board_required_not_recognised += count;
            }
            if board == BoardCategory::Unknown {
                self.board_required_unknown += count;
            }
        }
        match party {
            PartyCategory::SocioPoliticalOnly => self.with_socio_political_only += count,
            PartyCategory::None => self.with_neither += count,
            PartyCategory::Unknown => self.organization_unknown += count,
            PartyCategory::OwnCell => {
                self.with_own_cell += count;
                self.with_party_organization += count;
            }
            _ => self.with_party_organization += count,
        }
        self.with_agreement += agreements;
        self.board_not_recognised_ratio = (self.total > 0).then(|| self.board_not_recognised as f64 / self.total as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_divides_by_all_buildings_and_unknown_is_not_missing() {
        let mut counts = BuildingCounts::default();
        counts.add(BoardCategory::Recognised, true, PartyCategory::OwnCell, 0, 5);
        counts.add(BoardCategory::Missing, true, PartyCategory::None, 0, 3);
        counts.add(BoardCategory::Unknown, true, PartyCategory::Unknown, 0, 2);
        assert_eq!((counts.board_not_recognised, counts.board_unknown), (3, 2));
        assert_eq!(counts.board_not_recognised_ratio, Some(0.3));
        assert_eq!((counts.board_required, counts.board_required_not_recognised), (10, 3));
    }
}
