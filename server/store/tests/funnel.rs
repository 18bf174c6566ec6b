//! Each building that must have a board stands in one stage, counted by every write.

use crate::common::{Register, both_databases, day, errors, operation, today};
use domain::course::{BoardFact, FactKind, FunnelStage, MeetingKind, MeetingResult};
use domain::filter::PlaceFilter;
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use store::Actor;
use uuid::Uuid;

both_databases![
    every_building_that_must_have_a_board_stands_in_one_stage,
    a_building_moves_on_with_its_facts_and_leaves_how_long_it_took,
    of_two_stays_the_median_lies_between_them,
    a_ward_sees_its_own_funnel,
];

async fn building(register: &Register, fields: Value) -> Uuid {
    let mut all = json!({ "name": "Chung cư", "requirement": "required" });
    all.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    register.add(all).await
}

async fn here(register: &Register) -> Vec<u64> {
    register.session().funnel(None).await.unwrap().iter().map(|stage| stage.here).collect()
}

/// The counted stays of the city are those that are kept of its places.
pub async fn counted_stays_are_those_that_are_kept(register: &Register) {
    let number = async |sql: &str| {
        let statement = Statement::from_string(register.db.get_database_backend(), sql);
        let row = register.db.query_one_raw(statement).await.unwrap().expect("a row");
        row.try_get_by_index::<i64>(0).unwrap()
    };
    let kept = number("SELECT COUNT(*) FROM stage_stay").await;
    assert_eq!(number("SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM stay_tally").await, kept);
    assert_eq!(number("SELECT COUNT(*) FROM stay_tally WHERE count < 1").await, 0);
}

async fn every_building_that_must_have_a_board_stands_in_one_stage(register: Register) {
    let register = register.with_units().await;
    building(&register, json!({ "meeting_stage": "unknown", "recognition": "none" })).await;
    building(&register, json!({ "meeting_stage": "overdue", "recognition": "none" })).await;
    building(&register, json!({ "meeting_stage": "held_no_quorum", "recognition": "none" })).await;
    building(&register, json!({ "meeting_stage": "elected", "recognition": "returned" })).await;
    let submitted = building(&register, json!({ "meeting_stage": "elected", "recognition": "submitted" })).await;
    building(&register, json!({ "recognition": "recognised", "decision_number": "1", "decision_on": "2026-01-05" })).await;
    register.add(json!({ "name": "Không thuộc diện", "requirement": "not_required" })).await;
    register.add(json!({ "name": "Cụm", "kind": "building_cluster", "requirement": "required" })).await;
    assert_eq!(here(&register).await, [1, 1, 1, 1, 1, 1]);
    let funnel = register.session().funnel(Some("26740")).await.unwrap();
    assert_eq!(funnel.iter().map(|stage| stage.reached).collect::<Vec<_>>(), [6, 5, 4, 3, 2, 1]);
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let by_unit = register.session().funnel_by_unit().await.unwrap();
    assert_eq!(by_unit.into_iter().collect::<Vec<_>>(), [(own, vec![1; 6])], "side by side, those that have any");
    let elsewhere = register.session_as(Actor::with_role("lead", Role::WardLead, [other]));
    assert!(elsewhere.funnel_by_unit().await.unwrap().is_empty(), "of one's own wards alone");

    let found = register.names(&PlaceFilter { stage: Some(FunnelStage::Submitted), ..PlaceFilter::default() }).await;
    assert_eq!(found.len(), 1);
    let revision = register.place(submitted).await.revision;
    register.session().close_place(operation(), submitted, revision).await.unwrap();
    assert_eq!(here(&register).await, [1, 1, 1, 1, 0, 1]);
}

async fn of_two_stays_the_median_lies_between_them(register: Register) {
    let register = register.with_units().await;
    for submitted in [day(2026, 10, 8), day(2026, 10, 12)] {
        let id = building(&register, json!({ "meeting_stage": "due", "recognition": "none", "reviewed_on": "2026-01-01" })).await;
        let held = BoardFact::new(Uuid::now_v7(), FactKind::MeetingHeld, day(2026, 10, 1));
        let held = BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..held };
        for fact in [held, BoardFact::new(Uuid::now_v7(), FactKind::DossierSubmitted, submitted)] {
            register.session().record_fact(operation(), id, fact).await.unwrap();
        }
    }
    assert_eq!(register.session().funnel(None).await.unwrap()[3].median_days, Some(9));
}

async fn a_building_moves_on_with_its_facts_and_leaves_how_long_it_took(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, json!({ "meeting_stage": "due", "recognition": "none", "reviewed_on": "2026-01-01" })).await;
    let record = async |fact: BoardFact| register.session().record_fact(operation(), id, fact).await.map(drop);
    let fact = |kind, on| BoardFact::new(Uuid::now_v7(), kind, on);
    let held = fact(FactKind::MeetingHeld, day(2026, 10, 1));
    record(BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..held }).await.unwrap();
    record(fact(FactKind::DossierSubmitted, day(2026, 10, 8))).await.unwrap();
    assert_eq!(here(&register).await, [0, 0, 0, 0, 1, 0]);
    let funnel = register.session().funnel(None).await.unwrap();
    assert_eq!(funnel[3].median_days, Some(7), "from the election to the dossier");
    assert_eq!((funnel[4].oldest[0].id, funnel[4].oldest[0].since), (id, day(2026, 10, 8)));
    assert_eq!(funnel[4].median_days, None, "nobody has left it yet");
    // What is counted for the city is what its one ward has; what is taken back is counted no more.
    let of_the_ward = register.session().funnel(Some("26740")).await.unwrap();
    assert_eq!(of_the_ward[3].median_days, Some(7));
    counted_stays_are_those_that_are_kept(&register).await;

    record(BoardFact {
        number: Some("1/QĐ".into()),
        term_ends_on: Some(day(2029, 10, 20)),
        ..fact(FactKind::Recognised, day(2026, 10, 20))
    })
    .await
    .unwrap();
    let funnel = register.session().funnel(None).await.unwrap();
    assert_eq!((funnel[4].here, funnel[4].median_days, funnel[5].here), (0, Some(12), 1));
    assert!(today() > day(2026, 10, 20));
    let revision = register.place(id).await.revision;
    register.session().close_place(operation(), id, revision).await.unwrap();
    counted_stays_are_those_that_are_kept(&register).await;
}

async fn a_ward_sees_its_own_funnel(register: Register) {
    let register = register.with_units().await;
    let elsewhere = register.unit("26743").await.id;
    building(&register, json!({ "meeting_stage": "due" })).await;
    building(&register, json!({ "meeting_stage": "due", "admin_unit_id": elsewhere })).await;
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [elsewhere]));
    assert_eq!(staff.funnel(None).await.unwrap()[1].here, 1);
    assert_eq!(errors(staff.funnel(Some("26740")).await.unwrap_err()), [("unit".into(), "unit_not_found".into())]);
    assert_eq!(register.session().funnel(None).await.unwrap()[1].here, 2);
}
