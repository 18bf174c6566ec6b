//! Work that somebody put off, with the reason.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::DueKind;
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::setting::months_after;
use crate::text;

/// How far work can be put off, so that putting it off is not a way of dropping it.
const LONGEST_MONTHS: u32 = 12;

/// Work that waits until a day. It holds for the deadline that it was said of: the next one of the same
/// kind is due again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponed {
    pub kind: DueKind,
    /// The deadline that is put off.
    pub due_on: NaiveDate,
    pub until: NaiveDate,
    pub reason: String,
}

/// The same as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostponeDraft {
    pub kind: DueKind,
    pub due_on: NaiveDate,
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub reason: String,
}

impl PostponeDraft {
    pub fn check(self, today: NaiveDate) -> Result<Postponed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = text::required("reason", &self.reason, limits::NOTE, &mut errors);
        match self.until {
            None => errors.push("until", "required", ""),
            Some(until) if until <= today || until <= self.due_on => errors.push("until", "not_later_than_due", ""),
            Some(until) if until > months_after(today, LONGEST_MONTHS) => errors.push("until", "postponed_too_far", LONGEST_MONTHS),
            Some(_) => {}
        }
        match self.until {
            Some(until) if errors.is_empty() => Ok(Postponed { kind: self.kind, due_on: self.due_on, until, reason }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn draft(until: &str) -> PostponeDraft {
        PostponeDraft {
            kind: DueKind::FirstMeeting, due_on: day("2026-11-01"), until: until.parse().ok(), reason: "Chờ dịp Tết".into()
        }
    }

    #[rstest]
    #[case::it_waits_for_a_later_day(draft("2026-11-22"), "until", "not_later_than_due")]
    #[case::later_than_it_was_due(PostponeDraft { due_on: day("2027-02-01"), ..draft("2027-01-31") }, "until", "not_later_than_due")]
    #[case::not_for_ever(draft("2027-11-23"), "until", "postponed_too_far")]
    #[case::a_day_is_needed(draft(""), "until", "required")]
    #[case::and_a_reason(PostponeDraft { reason: " ".into(), ..draft("2026-12-01") }, "reason", "required")]
    fn refused(#[case] draft: PostponeDraft, #[case] field: &str, #[case] code: &str) {
        let errors = draft.check(day("2026-11-22")).expect_err("one fault");
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect::<Vec<_>>(), [(field, code)]);
    }

    #[test]
    fn a_good_reason_is_taken() {
        assert_eq!(draft("2026-12-01").check(day("2026-11-22")).expect("no fault").until, day("2026-12-01"));
    }
}
