//! The tally behind the dashboard says what a fresh count says.

use std::collections::BTreeMap;

use crate::common::{ALL, Register, both_databases, operation, said};
use domain::filter::{BoardFilter, PlaceFilter};
use domain::place::PlaceKind;
use domain::summary::{BuildingCounts, ResidentialAreaCounts};
use serde_json::{Value, json};
use uuid::Uuid;

both_databases![
    the_tally_equals_a_fresh_count_whatever_happened,
    not_recognised_in_the_list_is_what_the_summary_counts,
    clusters_are_never_counted,
    one_unit_can_be_asked_for_alone,
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.throw(choices.len())]
    }

    fn change(&mut self, units: &[Uuid]) -> Value {
        match self.throw(8) {
            0 => json!({ "requirement": self.one_of(&["required", "not_required", "unknown"]) }),
            1 => json!({ "recognition": self.one_of(&["unknown", "none", "dossier_due", "submitted"]), "meeting_stage": "unknown" }),
            2 => json!({ "recognition": "recognised", "decision_number": "1/QĐ-UBND", "decision_on": "2026-01-05" }),
            3 => {
                json!({ "organizations": self.one_of(&[vec!["own_cell"], vec!["womens_union"], vec![], vec!["cluster_cell", "trade_union"]]) })
            }
            4 => json!({ "organizations_confirmed_on": self.one_of(&[json!("2026-02-03"), Value::Null]) }),
            5 => json!({ "cell_committee": self.one_of(&[json!(true), json!(false), Value::Null]), "agreement_number": "5/TTPH" }),
            6 => json!({ "admin_unit_id": self.one_of(units), "former_district": self.one_of(&["Quận 1", "Quận 3"]) }),
            _ => json!({ "kind": self.one_of(&["apartment_building", "residential_area"]) }),
        }
    }
}

async fn fresh_count(register: &Register) -> (BuildingCounts, ResidentialAreaCounts, BTreeMap<Uuid, BuildingCounts>) {
    let ids = register.session().place_ids(&ALL).await.unwrap();
    let (mut buildings, mut areas, mut units) = (BuildingCounts::default(), ResidentialAreaCounts::default(), BTreeMap::new());
    for place in register.session().places_whole(&ids).await.unwrap() {
        let draft = &place.draft;
        match draft.kind {
            PlaceKind::BuildingCluster => {}
            PlaceKind::ResidentialArea => {
                areas.total += 1;
                areas.with_party_cell += u64::from(place.party_category.is_party());
                areas.with_cell_committee += u64::from(draft.cell_committee == Some(true));
                areas.party_unknown += u64::from(place.party_category == domain::organization::PartyCategory::Unknown);
            }
            PlaceKind::ApartmentBuilding => {
                let required = draft.board.requirement == domain::board::Requirement::Required;
                let agreement = u64::from(draft.agreement_number.is_some() || draft.agreement_on.is_some());
                let of_unit: &mut BuildingCounts = units.entry(draft.admin_unit_id).or_default();
                for counts in [&mut buildings, of_unit] {
                    counts.add(place.board_category, required, place.party_category, agreement, 1);
                }
            }
        }
    }
    (buildings, areas, units)
}

async fn the_tally_equals_a_fresh_count_whatever_happened(register: Register) {
    let register = register.with_units().await;
    let mut units = Vec::new();
    for code in ["26740", "26743", "27655"] {
        units.push(register.unit(code).await.id);
    }
    let (session, mut dice, mut places) = (register.session(), Dice(20_261_122), Vec::new());
    for step in 0..150 {
        if places.len() < 4 || dice.throw(4) == 0 {
            let mut fields = said(dice.change(&units));
            fields.insert("name".into(), json!(format!("Nhà {step}")));
            fields.entry("admin_unit_id".into()).or_insert_with(|| json!(units[0]));
            places.push(session.add_place(operation(), fields).await.unwrap());
            continue;
        }
        let id = *dice.one_of(&places);
        let place = register.place(id).await;
        // Refusals are part of life: they must leave the tally alone too.
        match dice.throw(7) {
            0 => drop(session.close_place(operation(), id, place.revision).await),
            1 => drop(session.reopen_place(operation(), id, place.revision).await),
            2 => drop(session.merge_place(operation(), id, *dice.one_of(&places)).await),
            3 => {
                let last = register.history(id).await.pop().unwrap().operation_id;
                drop(session.undo_place_change(operation(), id, last).await);
            }
            _ => drop(session.change_place(operation(), id, place.revision, said(dice.change(&units))).await),
        }
        if step % 10 == 9 {
            let overview = session.overview(None).await.unwrap();
            let (buildings, areas, of_units) = fresh_count(&register).await;
            assert_eq!(session.summary().await.unwrap(), overview.summary, "step {step}");
            assert_eq!((overview.summary.apartment_buildings, overview.summary.residential_areas), (buildings, areas), "step {step}");
            assert_eq!(overview.units, of_units, "step {step}");
        }
    }
}

async fn not_recognised_in_the_list_is_what_the_summary_counts(register: Register) {
    let register = register.with_units().await;
    for (name, recognition) in [("A", "none"), ("B", "submitted"), ("C", "unknown"), ("D", "none")] {
        register.add(json!({ "name": name, "recognition": recognition, "requirement": "required" })).await;
    }
    register.add(json!({ "name": "E", "recognition": "recognised", "decision_number": "1", "decision_on": "2026-01-05" })).await;
    register.add(json!({ "name": "Thiếu số", "recognition": "recognised", "decision_on": "2026-01-05" })).await;
    let closed = register.add(json!({ "name": "Đã đóng", "recognition": "none" })).await;
    register.session().close_place(operation(), closed, 1).await.unwrap();
    let counts = register.session().overview(None).await.unwrap().summary.apartment_buildings;
    let filter = PlaceFilter { kind: Some(PlaceKind::ApartmentBuilding), board: Some(BoardFilter::NotRecognised), ..ALL };
    assert_eq!(register.names(&filter).await.len(), 4);
    assert_eq!((counts.board_not_recognised, counts.board_recognised, counts.board_unknown, counts.total), (4, 1, 1, 6));
    assert_eq!(counts.board_not_recognised_ratio, Some(4.0 / 6.0));
}

async fn clusters_are_never_counted(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "recognition": "none" })).await;
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings, BuildingCounts::default());
    register.add(json!({ "name": "Tháp", "parent_id": cluster })).await;
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 1);
}

async fn one_unit_can_be_asked_for_alone(register: Register) {
    let register = register.with_units().await;
    let second = register.unit("26743").await.id;
    register.named("A").await;
    register.add(json!({ "name": "B", "admin_unit_id": second })).await;
    let overview = register.session().overview(Some(second)).await.unwrap();
    assert_eq!((overview.summary.apartment_buildings.total, overview.units.len()), (1, 1));
    let districts: Vec<(String, String)> = register.session().former_districts().await.unwrap();
    assert_eq!(districts, [("Quận 1".to_owned(), String::new())]);
}
