//! What is known of boards could have been recorded fact by fact, and comes to the fields that the city states.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Months, NaiveDate};
use demo::{DemoPlace, city};
use domain::board::{BoardCategory, Requirement};
use domain::course::{BoardFact, FactKind, FunnelStage, Ground, check_fact, derive, stays, with_cluster};
use domain::place::{PlaceDraft, PlaceKind};
use domain::setting::{Holidays, Rules};
use uuid::Uuid;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn today() -> NaiveDate {
    day(2026, 11, 22)
}

/// Each place that has a board, with its own facts and those of its cluster.
fn told(as_of: NaiveDate) -> Vec<(DemoPlace, Vec<BoardFact>)> {
    let places: Vec<DemoPlace> = city(as_of, 1).places().filter(|place| place.draft.has_board()).collect();
    let clusters: HashMap<Uuid, Vec<BoardFact>> = places.iter().map(|place| (place.id, place.facts.clone())).collect();
    let of_cluster = |place: &DemoPlace| place.draft.parent_id.and_then(|parent| clusters.get(&parent)).cloned().unwrap_or_default();
    places.iter().map(|place| (place.clone(), with_cluster(&place.facts, &of_cluster(place)))).collect()
}

fn stays_of(draft: &PlaceDraft, facts: &[BoardFact]) -> Vec<domain::course::Stay> {
    stays(&Ground::of(draft), facts, &Rules::default(), &Holidays::default(), today())
}

#[test]
fn each_fact_can_be_recorded_after_those_before_it_and_together_they_come_to_the_fields() {
    for as_of in [today(), day(2024, 2, 29), day(2030, 1, 1)] {
        for (place, facts) in told(as_of).into_iter().filter(|(_, facts)| !facts.is_empty()) {
            let ground = Ground::of(&place.draft);
            // Those of a cluster were recorded there.
            for (index, fact) in place.facts.iter().enumerate() {
                let checked = check_fact(&ground, &place.facts[..index], fact.clone(), &Rules::default(), as_of);
                assert_eq!(checked.map(|checked| checked.fact), Ok(fact.clone()), "{}: {facts:#?}", place.draft.name);
            }
            let derived = derive(&ground, &facts, &Rules::default(), &Holidays::default(), as_of);
            assert_eq!(derived.status, place.draft.board, "{}: {facts:#?}", place.draft.name);
            assert!(place.draft.reviewed_on >= facts.last().map(|fact| fact.on), "whoever records a fact was there");
            assert!(facts.iter().all(|fact| fact.on < as_of));
        }
    }
}

#[test]
fn the_course_of_most_boards_is_known_and_of_some_only_how_they_stand() {
    let told = told(today());
    let must: Vec<_> = told.iter().filter(|(place, _)| place.draft.board.requirement == Requirement::Required).collect();
    let known = must.iter().filter(|(_, facts)| !facts.is_empty()).count();
    assert!((must.len() * 6 / 10..must.len() * 9 / 10).contains(&known), "{known} of {}", must.len());
    for category in [BoardCategory::Recognised, BoardCategory::UnderWay, BoardCategory::Missing, BoardCategory::NotRequired] {
        assert!(told.iter().any(|(place, facts)| place.draft.board.category() == category && !facts.is_empty()), "{category}");
        assert!(told.iter().any(|(place, facts)| place.draft.board.category() == category && facts.is_empty()), "{category}");
    }
    assert!(FactKind::all().iter().all(|kind| told.iter().any(|(_, facts)| facts.iter().any(|fact| fact.kind == *kind))));
}

#[test]
fn no_two_facts_have_one_key_and_all_come_before_those_that_a_clock_makes() {
    let facts: Vec<Uuid> = city(today(), 2).places().flat_map(|place| place.facts).map(|fact| fact.id).collect();
    assert_eq!(facts.iter().collect::<HashSet<_>>().len(), facts.len());
    // The first byte of a key made by a clock of our days is 1.
    assert!(facts.iter().all(|id| id.as_bytes()[0] == 0));
}

#[test]
fn a_stage_takes_weeks_or_months_and_some_have_waited_for_years() {
    let mut ended: BTreeMap<FunnelStage, Vec<u32>> = BTreeMap::new();
    let mut oldest: BTreeMap<FunnelStage, u32> = BTreeMap::new();
    let lately = today().checked_sub_months(Months::new(24)).expect("a date");
    for (place, facts) in told(today()).into_iter().filter(|(place, _)| place.draft.kind == PlaceKind::ApartmentBuilding) {
        for stay in stays_of(&place.draft, &facts).iter().filter(|_| !facts.is_empty()) {
            match stay.to {
                Some(to) if to >= lately => ended.entry(stay.stage).or_default().push(stay.days(today())),
                Some(_) => {}
                None => drop(oldest.entry(stay.stage).and_modify(|days| *days = (*days).max(stay.days(today()))).or_default()),
            }
        }
    }
    for stage in FunnelStage::all().iter().filter(|stage| **stage != FunnelStage::Recognised) {
        let days = ended.entry(*stage).or_default();
        days.sort_unstable();
        let median = days.get(days.len() / 2).copied().unwrap_or_default();
        println!("{stage}: {} ended, median {median}, oldest {:?}", days.len(), oldest.get(stage));
        assert!(days.len() >= 5 && (5..=300).contains(&median), "{stage}: {days:?}");
    }
}

#[test]
fn a_board_of_which_only_the_state_is_known_counts_as_what_follows_from_it() {
    let mut other = Vec::new();
    for (place, _) in told(today()).into_iter().filter(|(_, facts)| facts.is_empty()) {
        let on = place.draft.reviewed_on.unwrap_or(today());
        let said = domain::course::baseline(&place.draft.board, on, "", Uuid::now_v7);
        let mut derived = derive(&Ground::of(&place.draft), &said, &Rules::default(), &Holidays::default(), today()).status;
        derived.settle();
        // The building may tell more than its register; what it counts as is the same.
        if derived.category() != place.draft.board.category() {
            other.push(format!("{}: {:?}\n -> {derived:?}", place.draft.name, place.draft.board));
        }
    }
    assert!(other.is_empty(), "{} {}", other.len(), other.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
}
