//! What of the worklist is asked for: all of it in the URL, so that what one sends is what the other sees.

use chrono::{Days, NaiveDate};
use domain::failure::FieldErrors;
use serde::{Deserialize, Serialize};
use store::course::WorkQuery;

use crate::features::places::AHEAD;

/// As it stands in the URL; empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Code of an admin unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Code of a kind of work.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// By who looks after the place: `me`, `none`, `all`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub looked_after: String,
    /// `overdue`: nothing but what is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Not empty: also what is far ahead.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub all: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cursor: String,
}

impl Asked {
    pub fn read(query: &str) -> Result<Self, FieldErrors> {
        serde_html_form::from_str(query).map_err(|_| FieldErrors::one("unit", "query_not_understood", ""))
    }

    pub fn check(&self, today: NaiveDate) -> Result<WorkQuery, FieldErrors> {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let kind = match said(&self.kind).map(|kind| kind.parse()) {
            Some(Err(_)) => return Err(FieldErrors::one("kind", "not_a_choice", "")),
            Some(Ok(kind)) => Some(kind),
            None => None,
        };
        let looked_after = match said(&self.looked_after).map(|which| which.parse()) {
            Some(Err(_)) => return Err(FieldErrors::one("looked_after", "not_a_choice", "")),
            Some(Ok(which)) => Some(which),
            None => None,
        };
        let until = match self.state.as_str() {
            "" if self.all.is_empty() => today.checked_add_days(Days::new(AHEAD)),
            "" => None,
            "overdue" => today.pred_opt(),
            _ => return Err(FieldErrors::one("state", "not_a_choice", "")),
        };
        Ok(WorkQuery { unit: said(&self.unit), kind, looked_after, until, cursor: said(&self.cursor) })
    }

    pub fn link(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { "/worklist".into() } else { format!("/worklist?{query}") }
    }

    /// From the beginning.
    pub fn first(&self) -> Self {
        Self { cursor: String::new(), ..self.clone() }
    }

    /// Nothing is asked: the page opens on what is one's own.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    pub fn is_narrowed(&self) -> bool {
        !self.unit.is_empty() || !self.kind.is_empty() || !self.state.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
    }

    #[test]
    fn a_link_asks_for_what_was_asked_and_names_nothing_else() {
        let asked = Asked { unit: "26740".into(), kind: "decision".into(), ..Asked::default() };
        assert_eq!(asked.link(), "/worklist?unit=26740&kind=decision");
        assert_eq!(Asked::read("unit=26740&kind=decision"), Ok(asked));
        assert_eq!(Asked::default().link(), "/worklist");
    }

    #[test]
    fn work_far_ahead_is_shown_only_when_it_is_asked_for() {
        let until = |asked: Asked| asked.check(today()).expect("a query").until;
        assert_eq!(until(Asked::default()).map(|day| day.to_string()).as_deref(), Some("2027-02-20"));
        assert_eq!(until(Asked { all: "1".into(), ..Asked::default() }), None);
        let nobodys = Asked { looked_after: "none".into(), ..Asked::default() };
        assert_eq!(nobodys.check(today()).map(|query| query.looked_after), Ok(Some(domain::officer::LookedAfter::Nobody)));
        assert!(Asked { looked_after: "lan".into(), ..Asked::default() }.check(today()).is_err());
        let overdue = Asked { state: "overdue".into(), all: "1".into(), ..Asked::default() };
        assert_eq!(until(overdue).map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
        assert!(Asked { kind: "gloom".into(), ..Asked::default() }.check(today()).is_err());
        assert!(Asked { state: "gloom".into(), ..Asked::default() }.check(today()).is_err());
    }
}
