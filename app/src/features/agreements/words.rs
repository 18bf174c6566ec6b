//! Fields of an agreement in words, and what forms say of them.

use chrono::NaiveDate;
use domain::agreement::AgreementDraft;
use domain::change::Fields;
use serde_json::Value;
use store::Operation;
use uuid::Uuid;

use crate::features::places::{FormValues, typed_date, typed_text};
use crate::texts::Texts;
use crate::ui::{count, date};

const TEXTS: [&str; 5] = ["number", "organization_id", "party_organization", "scope", "overruled"];
const DAYS: [&str; 4] = ["signed_on", "review_on", "reviewed_on", "ended_on"];

/// The fields that a form speaks of: not every form has all of them. What cannot be read stays text, so that the
/// check names it.
pub fn said(typed: &FormValues) -> Fields {
    let mut said = Fields::new();
    for (name, value) in &typed.0 {
        if TEXTS.contains(&name.as_str()) {
            said.insert(name.clone(), typed_text(value));
        } else if DAYS.contains(&name.as_str()) {
            said.insert(name.clone(), typed_date(value));
        }
    }
    said
}

pub fn operation_id(typed: &FormValues) -> Uuid {
    typed.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7())
}

/// What was sent about `of`, so that sending it twice does it once.
pub fn operation(typed: &FormValues, of: Uuid) -> Operation {
    Operation::new(operation_id(typed), &("agreement", of, &typed.0))
}

pub fn revision(typed: &FormValues) -> i64 {
    typed.get("revision").parse().unwrap_or(0)
}

/// "Thỏa thuận phối hợp số 01/TTPH".
pub fn title(t: Texts, draft: &AgreementDraft) -> String {
    match &draft.number {
        Some(number) => t.tf("agreements.numbered", &[("number", number)]),
        None => t.t("agreements.without_number"),
    }
}

pub fn field_words(t: Texts, field: &str) -> String {
    t.t(&format!("agreements.{field}"))
}

pub fn value_words(t: Texts, field: &str, value: &Value) -> String {
    match value {
        Value::Null => t.t("places.nothing"),
        Value::Number(size) if field == "file_size" => size_words(t, size.as_u64().unwrap_or_default()),
        Value::String(day) if DAYS.contains(&field) => day.parse::<NaiveDate>().map_or_else(|_| day.clone(), |day| date(t, day)),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// "1.204 KB", never nothing.
pub fn size_words(t: Texts, bytes: u64) -> String {
    format!("{} KB", count(t, bytes.div_ceil(1024).max(1)))
}
