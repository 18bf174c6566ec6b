//! Which organizations a list shows: as it stands in a URL, and as it is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::OrganizationKind;
use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::text;

codes! {
    /// Whether an organization goes on.
    OrganizationState {
        Active,
        /// It goes on, and every place that it had has ended.
        NeedsHome,
        Ended,
    }
}

/// The question of a list as it is typed. What is empty asks for everything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationQuery {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Code of an admin unit in force.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// The place for which an organization is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Uuid>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cursor: String,
    /// Rows of one page, asked for by programs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limit: String,
}

/// The same, understood. Those that have ended are shown only where they are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganizationFilter {
    pub q: Option<String>,
    pub unit: Option<String>,
    pub kind: Option<OrganizationKind>,
    pub state: Option<OrganizationState>,
}

impl OrganizationQuery {
    /// Rows of one page: `usual` where nothing is said, `most` at most.
    pub fn limit(&self, usual: u64, most: u64) -> Result<u64, FieldErrors> {
        crate::filter::limit(&self.limit, usual, most)
    }

    pub fn check(&self) -> Result<OrganizationFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let q = text::clean(&self.q);
        if q.chars().count() > 200 {
            errors.push("q", "too_long", 200);
        }
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let kind = some(&self.kind).map(|code| code.parse());
        if let Some(Err(_)) = kind {
            errors.push("kind", "not_a_choice", &self.kind);
        }
        let state = some(&self.state).map(|code| code.parse());
        if let Some(Err(_)) = state {
            errors.push("state", "not_a_choice", &self.state);
        }
        if self.unit.contains('\0') {
            errors.push("unit", "not_a_choice", "");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let (kind, state) = (kind.and_then(Result::ok), state.and_then(Result::ok));
        Ok(OrganizationFilter { q: some(&q), unit: some(&self.unit), kind, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_named() {
        let query = OrganizationQuery { kind: "club".into(), state: "asleep".into(), ..OrganizationQuery::default() };
        let errors = query.check().expect_err("two faults");
        assert_eq!(errors.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["kind", "state"]);
        assert_eq!(OrganizationQuery::default().check(), Ok(OrganizationFilter::default()));
    }
}
