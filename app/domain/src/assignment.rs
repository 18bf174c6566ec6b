//! Which member helps which household, from when to when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::request::is_a_complaint;
use crate::text;

codes! {
    /// Why an assignment ended. A household need give no reason, and none is kept of it.
    AssignmentEnd { Over, HouseholdAsked, HandedOver, MemberLeft, SupportEnded }
}

/// Longest aim, in characters.
pub const LONGEST_AIM: usize = 200;

/// An assignment as somebody makes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentDraft {
    pub member: Uuid,
    pub from: NaiveDate,
    /// It ends by itself after this day.
    pub to: NaiveDate,
    /// What it is for; the household may see it.
    pub aim: String,
}

impl std::fmt::Debug for AssignmentDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AssignmentDraft").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}

impl AssignmentDraft {
    /// Cleans what was typed.
    pub fn check(mut self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.aim = text::required("aim", &self.aim, LONGEST_AIM, &mut errors);
        if is_a_complaint(&self.aim) {
            errors.push("aim", "complaints_go_elsewhere", "");
        }
        if self.to < self.from {
            errors.push_day("to", "before_its_beginning", self.from);
        } else if self.to < today {
            errors.push("to", "already_over", "");
        } else if self.to > crate::setting::months_after(self.from, 12) {
            errors.push("to", "longer_than_a_year", "");
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Whether two spans of days, each with its last, have a day in common.
pub fn overlap(one: (NaiveDate, NaiveDate), other: (NaiveDate, NaiveDate)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assignment {
    pub id: Uuid,
    pub household: Uuid,
    pub draft: AssignmentDraft,
    pub ended_on: Option<NaiveDate>,
    pub end: Option<AssignmentEnd>,
}

impl Assignment {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.draft.from <= day && day <= self.draft.to && self.ended_on.is_none_or(|ended| day < ended)
    }
}

/// A member who could help a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub member: Uuid,
    pub name: String,
    /// Between the two places, in metres; none where the member did not say where they live.
    pub distance_m: Option<u32>,
    pub same_building: bool,
    /// They help it until then: to go on is the nearest thing.
    pub helps_now: bool,
    /// How many households more they can be given.
    pub free: u32,
}

/// Who fits best: whoever helps already, then with room for one more, near by, then with most room. Members that the household refused, and
/// neighbours of the same building where it wants none, do not reach this.
pub fn rank(suggestions: &mut [Suggestion]) {
    suggestions
        .sort_by_key(|one| (!one.helps_now, one.free == 0, one.distance_m.unwrap_or(u32::MAX), std::cmp::Reverse(one.free), one.member));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn draft() -> AssignmentDraft {
        AssignmentDraft { member: Uuid::nil(), from: day("2026-11-01"), to: day("2027-10-31"), aim: "Thăm hai tuần một lần".into() }
    }

    #[test]
    fn an_assignment_is_for_a_year_at_most_and_not_over_already() {
        let today = day("2026-11-22");
        assert!(draft().check(today).is_ok());
        let fault = |draft: AssignmentDraft| draft.check(today).expect_err("a fault").0[0].code.clone();
        assert_eq!(fault(AssignmentDraft { to: day("2027-11-02"), ..draft() }), "longer_than_a_year");
        assert_eq!(fault(AssignmentDraft { to: day("2026-11-21"), ..draft() }), "already_over");
        assert_eq!(fault(AssignmentDraft { to: day("2026-10-31"), ..draft() }), "before_its_beginning");
        assert_eq!(fault(AssignmentDraft { aim: " ".into(), ..draft() }), "required");
    }

    #[test]
    fn it_ends_by_itself_after_its_last_day() {
        let assignment = Assignment { id: Uuid::nil(), household: Uuid::nil(), draft: draft(), ended_on: None, end: None };
        assert!(
            assignment.holds_on(day("2027-10-31")) && !assignment.holds_on(day("2027-11-01")) && !assignment.holds_on(day("2026-10-31"))
        );
        let ended = Assignment { ended_on: Some(day("2026-12-01")), ..assignment };
        assert!(ended.holds_on(day("2026-11-30")) && !ended.holds_on(day("2026-12-01")));
    }

    #[test]
    fn spans_that_follow_each_other_do_not_overlap() {
        let year = (day("2026-11-01"), day("2027-10-31"));
        assert!(!overlap(year, (day("2027-11-01"), day("2028-10-31"))) && !overlap((day("2025-11-01"), day("2026-10-31")), year));
        assert!(overlap(year, (day("2027-10-31"), day("2028-10-30"))) && overlap((day("2026-12-01"), day("2026-12-02")), year));
    }

    #[test]
    fn whoever_helps_already_then_whoever_has_room_and_is_near_comes_first() {
        let one = |member: u128, distance_m, free| Suggestion {
            member: Uuid::from_u128(member),
            name: String::new(),
            distance_m,
            same_building: false,
            helps_now: member == 6,
            free,
        };
        let mut all =
            [one(6, None, 0), one(1, Some(10), 0), one(2, None, 5), one(3, Some(900), 1), one(4, Some(200), 1), one(5, Some(200), 2)];
        rank(&mut all);
        assert_eq!(all.map(|one| one.member.as_u128()), [6, 5, 4, 3, 2, 1]);
    }
}
