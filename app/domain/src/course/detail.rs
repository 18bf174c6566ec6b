//! Which details belong to which kind of fact, and what values they can have.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::fact::{BoardFact, BoardField, FactKind};
use crate::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

/// More owners than any building has apartments.
const MOST_OWNERS: u32 = 100_000;

/// Cleans the texts of a fact and finds each detail that is missing, too much, or not understood.
pub(super) fn check(fact: &mut BoardFact, errors: &mut FieldErrors) {
    for (name, field, limit) in [
        ("number", &mut fact.number, limits::NUMBER),
        ("issuer", &mut fact.issuer, limits::NAME),
        ("value", &mut fact.value, limits::NUMBER),
        ("reason", &mut fact.reason, limits::NOTE),
        ("overruled", &mut fact.overruled, limits::NOTE),
    ] {
        *field = field.take().map(|value| text::clean(&value)).filter(|value| !value.is_empty());
        if field.as_ref().is_some_and(|value| value.chars().count() > limit) {
            errors.push(name, "too_long", limit);
        }
    }
    belongs(fact, errors);
    needed(fact, errors);
    owners(fact, errors);
    if fact.term_ends_on.is_some_and(|ends| ends.year() > 2199) {
        errors.push("term_ends_on", "date_too_late", "2199");
    }
    if fact.term_ends_on.is_some_and(|ends| ends <= fact.on) {
        errors.push_day("term_ends_on", "term_ends_before_decision", fact.on);
    }
    if fact.fund == Some(FundHandover::Unknown) || fact.requirement == Some(Requirement::Unknown) {
        let field = if fact.fund.is_some() { "fund" } else { "requirement" };
        errors.push(field, "not_a_choice", "");
    }
    if let Some(value) = fact.field.and_then(|field| misread(field, fact.value.as_deref())) {
        errors.push("value", "not_understood", value);
    }
}

fn belongs(fact: &BoardFact, errors: &mut FieldErrors) {
    use FactKind::{DisputeClosed, DisputeOpened, DossierReturned, Fund, MeetingHeld, Recognised, RequirementStated, Stated};
    let details: [(&str, bool, &[FactKind]); 14] = [
        ("meeting", fact.meeting.is_some(), &[MeetingHeld]),
        ("convened_by", fact.convened_by.is_some(), &[MeetingHeld]),
        ("result", fact.result.is_some(), &[MeetingHeld]),
        ("owners_total", fact.owners_total.is_some(), &[MeetingHeld]),
        ("owners_present", fact.owners_present.is_some(), &[MeetingHeld]),
        ("owners_represented", fact.owners_represented.is_some(), &[MeetingHeld]),
        ("number", fact.number.is_some(), &[MeetingHeld, Recognised]),
        ("issuer", fact.issuer.is_some(), &[Recognised]),
        ("term_ends_on", fact.term_ends_on.is_some(), &[Recognised]),
        ("fund", fact.fund.is_some(), &[Fund]),
        ("dispute", fact.dispute.is_some(), &[DisputeOpened, DisputeClosed]),
        ("requirement", fact.requirement.is_some(), &[RequirementStated]),
        ("field", fact.field.is_some(), &[Stated]),
        ("value", fact.value.is_some(), &[Stated]),
    ];
    for (field, _, _) in details.iter().filter(|(_, said, kinds)| *said && !kinds.contains(&fact.kind)) {
        errors.push(field, "not_of_this_fact", "");
    }
    if fact.reason.is_some() && matches!(fact.kind, MeetingHeld | Recognised | Fund) {
        errors.push("reason", "not_of_this_fact", DossierReturned.code());
    }
}

fn needed(fact: &BoardFact, errors: &mut FieldErrors) {
    let needed: &[(&str, bool)] = match fact.kind {
        FactKind::MeetingHeld => &[("meeting", fact.meeting.is_none()), ("result", fact.result.is_none())],
        FactKind::Fund => &[("fund", fact.fund.is_none())],
        FactKind::DisputeOpened | FactKind::DisputeClosed => &[("dispute", fact.dispute.is_none())],
        FactKind::RequirementStated => &[("requirement", fact.requirement.is_none()), ("reason", fact.reason.is_none())],
        FactKind::Stated => &[("field", fact.field.is_none()), ("reason", fact.reason.is_none())],
        _ => &[],
    };
    for (field, _) in needed.iter().filter(|(_, missing)| *missing) {
        errors.push(field, "required", "");
    }
}

fn owners(fact: &BoardFact, errors: &mut FieldErrors) {
    let (total, present, represented) = (fact.owners_total, fact.owners_present, fact.owners_represented);
    for (field, value) in [("owners_total", total), ("owners_present", present), ("owners_represented", represented)] {
        if value.is_some_and(|value| value > MOST_OWNERS) {
            errors.push(field, "too_large", MOST_OWNERS);
        }
    }
    let there = present.unwrap_or_default().saturating_add(represented.unwrap_or_default());
    if let Some(total) = total.filter(|total| there > *total) {
        errors.push("owners_present", "more_owners_than_all", total);
    }
}

/// A stated value that its field cannot have. Nothing takes back what was said.
fn misread(field: BoardField, value: Option<&str>) -> Option<&str> {
    fn fits<T: FromStr>(value: &str) -> bool {
        value.parse::<T>().is_ok()
    }
    let fits = match field {
        BoardField::Requirement => fits::<Requirement>,
        BoardField::MeetingStage => fits::<MeetingStage>,
        BoardField::Recognition => fits::<Recognition>,
        BoardField::Term => fits::<Term>,
        BoardField::FundHandover => fits::<FundHandover>,
        BoardField::Disputes => |value: &str| value.split(',').all(|kind| fits::<DisputeKind>(kind.trim())),
        BoardField::DecisionNumber => |_: &str| true,
        BoardField::DecisionOn | BoardField::TermEndsOn => fits::<NaiveDate>,
    };
    value.filter(|value| !fits(value))
}
