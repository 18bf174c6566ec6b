//! How a register of states without history becomes facts: each field that says something, stated.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::fact::{BoardFact, BoardField, FactKind};
use crate::board::BoardStatus;
use crate::change;

/// What a status says, as facts stated on one day; without a reason they are what the register said before the
/// first fact ([`BoardFact::is_baseline`]). Fields that say nothing or `unknown` give none.
pub fn baseline(status: &BoardStatus, on: NaiveDate, reason: &str, mut id: impl FnMut() -> Uuid) -> Vec<BoardFact> {
    let said = change::fields(status);
    let fact = |(field, value)| BoardFact {
        field: Some(field),
        value: Some(value),
        reason: Some(reason.to_owned()),
        ..BoardFact::new(id(), FactKind::Stated, on)
    };
    let nothing = change::fields(&BoardStatus::default());
    let differs = |field: &&BoardField| said.get(field.code()) != nothing.get(field.code());
    let value = |field: &BoardField| Some((*field, text(said.get(field.code())?)));
    BoardField::all().iter().filter(differs).filter_map(value).map(fact).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        _ => String::new(),
    }
}
