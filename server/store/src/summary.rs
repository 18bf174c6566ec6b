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

use crate::actor::Scope;
use crate::entities::{admin_unit, admin_unit_change, place_tally};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;
use crate::tally::CITY;

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

#[derive(Default)]
struct Counted {
    buildings: BuildingCounts,
    areas: ResidentialAreaCounts,
}

impl Counted {
    fn add_area(&mut self, row: &place_tally::Model, party: PartyCategory, count: u64) {
        self.areas.total += count;
        self.areas.with_party_cell += if party.is_party() { count } else { 0 };
        self.areas.with_cell_committee += if row.cell_committee { count } else { 0 };
        self.areas.party_unknown += if party == PartyCategory::Unknown { count } else { 0 };
    }
}

impl Session {
    /// The city's counts, or those of all that the actor may see. Costs the same however large the city is.
    pub async fn summary(&self) -> Result<Summary, Failure> {
        if self.allow(Action::PlaceRead)? != Scope::Everywhere {
            return Ok(self.overview(None).await?.summary);
        }
        let mut counted = Counted::default();
        for row in place_tally::Entity::find().filter(place_tally::Column::AdminUnitId.eq(CITY)).all(&self.db).await.map_err(fault)? {
            let (count, party) = (u64::try_from(row.count).unwrap_or_default(), parse(&row.party)?);
            match parse::<PlaceKind>(&row.kind)? {
                PlaceKind::BuildingCluster => {}
                PlaceKind::ResidentialArea => counted.add_area(&row, party, count),
                PlaceKind::ApartmentBuilding => {
                    counted.buildings.add(parse(&row.board)?, row.required, party, if row.agreement { count } else { 0 }, count);
                }
            }
        }
        Ok(Summary { as_of: self.now, apartment_buildings: counted.buildings, residential_areas: counted.areas })
    }

    /// Counts everything that is open; of one unit, where it is named.
    pub async fn overview(&self, unit: Option<Uuid>) -> Result<Overview, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let mut counted = Counted::default();
        let mut units: BTreeMap<Uuid, BuildingCounts> = BTreeMap::new();
        let mut districts: BTreeMap<String, BuildingCounts> = BTreeMap::new();
        let mut unconfirmed: BTreeMap<Uuid, u64> = BTreeMap::new();
        let mut board_by_party: BTreeMap<(BoardCategory, PartyCategory), u64> = BTreeMap::new();
        for row in place_tally::Entity::find().filter(place_tally::Column::AdminUnitId.ne(CITY)).all(&self.db).await.map_err(fault)? {
            if unit.is_some_and(|unit| unit != row.admin_unit_id) || !scope.holds(row.admin_unit_id) {
                continue;
            }
            let count = u64::try_from(row.count).unwrap_or_default();
            let party: PartyCategory = parse(&row.party)?;
            match parse::<PlaceKind>(&row.kind)? {
                PlaceKind::BuildingCluster => {}
                PlaceKind::ResidentialArea => counted.add_area(&row, party, count),
                PlaceKind::ApartmentBuilding => {
                    let board: BoardCategory = parse(&row.board)?;
                    let agreements = if row.agreement { count } else { 0 };
                    for counts in [
                        &mut counted.buildings,
                        units.entry(row.admin_unit_id).or_default(),
                        districts.entry(row.former_district).or_default(),
                    ] {
                        counts.add(board, row.required, party, agreements, count);
                    }
                    if board == BoardCategory::Unknown || party == PartyCategory::Unknown {
                        *unconfirmed.entry(row.admin_unit_id).or_default() += count;
                    }
                    *board_by_party.entry((board, party)).or_default() += count;
                }
            }
        }
        let summary = Summary { as_of: self.now, apartment_buildings: counted.buildings, residential_areas: counted.areas };
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
