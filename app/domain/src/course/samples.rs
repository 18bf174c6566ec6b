//! Facts as the tests write them down.

use chrono::NaiveDate;
use uuid::Uuid;

use super::derive::{Derived, derive};
use super::fact::{BoardFact, BoardField, FactKind, MeetingKind, MeetingResult};
use super::ground::Ground;
use crate::board::{DisputeKind, FundHandover, Requirement};
use crate::setting::{Holidays, Rules};

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// 100 apartments, 62 of them handed over, on 14 March 2024.
pub fn ground() -> Ground {
    Ground { apartments: Some(100), handed_over: Some(62), handed_over_on: Some(day("2024-03-14")), ..Ground::default() }
}

pub fn fact(kind: FactKind, on: &str) -> BoardFact {
    BoardFact::new(Uuid::nil(), kind, day(on))
}

pub fn meeting(result: MeetingResult, on: &str) -> BoardFact {
    BoardFact { meeting: Some(MeetingKind::First), result: Some(result), ..fact(FactKind::MeetingHeld, on) }
}

pub fn elected(on: &str) -> BoardFact {
    meeting(MeetingResult::Elected, on)
}

pub fn elected_again(on: &str) -> BoardFact {
    BoardFact { meeting: Some(MeetingKind::Extraordinary), ..elected(on) }
}

pub fn submitted(on: &str) -> BoardFact {
    fact(FactKind::DossierSubmitted, on)
}

pub fn recognised(number: &str, on: &str, ends: &str) -> BoardFact {
    let number = Some(number.to_owned()).filter(|number| !number.is_empty());
    BoardFact { number, term_ends_on: ends.parse().ok(), ..fact(FactKind::Recognised, on) }
}

pub fn fund(fund: FundHandover, on: &str) -> BoardFact {
    BoardFact { fund: Some(fund), ..fact(FactKind::Fund, on) }
}

pub fn dispute(kind: FactKind, on: &str) -> BoardFact {
    BoardFact { dispute: Some(DisputeKind::Fees), ..fact(kind, on) }
}

pub fn requirement(requirement: Requirement, on: &str) -> BoardFact {
    BoardFact { requirement: Some(requirement), reason: Some("vì".into()), ..fact(FactKind::RequirementStated, on) }
}

pub fn stated(field: BoardField, value: &str, on: &str) -> BoardFact {
    let reason = Some("theo biểu A".into());
    BoardFact { field: Some(field), value: Some(value.into()), reason, ..fact(FactKind::Stated, on) }
}

/// The same facts, recorded in this order.
pub fn recorded(facts: impl IntoIterator<Item = BoardFact>) -> Vec<BoardFact> {
    facts.into_iter().enumerate().map(|(n, fact)| BoardFact { id: Uuid::from_u128(n as u128 + 1), ..fact }).collect()
}

pub fn on(today: &str, ground: &Ground, facts: impl IntoIterator<Item = BoardFact>) -> Derived {
    derive(ground, &recorded(facts), &Rules::default(), &Holidays::default(), day(today))
}
