//! Counts for the dashboard, the summary API and a ward's page, all from the tally.

use std::collections::BTreeMap;

use domain::board::BoardCategory;
use domain::failure::Failure;
use domain::organization::PartyCategory;
use domain::permission::Action;
use domain::place::PlaceKind;
use domain::summary::{BuildingCounts, ResidentialAreaCounts, Summary};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entities::{admin_unit, admin_unit_change, place_tally};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

/// All counts at once, so that they agree with each other.
#[derive(Clone, Debug)]
pub struct Overview {
    pub summary: Summary,
    /// Buildings by unit; a unit that is missing here was not surveyed.
    pub units: BTreeMap<Uuid, BuildingCounts>,
    /// Buildings by former district; empty text: not known.
    pub districts: BTreeMap<String, BuildingCounts>,
    /// Buildings of which the board or the organizations are unknown, by unit.
    pub unconfirmed: BTreeMap<Uuid, u64>,
    /// How many buildings have this board and these organizations.
    pub board_by_party: BTreeMap<(BoardCategory, PartyCategory), u64>,
}

impl Session {
    /// Counts everything that is open; of one unit, where it is named.
    pub async fn overview(&self, unit: Option<Uuid>) -> Result<Overview, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let mut buildings = BuildingCounts::default();
        let mut areas = ResidentialAreaCounts::default();
        let mut units: BTreeMap<Uuid, BuildingCounts> = BTreeMap::new();
        let mut districts: BTreeMap<String, BuildingCounts> = BTreeMap::new();
        let mut unconfirmed: BTreeMap<Uuid, u64> = BTreeMap::new();
        let mut board_by_party: BTreeMap<(BoardCategory, PartyCategory), u64> = BTreeMap::new();
        for row in place_tally::Entity::find().all(&self.db).await.map_err(fault)? {
            if unit.is_some_and(|unit| unit != row.admin_unit_id) || !scope.holds(row.admin_unit_id) {
                continue;
            }
            let count = u64::try_from(row.count).unwrap_or_default();
            let party: PartyCategory = parse(&row.party)?;
            match parse::<PlaceKind>(&row.kind)? {
                PlaceKind::BuildingCluster => {}
                PlaceKind::ResidentialArea => {
                    areas.total += count;
                    areas.with_party_cell += if party.is_party() { count } else { 0 };
                    areas.with_cell_committee += if row.cell_committee { count } else { 0 };
                    areas.party_unknown += if party == PartyCategory::Unknown { count } else { 0 };
                }
                PlaceKind::ApartmentBuilding => {
                    let board: BoardCategory = parse(&row.board)?;
                    let agreements = if row.agreement { count } else { 0 };
                    for counts in
                        [&mut buildings, units.entry(row.admin_unit_id).or_default(), districts.entry(row.former_district).or_default()]
                    {
                        counts.add(board, row.required, party, agreements, count);
                    }
                    if board == BoardCategory::Unknown || party == PartyCategory::Unknown {
                        *unconfirmed.entry(row.admin_unit_id).or_default() += count;
                    }
                    *board_by_party.entry((board, party)).or_default() += count;
                }
            }
        }
        let summary = Summary { as_of: self.now, apartment_buildings: buildings, residential_areas: areas };
        Ok(Overview { summary, units, districts, unconfirmed, board_by_party })
    }

    /// Districts of the time before, each with the province it lay in: also those without any building.
    pub async fn former_districts(&self) -> Result<Vec<(String, String)>, Failure> {
        let scope = self.allow(Action::AdminUnitRead)?;
        use admin_unit_change::Column as C;
        let codes = admin_unit::Entity::find()
            .filter(scope.on(admin_unit::Column::Id))
            .filter(admin_unit::Column::ValidTo.is_null())
            .select_only()
            .column(admin_unit::Column::Code)
            .into_query();
        admin_unit_change::Entity::find()
            .filter(C::OldDistrict.ne(""))
            .filter(C::NewCode.in_subquery(codes))
            .select_only()
            .columns([C::OldDistrict, C::OldProvince])
            .distinct()
            .into_tuple()
            .all(&self.db)
            .await
            .map_err(fault)
    }
}
