//! The rules of the course as cases, each named by the sentence that it stands for.

use rstest::rstest;

use super::fact::{BoardFact, BoardField, FactKind, MeetingResult};
use super::ground::Ground;
use super::reason::ReasonCode;
use super::samples::*;
use crate::board::{BoardCategory, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::due::DueKind;

fn small() -> Ground {
    Ground { apartments: Some(19), ..ground() }
}

fn one_owner() -> Ground {
    Ground { several_owners: Some(false), ..ground() }
}

#[rstest]
#[case::a_board_is_required_from_twenty_apartments(Ground { apartments: Some(20), ..ground() }, vec![], Requirement::Required)]
#[case::not_below(small(), vec![], Requirement::NotRequired)]
#[case::not_with_one_owner(one_owner(), vec![], Requirement::NotRequired)]
#[case::without_a_number_of_apartments_it_is_unknown(Ground::default(), vec![], Requirement::Unknown)]
#[case::what_somebody_stated_with_a_reason_goes_before(
    small(), vec![requirement(Requirement::Required, "2026-01-01")], Requirement::Required
)]
#[case::until_it_is_taken_back(
    small(),
    vec![requirement(Requirement::Required, "2026-01-01"), stated(BoardField::Requirement, "unknown", "2026-02-01")],
    Requirement::NotRequired
)]
fn requirement_of(#[case] ground: Ground, #[case] facts: Vec<BoardFact>, #[case] expected: Requirement) {
    assert_eq!(on("2026-11-22", &ground, facts).status.requirement, expected);
}

#[rstest]
#[case::within_twelve_months_of_handover_it_is_due("2025-03-14", ground(), MeetingStage::Due)]
#[case::after_that_it_is_overdue("2025-03-15", ground(), MeetingStage::Overdue)]
#[case::before_handover_it_is_not_due("2024-03-13", ground(), MeetingStage::NotDue)]
#[case::below_half_of_the_apartments_it_is_not_due("2025-03-15", Ground { handed_over: Some(49), ..ground() }, MeetingStage::NotDue)]
#[case::how_many_are_handed_over_must_be_known("2025-03-15", Ground { handed_over: None, ..ground() }, MeetingStage::Unknown)]
#[case::without_a_day_of_handover_it_is_due_and_never_late("2030-01-01", Ground { handed_over_on: None, ..ground() }, MeetingStage::Due)]
#[case::a_year_of_handover_means_its_last_day(
    "2025-12-31", Ground { handed_over_on: None, handover_year: Some(2024), ..ground() }, MeetingStage::Due
)]
#[case::and_is_over_twelve_months_later(
    "2026-01-01", Ground { handed_over_on: None, handover_year: Some(2024), ..ground() }, MeetingStage::Overdue
)]
#[case::where_no_board_is_required_none_is_due("2025-03-15", small(), MeetingStage::NotDue)]
#[case::where_that_is_unknown_so_is_the_meeting("2025-03-15", Ground { apartments: None, ..ground() }, MeetingStage::Unknown)]
fn first_meeting_without_facts(#[case] today: &str, #[case] ground: Ground, #[case] expected: MeetingStage) {
    let derived = on(today, &ground, []);
    assert_eq!(derived.status.meeting_stage, expected);
    assert_eq!(derived.status.category(), BoardCategory::Unknown, "nobody has confirmed anything");
}

#[test]
fn overdue_says_why_in_numbers() {
    let derived = on("2026-11-22", &ground(), []);
    let reason = derived.reasons_of(BoardField::MeetingStage).next().expect("a reason");
    assert_eq!((reason.code, reason.on, reason.number), (ReasonCode::MeetingOverdue, Some(day("2024-03-14")), Some(62)));
    assert_eq!(reason.until, Some(day("2025-03-14")));
    assert_eq!((derived.due[0].kind, derived.due[0].on, derived.due[0].overdue), (DueKind::WardToConvene, day("2025-03-14"), true));
}

fn whole_course() -> Vec<BoardFact> {
    vec![
        fact(FactKind::WardConvenes, "2026-01-05"),
        meeting(MeetingResult::NoQuorum, "2026-02-01"),
        meeting(MeetingResult::NoBoard, "2026-03-01"),
        elected("2026-04-01"),
        submitted("2026-04-08"),
        fact(FactKind::DossierReturned, "2026-04-15"),
        submitted("2026-04-20"),
        recognised("", "2026-04-28", ""),
        recognised("12/QĐ-UBND", "2026-04-28", "2029-04-28"),
        fact(FactKind::TermEnded, "2029-04-29"),
        elected_again("2029-06-01"),
        submitted("2029-06-08"),
        recognised("34/QĐ-UBND", "2029-06-20", "2032-06-20"),
        fact(FactKind::BoardVacated, "2030-01-01"),
    ]
}

#[rstest]
#[case::first_the_ward_convenes(1, "2026-01-05", MeetingStage::WardConvening, Recognition::None, Term::None, BoardCategory::Missing)]
#[case::then_too_few_come(2, "2026-02-01", MeetingStage::HeldNoQuorum, Recognition::None, Term::None, BoardCategory::UnderWay)]
#[case::then_nobody_is_elected(3, "2026-03-01", MeetingStage::HeldNoBoard, Recognition::None, Term::None, BoardCategory::UnderWay)]
#[case::an_election_makes_the_dossier_due(
    4,
    "2026-04-01",
    MeetingStage::Elected,
    Recognition::DossierDue,
    Term::None,
    BoardCategory::UnderWay
)]
#[case::the_dossier_is_submitted(5, "2026-04-08", MeetingStage::Elected, Recognition::Submitted, Term::None, BoardCategory::UnderWay)]
#[case::it_comes_back(6, "2026-04-15", MeetingStage::Elected, Recognition::Returned, Term::None, BoardCategory::UnderWay)]
#[case::and_is_submitted_again(7, "2026-04-20", MeetingStage::Elected, Recognition::Submitted, Term::None, BoardCategory::UnderWay)]
#[case::a_decision_without_number_waits_for_it(
    8,
    "2026-04-28",
    MeetingStage::Elected,
    Recognition::AwaitingNumber,
    Term::Active,
    BoardCategory::UnderWay
)]
#[case::with_it_the_board_is_recognised(
    9,
    "2026-04-28",
    MeetingStage::Elected,
    Recognition::Recognised,
    Term::Active,
    BoardCategory::Recognised
)]
#[case::ninety_days_before_its_end_the_term_shows(
    9,
    "2029-01-28",
    MeetingStage::Elected,
    Recognition::Recognised,
    Term::Expiring,
    BoardCategory::Recognised
)]
#[case::an_expired_term_still_counts_as_recognised(
    10,
    "2029-05-01",
    MeetingStage::Elected,
    Recognition::Recognised,
    Term::Expired,
    BoardCategory::Recognised
)]
#[case::so_it_does_while_a_new_board_waits(
    12,
    "2029-06-08",
    MeetingStage::Elected,
    Recognition::Recognised,
    Term::ReElection,
    BoardCategory::Recognised
)]
#[case::until_the_new_decision_takes_its_place(
    13,
    "2029-06-20",
    MeetingStage::Elected,
    Recognition::Recognised,
    Term::Active,
    BoardCategory::Recognised
)]
#[case::a_board_without_anybody_is_none(14, "2030-01-01", MeetingStage::Due, Recognition::None, Term::Vacant, BoardCategory::Missing)]
fn the_course_step_by_step(
    #[case] steps: usize,
    #[case] today: &str,
    #[case] meeting: MeetingStage,
    #[case] recognition: Recognition,
    #[case] term: Term,
    #[case] category: BoardCategory,
) {
    let status = on(today, &ground(), whole_course().into_iter().take(steps)).status;
    assert_eq!((status.meeting_stage, status.recognition, status.term, status.category()), (meeting, recognition, term, category));
}

#[rstest]
#[case::ten_days_for_the_dossier(vec![elected("2026-04-01")], DueKind::DossierToSubmit, "2026-04-11")]
#[case::seven_working_days_for_the_decision(vec![elected("2026-04-01"), submitted("2026-04-03")], DueKind::Decision, "2026-04-14")]
#[case::ten_days_to_mend_it(
    vec![submitted("2026-04-03"), fact(FactKind::DossierReturned, "2026-04-10")], DueKind::DossierToMend, "2026-04-20"
)]
#[case::the_number_is_asked_for(vec![recognised("", "2026-04-03", "")], DueKind::AwaitingNumber, "2026-04-14")]
#[case::the_end_of_the_term_shows_before(vec![recognised("1", "2023-07-01", "2026-07-01")], DueKind::TermEnd, "2026-07-01")]
#[case::a_re_election_is_asked_for(
    vec![recognised("1", "2023-07-01", "2026-07-01"), fact(FactKind::ReElectionCalled, "2026-04-01")],
    DueKind::NewElection, "2026-07-01"
)]
#[case::a_meeting_in_vain_is_to_be_held_again(
    vec![meeting(MeetingResult::NoQuorum, "2026-04-01")], DueKind::FirstMeeting, "2025-03-14"
)]
#[case::a_term_that_ended_early_not_at_its_old_end(
    vec![recognised("1", "2025-03-18", "2028-03-18"), fact(FactKind::TermEnded, "2026-04-01")], DueKind::TermEnd, "2026-04-01"
)]
#[case::a_board_recalled_long_before_its_end_is_replaced_now(
    vec![recognised("1", "2025-03-18", "2028-03-18"), fact(FactKind::ReElectionCalled, "2026-04-01")], DueKind::NewElection, "2026-04-01"
)]
#[case::after_a_vacated_board_no_meeting_is_the_first(
    vec![
        recognised("1", "2025-03-18", "2028-03-18"),
        fact(FactKind::BoardVacated, "2026-01-10"),
        meeting(MeetingResult::NoQuorum, "2026-04-01"),
    ],
    DueKind::NewElection,
    "2026-04-01"
)]
fn what_is_due(#[case] facts: Vec<BoardFact>, #[case] kind: DueKind, #[case] until: &str) {
    let derived = on("2026-04-15", &ground(), facts);
    assert_eq!(derived.due.iter().map(|due| (due.kind, due.on)).collect::<Vec<_>>(), [(kind, day(until))]);
}

#[test]
fn a_dispute_is_due_after_half_a_year_until_it_is_closed() {
    let opened = dispute(FactKind::DisputeOpened, "2026-01-01");
    let derived = on("2026-11-22", &Ground::default(), [opened.clone()]);
    assert_eq!((derived.due[0].kind, derived.due[0].overdue), (DueKind::DisputeOpen, true));
    let closed = on("2026-11-22", &Ground::default(), [opened, dispute(FactKind::DisputeClosed, "2026-02-01")]);
    assert!(closed.due.is_empty() && closed.status.disputes.is_empty());
}

#[test]
fn what_was_stated_holds_until_something_happens_after_it() {
    let by_hand = stated(BoardField::MeetingStage, "due", "2025-01-01");
    assert_eq!(on("2025-03-14", &ground(), [by_hand.clone()]).status.meeting_stage, MeetingStage::Due);
    let passed = on("2025-03-15", &ground(), [by_hand]);
    assert_eq!(passed.status.meeting_stage, MeetingStage::Overdue, "the deadline passed after it");
    let knowing = stated(BoardField::MeetingStage, "due", "2025-06-01");
    let derived = on("2026-01-01", &ground(), [knowing]);
    assert_eq!(derived.status.meeting_stage, MeetingStage::Due, "whoever said it knew of the deadline");
    let reason = derived.reasons_of(BoardField::MeetingStage).next().expect("a reason");
    assert_eq!((reason.code, reason.text.as_deref()), (ReasonCode::StatedByHand, Some("theo biểu A")));
}

#[test]
fn an_annual_meeting_without_quorum_leaves_the_board_as_it_was() {
    let facts = [recognised("1", "2025-01-01", "2028-01-01"), meeting(MeetingResult::NoQuorum, "2026-01-01")];
    assert_eq!(on("2026-02-01", &ground(), facts).status.category(), BoardCategory::Recognised);
}

#[test]
fn the_likeliest_facts_lead_step_by_step_to_recognition_and_the_fund() {
    let mut facts = Vec::new();
    let mut steps = Vec::new();
    for month in 1..=5 {
        let date = format!("2026-0{month}-01");
        let next = on(&date, &ground(), facts.clone()).next_facts[0];
        steps.push(next);
        facts.push(match next {
            FactKind::MeetingHeld => elected(&date),
            FactKind::Recognised => recognised("1", &date, "2029-01-01"),
            FactKind::Fund => fund(FundHandover::Handed, &date),
            kind => fact(kind, &date),
        });
    }
    use FactKind::{DossierSubmitted, Fund, MeetingHeld, Recognised};
    assert_eq!(steps, [MeetingHeld, DossierSubmitted, Recognised, Fund, MeetingHeld]);
}

/// The register of states says this on the day; nobody recorded it.
fn register(field: BoardField, value: &str, on: &str) -> BoardFact {
    BoardFact { reason: Some(String::new()), ..stated(field, value, on) }
}

#[test]
fn a_fact_told_later_of_a_day_before_the_register_was_looked_at_takes_effect() {
    let register =
        || vec![register(BoardField::Recognition, "none", "2026-11-01"), register(BoardField::FundHandover, "not_handed", "2026-11-01")];
    let first = fund(FundHandover::Partial, "2026-11-20");
    for earlier in ["2026-05-04", "2026-11-01"] {
        let second = recognised("12/QĐ-UBND", earlier, "2029-05-04");
        let facts = register().into_iter().chain([first.clone(), second]);
        let derived = on("2026-11-22", &ground(), facts);
        assert_eq!(
            (derived.status.recognition, derived.status.fund_handover),
            (Recognition::Recognised, FundHandover::Partial),
            "{earlier}"
        );
    }
    // Before anybody looked at the register, it said nothing.
    assert_eq!(on("2026-10-31", &ground(), register()).status.recognition, Recognition::Unknown);
}
