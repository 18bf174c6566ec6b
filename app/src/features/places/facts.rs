//! Values of a place in words: one way for the page, the history and a conflict.

use chrono::NaiveDate;
use serde_json::Value;

use crate::texts::Texts;
use crate::ui::{count, date, decimal};

/// The name of a field.
pub fn field_words(t: Texts, field: &str) -> String {
    t.t(&format!(
        "places.{}",
        match field {
            "admin_unit_id" => "unit",
            "parent_id" => "parent",
            other => other,
        }
    ))
}

/// A value as people read it. Names behind ids are looked up by the caller where they matter.
pub fn value_words(t: Texts, field: &str, value: &Value) -> String {
    match value {
        Value::Null => t.t("places.nothing"),
        Value::Bool(true) => t.t("places.yes"),
        Value::Bool(false) => t.t("places.no"),
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(year), _) if field == "handover_year" => year.to_string(),
            (Some(whole), _) => count(t, whole),
            (_, Some(number)) => decimal(t, number, 5),
            _ => number.to_string(),
        },
        Value::Array(items) if items.is_empty() => t.t("places.nothing"),
        Value::Array(items) => {
            let set = if field == "disputes" { "dispute" } else { "organization" };
            items.iter().filter_map(Value::as_str).map(|code| t.code(set, code)).collect::<Vec<_>>().join(", ")
        }
        Value::String(text) => match field {
            "kind" | "segment" | "requirement" | "meeting_stage" | "recognition" | "term" | "fund_handover" | "head_post" => {
                t.code(field, text)
            }
            "area" => t.t("places.drawn"),
            _ => text.parse::<NaiveDate>().map_or_else(|_| text.clone(), |day| date(t, day)),
        },
        Value::Object(_) => String::new(),
    }
}
