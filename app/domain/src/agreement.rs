//! Coordination agreements between a building's party organization and its management board.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

codes! {
    /// Where an agreement stands. It goes forward only; a new one is another agreement.
    AgreementStatus { Draft, Signed, Reviewed, Ended }
}

/// An agreement as somebody tells it. Its status follows from its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementDraft {
    pub number: Option<String>,
    /// What the parties agreed to do together, in a few words.
    pub scope: Option<String>,
    pub signed_on: Option<NaiveDate>,
    /// When it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// When that was last done.
    pub reviewed_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
}

impl AgreementDraft {
    pub fn status(&self) -> AgreementStatus {
        match (self.signed_on, self.reviewed_on, self.ended_on) {
            (_, _, Some(_)) => AgreementStatus::Ended,
            (_, Some(_), None) => AgreementStatus::Reviewed,
            (Some(_), None, None) => AgreementStatus::Signed,
            (None, None, None) => AgreementStatus::Draft,
        }
    }

    /// Signed and not ended: what counts as an agreement on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.signed_on.is_some_and(|signed| signed <= day) && self.ended_on.is_none_or(|ended| day < ended)
    }

    /// Cleans what was typed and finds every field that cannot be taken.
    pub fn check(mut self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        for (name, field, limit) in [("number", &mut self.number, limits::NUMBER), ("scope", &mut self.scope, limits::NOTE)] {
            *field = field.take().map(|value| text::clean(&value)).filter(|value| !value.is_empty());
            if field.as_ref().is_some_and(|value| value.chars().count() > limit) {
                errors.push(name, "too_long", limit);
            }
        }
        for (name, day) in [("signed_on", self.signed_on), ("reviewed_on", self.reviewed_on), ("ended_on", self.ended_on)] {
            if day.is_some_and(|day| day > today) {
                errors.push(name, "date_in_future", "");
            } else if day.is_some_and(|day| day.year() < 1990) {
                errors.push(name, "date_too_early", "1990");
            }
        }
        for (name, day) in [("review_on", self.review_on), ("reviewed_on", self.reviewed_on), ("ended_on", self.ended_on)] {
            match (self.signed_on, day) {
                (None, Some(_)) if name != "review_on" => errors.push(name, "agreement_not_signed", ""),
                (Some(signed), Some(day)) if day < signed => errors.push_day(name, "before_signing", signed),
                _ => {}
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn signed() -> AgreementDraft {
        AgreementDraft { number: Some("01/TTPH".into()), signed_on: day("2026-01-05"), ..AgreementDraft::default() }
    }

    #[rstest]
    #[case::without_a_day_it_is_a_draft(AgreementDraft::default(), AgreementStatus::Draft, false)]
    #[case::then_it_is_signed(signed(), AgreementStatus::Signed, true)]
    #[case::then_reviewed(AgreementDraft { reviewed_on: day("2026-06-30"), ..signed() }, AgreementStatus::Reviewed, true)]
    #[case::then_it_ends(AgreementDraft { ended_on: day("2026-09-01"), ..signed() }, AgreementStatus::Ended, false)]
    fn status_follows_from_the_days(#[case] draft: AgreementDraft, #[case] status: AgreementStatus, #[case] holds: bool) {
        let today = day("2026-11-22").expect("a date");
        let draft = draft.check(today).expect("no fault");
        assert_eq!((draft.status(), draft.holds_on(today)), (status, holds));
    }

    #[rstest]
    #[case::nobody_signs_tomorrow(AgreementDraft { signed_on: day("2026-11-23"), ..signed() }, "signed_on", "date_in_future")]
    #[case::a_review_follows_the_signing(AgreementDraft { reviewed_on: day("2026-01-04"), ..signed() }, "reviewed_on", "before_signing")]
    #[case::also_a_planned_one(AgreementDraft { review_on: day("2025-12-31"), ..signed() }, "review_on", "before_signing")]
    #[case::what_was_never_signed_does_not_end(
        AgreementDraft { signed_on: None, ended_on: day("2026-01-06"), ..signed() }, "ended_on", "agreement_not_signed"
    )]
    fn refused(#[case] draft: AgreementDraft, #[case] field: &str, #[case] code: &str) {
        let errors = draft.check(day("2026-11-22").expect("a date")).expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code));
    }
}
