//! A table of places brings facts of boards with their days, and takes them along when it is taken back.

use crate::common::{ALL, Register, both_databases, day, looking_for, operation};
use crate::import::{codes, counts};
use domain::board::{FundHandover, MeetingStage, Recognition};
use domain::course::{BoardFact, FactKind, MeetingKind, MeetingResult};
use serde_json::json;
use uuid::Uuid;

both_databases![
    a_decision_with_its_day_stands_in_the_course_of_the_board,
    what_was_recorded_stands_against_a_table_without_days,
    a_decision_that_cannot_be_is_a_problem_of_its_row,
    a_number_that_stands_for_two_days_of_a_year_is_told,
    undo_takes_facts_back_and_states_nothing_anew,
    undo_takes_a_fact_back_that_changed_no_field,
    facts_of_a_cluster_hold_for_its_buildings_until_they_are_taken_back,
    undo_leaves_a_place_where_a_household_stands_and_takes_the_rest_back,
];

const HEADING: &str = "Tên chung cư | Địa chỉ | Phường/xã | Số căn | Tình trạng hội nghị | BQT | Bàn giao quỹ 2%";
const DECIDED: &str = "A | 1 | Sài Gòn | 120 | | 12/QĐ-UBND ngày 17/03/2025, hết nhiệm kỳ 17/03/2028 | Đã bàn giao ngày 05/06/2025";

async fn events(register: &Register, id: Uuid) -> Vec<(FactKind, chrono::NaiveDate)> {
    let course = register.session().course(&register.place(id).await).await.unwrap();
    course.facts.iter().filter(|fact| !fact.fact.is_baseline()).map(|fact| (fact.fact.kind, fact.fact.on)).collect()
}

async fn the_only_place(register: &Register) -> Uuid {
    let ids = register.session().place_ids(&crate::common::ALL).await.unwrap();
    assert_eq!(ids.len(), 1);
    ids[0]
}

async fn elected(register: &Register, id: Uuid) {
    let held = BoardFact::new(Uuid::now_v7(), FactKind::MeetingHeld, day(2026, 10, 4));
    let fact = BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..held };
    register.session().record_fact(operation(), id, fact).await.unwrap();
}

async fn a_decision_with_its_day_stands_in_the_course_of_the_board(register: Register) {
    let register = register.with_units().await;
    let preview = register.try_import(&[HEADING, DECIDED]).await;
    assert_eq!((counts(&preview), preview.recorded), ((1, 0, 0), 2));
    assert_eq!((preview.facts[0].name.as_str(), preview.facts[0].fact.number.as_deref()), ("A", Some("12/QĐ-UBND")));
    let done = register.import(&[HEADING, DECIDED]).await;
    assert_eq!(store::import::ImportReport { operation_id: None, ..done }, preview);
    let id = the_only_place(&register).await;
    assert_eq!(events(&register, id).await, [(FactKind::Fund, day(2025, 6, 5)), (FactKind::Recognised, day(2025, 3, 17))]);
    let board = register.place(id).await.draft.board;
    assert_eq!(
        (board.recognition, board.meeting_stage, board.fund_handover),
        (Recognition::Recognised, MeetingStage::Elected, FundHandover::Handed)
    );
    assert_eq!((board.decision_on, board.term_ends_on), (Some(day(2025, 3, 17)), Some(day(2028, 3, 17))));
    let again = register.import(&[HEADING, DECIDED]).await;
    assert_eq!((counts(&again), again.recorded, again.notes.len()), ((0, 0, 1), 0, 0), "again it changes nothing");
    assert_eq!(events(&register, id).await.len(), 2);
}

async fn what_was_recorded_stands_against_a_table_without_days(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "A", "address": "1", "apartments": 120, "recognition": "none" })).await;
    elected(&register, id).await;
    let lines = [HEADING, "A | 1 | Sài Gòn | 125 | Quá hạn | chưa có | "];
    let done = register.import(&lines).await;
    assert_eq!((codes(&done.notes), done.problems.len()), (vec![(2, "facts_stand"), (2, "facts_stand")], 0));
    assert_eq!(done.notes[1].value, "Chưa có");
    let draft = register.place(id).await.draft;
    assert_eq!((draft.apartments, draft.board.recognition), (Some(125), Recognition::DossierDue), "what it says besides is taken");
    assert_eq!(counts(&register.import(&lines).await), (0, 0, 1));
}

async fn a_decision_that_cannot_be_is_a_problem_of_its_row(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "A", "address": "1", "apartments": 120, "recognition": "none" })).await;
    elected(&register, id).await;
    let refused = register.import(&[HEADING, DECIDED]).await;
    assert_eq!((codes(&refused.problems), refused.operation_id), (vec![(2, "decision_before_meeting")], None));
    assert_eq!((refused.problems[0].column.as_str(), refused.problems[0].value.as_str()), ("BQT", "04/10/2026"));
    assert_eq!(register.place(id).await.draft.board.recognition, Recognition::DossierDue);
}

async fn undo_takes_facts_back_and_states_nothing_anew(register: Register) {
    let register = register.with_units().await;
    let plain =
        register.add(json!({ "name": "A", "address": "1", "apartments": 120, "recognition": "none", "meeting_stage": "due" })).await;
    let known = register.add(json!({ "name": "B", "address": "2", "apartments": 120 })).await;
    elected(&register, known).await;
    let before = [register.place(plain).await.draft, register.place(known).await.draft];
    let facts = events(&register, known).await;
    let lines = [HEADING, DECIDED, "B | 2 | Sài Gòn | 130 | | 13/QĐ-UBND ngày 20/10/2026, hết nhiệm kỳ 20/10/2029 | Đã bàn giao"];
    let done = register.import(&lines).await;
    assert_eq!((counts(&done), done.recorded), ((0, 2, 0), 3));
    assert_eq!(register.place(known).await.draft.board.recognition, Recognition::Recognised);
    crate::funnel::counted_stays_are_those_that_are_kept(&register).await;
    assert_eq!(register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap(), (2, 0));
    crate::funnel::counted_stays_are_those_that_are_kept(&register).await;
    assert_eq!([register.place(plain).await.draft, register.place(known).await.draft], before);
    assert_eq!(events(&register, plain).await, []);
    assert_eq!(events(&register, known).await, facts);
}

async fn undo_takes_a_fact_back_that_changed_no_field(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "A", "address": "1", "apartments": 120 })).await;
    elected(&register, id).await;
    // An earlier meeting, which changes nothing of how the board stands.
    let lines = [HEADING, "A | 1 | Sài Gòn | 120 | Đã họp, chưa bầu được BQT (05/01/2026) | | "];
    let done = register.import(&lines).await;
    assert_eq!((counts(&done), done.recorded), ((0, 1, 0), 1));
    assert_eq!(events(&register, id).await.len(), 2);
    assert_eq!(register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap(), (1, 0));
    assert_eq!(events(&register, id).await, [(FactKind::MeetingHeld, day(2026, 10, 4))]);
}

async fn facts_of_a_cluster_hold_for_its_buildings_until_they_are_taken_back(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "A", "address": "1", "kind": "building_cluster", "apartments": 120 })).await;
    let tower = register.add(json!({ "name": "Tháp", "parent_id": cluster, "apartments": 60, "recognition": "none" })).await;
    let before = register.place(tower).await.draft;
    let done = register.import(&[HEADING, DECIDED]).await;
    assert_eq!(register.place(tower).await.draft.board.recognition, Recognition::Recognised);
    register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap();
    assert_eq!(register.place(tower).await.draft, before);
    assert_eq!(events(&register, tower).await, []);
}

async fn undo_leaves_a_place_where_a_household_stands_and_takes_the_rest_back(register: Register) {
    let register = register.with_units().await;
    let lines = ["Tên chung cư | Địa chỉ | Phường/xã", "A | 1 | Sài Gòn", "B | 2 | Sài Gòn"];
    let done = register.import(&lines).await;
    let place = register.session().places(&looking_for("A"), 5, None).await.unwrap().items[0].id;
    let household = crate::households::add(&register.session(), place, "Bà Bảy").await;
    assert_eq!(register.session().undo_import(operation(), done.operation_id.unwrap()).await, Ok((1, 1)));
    assert_eq!(register.names(&ALL).await, ["A"]);
    assert!(register.session().household(household).await.is_ok());
}

async fn a_number_that_stands_for_two_days_of_a_year_is_told(register: Register) {
    let register = register.with_units().await;
    let row = |name: &str, unit: &str, on: &str| format!("{name} | {name} | {unit} | 130 | | 12/QĐ-UBND ngày {on} | ");
    let same = row("B", "Sài Gòn", "17/03/2025");
    let told = register.import(&[HEADING, DECIDED, &same]).await;
    assert!(codes(&told.notes).iter().all(|(_, code)| *code != "number_of_another_day"), "one decision may name several buildings");
    let rows = [row("C", "Sài Gòn", "20/05/2025"), row("D", "Sài Gòn", "20/05/2026"), row("E", "Bến Thành", "21/05/2025")];
    let told = register.import(&[HEADING, &rows[0], &rows[1], &rows[2]]).await;
    let noted: Vec<_> = told.notes.iter().filter(|note| note.code == "number_of_another_day").map(|note| note.value.as_str()).collect();
    assert_eq!((counts(&told), noted), ((3, 0, 0), vec!["17/03/2025"]));
}
