//! What a row says of a board, held against its course: what it says with a day becomes facts; what it says
//! without one is stated, unless that would set back what facts say.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::row::ImportedPlace;
use super::words::label;
use crate::board::{BoardStatus, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::change;
use crate::course::{
    BoardFact, BoardField, Derived, FactKind, Ground, MeetingKind, MeetingResult, ReasonCode, Warning, baseline, check_fact, derive,
};
use crate::failure::FieldErrors;
use crate::place::PlaceDraft;
use crate::setting::{Holidays, Rules};

/// What facts are checked and derived by.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub rules: &'a Rules,
    pub holidays: &'a Holidays,
    pub today: NaiveDate,
    /// How the table is called: the reason of what it states.
    pub reason: &'a str,
}

/// What is known of the board of a place that stands in the register.
pub struct Known<'a> {
    pub status: &'a BoardStatus,
    /// Of the place and of its cluster.
    pub facts: Vec<BoardFact>,
}

/// What a row brings to the course of a board.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// To be recorded, in this order.
    pub facts: Vec<BoardFact>,
    /// What follows from them and from those before.
    pub status: BoardStatus,
    pub differences: Vec<Difference>,
}

/// A field in which the row says something else than the facts, which stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// By its name in `PlaceDraft`.
    pub field: &'static str,
    /// What the row says, in words.
    pub said: String,
}

/// What is new in a row. `draft` is the row laid over the place. None where neither the row nor the place has
/// facts: the fields are then as the row says. The errors name fields of `PlaceDraft`.
pub fn news(
    row: &ImportedPlace,
    draft: &PlaceDraft,
    known: Option<Known<'_>>,
    register: impl FnOnce(NaiveDate) -> Vec<BoardFact>,
    book: Book<'_>,
    mut id: impl FnMut() -> Uuid,
) -> Result<Option<News>, FieldErrors> {
    let nothing = BoardStatus::default();
    let (status, mut facts) = known.map_or((&nothing, Vec::new()), |known| (known.status, known.facts));
    let is_new = |fact: &BoardFact| !is_known(fact, status, &facts);
    let mut told: Vec<BoardFact> = told(row, draft, status).into_iter().filter(is_new).collect();
    told.sort_by_key(|fact| fact.on);
    let Some(first) = told.first().map(|fact| fact.on).or(facts.first().map(|fact| fact.on)) else { return Ok(None) };
    if told.is_empty() && draft.board == *status {
        return Ok(None);
    }
    let mut fresh = if facts.is_empty() { register(first) } else { Vec::new() };
    facts.extend(fresh.iter().cloned());
    let ground = Ground::of(draft);
    for fact in told {
        let checked = check(&ground, &facts, BoardFact { id: id(), ..fact }, book)?;
        facts.push(checked.clone());
        fresh.push(checked);
    }
    let mut derived = derive(&ground, &facts, book.rules, book.holidays, book.today);
    let mut differences = Vec::new();
    let on = row.fields.get("reviewed_on").and(draft.reviewed_on).map_or(book.today, |on| on.min(book.today));
    for field in BoardField::all().iter().filter(|field| row.fields.contains_key(field.code())) {
        let wanted = of(&draft.board, *field);
        if of(&derived.status, *field) == wanted {
            continue;
        }
        if !sets_back(*field, &draft.board, &derived) {
            let value =
                baseline(&draft.board, on, "", Uuid::nil).into_iter().find(|fact| fact.field == Some(*field)).and_then(|fact| fact.value);
            let (field, reason) = (Some(*field), Some(book.reason.to_owned()));
            let stated = BoardFact { field, value, reason, ..BoardFact::new(id(), FactKind::Stated, on) };
            let with: Vec<BoardFact> = facts.iter().cloned().chain([stated.clone()]).collect();
            let then = derive(&ground, &with, book.rules, book.holidays, book.today);
            if field.is_some_and(|field| of(&then.status, field) == wanted) {
                (facts, derived) = (with, then);
                fresh.push(stated);
                continue;
            }
        }
        // An empty cell says nothing else: it takes back nothing that happened.
        if wanted == of(&nothing, *field) {
            continue;
        }
        differences.push(Difference { field: field.code(), said: words(&draft.board, *field) });
    }
    let mut status = derived.status;
    status.settle();
    Ok(Some(News { facts: fresh, status, differences }))
}

/// What the row says with its day.
fn told(row: &ImportedPlace, draft: &PlaceDraft, status: &BoardStatus) -> Vec<BoardFact> {
    let board = &draft.board;
    let says = |field: &str| row.fields.get(field).is_some_and(|value| !value.is_null());
    let fact = |kind, on| BoardFact::new(Uuid::nil(), kind, on);
    let mut told = Vec::new();
    let decided = board.decision_on.filter(|_| says("decision_on"));
    if let Some(on) = decided.filter(|_| matches!(board.recognition, Recognition::Recognised | Recognition::AwaitingNumber)) {
        let term_ends_on = board.term_ends_on.filter(|_| says("term_ends_on"));
        told.push(BoardFact { number: board.decision_number.clone(), term_ends_on, ..fact(FactKind::Recognised, on) });
    }
    if let Some(on) = row.held_on {
        let earlier = status.decision_on.is_some_and(|decided| decided < on);
        let meeting = Some(if earlier { MeetingKind::Extraordinary } else { MeetingKind::First });
        let held = |result| BoardFact { meeting, result: Some(result), ..fact(FactKind::MeetingHeld, on) };
        told.extend(match board.meeting_stage {
            MeetingStage::Elected => Some(held(MeetingResult::Elected)),
            MeetingStage::HeldNoQuorum => Some(held(MeetingResult::NoQuorum)),
            MeetingStage::HeldNoBoard => Some(held(MeetingResult::NoBoard)),
            MeetingStage::WardConvening => Some(fact(FactKind::WardConvenes, on)),
            _ => None,
        });
    }
    if let Some(on) = row.fund_on.filter(|_| board.fund_handover != FundHandover::Unknown) {
        told.push(BoardFact { fund: Some(board.fund_handover), ..fact(FactKind::Fund, on) });
    }
    told
}

/// It was recorded before, or the register says the same of the decision.
fn is_known(fact: &BoardFact, status: &BoardStatus, facts: &[BoardFact]) -> bool {
    let decided = fact.kind == FactKind::Recognised && status.decision_on == Some(fact.on);
    let same = |other: &BoardFact| {
        (other.kind, other.on, other.result, other.fund) == (fact.kind, fact.on, fact.result, fact.fund)
            && (fact.number.is_none() || other.number == fact.number)
    };
    (decided && (fact.number.is_none() || status.decision_number == fact.number)) || facts.iter().any(same)
}

/// A decision with its number and day proves the election of which nobody told.
fn check(ground: &Ground, facts: &[BoardFact], fact: BoardFact, book: Book<'_>) -> Result<BoardFact, FieldErrors> {
    let checked = check_fact(ground, facts, fact.clone(), book.rules, book.today).or_else(|errors| {
        let only = errors.0.iter().all(|error| Warning::of(error) == Some(Warning::NoElectionRecorded));
        let overruled = Some(book.reason.to_owned());
        if only { check_fact(ground, facts, BoardFact { overruled, ..fact.clone() }, book.rules, book.today) } else { Err(errors) }
    });
    checked.map(|checked| checked.fact).map_err(|mut errors| {
        // Beside what cannot be, what is only unlikely says nothing more.
        if errors.0.iter().any(|error| Warning::of(error).is_none()) {
            errors.0.retain(|error| Warning::of(error).is_none());
        }
        for error in &mut errors.0 {
            let field = match (fact.kind, error.field.as_str()) {
                (FactKind::Recognised, "on") => "decision_on",
                (FactKind::Recognised, "number") => "decision_number",
                (FactKind::Recognised, "term_ends_on") => "term_ends_on",
                (FactKind::Recognised, _) => "recognition",
                (FactKind::Fund, _) => "fund_handover",
                _ => "meeting_stage",
            };
            error.field = field.to_owned();
        }
        errors
    })
}

fn of(status: &BoardStatus, field: BoardField) -> Value {
    change::fields(status).remove(field.code()).unwrap_or(Value::Null)
}

/// Without a day of its own, a table does not take back what facts say: it may be older than they are.
fn sets_back(field: BoardField, said: &BoardStatus, derived: &Derived) -> bool {
    let status = &derived.status;
    let happened =
        |field| derived.reasons_of(field).any(|reason| !matches!(reason.code, ReasonCode::StatedByHand | ReasonCode::NothingRecorded));
    let decided = happened(BoardField::Recognition);
    match field {
        BoardField::Requirement => {
            let recorded = derived.reasons_of(field).any(|reason| reason.code == ReasonCode::RequirementRecorded);
            recorded || said.requirement == Requirement::Unknown
        }
        BoardField::MeetingStage => said.meeting_stage < status.meeting_stage && happened(field),
        BoardField::Recognition => said.recognition < status.recognition && decided,
        BoardField::FundHandover => said.fund_handover < status.fund_handover && happened(field),
        BoardField::Term => matches!(said.term, Term::None | Term::Active | Term::Expiring),
        BoardField::Disputes => !said.disputes.is_superset(&status.disputes),
        BoardField::DecisionNumber => status.decision_number.is_some() && decided,
        BoardField::DecisionOn => status.decision_on.is_some() && decided,
        BoardField::TermEndsOn => status.term_ends_on.is_some() && decided,
    }
}

/// What is said of a field, as tables write it.
fn words(said: &BoardStatus, field: BoardField) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.format("%d/%m/%Y").to_string());
    let text = match field {
        BoardField::Requirement => Some(label(said.requirement).to_owned()),
        BoardField::MeetingStage => Some(label(said.meeting_stage).to_owned()),
        BoardField::Recognition => Some(label(said.recognition).to_owned()),
        BoardField::Term => Some(label(said.term).to_owned()),
        BoardField::FundHandover => Some(label(said.fund_handover).to_owned()),
        BoardField::Disputes => Some(said.disputes.iter().map(|kind| label(*kind)).collect::<Vec<_>>().join(", ")),
        BoardField::DecisionNumber => said.decision_number.clone(),
        BoardField::DecisionOn => day(said.decision_on),
        BoardField::TermEndsOn => day(said.term_ends_on),
    };
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned())
}
