//! What is personal stands sealed wherever it is kept; whoever meets it there sees that, and nothing else.

use serde_json::Value;

/// How sealed text begins.
pub const MARK: &str = "sealed:";

/// Whether a value of the change log is sealed.
pub fn is_sealed(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(MARK))
}
