//! What is refused, what is warned of, and what passes: each case by the sentence it stands for.

use rstest::rstest;

use super::check::{Checked, Warning, check_fact, check_withdrawal};
use super::fact::{BoardFact, BoardField, FactKind, MeetingResult};
use super::samples::*;
use crate::board::{FundHandover, Requirement};
use crate::failure::FieldErrors;
use crate::setting::Rules;
use uuid::Uuid;

/// Recorded last, on 22 November 2026.
fn told(existing: Vec<BoardFact>, fact: BoardFact) -> Result<Checked, FieldErrors> {
    let fact = BoardFact { id: Uuid::from_u128(1_000), ..fact };
    check_fact(&ground(), &recorded(existing), fact, &Rules::default(), day("2026-11-22"))
}

fn in_office() -> Vec<BoardFact> {
    vec![elected("2025-03-01"), submitted("2025-03-08"), recognised("12/QĐ-UBND", "2025-03-18", "2028-03-18")]
}

fn elected_only() -> Vec<BoardFact> {
    vec![elected("2026-04-01")]
}

fn counted(result: MeetingResult, present: u32) -> BoardFact {
    BoardFact { owners_total: Some(100), owners_present: Some(present), ..meeting(result, "2026-04-01") }
}

#[rstest]
#[case::nothing_has_happened_tomorrow(vec![], elected("2026-11-23"), "on", "date_in_future")]
#[case::a_decision_comes_after_its_meeting(elected_only(), recognised("1", "2026-03-31", ""), "on", "decision_before_meeting")]
#[case::a_dossier_comes_after_the_election(elected_only(), submitted("2026-03-31"), "on", "dossier_before_election")]
#[case::a_first_meeting_comes_before_the_decision(
    vec![recognised("1", "2026-03-01", "")], elected("2026-04-01"), "on", "first_meeting_after_decision"
)]
#[case::a_term_ends_after_its_decision(vec![], recognised("1", "2026-04-01", "2026-04-01"), "term_ends_on", "term_ends_before_decision")]
#[case::also_when_its_end_is_told_later(in_office(), fact(FactKind::TermEnded, "2025-03-18"), "on", "term_ends_before_decision")]
#[case::one_term_has_one_board(in_office(), recognised("13/QĐ-UBND", "2026-04-01", ""), "on", "two_boards_in_one_term")]
#[case::one_decision_is_recorded_once(in_office(), recognised("12/QĐ-UBND", "2026-04-01", ""), "number", "decision_already_recorded")]
#[case::a_decision_waits_for_its_number_once(
    vec![recognised("", "2026-03-01", "")], recognised(" ", "2026-04-01", ""), "number", "decision_already_awaits_number"
)]
#[case::a_dossier_is_submitted_once(
    vec![elected("2026-04-01"), submitted("2026-04-02")], submitted("2026-04-03"), "kind", "dossier_already_submitted"
)]
#[case::no_term_ends_where_there_is_no_board(elected_only(), fact(FactKind::TermEnded, "2026-05-01"), "kind", "no_term_to_end")]
#[case::nobody_leaves_a_board_that_there_is_not(
    vec![meeting(MeetingResult::NoBoard, "2026-04-01")], fact(FactKind::BoardVacated, "2026-05-01"), "kind", "no_board_to_vacate"
)]
#[case::nor_is_it_replaced(
    vec![meeting(MeetingResult::NoBoard, "2026-04-01")], fact(FactKind::ReElectionCalled, "2026-05-01"), "kind", "no_board_to_replace"
)]
#[case::a_dispute_is_closed_after_it_was_opened(
    vec![dispute(FactKind::DisputeOpened, "2026-04-02")], dispute(FactKind::DisputeClosed, "2026-04-01"), "dispute", "dispute_not_open"
)]
#[case::and_opened_once(
    vec![dispute(FactKind::DisputeOpened, "2026-04-02")], dispute(FactKind::DisputeOpened, "2026-04-03"), "dispute", "dispute_already_open"
)]
#[case::a_former_fact_must_not_break_a_later_one(
    vec![dispute(FactKind::DisputeOpened, "2026-04-02")], dispute(FactKind::DisputeOpened, "2026-04-01"), "on", "contradicts_later_fact"
)]
#[case::a_meeting_needs_its_result(vec![], fact(FactKind::MeetingHeld, "2026-04-01"), "meeting", "required")]
#[case::a_requirement_needs_its_reason(
    vec![], BoardFact { reason: None, ..requirement(Requirement::Required, "2026-04-01") }, "reason", "required"
)]
#[case::unknown_is_no_statement(vec![], requirement(Requirement::Unknown, "2026-04-01"), "requirement", "not_a_choice")]
#[case::what_is_set_by_hand_must_be_a_value_of_its_field(
    vec![], stated(BoardField::Term, "elected", "2026-04-01"), "value", "not_understood"
)]
#[case::a_detail_of_another_kind_is_not_swallowed(
    vec![], BoardFact { term_ends_on: Some(day("2028-01-01")), ..fund(FundHandover::Handed, "2026-04-01") }, "term_ends_on", "not_of_this_fact"
)]
#[case::no_more_owners_come_than_there_are(vec![], counted(MeetingResult::Elected, 101), "owners_present", "more_owners_than_all")]
fn refused(#[case] existing: Vec<BoardFact>, #[case] fact: BoardFact, #[case] field: &str, #[case] code: &str) {
    let errors = told(existing.clone(), fact.clone()).expect_err("it cannot be");
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code), "{errors:?}");
    assert!(errors.0[0].code.parse::<Warning>().is_err());
    let overruled = told(existing, BoardFact { overruled: Some("thực tế".into()), ..fact });
    assert!(overruled.is_err(), "a reason does not make it possible");
}

#[rstest]
#[case::a_board_elected_by_too_few(vec![], counted(MeetingResult::Elected, 49), Warning::BelowQuorum)]
#[case::no_quorum_though_half_came(vec![], counted(MeetingResult::NoQuorum, 50), Warning::QuorumWasReached)]
#[case::a_meeting_before_handover(vec![], meeting(MeetingResult::NoBoard, "2024-03-13"), Warning::BeforeHandover)]
#[case::a_first_meeting_where_a_board_is_known(in_office(), meeting(MeetingResult::NoBoard, "2026-04-01"), Warning::BoardAlreadyKnown)]
#[case::an_election_amid_the_term(in_office(), elected_again("2026-04-01"), Warning::BoardStillInTerm)]
#[case::a_dossier_after_a_meeting_in_vain(
    vec![meeting(MeetingResult::NoBoard, "2026-04-01")], submitted("2026-05-01"), Warning::NoElectionRecorded
)]
#[case::a_dossier_returned_that_was_not_submitted(
    elected_only(),
    fact(FactKind::DossierReturned, "2026-05-01"),
    Warning::NoDossierRecorded
)]
#[case::a_decision_before_the_election_under_way(
    vec![elected("2022-01-01"), elected_again("2026-04-01")], recognised("1", "2026-03-31", ""), Warning::BeforeItsMeeting
)]
#[case::a_term_that_ended_early(in_office(), fact(FactKind::TermEnded, "2026-05-01"), Warning::TermEndsLater)]
#[case::a_ward_that_convenes_after_the_election(elected_only(), fact(FactKind::WardConvenes, "2026-05-01"), Warning::BoardAlreadyElected)]
fn warned_of_until_overruled(#[case] existing: Vec<BoardFact>, #[case] fact: BoardFact, #[case] warning: Warning) {
    let errors = told(existing.clone(), fact.clone()).expect_err("a warning");
    assert_eq!(errors.0.iter().map(Warning::of).collect::<Vec<_>>(), [Some(warning)]);
    let checked = told(existing, BoardFact { overruled: Some(" thực tế ".into()), ..fact }).expect("overruled");
    assert_eq!((checked.warnings, checked.fact.overruled.as_deref()), (vec![warning], Some("thực tế")));
}

#[rstest]
#[case::a_decision_where_no_meeting_was_recorded(vec![], recognised("1", "2026-04-01", "2029-04-01"))]
#[case::a_decision_later_than_the_deadline(
    vec![elected("2026-01-01"), submitted("2026-01-05")], recognised("1", "2026-09-01", "")
)]
#[case::the_number_of_a_decision_that_waited_for_it(vec![recognised("", "2026-03-01", "")], recognised("1", "2026-03-01", ""))]
#[case::all_on_one_day_in_any_order(vec![recognised("1", "2026-04-01", "")], elected("2026-04-01"))]
#[case::a_second_decision_after_an_election(
    [in_office(), vec![elected_again("2026-04-01")]].concat(), recognised("13/QĐ-UBND", "2026-05-01", "")
)]
#[case::a_fund_that_came_before_the_board(in_office(), fund(FundHandover::Partial, "2025-01-01"))]
#[case::an_election_when_the_term_is_nearly_over(
    vec![recognised("1", "2023-12-01", "2026-12-01")], elected_again("2026-11-01")
)]
fn passes(#[case] existing: Vec<BoardFact>, #[case] fact: BoardFact) {
    assert_eq!(told(existing, fact).expect("it can be").warnings, []);
}

#[test]
fn a_fact_that_is_corrected_is_not_compared_with_itself() {
    let existing = recorded(in_office());
    let corrected = BoardFact { number: Some("21/QĐ-UBND".into()), ..existing[2].clone() };
    let checked = check_fact(&ground(), &existing, corrected, &Rules::default(), day("2026-11-22"));
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn what_is_corrected_or_taken_out_must_not_leave_the_rest_hanging() {
    let existing = recorded([dispute(FactKind::DisputeOpened, "2026-04-02"), dispute(FactKind::DisputeClosed, "2026-05-02")]);
    let moved = |on: &str| BoardFact { on: day(on), ..existing[0].clone() };
    let correct = |fact| check_fact(&ground(), &existing, fact, &Rules::default(), day("2026-11-22"));
    let errors = correct(moved("2026-05-03")).expect_err("it was closed before");
    assert_eq!((errors.0[0].code.as_str(), errors.0[0].value.as_str()), ("contradicts_later_fact", "02/05/2026"));
    assert!(correct(moved("2026-04-20")).is_ok());

    let withdraw = |fact: &BoardFact| check_withdrawal(&ground(), &existing, fact, &Rules::default());
    assert_eq!(withdraw(&existing[0]).expect_err("it is closed").0[0].code, "contradicts_later_fact");
    assert!(withdraw(&existing[1]).is_ok());

    let elections = recorded([in_office(), vec![elected_again("2026-04-01"), recognised("13/QĐ-UBND", "2026-05-01", "")]].concat());
    let withdraw = |fact: &BoardFact| check_withdrawal(&ground(), &elections, fact, &Rules::default());
    assert!(withdraw(&elections[3]).is_err(), "a second decision needs its election");
    assert!(withdraw(&elections[4]).is_ok());
}

#[test]
fn a_reason_without_a_warning_is_not_kept() {
    let fact = BoardFact { overruled: Some("vì".into()), ..elected("2026-04-01") };
    assert_eq!(told(vec![], fact).expect("it can be").fact.overruled, None);
}

#[test]
fn what_the_register_said_is_known_whatever_day_a_fact_is_told_of() {
    let register = |field, value: &str| BoardFact { reason: Some(String::new()), ..stated(field, value, "2026-11-01") };
    let decided = || {
        vec![
            register(BoardField::Recognition, "recognised"),
            register(BoardField::DecisionNumber, "12/QĐ-UBND"),
            register(BoardField::DecisionOn, "2025-03-18"),
        ]
    };
    let again = told(decided(), recognised("12/QĐ-UBND", "2026-03-18", "")).expect_err("it stands in the register");
    assert_eq!(again.0[0].code, "decision_already_recorded");
    assert!(told(decided(), fact(FactKind::TermEnded, "2025-03-01")).is_err());
    assert!(told(decided(), fact(FactKind::TermEnded, "2026-03-01")).is_ok());
}
