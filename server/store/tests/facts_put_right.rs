//! A fact that stands is completed, corrected and taken out; a number is given once in a ward; what was done last is
//! taken back whole or not at all.

use crate::common::{Register, both_databases, day, errors, operation, said, today};
use chrono::NaiveDate;
use domain::board::{BoardCategory, FundHandover, Recognition};
use domain::bulk::{BulkChange, Chosen};
use domain::course::{BoardFact, BoardPost, FactKind, MeetingKind, MeetingResult, PostHolder};
use domain::due::{DueKind, PostponeDraft};
use domain::failure::Failure;
use domain::organization::{DecisionDraft, OrganizationEventKind};
use serde_json::json;
use store::audit::AuditFilter;
use uuid::Uuid;

both_databases![
    a_fact_is_completed_and_what_follows_is_derived_anew,
    a_correction_is_held_against_the_other_facts,
    who_did_not_see_what_stands_now_is_told,
    a_fact_of_a_cluster_is_corrected_and_taken_out_for_all_its_buildings,
    a_fact_is_taken_out_where_the_rest_holds_together,
    what_was_corrected_is_not_taken_back_behind_somebodys_back,
    a_fact_from_which_nothing_follows_is_taken_back,
    taking_a_clusters_fact_back_confirms_none_of_its_buildings,
    a_number_is_given_once_in_a_ward,
    one_decision_may_name_several_buildings,
    a_number_of_an_organizations_decision_is_taken_too,
    a_number_set_by_hand_is_held_against_the_ward,
    nothing_is_recorded_at_a_closed_place,
    no_duplicate_goes_into_a_closed_place_and_no_merger_is_half_taken_back,
    the_newest_postponement_holds_and_is_taken_back,
    the_head_of_an_expired_board_is_kept_for_the_next_election,
];

fn fact(kind: FactKind, on: NaiveDate) -> BoardFact {
    BoardFact::new(Uuid::now_v7(), kind, on)
}

fn elected(on: NaiveDate) -> BoardFact {
    BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..fact(FactKind::MeetingHeld, on) }
}

fn decided(number: &str, on: NaiveDate) -> BoardFact {
    BoardFact { number: Some(number.into()), ..fact(FactKind::Recognised, on) }
}

fn code(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.into(), code.into())]
}

async fn building(register: &Register, name: &str) -> Uuid {
    register
        .add(json!({ "name": name, "apartments": 120, "handed_over": 120, "handover_year": 2024, "recognition": "none",
        "requirement": "required", "reviewed_on": "2026-11-01" }))
        .await
}

async fn record(register: &Register, place: Uuid, fact: BoardFact) -> Result<Uuid, Failure> {
    let operation = operation();
    register.session().record_fact(operation.clone(), place, fact).await.map(|_| operation.id)
}

/// The newest fact of a kind, as it stands.
async fn stands(register: &Register, place: Uuid, kind: FactKind) -> BoardFact {
    let course = register.session().course(&register.place(place).await).await.unwrap();
    course.facts.into_iter().map(|recorded| recorded.fact).find(|fact| fact.kind == kind).expect("it was recorded")
}

async fn correct(register: &Register, place: Uuid, was: &BoardFact, fact: BoardFact) -> Result<i64, Failure> {
    register.session().correct_fact(operation(), place, was.clone(), fact).await
}

async fn withdraw(register: &Register, place: Uuid, fact: &BoardFact) -> Result<i64, Failure> {
    register.session().withdraw_fact(operation(), place, fact.id).await
}

async fn a_fact_is_completed_and_what_follows_is_derived_anew(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    record(&register, id, decided("12/QĐ-UBND", day(2026, 11, 16))).await.unwrap();
    let was = stands(&register, id, FactKind::Recognised).await;
    let reviewed = register.place(id).await.draft.reviewed_on;
    let full = BoardFact { issuer: Some(" UBND phường ".into()), term_ends_on: Some(day(2029, 11, 16)), ..was.clone() };
    correct(&register, id, &was, full).await.unwrap();
    let place = register.place(id).await;
    assert_eq!((place.board_category, place.draft.board.term_ends_on), (BoardCategory::Recognised, Some(day(2029, 11, 16))));
    assert_eq!(place.draft.reviewed_on, reviewed, "nobody was there again");
    let now = stands(&register, id, FactKind::Recognised).await;
    assert_eq!((now.id, now.issuer.as_deref()), (was.id, Some("UBND phường")));
    let facts = register.session().course(&place).await.unwrap().facts;
    assert_eq!(facts.iter().filter(|recorded| recorded.fact.kind == FactKind::Recognised).count(), 1);
    let logged = register.session().audit(&AuditFilter::default(), 100).await.unwrap();
    let logged = logged.iter().find(|logged| logged.entry.row_id == was.id && logged.entry.row_revision == 2).expect("the log has it");
    assert_eq!(logged.entry.changes.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["issuer", "term_ends_on"]);
}

async fn a_correction_is_held_against_the_other_facts(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    record(&register, id, elected(day(2026, 11, 2))).await.unwrap();
    record(&register, id, fact(FactKind::DossierSubmitted, day(2026, 11, 9))).await.unwrap();
    let was = stands(&register, id, FactKind::MeetingHeld).await;
    let late = correct(&register, id, &was, BoardFact { on: day(2026, 11, 10), ..was.clone() }).await.unwrap_err();
    assert!(errors(late).contains(&("on".into(), "first_meeting_after_decision".into())));
    let few = BoardFact { owners_total: Some(100), owners_present: Some(30), ..was.clone() };
    assert_eq!(errors(correct(&register, id, &was, few.clone()).await.unwrap_err()), code("owners_present", "below_quorum"));
    correct(&register, id, &was, BoardFact { overruled: Some("Có ủy quyền bổ sung".into()), ..few }).await.unwrap();
    assert_eq!(stands(&register, id, FactKind::MeetingHeld).await.owners_present, Some(30));
    correct(&register, id, &stands(&register, id, FactKind::MeetingHeld).await, BoardFact { on: day(2026, 11, 5), ..was }).await.unwrap();
    assert_eq!(stands(&register, id, FactKind::MeetingHeld).await.on, day(2026, 11, 5));
}

async fn who_did_not_see_what_stands_now_is_told(register: Register) {
    let register = register.with_units().await;
    let (id, other) = (building(&register, "A").await, building(&register, "B").await);
    record(&register, id, elected(day(2026, 11, 2))).await.unwrap();
    let was = stands(&register, id, FactKind::MeetingHeld).await;
    let mine = |number: &str| BoardFact { number: Some(number.into()), ..was.clone() };
    correct(&register, id, &was, mine("1/BB")).await.unwrap();
    assert_eq!(errors(correct(&register, id, &was, mine("2/BB")).await.unwrap_err()), code("fact", "fact_changed_meanwhile"));
    assert_eq!(errors(correct(&register, other, &was, mine("2/BB")).await.unwrap_err()), code("fact", "fact_no_longer_there"));
    assert_eq!(errors(withdraw(&register, other, &was).await.unwrap_err()), code("fact", "fact_no_longer_there"));
}

async fn a_fact_of_a_cluster_is_corrected_and_taken_out_for_all_its_buildings(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "apartments": 400, "recognition": "none" })).await;
    let part = register.add(json!({ "name": "A", "parent_id": cluster, "apartments": 200, "recognition": "none" })).await;
    record(&register, cluster, decided("12/QĐ-UBND", day(2026, 11, 10))).await.unwrap();
    let was = stands(&register, cluster, FactKind::Recognised).await;
    assert_eq!(errors(correct(&register, part, &was, was.clone()).await.unwrap_err()), code("fact", "fact_no_longer_there"));
    correct(&register, cluster, &was, BoardFact { number: Some("21/QĐ-UBND".into()), ..was.clone() }).await.unwrap();
    assert_eq!(register.place(part).await.draft.board.decision_number.as_deref(), Some("21/QĐ-UBND"));
    withdraw(&register, cluster, &was).await.unwrap();
    assert_eq!(register.place(part).await.draft.board.recognition, Recognition::None);
}

async fn a_fact_is_taken_out_where_the_rest_holds_together(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    let dispute = |kind, on| BoardFact { dispute: Some(domain::board::DisputeKind::Fees), ..fact(kind, on) };
    record(&register, id, dispute(FactKind::DisputeOpened, day(2026, 11, 2))).await.unwrap();
    record(&register, id, dispute(FactKind::DisputeClosed, day(2026, 11, 9))).await.unwrap();
    let opened = stands(&register, id, FactKind::DisputeOpened).await;
    assert_eq!(errors(withdraw(&register, id, &opened).await.unwrap_err()), code("on", "contradicts_later_fact"));
    withdraw(&register, id, &stands(&register, id, FactKind::DisputeClosed).await).await.unwrap();
    assert_eq!(register.place(id).await.draft.board.disputes.len(), 1);
    withdraw(&register, id, &opened).await.unwrap();
    assert!(register.place(id).await.draft.board.disputes.is_empty());
    assert_eq!(errors(withdraw(&register, id, &opened).await.unwrap_err()), code("fact", "fact_no_longer_there"));
}

async fn what_was_corrected_is_not_taken_back_behind_somebodys_back(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    let first = record(&register, id, elected(day(2026, 11, 10))).await.unwrap();
    let was = stands(&register, id, FactKind::MeetingHeld).await;
    correct(&register, id, &was, BoardFact { number: Some("1/BB".into()), ..was.clone() }).await.unwrap();
    assert!(register.session().undo_place_change(operation(), id, first).await.is_err());

    let bulk = operation();
    let many = [building(&register, "B").await, building(&register, "C").await];
    let mut chosen = Vec::new();
    for id in many {
        chosen.push(Chosen { id, revision: register.place(id).await.revision });
    }
    let change = BulkChange::Fact(BoardFact { fund: Some(FundHandover::Partial), ..fact(FactKind::Fund, day(2026, 11, 10)) });
    register.session().change_places(bulk.clone(), change, chosen).await.unwrap();
    let was = stands(&register, many[0], FactKind::Fund).await;
    correct(&register, many[0], &was, BoardFact { on: day(2026, 11, 9), ..was.clone() }).await.unwrap();
    let done = register.session().undo_places_change(operation(), bulk.id).await.unwrap();
    assert_eq!((done.back, done.stay), (1, 1));
    assert_eq!(stands(&register, many[0], FactKind::Fund).await.on, day(2026, 11, 9));
}

async fn a_fact_from_which_nothing_follows_is_taken_back(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    let other = BoardFact { result: Some(MeetingResult::Other), ..elected(today()) };
    record(&register, id, BoardFact { on: day(2026, 11, 20), ..other.clone() }).await.unwrap();
    register.session().confirm_place(operation(), id).await.unwrap();
    let before = register.place(id).await;
    let only = record(&register, id, other.clone()).await.unwrap();
    assert_eq!(register.place(id).await, before, "nothing follows from it");
    register.session().undo_place_change(operation(), id, only).await.unwrap();
    let course = register.session().course(&register.place(id).await).await.unwrap();
    assert_eq!(course.facts.iter().filter(|recorded| recorded.fact.kind == FactKind::MeetingHeld).count(), 1);

    let first = record(&register, id, other.clone()).await.unwrap();
    record(&register, id, BoardFact { on: day(2026, 11, 3), ..other }).await.unwrap();
    assert!(register.session().undo_place_change(operation(), id, first).await.is_err(), "another was recorded since");
}

async fn taking_a_clusters_fact_back_confirms_none_of_its_buildings(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "apartments": 400, "recognition": "none" })).await;
    let part = register
        .add(json!({ "name": "A", "parent_id": cluster, "apartments": 200, "recognition": "none", "reviewed_on": "2026-01-05" }))
        .await;
    record(&register, cluster, elected(day(2026, 11, 2))).await.unwrap();
    let before = register.place(part).await.draft;
    assert_eq!(before.reviewed_on, Some(day(2026, 11, 2)));
    let second = record(&register, cluster, fact(FactKind::DossierSubmitted, day(2026, 11, 9))).await.unwrap();
    assert_eq!(register.place(part).await.draft.reviewed_on, Some(day(2026, 11, 9)));
    register.session().undo_place_change(operation(), cluster, second).await.unwrap();
    assert_eq!(register.place(part).await.draft, before);
}

async fn a_number_is_given_once_in_a_ward(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register, "A").await, building(&register, "B").await);
    record(&register, first, decided("12/QĐ-UBND", day(2026, 3, 16))).await.unwrap();
    let twice = |on| BoardFact { overruled: Some("vì".into()), ..decided("12/qđ-ubnd", on) };
    let found = record(&register, second, twice(day(2026, 5, 4))).await.unwrap_err();
    assert_eq!(errors(found), code("number", "decision_number_taken"));
    assert_eq!(register.place(second).await.draft.board.recognition, Recognition::None, "nothing is left of it");
    // Of another year, and of another ward.
    record(&register, second, decided("12/QĐ-UBND", day(2025, 3, 16))).await.unwrap();
    let elsewhere = register.add(json!({ "name": "C", "apartments": 50, "admin_unit_id": register.unit("26743").await.id })).await;
    record(&register, elsewhere, decided("12/QĐ-UBND", day(2026, 5, 4))).await.unwrap();
    // A correction is held against the ward as much.
    let was = stands(&register, second, FactKind::Recognised).await;
    let moved = correct(&register, second, &was, BoardFact { on: day(2026, 5, 4), ..was.clone() }).await.unwrap_err();
    assert_eq!(errors(moved), code("number", "decision_number_taken"));
}

async fn one_decision_may_name_several_buildings(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register, "A").await, building(&register, "B").await);
    record(&register, first, decided("12/QĐ-UBND", day(2026, 3, 16))).await.unwrap();
    let again = decided("12/QĐ-UBND", day(2026, 3, 16));
    assert_eq!(errors(record(&register, second, again.clone()).await.unwrap_err()), code("number", "decision_number_shared"));
    record(&register, second, BoardFact { overruled: Some("Một quyết định cho hai tòa".into()), ..again }).await.unwrap();
    assert_eq!(stands(&register, second, FactKind::Recognised).await.overruled.as_deref(), Some("Một quyết định cho hai tòa"));
    // Said of many at once it is one decision.
    let many = [building(&register, "C").await, building(&register, "D").await];
    let mut chosen = Vec::new();
    for id in many {
        chosen.push(Chosen { id, revision: register.place(id).await.revision });
    }
    let change = BulkChange::Fact(decided("40/QĐ-UBND", day(2026, 6, 1)));
    assert_eq!(register.session().change_places(operation(), change, chosen).await.unwrap().changed, 2);
}

async fn a_number_of_an_organizations_decision_is_taken_too(register: Register) {
    let register = register.with_units().await;
    let fields = said(json!({ "kind": "party_cell", "name": "Chi bộ 1", "admin_unit_id": register.unit("26740").await.id }));
    let founding =
        DecisionDraft { number: Some("07-QĐ/ĐU".into()), ..DecisionDraft::new(OrganizationEventKind::Founded, day(2026, 3, 1)) };
    register.session().add_organization(operation(), fields, Some(founding)).await.unwrap();
    let id = building(&register, "A").await;
    let found = record(&register, id, decided("07-QĐ/ĐU", day(2026, 4, 1))).await.unwrap_err();
    assert_eq!(errors(found), code("number", "decision_number_taken"));
}

async fn a_number_set_by_hand_is_held_against_the_ward(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register, "A").await, building(&register, "B").await);
    record(&register, first, decided("12/QĐ-UBND", day(2026, 3, 16))).await.unwrap();
    let by_hand = async |on: &str, reason: &str| {
        let fields = json!({ "recognition": "recognised", "meeting_stage": "elected", "term": "active",
            "decision_number": "12/QĐ-UBND", "decision_on": on });
        let revision = register.place(second).await.revision;
        register.session().change_place_because(operation(), second, revision, said(fields), reason.into()).await
    };
    assert_eq!(errors(by_hand("2026-05-04", "theo hồ sơ").await.unwrap_err()), code("decision_number", "decision_number_taken"));
    assert_eq!(errors(by_hand("2026-03-16", "").await.unwrap_err()), code("reason", "required"));
    by_hand("2026-03-16", "một quyết định cho hai tòa").await.unwrap();
    let new = async |on: &str| {
        let fields = json!({ "name": format!("Mới {on}"), "admin_unit_id": register.unit("26740").await.id, "recognition": "recognised",
            "meeting_stage": "elected", "term": "active", "decision_number": "12/QĐ-UBND", "decision_on": on });
        register.session().add_place(operation(), said(fields)).await
    };
    assert_eq!(errors(new("2026-05-04").await.unwrap_err()), code("decision_number", "decision_number_taken"));
    new("2026-03-16").await.unwrap();
    // What stands is not asked about again.
    register.session().change_place(operation(), second, i64::MAX, said(json!({ "note": "x" }))).await.unwrap();
}

async fn nothing_is_recorded_at_a_closed_place(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    record(&register, id, elected(day(2026, 11, 2))).await.unwrap();
    let was = stands(&register, id, FactKind::MeetingHeld).await;
    register.session().close_place(operation(), id, register.place(id).await.revision).await.unwrap();
    let found = record(&register, id, fact(FactKind::DossierSubmitted, day(2026, 11, 9))).await.unwrap_err();
    assert_eq!(errors(found), code("kind", "place_is_closed"));
    assert_eq!(errors(withdraw(&register, id, &was).await.unwrap_err()), code("kind", "place_is_closed"));
}

async fn no_duplicate_goes_into_a_closed_place_and_no_merger_is_half_taken_back(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (register.named("A").await, register.add(json!({ "name": "A", "blocks": 3 })).await);
    let revision = register.session().close_place(operation(), stays, 1).await.unwrap();
    let found = register.session().merge_place(operation(), goes, stays).await.unwrap_err();
    assert_eq!(errors(found), code("into", "merge_into_closed"));
    register.session().reopen_place(operation(), stays, revision).await.unwrap();
    let merge = operation();
    register.session().merge_place(merge.clone(), goes, stays).await.unwrap();
    assert_eq!(register.place(stays).await.draft.blocks, Some(3));
    let undone = register.session().undo_place_change(operation(), stays, merge.id).await.unwrap_err();
    assert_eq!(errors(undone), code("operation", "merge_is_not_taken_back"));
    assert_eq!(register.place(stays).await.draft.blocks, Some(3));
}

async fn the_newest_postponement_holds_and_is_taken_back(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    record(&register, id, elected(day(2026, 11, 2))).await.unwrap();
    let due_on = day(2026, 11, 12);
    let put_off = async |until, days| {
        let draft = PostponeDraft { kind: DueKind::DossierToSubmit, due_on, until: Some(until), reason: "Chờ".into() };
        register.session_after(days).postpone(operation(), id, draft).await.unwrap();
    };
    let waits = async || {
        let work = register.session().course(&register.place(id).await).await.unwrap().work;
        work.into_iter().find(|row| row.kind == DueKind::DossierToSubmit).expect("it is due").waits_until
    };
    put_off(day(2027, 2, 1), 0).await;
    put_off(day(2026, 12, 15), 1).await;
    assert_eq!(waits().await, day(2026, 12, 15));
    register.session().end_postponement(operation(), id, DueKind::DossierToSubmit, due_on).await.unwrap();
    assert_eq!(waits().await, due_on);
}

async fn the_head_of_an_expired_board_is_kept_for_the_next_election(register: Register) {
    let register = register.with_units().await;
    let id = building(&register, "A").await;
    record(&register, id, elected(day(2022, 11, 2))).await.ok();
    let decision = BoardFact { term_ends_on: Some(day(2025, 11, 20)), ..decided("12/QĐ-UBND", day(2022, 11, 20)) };
    record(&register, id, BoardFact { overruled: Some("vì".into()), ..decision }).await.unwrap();
    let head = PostHolder { post: BoardPost::Head, name: "Trần Thị B".into(), phone: "0909 123 456".into() };
    register.session().add_board_contact(operation(), id, head).await.unwrap();
    let contacts = register.session().board_contacts(id).await.unwrap();
    assert_eq!((contacts[0].since, contacts[0].ended_on), (today(), None));
    register.session_after(1).enforce_retention(false).await.unwrap();
    assert_eq!(register.session_after(1).board_contacts(id).await.unwrap().len(), 1);
}
