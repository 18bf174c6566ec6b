//! The figures that the city must show, and that it hangs together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};
use demo::{City, DemoPlace, city};
use domain::board::{BoardCategory, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use domain::organization::{PartyCategory, PlaceOrganization};
use domain::place::{PlaceKind, Segment};
use geo::{Contains, MultiPolygon, Point};
use uuid::Uuid;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn today() -> NaiveDate {
    day(2026, 11, 22)
}

fn of(kind: PlaceKind, scale: u32) -> Vec<DemoPlace> {
    city(today(), scale).places().filter(|place| place.draft.kind == kind).collect()
}

fn count(places: &[DemoPlace], which: impl Fn(&DemoPlace) -> bool) -> usize {
    places.iter().filter(|place| which(place)).count()
}

#[test]
fn the_headline_is_581_of_1246_and_beside_it_402_of_1067() {
    for scale in [1, 3] {
        let buildings = of(PlaceKind::ApartmentBuilding, scale);
        let times = scale as usize;
        let lacks = |place: &DemoPlace| place.draft.board.category().is_not_recognised();
        let required = |place: &DemoPlace| place.draft.board.requirement == Requirement::Required;
        assert_eq!(buildings.len(), 1_246 * times);
        assert_eq!(count(&buildings, lacks), 581 * times);
        assert_eq!(count(&buildings, |place| place.draft.board.category() == BoardCategory::Unknown), 0);
        assert_eq!(count(&buildings, required), 1_067 * times);
        assert_eq!(count(&buildings, |place| required(place) && lacks(place)), 402 * times);
        assert_eq!(count(&buildings, |place| place.draft.board.requirement == Requirement::NotRequired), 179 * times);
        assert_eq!(of(PlaceKind::BuildingCluster, scale).len(), 60 * times);
        assert_eq!(of(PlaceKind::ResidentialArea, scale).len(), 4_800 * times);
    }
}

#[test]
fn buildings_and_residential_areas_stand_in_20_former_districts_and_in_units_that_hold_them() {
    let city = city(today(), 1);
    let mut held: HashMap<&str, HashSet<&str>> = HashMap::new();
    for former in city.former_units.iter().filter(|former| former.province == "Thành phố Hồ Chí Minh") {
        held.entry(&former.code).or_default().insert(&former.district);
    }
    for kind in [PlaceKind::ApartmentBuilding, PlaceKind::ResidentialArea] {
        let places = of(kind, 1);
        let districts: BTreeSet<&str> = places.iter().filter_map(|place| place.draft.former_district.as_deref()).collect();
        assert_eq!(districts.len(), 20);
        assert!(!districts.contains("Huyện Cần Giờ") && !districts.contains("Huyện Củ Chi"));
        for place in &places {
            assert!(held[place.unit_code.as_str()].contains(place.draft.former_district.as_deref().expect("a district")), "{place:?}");
        }
    }
    let mut of_unit: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    for place in of(PlaceKind::ApartmentBuilding, 1) {
        of_unit.entry(place.unit_code).or_default().insert(place.draft.former_district);
    }
    assert_eq!(of_unit.values().filter(|districts| districts.len() > 1).count(), 7);
}

#[test]
fn the_same_date_and_scale_give_the_same_city() {
    let (a, b) = (city(today(), 2), city(today(), 2));
    assert_eq!((&a.units, &a.former_units), (&b.units, &b.former_units));
    assert!(a.places().eq(b.places()));
    assert!(city(today(), 1).places().eq(a.places().take(6_106)));
}

#[test]
fn every_value_of_every_enumeration_occurs() {
    let places: Vec<DemoPlace> = city(today(), 1).places().collect();
    let buildings: Vec<_> = places.iter().filter(|place| place.draft.kind == PlaceKind::ApartmentBuilding).cloned().collect();
    let some = |which: &dyn Fn(&DemoPlace) -> bool| buildings.iter().any(which);
    assert!(MeetingStage::all().iter().all(|value| some(&|place| place.draft.board.meeting_stage == *value)));
    assert!(Recognition::all().iter().all(|value| some(&|place| place.draft.board.recognition == *value)));
    assert!(Term::all().iter().all(|value| some(&|place| place.draft.board.term == *value)));
    assert!(FundHandover::all().iter().all(|value| some(&|place| place.draft.board.fund_handover == *value)));
    assert!(DisputeKind::all().iter().all(|value| some(&|place| place.draft.board.disputes.contains(value))));
    assert!(PlaceOrganization::all().iter().all(|value| some(&|place| place.draft.organizations.contains(value))));
    assert!(PartyCategory::all().iter().all(|value| some(&|place| place.draft.party() == *value)));
    assert!(Segment::all().iter().all(|value| some(&|place| place.draft.segment == Some(*value))));
    // That nothing is known of a board occurs beside the buildings only.
    assert!(Requirement::all().iter().all(|value| places.iter().any(|place| place.draft.board.requirement == *value)));
    let clusters = of(PlaceKind::BuildingCluster, 1);
    assert!(
        BoardCategory::all()
            .iter()
            .filter(|value| **value != BoardCategory::UnderWay)
            .all(|value| { clusters.iter().any(|place| place.draft.board.category() == *value) })
    );
    for committee in [Some(true), Some(false), None] {
        assert!(of(PlaceKind::ResidentialArea, 1).iter().any(|place| place.draft.cell_committee == committee));
    }
}

fn cells(city: &City) -> HashMap<&str, MultiPolygon> {
    let cell = |text: &str| {
        let geometry: geojson::Geometry = text.parse().expect("GeoJSON");
        MultiPolygon::try_from(geometry).expect("polygons")
    };
    city.units.iter().map(|unit| (unit.code.as_str(), cell(&unit.boundary))).collect()
}

#[test]
fn every_place_lies_in_the_cell_of_its_unit() {
    let city = city(today(), 2);
    let cells = cells(&city);
    for place in city.places() {
        let (lon, lat) = (place.draft.lon.expect("lon"), place.draft.lat.expect("lat"));
        assert!(cells[place.unit_code.as_str()].contains(&Point::new(lon, lat)), "{place:?}");
    }
}

#[test]
fn every_draft_can_be_taken_and_nothing_changes_when_it_is() {
    for as_of in [today(), day(2024, 2, 29), day(2025, 7, 1), day(2030, 1, 1)] {
        for place in city(as_of, 1).places() {
            let mut draft = place.draft;
            draft.admin_unit_id = Uuid::from_u128(1);
            assert_eq!(draft.clone().check(as_of), Ok(draft));
        }
    }
}

#[test]
fn terms_follow_the_day_of_asking() {
    for as_of in [today(), day(2029, 3, 4)] {
        for place in city(as_of, 1).places().filter(|place| place.draft.has_board()) {
            let board = &place.draft.board;
            let soon = as_of.checked_add_days(Days::new(90)).expect("a date");
            match board.term {
                // A board that waits for its number is in office; until when, the decision will say.
                Term::Active if board.recognition == Recognition::AwaitingNumber => assert_eq!(board.term_ends_on, None),
                Term::Active => assert!(board.term_ends_on > Some(soon)),
                Term::Expiring => assert!(board.term_ends_on >= Some(as_of) && board.term_ends_on <= Some(soon)),
                Term::Expired | Term::ReElection => assert!(board.term_ends_on.is_some_and(|ends| ends < as_of)),
                Term::Vacant => assert!(board.term_ends_on > Some(as_of)),
                Term::None => assert_eq!(board.term_ends_on, None),
            }
            if board.recognition != Recognition::AwaitingNumber {
                assert_eq!(board.term == Term::None, board.category() != BoardCategory::Recognised);
            }
            if let (Some(decided), Some(year)) = (board.decision_on, place.draft.handover_year) {
                assert!(i64::from(year) < i64::from(decided.year()), "{place:?}");
            }
        }
    }
}

#[test]
fn buildings_of_a_cluster_follow_it_and_stand_in_its_unit() {
    let mut clusters: HashMap<Uuid, (DemoPlace, usize)> = HashMap::new();
    for place in city(today(), 2).places() {
        if place.draft.kind == PlaceKind::BuildingCluster {
            clusters.insert(place.id, (place, 0));
        } else if let Some(parent) = place.draft.parent_id {
            let (cluster, buildings) = clusters.get_mut(&parent).expect("the cluster comes first");
            assert_eq!(cluster.unit_code, place.unit_code);
            if cluster.draft.board.recognition != Recognition::Unknown {
                assert_eq!(cluster.draft.board, place.draft.board);
            }
            *buildings += 1;
        }
    }
    assert!(clusters.values().all(|(_, buildings)| (3..=11).contains(buildings)));
}

#[test]
fn ids_differ_and_names_differ_within_a_unit() {
    let places: Vec<DemoPlace> = city(today(), 2).places().collect();
    assert_eq!(places.iter().map(|place| place.id).collect::<HashSet<_>>().len(), places.len());
    let names: HashSet<_> = places.iter().map(|place| (&place.unit_code, &place.draft.name)).collect();
    assert_eq!(names.len(), places.len());
}
