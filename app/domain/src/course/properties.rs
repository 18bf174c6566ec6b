//! What holds for every sequence of facts, sensible or not.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::baseline::baseline;
use super::check::check_fact;
use super::derive::derive;
use super::fact::{BoardFact, BoardField, FactKind, MeetingKind, MeetingResult};
use super::ground::Ground;
use super::samples::{day, elected, fund, recognised, recorded, submitted};
use crate::board::{BoardStatus, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::setting::{Holidays, Rules, Setting, SettingValue, days_after};

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0u32..2500).prop_map(|after| days_after(day("2022-01-01"), after))
}

fn a_value() -> impl Strategy<Value = Option<String>> {
    let codes = [
        "required",
        "not_required",
        "unknown",
        "not_due",
        "due",
        "overdue",
        "ward_convening",
        "held_no_quorum",
        "held_no_board",
        "elected",
        "none",
        "dossier_due",
        "submitted",
        "returned",
        "awaiting_number",
        "recognised",
        "active",
        "expiring",
        "expired",
        "vacant",
        "re_election",
        "handed",
        "fees,other",
        "12/QĐ",
        "2024-02-29",
        "2026-06-30",
        "vô nghĩa",
        "",
    ];
    prop::option::of(prop::sample::select(codes.to_vec()).prop_map(Into::into))
}

fn a_fact() -> impl Strategy<Value = BoardFact> {
    let who = (any::<u16>(), any_of(FactKind::all()), a_day());
    let meeting = (prop::option::of(any_of(MeetingKind::all())), prop::option::of(any_of(MeetingResult::all())), any::<Option<u32>>());
    let decision = (prop::option::of(prop::sample::select(vec!["1", "2", " "])), prop::option::of(a_day()));
    let details = (
        prop::option::of(any_of(FundHandover::all())),
        prop::option::of(any_of(DisputeKind::all())),
        prop::option::of(any_of(Requirement::all())),
        prop::option::of(any_of(BoardField::all())),
        a_value(),
    );
    (who, meeting, decision, details).prop_map(|(who, meeting, decision, details)| BoardFact {
        meeting: meeting.0,
        result: meeting.1,
        owners_total: meeting.2,
        owners_present: meeting.2,
        owners_represented: meeting.2,
        number: decision.0.map(Into::into),
        term_ends_on: decision.1,
        fund: details.0,
        dispute: details.1,
        requirement: details.2,
        field: details.3,
        value: details.4,
        ..BoardFact::new(Uuid::from_u128(who.0.into()), who.1, who.2)
    })
}

/// A fact with the details that its kind needs.
fn a_likely_fact() -> impl Strategy<Value = BoardFact> {
    (any_of(FactKind::all()), any_of(MeetingResult::all()), any_of(&["1", "2", ""]), a_day()).prop_map(|(kind, result, number, on)| {
        let first = with_details(kind, &BoardStatus::default(), on).swap_remove(0);
        match kind {
            FactKind::MeetingHeld => BoardFact { result: Some(result), ..first },
            FactKind::Recognised => BoardFact { number: Some(number.into()), ..first },
            _ => first,
        }
    })
}

/// Ways in which a fact of that kind could be recorded.
fn with_details(kind: FactKind, status: &BoardStatus, on: NaiveDate) -> Vec<BoardFact> {
    let plain = BoardFact::new(Uuid::from_u128(u128::MAX), kind, on);
    let reason = Some("vì".to_owned());
    let open = |kind: &DisputeKind| status.disputes.contains(kind);
    match kind {
        FactKind::MeetingHeld => {
            let (meeting, result) = (Some(MeetingKind::Extraordinary), Some(MeetingResult::Other));
            vec![BoardFact { meeting, result, ..plain }]
        }
        FactKind::Recognised => vec![BoardFact { number: Some("99/QĐ".into()), ..plain }],
        FactKind::Fund => vec![BoardFact { fund: Some(FundHandover::Partial), ..plain }],
        FactKind::DisputeOpened => {
            DisputeKind::all().iter().filter(|kind| !open(kind)).map(|kind| BoardFact { dispute: Some(*kind), ..plain.clone() }).collect()
        }
        FactKind::DisputeClosed => DisputeKind::all().iter().map(|kind| BoardFact { dispute: Some(*kind), ..plain.clone() }).collect(),
        FactKind::RequirementStated => vec![BoardFact { requirement: Some(Requirement::Required), reason, ..plain }],
        FactKind::Stated => vec![BoardFact { field: Some(BoardField::Term), value: Some("vacant".into()), reason, ..plain }],
        _ => vec![plain],
    }
}

fn a_ground() -> impl Strategy<Value = Ground> {
    (
        prop::option::of(0u32..60),
        prop::option::of(0u32..60),
        any::<Option<bool>>(),
        prop::option::of(a_day()),
        prop::option::of(prop::sample::select(vec![0u32, 2020, 2023, u32::MAX])),
    )
        .prop_map(|(apartments, handed_over, several_owners, handed_over_on, handover_year)| Ground {
            apartments,
            handed_over,
            several_owners,
            handed_over_on,
            handover_year,
        })
}

fn some_rules() -> impl Strategy<Value = Rules> {
    let value = (any_of(Setting::all()), a_day(), 1u32..100).prop_map(|(setting, valid_from, value)| SettingValue {
        setting,
        valid_from,
        value,
        reason: String::new(),
    });
    prop::collection::vec(value, 0..6).prop_map(Rules::new)
}

fn a_status() -> impl Strategy<Value = BoardStatus> {
    (
        (any_of(Requirement::all()), any_of(MeetingStage::all()), any_of(Recognition::all()), any_of(Term::all())),
        any_of(FundHandover::all()),
        prop::collection::btree_set(any_of(DisputeKind::all()), 0..3),
        (prop::option::of(Just("12/QĐ".to_owned())), prop::option::of(a_day()), prop::option::of(a_day())),
    )
        .prop_map(|(fields, fund_handover, disputes, decision)| {
            let mut status = BoardStatus {
                requirement: fields.0,
                meeting_stage: fields.1,
                recognition: fields.2,
                term: fields.3,
                fund_handover,
                disputes,
                decision_number: decision.0,
                decision_on: decision.1,
                term_ends_on: decision.2,
            };
            status.settle();
            status
        })
}

fn ids() -> impl FnMut() -> Uuid {
    let mut n = 0;
    move || {
        n += 1;
        Uuid::from_u128(n)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_sequence_of_facts_derives_an_impossible_state(
        facts in prop::collection::vec(a_fact(), 0..12), ground in a_ground(), rules in some_rules(), today in a_day(),
    ) {
        let derived = derive(&ground, &facts, &rules, &Holidays::default(), today);
        prop_assert!(derived.status.is_possible(), "{:?}", derived.status);
        let mut settled = derived.status.clone();
        settled.settle();
        prop_assert_eq!(&settled, &derived.status);
        prop_assert!(derived.due.is_sorted());
        prop_assert!(!derived.next_facts.is_empty());
    }

    #[test]
    fn nothing_changes_by_itself_before_the_day_that_was_named(
        facts in prop::collection::vec(a_fact(), 0..8), ground in a_ground(), rules in some_rules(), today in a_day(),
    ) {
        let holidays = Holidays::default();
        let now = derive(&ground, &facts, &rules, &holidays, today);
        let end = now.next_change_on.unwrap_or_else(|| days_after(today, 2_000));
        for later in today.iter_days().take_while(|day| *day < end).step_by(3) {
            prop_assert_eq!(&derive(&ground, &facts, &rules, &holidays, later), &now, "{}", later);
        }
        if let Some(last) = end.pred_opt().filter(|last| *last > today) {
            prop_assert_eq!(&derive(&ground, &facts, &rules, &holidays, last), &now);
        }
    }

    #[test]
    fn the_order_in_which_facts_are_handed_over_does_not_matter(
        facts in prop::collection::vec(a_fact(), 0..10).prop_shuffle(), today in a_day(),
    ) {
        let facts = recorded(facts);
        let mut turned = facts.clone();
        turned.reverse();
        let derive = |facts: &[BoardFact]| derive(&Ground::default(), facts, &Rules::default(), &Holidays::default(), today);
        prop_assert_eq!(derive(&facts), derive(&turned));
    }

    #[test]
    fn what_was_recorded_on_one_day_in_whatever_order_comes_to_the_same(
        facts in Just(vec![
            elected("2026-04-01"), submitted("2026-04-01"), recognised("1", "2026-04-01", "2029-04-01"),
            fund(FundHandover::Handed, "2026-04-01"),
        ]).prop_shuffle(), taken in 1usize..=4,
    ) {
        let status = |facts: Vec<BoardFact>| {
            derive(&Ground::default(), &recorded(facts), &Rules::default(), &Holidays::default(), day("2026-05-01")).status
        };
        let chosen: Vec<_> = facts.into_iter().take(taken).collect();
        let mut sorted = chosen.clone();
        sorted.sort_by_key(|fact| (fact.kind != FactKind::MeetingHeld, fact.kind));
        prop_assert_eq!(status(chosen), status(sorted));
    }

    #[test]
    fn what_is_refused_is_refused_with_a_field_and_what_passes_passes_again(
        told in prop::collection::vec(a_fact(), 1..10), ground in a_ground(), today in a_day(),
    ) {
        let mut facts: Vec<BoardFact> = Vec::new();
        for fact in recorded(told) {
            match check_fact(&ground, &facts, fact, &Rules::default(), today) {
                Ok(checked) => {
                    facts.push(checked.fact.clone());
                    let again = check_fact(&ground, &facts, checked.fact.clone(), &Rules::default(), today);
                    prop_assert_eq!(again, Ok(checked));
                }
                Err(errors) => prop_assert!(!errors.is_empty() && errors.0.iter().all(|error| !error.field.is_empty())),
            }
        }
    }

    #[test]
    fn every_fact_that_is_offered_next_can_be_recorded(
        told in prop::collection::vec(a_likely_fact(), 0..8), after in 0u32..30,
    ) {
        let today = days_after(told.iter().map(|fact| fact.on).max().unwrap_or_else(|| day("2026-11-22")), after);
        let (ground, rules) = (Ground::default(), Rules::default());
        let mut facts: Vec<BoardFact> = Vec::new();
        for fact in recorded(told) {
            if let Ok(checked) = check_fact(&ground, &facts, fact, &rules, today) {
                facts.push(checked.fact);
            }
        }
        let derived = derive(&ground, &facts, &rules, &Holidays::default(), today);
        for kind in derived.next_facts {
            let tries = with_details(kind, &derived.status, today);
            let taken = |fact: BoardFact| {
                let fact = BoardFact { overruled: Some("thực tế".into()), ..fact };
                check_fact(&ground, &facts, fact, &rules, today)
            };
            let answers: Vec<_> = tries.into_iter().map(taken).collect();
            prop_assert!(answers.iter().any(Result::is_ok), "{} {:?} after {:?}", kind, answers, facts);
        }
    }

    #[test]
    fn a_register_without_history_keeps_its_counts(status in a_status(), on in a_day()) {
        let facts = baseline(&status, on, "theo biểu A", ids());
        let derived = derive(&Ground::default(), &facts, &Rules::default(), &Holidays::default(), on).status;
        prop_assert_eq!(derived.category(), status.category());
        prop_assert_eq!(derived.requirement, status.requirement);
        prop_assert_eq!((derived.fund_handover, &derived.disputes), (status.fund_handover, &status.disputes));
        // That no meeting is due follows from the requirement; an end of term, from its day.
        let follows = status.requirement == Requirement::NotRequired && status.meeting_stage == MeetingStage::Unknown;
        if status.is_possible() && !follows && !matches!(status.term, Term::Active | Term::Expiring | Term::Expired) {
            prop_assert_eq!(derived, status);
        }
    }
}
