//! Facts are recorded with their day; the six fields and what is due follow from them.

use crate::common::{Register, both_databases, day, errors, operation, said, today};
use chrono::NaiveDate;
use domain::board::{BoardCategory, MeetingStage, Recognition, Requirement};
use domain::course::{BoardFact, BoardField, FactKind, MeetingKind, MeetingResult};
use domain::due::{DueKind, PostponeDraft};
use domain::failure::Failure;
use domain::permission::Role;
use domain::setting::{Setting, SettingDraft};
use serde_json::{Value, json};
use store::course::WorkQuery;
use store::{Actor, Operation};
use uuid::Uuid;

both_databases![
    a_building_goes_from_no_board_to_recognised_by_its_facts,
    what_the_register_said_before_the_first_fact_is_kept_as_facts,
    a_fact_that_cannot_be_is_refused_with_its_field_and_leaves_nothing,
    a_fact_that_is_taken_back_leaves_the_place_as_it_was,
    a_fact_of_a_cluster_holds_for_its_buildings_and_is_taken_back_from_all,
    what_one_operation_recorded_elsewhere_stays_when_one_place_is_taken_back,
    another_rule_changes_what_is_due,
    a_field_set_by_hand_becomes_a_fact_with_its_reason,
    a_board_with_facts_is_set_by_hand_only_with_a_reason,
    a_first_fact_of_an_earlier_day_is_not_lost_behind_what_the_register_said,
    a_second_fact_of_an_earlier_day_is_not_lost_either,
    what_follows_from_a_cluster_is_not_taken_for_what_its_buildings_said,
    time_alone_changes_what_is_due,
    work_is_listed_by_day_within_the_own_wards,
    work_is_put_off_with_a_reason_and_no_further,
    a_closed_place_has_no_work,
];

fn fact(kind: FactKind, on: NaiveDate) -> BoardFact {
    BoardFact::new(Uuid::now_v7(), kind, on)
}

fn elected(on: NaiveDate) -> BoardFact {
    BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..fact(FactKind::MeetingHeld, on) }
}

/// A building of 120 apartments, all handed over in 2024.
async fn building(register: &Register) -> Uuid {
    let fields = json!({ "name": "Chung cư", "apartments": 120, "handed_over": 120, "handover_year": 2024, "recognition": "none",
        "requirement": "required", "reviewed_on": "2026-11-01" });
    register.add(fields).await
}

async fn record(register: &Register, place: Uuid, fact: BoardFact) -> Operation {
    let operation = operation();
    register.session().record_fact(operation.clone(), place, fact).await.expect("a fact is recorded");
    operation
}

async fn by_hand(register: &Register, place: Uuid, value: Value, reason: &str) -> Result<i64, Failure> {
    let revision = register.place(place).await.revision;
    register.session().change_place_because(operation(), place, revision, said(value), reason.into()).await
}

async fn due(register: &Register, place: Uuid) -> Vec<(DueKind, NaiveDate)> {
    let place = register.place(place).await;
    register.session().course(&place).await.unwrap().work.iter().map(|row| (row.kind, row.on)).collect()
}

async fn a_building_goes_from_no_board_to_recognised_by_its_facts(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    record(&register, id, elected(day(2026, 11, 2))).await;
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::DossierDue);
    assert_eq!(due(&register, id).await[0], (DueKind::DossierToSubmit, day(2026, 11, 12)));

    record(&register, id, fact(FactKind::DossierSubmitted, day(2026, 11, 9))).await;
    assert_eq!(due(&register, id).await[0], (DueKind::Decision, day(2026, 11, 18)));
    record(&register, id, fact(FactKind::Recognised, day(2026, 11, 16))).await;
    let place = register.place(id).await;
    assert_eq!((place.draft.board.recognition, place.board_category), (Recognition::AwaitingNumber, BoardCategory::UnderWay));

    let number = Some("12/QĐ-UBND".to_owned());
    record(&register, id, BoardFact { number, term_ends_on: Some(day(2029, 11, 16)), ..fact(FactKind::Recognised, day(2026, 11, 16)) })
        .await;
    let place = register.place(id).await;
    assert_eq!(place.board_category, BoardCategory::Recognised);
    assert_eq!(place.draft.reviewed_on, Some(day(2026, 11, 16)), "whoever records a fact was there");
    let summary = register.session().summary().await.unwrap();
    assert_eq!(summary.apartment_buildings.board_recognised, 1);
}

async fn what_the_register_said_before_the_first_fact_is_kept_as_facts(register: Register) {
    let register = register.with_units().await;
    let id = register
        .add(json!({ "name": "Cũ", "recognition": "recognised", "meeting_stage": "elected", "decision_number": "7", "decision_on": "2024-01-05",
            "term": "active", "fund_handover": "partial", "disputes": ["fees"] }))
        .await;
    record(&register, id, BoardFact { fund: Some(domain::board::FundHandover::Handed), ..fact(FactKind::Fund, day(2026, 11, 20)) }).await;
    let board = register.place(id).await.draft.board;
    assert_eq!(board.fund_handover, domain::board::FundHandover::Handed);
    assert_eq!((board.recognition, board.decision_number.as_deref(), board.disputes.len()), (Recognition::Recognised, Some("7"), 1));
    assert_eq!(board.requirement, Requirement::Unknown, "what nobody said stays unknown");
}

async fn a_fact_that_cannot_be_is_refused_with_its_field_and_leaves_nothing(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    record(&register, id, elected(day(2026, 11, 10))).await;
    let session = register.session();
    let early = session.record_fact(operation(), id, fact(FactKind::DossierSubmitted, day(2026, 11, 5))).await.unwrap_err();
    assert!(errors(early).contains(&("on".into(), "dossier_before_election".into())));
    let future = session.record_fact(operation(), id, fact(FactKind::DossierSubmitted, day(2026, 12, 24))).await.unwrap_err();
    assert_eq!(errors(future), [("on".into(), "date_in_future".into())]);
    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    let none = session.record_fact(operation(), area, elected(today())).await.unwrap_err();
    assert_eq!(errors(none), [("kind".into(), "place_has_no_board".into())]);
    let place = register.place(id).await;
    assert_eq!(place.draft.board.recognition, Recognition::DossierDue);
}

async fn a_fact_that_is_taken_back_leaves_the_place_as_it_was(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    let before = register.place(id).await;
    let due_before = due(&register, id).await;
    let first = record(&register, id, elected(day(2026, 11, 10))).await;
    let second = record(&register, id, fact(FactKind::DossierSubmitted, day(2026, 11, 12))).await;
    register.session().undo_place_change(operation(), id, second.id).await.unwrap();
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::DossierDue);
    // The first can be taken back only as long as nothing else happened.
    assert!(register.session().undo_place_change(operation(), id, first.id).await.is_err());

    let other = building(&register).await;
    let only = record(&register, other, elected(day(2026, 11, 10))).await;
    register.session().undo_place_change(operation(), other, only.id).await.unwrap();
    let after = register.place(other).await;
    assert_eq!((after.draft.board, after.draft.reviewed_on), (before.draft.board, before.draft.reviewed_on));
    assert_eq!(due(&register, other).await, due_before);
    let facts = register.session().course(&register.place(other).await).await.unwrap().facts;
    assert!(facts.iter().all(|fact| fact.fact.is_baseline()), "{facts:?}");
}

async fn a_fact_of_a_cluster_holds_for_its_buildings_and_is_taken_back_from_all(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "apartments": 400, "recognition": "none" })).await;
    let mut buildings = Vec::new();
    for name in ["A", "B"] {
        let fields = json!({ "name": name, "parent_id": cluster, "apartments": 200, "recognition": "none", "meeting_stage": "due" });
        buildings.push(register.add(fields).await);
    }
    let operation = record(&register, cluster, elected(day(2026, 11, 10))).await;
    for id in &buildings {
        assert_eq!(register.place(*id).await.draft.board.recognition, Recognition::DossierDue);
    }
    register.session().undo_place_change(crate::common::operation(), cluster, operation.id).await.unwrap();
    for id in &buildings {
        let board = register.place(*id).await.draft.board;
        assert_eq!((board.recognition, board.meeting_stage), (Recognition::None, MeetingStage::Due));
    }
}

async fn a_field_set_by_hand_becomes_a_fact_with_its_reason(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    record(&register, id, elected(day(2026, 11, 10))).await;
    by_hand(&register, id, json!({ "recognition": "submitted" }), " Theo sổ của  phường ").await.unwrap();
    let place = register.place(id).await;
    assert_eq!(place.draft.board.recognition, Recognition::Submitted);
    let course = register.session().course(&place).await.unwrap();
    let stated: Vec<_> = course.facts.iter().filter(|fact| fact.fact.kind == FactKind::Stated && fact.fact.on == today()).collect();
    assert_eq!(stated.len(), 1);
    assert_eq!(stated[0].fact.reason.as_deref(), Some("Theo sổ của phường"));
    let derived = course.derived.unwrap();
    assert_eq!(derived.reasons_of(BoardField::Recognition).next().unwrap().text.as_deref(), Some("Theo sổ của phường"));
    // A later fact goes on from there.
    record(&register, id, fact(FactKind::Recognised, today())).await;
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::AwaitingNumber);
}

async fn a_board_with_facts_is_set_by_hand_only_with_a_reason(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    let first = by_hand(&register, id, json!({ "recognition": "unknown" }), "").await.unwrap_err();
    assert_eq!(errors(first), [("reason".into(), "required".into())], "also where nothing was recorded yet");
    by_hand(&register, id, json!({ "recognition": "unknown" }), "Sổ cũ ghi nhầm").await.unwrap();
    let course = register.session().course(&register.place(id).await).await.unwrap();
    assert_eq!(course.derived.unwrap().reasons_of(BoardField::Recognition).count(), 1);
    assert_eq!(course.facts[0].fact.reason.as_deref(), Some("Sổ cũ ghi nhầm"), "the reason is shown");
    record(&register, id, elected(day(2026, 11, 10))).await;
    let without = by_hand(&register, id, json!({ "recognition": "submitted" }), "  ").await.unwrap_err();
    assert_eq!(errors(without), [("reason".into(), "required".into())]);
    let revision = register.place(id).await.revision;
    let silent = register.session().change_place(operation(), id, revision, said(json!({ "fund_handover": "handed" }))).await;
    assert_eq!(errors(silent.unwrap_err()), [("reason".into(), "required".into())]);
    let long = by_hand(&register, id, json!({ "recognition": "submitted" }), &"a".repeat(501)).await.unwrap_err();
    assert_eq!(errors(long), [("reason".into(), "too_long".into())]);
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::DossierDue);
    // What is not about the board needs none, and neither does taking a change back.
    by_hand(&register, id, json!({ "blocks": 3 }), "").await.unwrap();
    let set = operation();
    let place = register.place(id).await;
    let submitted = said(json!({ "recognition": "submitted" }));
    register.session().change_place_because(set.clone(), id, place.revision, submitted, "Theo sổ".into()).await.unwrap();
    register.session().undo_place_change(operation(), id, set.id).await.unwrap();
    assert_eq!(register.place(id).await.draft.board, place.draft.board);
}

async fn a_first_fact_of_an_earlier_day_is_not_lost_behind_what_the_register_said(register: Register) {
    let register = register.with_units().await;
    let elected = json!({ "name": "Cũ", "recognition": "dossier_due", "meeting_stage": "elected", "reviewed_on": "2026-11-22" });
    for on in [today(), day(2026, 11, 20)] {
        let id = register.add(elected.clone()).await;
        record(&register, id, fact(FactKind::DossierSubmitted, on)).await;
        assert_eq!(register.place(id).await.draft.board.recognition, Recognition::Submitted, "{on}");
    }
}

async fn a_second_fact_of_an_earlier_day_is_not_lost_either(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    let fund = |on| BoardFact { fund: Some(domain::board::FundHandover::NotHanded), ..fact(FactKind::Fund, on) };
    record(&register, id, fund(day(2026, 11, 20))).await;
    // The register was looked at on 1 November and said that there is no board.
    let decided = BoardFact { number: Some("12/QĐ-UBND".into()), ..fact(FactKind::Recognised, day(2026, 5, 4)) };
    let operation = record(&register, id, decided).await;
    let board = register.place(id).await.draft.board;
    assert_eq!((board.recognition, board.decision_number.as_deref()), (Recognition::Recognised, Some("12/QĐ-UBND")));
    register.session().undo_place_change(crate::common::operation(), id, operation.id).await.unwrap();
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::None);
}

async fn what_follows_from_a_cluster_is_not_taken_for_what_its_buildings_said(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "apartments": 400 })).await;
    let tower = register.add(json!({ "name": "A", "parent_id": cluster, "apartments": 200 })).await;
    let first = record(&register, cluster, elected(day(2026, 11, 2))).await;
    let second = record(&register, cluster, fact(FactKind::DossierSubmitted, day(2026, 11, 9))).await;
    record(&register, tower, BoardFact { fund: Some(domain::board::FundHandover::NotHanded), ..fact(FactKind::Fund, day(2026, 11, 10)) })
        .await;
    let course = register.session().course(&register.place(tower).await).await.unwrap();
    let said = |fact: &store::course::RecordedFact| fact.fact.kind == FactKind::Stated && fact.fact.value.is_some();
    assert!(!course.facts.iter().any(said), "{:?}", course.facts);
    assert_eq!(due(&register, tower).await[0], (DueKind::Decision, day(2026, 11, 18)), "by the day of the dossier");
    let undo = async |operation: Operation| register.session().undo_place_change(crate::common::operation(), cluster, operation.id).await;
    undo(second).await.unwrap();
    assert_eq!(register.place(tower).await.draft.board.recognition, Recognition::DossierDue);
    assert!(undo(first).await.is_err(), "something happened since");
}

async fn time_alone_changes_what_is_due(register: Register) {
    let register = register.with_units().await;
    let id = register
        .add(json!({ "name": "Chung cư", "recognition": "recognised", "meeting_stage": "elected", "decision_number": "7",
            "decision_on": "2024-01-05", "term_ends_on": "2027-06-30", "term": "active", "reviewed_on": "2026-11-20" }))
        .await;
    let kinds = |found: Vec<(DueKind, NaiveDate)>| found.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(kinds(due(&register, id).await), [DueKind::Confirm]);
    assert_eq!(register.session().derive_what_is_due().await.unwrap(), 0, "nothing to do yet");
    // Ninety days before its end the term is due, and a second round finds nothing.
    let later = register.session_after(150);
    assert_eq!(later.derive_what_is_due().await.unwrap(), 1);
    assert_eq!(later.derive_what_is_due().await.unwrap(), 0);
    assert_eq!(kinds(due(&register, id).await), [DueKind::Confirm, DueKind::TermEnd]);
}

async fn work_is_listed_by_day_within_the_own_wards(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register).await, building(&register).await);
    let elsewhere = register.unit("26743").await.id;
    register.add(json!({ "name": "Nơi khác", "admin_unit_id": elsewhere, "reviewed_on": "2024-01-01" })).await;
    record(&register, first, elected(day(2026, 11, 2))).await;
    record(&register, second, elected(day(2026, 11, 14))).await;
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [register.unit("26740").await.id]));
    let page = staff.work(&WorkQuery::default(), 10).await.unwrap();
    assert!(page.items.windows(2).all(|pair| pair[0].waits_until <= pair[1].waits_until));
    assert!(page.items.iter().all(|row| row.admin_unit_name.contains("Sài Gòn")));
    assert_eq!((page.items[0].place_id, page.items[0].kind), (first, DueKind::DossierToSubmit));
    assert_eq!((page.overdue, page.this_week), (1, 0));

    let mut cursor = None;
    let mut seen = Vec::new();
    loop {
        let page = staff.work(&WorkQuery { cursor: cursor.clone(), ..WorkQuery::default() }, 1).await.unwrap();
        seen.extend(page.items.into_iter().map(|row| (row.place_id, row.kind)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), page.items.len());
    let other = WorkQuery { unit: Some("26743".into()), ..WorkQuery::default() };
    assert_eq!(errors(staff.work(&other, 10).await.unwrap_err()), [("unit".into(), "unit_not_found".into())]);
}

async fn work_is_put_off_with_a_reason_and_no_further(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    record(&register, id, elected(day(2026, 11, 2))).await;
    let draft = |until, reason: &str| PostponeDraft {
        kind: DueKind::DossierToSubmit,
        due_on: day(2026, 11, 12),
        until: Some(until),
        reason: reason.into(),
    };
    let session = register.session();
    let without = session.postpone(operation(), id, draft(day(2026, 12, 1), " ")).await.unwrap_err();
    assert_eq!(errors(without), [("reason".into(), "required".into())]);
    session.postpone(operation(), id, draft(day(2026, 12, 1), "Chờ chủ đầu tư")).await.unwrap();
    let place = register.place(id).await;
    let work = session.course(&place).await.unwrap().work;
    assert_eq!((work[0].on, work[0].waits_until), (day(2026, 11, 12), day(2026, 12, 1)));
    assert_eq!(session.work(&WorkQuery::default(), 10).await.unwrap().overdue, 0);
    // What is no longer due cannot be put off.
    record(&register, id, fact(FactKind::DossierSubmitted, day(2026, 11, 20))).await;
    let late = session.postpone(operation(), id, draft(day(2026, 12, 2), "Chờ")).await.unwrap_err();
    assert_eq!(errors(late), [("kind".into(), "no_longer_due".into())]);
}

async fn a_closed_place_has_no_work(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    assert!(!due(&register, id).await.is_empty());
    let revision = register.place(id).await.revision;
    register.session().close_place(operation(), id, revision).await.unwrap();
    assert!(due(&register, id).await.is_empty());
}

async fn what_one_operation_recorded_elsewhere_stays_when_one_place_is_taken_back(register: Register) {
    let register = register.with_units().await;
    let (here, elsewhere) = (building(&register).await, building(&register).await);
    let undone = record(&register, here, elected(day(2026, 11, 10))).await;
    // Ids are made where people act: somebody else's may be the same, and an import uses one for many places.
    register.session_of("somebody else").record_fact(undone.clone(), elsewhere, elected(day(2026, 11, 10))).await.unwrap();
    register.session().undo_place_change(operation(), here, undone.id).await.unwrap();
    let facts = async |id| {
        let facts = register.session().course(&register.place(id).await).await.unwrap().facts;
        facts.iter().filter(|fact| !fact.fact.is_baseline()).count()
    };
    assert_eq!(facts(here).await, 0);
    assert!(facts(elsewhere).await > 0);
    assert_eq!(register.place(elsewhere).await.draft.board.recognition, Recognition::DossierDue);
}

async fn another_rule_changes_what_is_due(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    record(&register, id, elected(day(2026, 11, 20))).await;
    assert_eq!(due(&register, id).await[0], (DueKind::DossierToSubmit, day(2026, 11, 30)));
    let reason = "Quyết định 12".to_owned();
    let draft = SettingDraft { setting: Setting::DossierDays, valid_from: Some(day(2026, 1, 1)), value: Some(20), reason };
    register.session().set_setting(operation(), draft).await.unwrap();
    assert_eq!(register.session().derive_what_is_due().await.unwrap(), 1);
    assert_eq!(due(&register, id).await[0], (DueKind::DossierToSubmit, day(2026, 12, 10)));
    assert_eq!(register.session().derive_what_is_due().await.unwrap(), 0);
}
