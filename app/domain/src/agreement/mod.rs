//! Coordination agreements between a building's party organization and its management board.

mod file;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

pub use file::{CheckedFile, FileKind, MOST as MOST_IN_FILE, MOST_MEGABYTES, check_file};

codes! {
    /// Where an agreement stands. It goes forward only; a new one is another agreement.
    AgreementStatus { Draft, Signed, Reviewed, Ended }
}

codes! {
    /// What is done with an agreement once it stands there.
    AgreementStep { Sign, Review, End }
}

impl AgreementStep {
    /// The day that it is told by.
    pub fn day(self) -> &'static str {
        match self {
            Self::Sign => "signed_on",
            Self::Review => "reviewed_on",
            Self::End => "ended_on",
        }
    }

    /// Whether it can come next.
    pub fn follows(self, status: AgreementStatus) -> bool {
        use AgreementStatus::{Draft, Reviewed, Signed};
        match self {
            Self::Sign => status == Draft,
            Self::Review | Self::End => matches!(status, Signed | Reviewed),
        }
    }
}

/// An agreement as somebody tells it. Its status follows from its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementDraft {
    pub number: Option<String>,
    /// The party organization that agrees with the board, by its name.
    pub party_organization: Option<String>,
    /// The same where it is one that the register knows: the name is that organization's.
    pub organization_id: Option<Uuid>,
    /// What the parties agreed to do together, in a few words.
    pub scope: Option<String>,
    pub signed_on: Option<NaiveDate>,
    /// When it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// When that was last done.
    pub reviewed_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// Why it may bear a number that another agreement of the ward bears too.
    pub overruled: Option<String>,
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

    /// The last day on which the parties are known to have looked at it: signed or reviewed.
    pub fn looked_at_on(&self) -> Option<NaiveDate> {
        self.reviewed_on.max(self.signed_on)
    }

    /// Both are in force on some day. What ends on a day makes room for another on that day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before =
            |first: &Self, second: &Self| first.ended_on.is_some_and(|ended| second.signed_on.is_some_and(|signed| ended <= signed));
        self.signed_on.is_some() && other.signed_on.is_some() && !before(self, other) && !before(other, self)
    }

    /// Whether it may become so: a day can be corrected, but what was signed, reviewed or ended stays so.
    pub fn check_from(&self, before: &Self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (name, was, is) in [
            ("signed_on", before.signed_on, self.signed_on),
            ("reviewed_on", before.reviewed_on, self.reviewed_on),
            ("ended_on", before.ended_on, self.ended_on),
        ] {
            if was.is_some() && is.is_none() {
                errors.push(name, "agreement_goes_forward", "");
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Cleans what was typed and finds every field that cannot be taken.
    pub fn check(mut self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        for (name, field, limit) in [
            ("number", &mut self.number, limits::NUMBER),
            ("party_organization", &mut self.party_organization, limits::NAME),
            ("scope", &mut self.scope, limits::NOTE),
            ("overruled", &mut self.overruled, limits::NOTE),
        ] {
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
        if let (Some(reviewed), Some(ended)) = (self.reviewed_on, self.ended_on)
            && ended < reviewed
        {
            errors.push_day("ended_on", "agreement_ended_before_review", reviewed);
        }
        if let (Some(reviewed), Some(next)) = (self.reviewed_on, self.review_on)
            && next <= reviewed
        {
            errors.push_day("review_on", "next_review_before_last", reviewed);
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
    #[case::the_next_review_follows_the_last(
        AgreementDraft { reviewed_on: day("2026-06-30"), review_on: day("2026-06-30"), ..signed() }, "review_on", "next_review_before_last"
    )]
    #[case::what_has_ended_is_reviewed_no_more(
        AgreementDraft { reviewed_on: day("2026-06-30"), ended_on: day("2026-06-01"), ..signed() }, "ended_on", "agreement_ended_before_review"
    )]
    #[case::a_scope_is_short(AgreementDraft { scope: Some("x".repeat(501)), ..signed() }, "scope", "too_long")]
    fn refused(#[case] draft: AgreementDraft, #[case] field: &str, #[case] code: &str) {
        let errors = draft.check(day("2026-11-22").expect("a date")).expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code));
    }

    #[rstest]
    #[case::two_without_an_end(signed(), signed(), true)]
    #[case::one_follows_the_other(AgreementDraft { ended_on: day("2026-03-01"), ..signed() }, AgreementDraft { signed_on: day("2026-03-01"), ..signed() }, false)]
    #[case::the_other_began_before_the_end(
        AgreementDraft { ended_on: day("2026-03-01"), ..signed() }, AgreementDraft { signed_on: day("2026-02-28"), ..signed() }, true
    )]
    #[case::a_draft_is_in_nobodys_way(AgreementDraft::default(), signed(), false)]
    fn two_are_in_force_at_once(#[case] one: AgreementDraft, #[case] other: AgreementDraft, #[case] expected: bool) {
        assert_eq!((one.overlaps(&other), other.overlaps(&one)), (expected, expected));
    }

    #[rstest]
    #[case::a_draft_is_signed(AgreementStatus::Draft, &[AgreementStep::Sign])]
    #[case::what_is_signed_is_reviewed_or_ends(AgreementStatus::Signed, &[AgreementStep::Review, AgreementStep::End])]
    #[case::and_again(AgreementStatus::Reviewed, &[AgreementStep::Review, AgreementStep::End])]
    #[case::an_end_is_one(AgreementStatus::Ended, &[])]
    fn what_comes_next(#[case] status: AgreementStatus, #[case] expected: &[AgreementStep]) {
        let found: Vec<_> = AgreementStep::all().iter().copied().filter(|step| step.follows(status)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_day_is_corrected_but_not_taken_away() {
        let corrected = AgreementDraft { signed_on: day("2026-01-06"), ..signed() };
        assert_eq!(corrected.check_from(&signed()), Ok(()));
        let unsigned = AgreementDraft { signed_on: None, ..signed() };
        assert_eq!(unsigned.check_from(&signed()), Err(FieldErrors::one("signed_on", "agreement_goes_forward", "")));
    }
}
