//! The register of breaches: what happened to records about people, and by when it is notified. It says how many
//! records, never whose.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::FieldErrors;
use crate::setting::{Rules, Setting};
use crate::text;

/// Longest text, in characters.
pub const LONGEST: usize = 500;
/// Records in one breach at most: more is a slip of the hand.
const MOST: i64 = 10_000_000;

/// A breach as somebody writes it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachDraft {
    pub found_at: DateTime<Utc>,
    /// How many records, as far as one knows.
    pub records: i64,
    /// What happened, without names.
    pub what: String,
    /// What was done about it.
    pub measures: String,
}

impl BreachDraft {
    /// Cleans what was typed.
    pub fn check(mut self, now: DateTime<Utc>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.what = text::required("what", &self.what, LONGEST, &mut errors);
        self.measures = text::optional("measures", &self.measures, LONGEST, &mut errors);
        if self.found_at > now {
            errors.push("found_at", "in_the_future", "");
        } else if now - self.found_at > TimeDelta::days(366) {
            errors.push("found_at", "longer_than_a_year_ago", "");
        }
        if self.records < 0 {
            errors.push("records", "too_small", 0);
        } else if self.records > MOST {
            errors.push("records", "too_large", MOST);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// The moment by which it is notified.
    pub fn notify_by(&self, rules: &Rules) -> DateTime<Utc> {
        self.found_at + TimeDelta::hours(rules.on(Setting::BreachHours, self.found_at.date_naive()).into())
    }
}

/// What was done about a breach after it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub taken_at: DateTime<Utc>,
    pub what: String,
}

/// Cleans what was typed as a measure.
pub fn measure(typed: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let what = text::required("measure", typed, LONGEST, &mut errors);
    if errors.is_empty() { Ok(what) } else { Err(errors) }
}

/// A breach in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub id: Uuid,
    pub draft: BreachDraft,
    pub notify_by: DateTime<Utc>,
    pub notified_at: Option<DateTime<Utc>>,
    /// Oldest first.
    pub added: Vec<Measure>,
    pub revision: i64,
}

impl Breach {
    /// Whether the clock has run out.
    pub fn overdue(&self, now: DateTime<Utc>) -> bool {
        self.notified_at.is_none() && self.notify_by < now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> BreachDraft {
        let found_at = "2026-11-20T08:30:00Z".parse().expect("a moment");
        BreachDraft { found_at, records: 3, what: "Gửi nhầm thư".into(), measures: String::new() }
    }

    #[test]
    fn seventy_two_hours_run_from_when_it_was_found() {
        assert_eq!(draft().notify_by(&Rules::default()).to_string(), "2026-11-23 08:30:00 UTC");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let now = "2026-11-22T00:00:00Z".parse().expect("a moment");
        assert!(draft().check(now).is_ok());
        let field = |draft: BreachDraft| draft.check(now).expect_err("a fault").0[0].field.clone();
        assert_eq!(field(BreachDraft { found_at: now + TimeDelta::hours(1), ..draft() }), "found_at");
        assert_eq!(field(BreachDraft { records: -1, ..draft() }), "records");
        assert_eq!(field(BreachDraft { what: " ".into(), ..draft() }), "what");
    }
}
