//! Apartment buildings and building clusters of one copy of the city.

use chrono::{Datelike, NaiveDate};
use domain::board::{BoardStatus, MeetingStage, Requirement};
use domain::organization::PartyCategory;
use domain::place::{PlaceDraft, PlaceKind, Segment};

use crate::DemoPlace;
use crate::board::{board, latest_handover};
use crate::course::course;
use crate::districts::District;
use crate::ground::{Ground, Spot};
use crate::ids::Ids;
use crate::names::{Named, Names, block_of};
use crate::organizations::{category, fill};
use crate::plan::{ClusterPlot, Plot, plan};
use crate::random::Random;
use crate::sizes::{Size, size};
use crate::units::{Unit, units};

const BUILDINGS: u64 = 31;
/// One cluster in so many has a cell that all its buildings belong to.
const CLUSTERS_FOR_ONE_CELL: usize = 5;

const NOTES: [&str; 6] = [
    "Chờ chủ đầu tư bàn giao hồ sơ nhà chung cư.",
    "Chưa có phòng sinh hoạt cộng đồng.",
    "Đang sửa hệ thống phòng cháy chữa cháy.",
    "Hội nghị tổ chức vào buổi tối cuối tuần.",
    "Liên hệ qua đơn vị quản lý vận hành.",
    "Tầng hầm còn vướng ranh sở hữu chung.",
];

/// Makes what the plan says.
struct Builder {
    as_of: NaiveDate,
    random: Random,
    names: Names,
    ground: Ground,
    places: Vec<DemoPlace>,
}

/// All buildings and clusters of a copy, each cluster before its buildings.
pub fn buildings(copy: u32, as_of: NaiveDate, ids: &mut Ids) -> Vec<DemoPlace> {
    let mut random = Random::new(BUILDINGS, u64::from(copy));
    let plan = plan(&mut random);
    let mut builder = Builder { as_of, random, names: Names::new(copy), ground: Ground::default(), places: Vec::new() };
    for (index, cluster) in plan.clusters.iter().enumerate() {
        builder.cluster(cluster, index % CLUSTERS_FOR_ONE_CELL == 2, ids);
    }
    for plot in &plan.singles {
        builder.single(plot, ids);
    }
    builder.places
}

impl Builder {
    fn single(&mut self, plot: &Plot, ids: &mut Ids) {
        let unit = &units()[plot.unit];
        let segment = segment(&mut self.random, plot);
        let named = self.names.building(&mut self.random, segment, &plot.district.streets);
        let spot = self.ground.building(&mut self.random, unit);
        let board = board(&mut self.random, self.as_of, plot.situation);
        let mut draft = self.draft(plot.district, segment, named, spot, board);
        let category = category(&mut self.random, draft.apartments.unwrap_or_default());
        fill(&mut self.random, self.as_of, category, &mut draft);
        self.push(ids, unit, draft);
    }

    fn cluster(&mut self, plot: &ClusterPlot, one_cell: bool, ids: &mut Ids) {
        let unit = &units()[plot.unit];
        let like = Plot { district: plot.district, unit: plot.unit, situation: plot.buildings[0] };
        let segment = match plot.situation.requirement {
            Requirement::NotRequired => Some(Segment::OldBlock),
            _ => segment(&mut self.random, &like).filter(|segment| *segment != Segment::OldBlock).or(Some(Segment::Commercial)),
        };
        let named = self.names.cluster(&mut self.random, segment, &plot.district.streets);
        let middle = self.ground.building(&mut self.random, unit);
        let own = board(&mut self.random, self.as_of, plot.situation);
        let mut whole = self.draft(plot.district, segment, named, middle, own);
        whole.kind = PlaceKind::BuildingCluster;
        let category = match one_cell {
            true => PartyCategory::OwnCell,
            false => {
                self.random.weighted(&[(PartyCategory::SocioPoliticalOnly, 40), (PartyCategory::None, 25), (PartyCategory::Unknown, 35)])
            }
        };
        fill(&mut self.random, self.as_of, category, &mut whole);
        if one_cell {
            whole.party_members = Some(self.random.count(14, 64));
            whole.cell_committee = Some(true);
        }
        let parent = self.push_silent(ids, unit, whole);
        let blocks: Vec<PlaceDraft> = (0..plot.buildings.len()).map(|index| self.block(plot, parent, index, one_cell)).collect();
        let sum = |count: fn(&PlaceDraft) -> Option<u32>| blocks.iter().map(|block| count(block).unwrap_or_default()).sum();
        let whole = &mut self.places[parent].draft;
        whole.blocks = Some(sum(|block| block.blocks));
        whole.apartments = Some(sum(|block| block.apartments));
        whole.handed_over = blocks.iter().all(|block| block.handed_over.is_some()).then(|| sum(|block| block.handed_over));
        whole.residents = blocks.iter().all(|block| block.residents.is_some()).then(|| sum(|block| block.residents));
        self.recount(parent, unit, plot);
        let last = self.places[parent].facts.last().map(|fact| fact.on);
        for mut block in blocks {
            block.reviewed_on = block.reviewed_on.max(last);
            match plot.shares_board() {
                true => self.push_silent(ids, unit, block),
                false => self.push(ids, unit, block),
            };
        }
    }

    /// How a cluster's board came to stand as it does; only what does not depend on each building by itself.
    fn recount(&mut self, cluster: usize, unit: &Unit, plot: &ClusterPlot) {
        let by_facts = plot.situation.meeting == MeetingStage::Elected || plot.situation.meeting == MeetingStage::HeldNoBoard;
        if plot.shares_board() && by_facts {
            let DemoPlace { id, draft, facts, .. } = &mut self.places[cluster];
            *facts = course(*id, self.as_of, &full_name(unit), draft);
        }
    }

    /// A building of the cluster at `parent`: what its board and its cell have in common, it has from there.
    fn block(&mut self, plot: &ClusterPlot, parent: usize, index: usize, one_cell: bool) -> PlaceDraft {
        let unit = &units()[plot.unit];
        let (parent_id, whole) = (self.places[parent].id, self.places[parent].draft.clone());
        let middle = Spot { lon: whole.lon.unwrap_or(unit.lon), lat: whole.lat.unwrap_or(unit.lat) };
        let spot = self.ground.beside(&mut self.random, unit, middle);
        let status = match plot.shares_board() {
            true => whole.board.clone(),
            false => board(&mut self.random, self.as_of, plot.buildings[index]),
        };
        let name = block_of(&whole.name, whole.segment, index);
        let named = Named { name, address: whole.address.clone() };
        let latest = latest_handover(&status, self.as_of);
        let mut draft = self.draft(plot.district, whole.segment, named, spot, status);
        draft.blocks = Some(1);
        draft.parent_id = Some(parent_id);
        if let Some(year) = whole.handover_year.filter(|year| *year as i32 <= latest) {
            let later = i64::from(year) + self.random.between(0, 1);
            draft.handover_year = u32::try_from(later.min(i64::from(latest))).ok();
        }
        let category = if one_cell { PartyCategory::ClusterCell } else { category(&mut self.random, draft.apartments.unwrap_or_default()) };
        fill(&mut self.random, self.as_of, category, &mut draft);
        if one_cell {
            draft.party_decision = whole.party_decision;
            draft.party_members = whole.party_members;
        }
        draft
    }

    fn draft(&mut self, district: &District, segment: Option<Segment>, named: Named, spot: Spot, board: BoardStatus) -> PlaceDraft {
        let Size { blocks, apartments, handed_over, handover_year, residents } = size(&mut self.random, self.as_of.year(), segment, &board);
        PlaceDraft {
            segment,
            name: named.name,
            address: named.address,
            former_district: Some(district.name.clone()),
            lon: Some(spot.lon),
            lat: Some(spot.lat),
            blocks: Some(blocks),
            apartments: Some(apartments),
            handed_over,
            handover_year: handover_year.map(|year| year.min(latest_handover(&board, self.as_of).unsigned_abs())),
            residents,
            board,
            note: self.random.chance(6).then(|| self.random.pick(&NOTES).to_owned()),
            ..PlaceDraft::default()
        }
    }

    fn push(&mut self, ids: &mut Ids, unit: &Unit, draft: PlaceDraft) -> usize {
        let index = self.push_silent(ids, unit, draft);
        let DemoPlace { id, draft, facts, .. } = &mut self.places[index];
        *facts = course(*id, self.as_of, &full_name(unit), draft);
        index
    }

    /// Without facts of its own. The index of the new place.
    fn push_silent(&mut self, ids: &mut Ids, unit: &Unit, draft: PlaceDraft) -> usize {
        self.places.push(DemoPlace { id: ids.another(), unit_code: unit.draft.code.clone(), draft, facts: Vec::new() });
        self.places.len() - 1
    }
}

fn full_name(unit: &Unit) -> String {
    format!("{} {}", unit.draft.kind.vietnamese(), unit.draft.name)
}

fn segment(random: &mut Random, plot: &Plot) -> Option<Segment> {
    let high_end = (Some(Segment::HighEnd), plot.district.high_end);
    let (commercial, social) = (Some(Segment::Commercial), Some(Segment::SocialHousing));
    let (resettlement, old) = (Some(Segment::Resettlement), Some(Segment::OldBlock));
    match (plot.situation.requirement, plot.situation.meeting) {
        (Requirement::NotRequired, _) => random.weighted(&[(old, 88), (resettlement, 9), (None, 3)]),
        (_, MeetingStage::NotDue | MeetingStage::Due) => random.weighted(&[high_end, (commercial, 60), (social, 18), (resettlement, 5)]),
        _ => random.weighted(&[high_end, (commercial, 52), (social, 9), (resettlement, 12), (old, 9), (None, 1)]),
    }
}
