//! All work at one place, from its board, its organizations and its field reviews.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Due, DueKind, Postponed};
use crate::codes::codes;
use crate::setting::{Rules, Setting, days_after, months_after};

codes! {
    /// How urgent work is. Weeks start on Monday.
    DueState { Overdue, ThisWeek, Coming }
}

/// Dates at a place, other than those of its board, from which work follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// The last field review; before the first one, the day on which the place was recorded.
    pub reviewed_on: Option<NaiveDate>,
    /// Of the coordination agreement in force: signed or last reviewed.
    pub agreement_on: Option<NaiveDate>,
    /// The day of review that the agreement itself names.
    pub agreement_review_on: Option<NaiveDate>,
    /// Where another organization stands in the place of an own cell: when that is looked at again.
    pub organization_review_on: Option<NaiveDate>,
    /// The day on which the residential area in which it lies ended.
    pub area_ended_on: Option<NaiveDate>,
}

/// One line of the worklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkItem {
    pub kind: DueKind,
    /// The last day on which it is in time.
    pub on: NaiveDate,
    /// As of the day until which it was put off, if it was.
    pub state: DueState,
    pub postponed_until: Option<NaiveDate>,
}

impl WorkItem {
    /// The day by which it is sorted.
    pub fn waits_until(&self) -> NaiveDate {
        self.postponed_until.unwrap_or(self.on)
    }
}

/// The Sunday of the week: weeks start on Monday.
pub fn end_of_week(today: NaiveDate) -> NaiveDate {
    days_after(today, 6 - today.weekday().num_days_from_monday())
}

impl DueState {
    /// In the same week as `today` and not before it: this week.
    pub fn of(on: NaiveDate, today: NaiveDate) -> Self {
        if on < today {
            Self::Overdue
        } else if on <= end_of_week(today) {
            Self::ThisWeek
        } else {
            Self::Coming
        }
    }
}

/// What is to be done at a place, earliest first. `board` is what was derived for its board; what was put off
/// stands in the order in which somebody said so. How far
/// ahead a page looks is its own matter: all that is planned is here.
pub fn worklist(board: &[Due], planned: &Planned, postponed: &[Postponed], rules: &Rules, today: NaiveDate) -> Vec<WorkItem> {
    let months = |day: Option<NaiveDate>, setting| day.map(|day| months_after(day, rules.on(setting, day)));
    let agreement = planned.agreement_review_on.or(months(planned.agreement_on, Setting::AgreementReviewMonths));
    let by_date = [
        (DueKind::AgreementReview, agreement),
        (DueKind::OrganizationReview, planned.organization_review_on),
        (DueKind::NewHome, planned.area_ended_on),
        (DueKind::Confirm, months(planned.reviewed_on, Setting::ReviewMonths)),
    ];
    let planned = by_date.into_iter().filter_map(|(kind, on)| Some((kind, on?)));
    let all = board.iter().map(|due| (due.kind, due.on)).chain(planned);
    let mut items: Vec<WorkItem> = all
        .map(|(kind, on)| {
            let put_off = postponed.iter().filter(|put_off| put_off.kind == kind && put_off.due_on == on && put_off.until > on);
            // What was said last holds, also where it is the earlier day.
            let postponed_until = put_off.map(|put_off| put_off.until).next_back();
            WorkItem { kind, on, state: DueState::of(postponed_until.unwrap_or(on), today), postponed_until }
        })
        .collect();
    items.sort_by_key(|item| (item.waits_until(), item.kind));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// A Wednesday.
    fn today() -> NaiveDate {
        day("2026-11-18")
    }

    #[rstest]
    #[case::yesterday_is_overdue("2026-11-17", DueState::Overdue)]
    #[case::today_is_in_time("2026-11-18", DueState::ThisWeek)]
    #[case::the_week_ends_on_sunday("2026-11-22", DueState::ThisWeek)]
    #[case::monday_is_next_week("2026-11-23", DueState::Coming)]
    fn urgency(#[case] on: &str, #[case] expected: DueState) {
        assert_eq!(DueState::of(day(on), today()), expected);
    }

    #[test]
    fn everything_at_a_place_stands_in_one_list_earliest_first() {
        let board = [Due::new(DueKind::Decision, day("2026-11-20"), today())];
        let planned = Planned {
            reviewed_on: Some(day("2026-05-01")),
            agreement_on: Some(day("2026-01-15")),
            organization_review_on: Some(day("2026-11-19")),
            ..Planned::default()
        };
        let found = worklist(&board, &planned, &[], &Rules::default(), today());
        let expected = [
            (DueKind::Confirm, day("2026-11-01"), DueState::Overdue),
            (DueKind::OrganizationReview, day("2026-11-19"), DueState::ThisWeek),
            (DueKind::Decision, day("2026-11-20"), DueState::ThisWeek),
            (DueKind::AgreementReview, day("2027-01-15"), DueState::Coming),
        ];
        assert_eq!(found.iter().map(|item| (item.kind, item.on, item.state)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_agreement_is_reviewed_on_the_day_that_it_names() {
        let planned = Planned { agreement_on: Some(day("2026-01-15")), agreement_review_on: Some(day("2026-06-30")), ..Planned::default() };
        assert_eq!(worklist(&[], &planned, &[], &Rules::default(), today())[0].on, day("2026-06-30"));
    }

    #[test]
    fn what_was_put_off_waits_but_the_next_deadline_of_its_kind_does_not() {
        let put_off = Postponed {
            kind: DueKind::Decision,
            due_on: day("2026-11-10"),
            until: day("2026-12-01"),
            reason: "Chờ ý kiến Sở Xây dựng".into(),
        };
        let item = |on| {
            worklist(
                &[Due::new(DueKind::Decision, day(on), today())],
                &Planned::default(),
                std::slice::from_ref(&put_off),
                &Rules::default(),
                today(),
            )[0]
        };
        assert_eq!((item("2026-11-10").state, item("2026-11-10").postponed_until), (DueState::Coming, Some(day("2026-12-01"))));
        assert_eq!((item("2026-11-11").state, item("2026-11-11").postponed_until), (DueState::Overdue, None));
    }

    #[test]
    fn of_two_postponements_the_newer_one_holds() {
        let until =
            |until: &str| Postponed { kind: DueKind::Decision, due_on: day("2026-11-10"), until: day(until), reason: "Chờ".into() };
        let due = [Due::new(DueKind::Decision, day("2026-11-10"), today())];
        let found = worklist(&due, &Planned::default(), &[until("2027-02-01"), until("2026-12-01")], &Rules::default(), today());
        assert_eq!(found[0].postponed_until, Some(day("2026-12-01")));
    }

    proptest! {
        #[test]
        fn urgency_grows_with_the_days(first in -900i64..900, second in -900i64..900) {
            let on = |days: i64| today() + chrono::TimeDelta::days(days);
            let (early, late) = (first.min(second), first.max(second));
            prop_assert!(DueState::of(on(early), today()) <= DueState::of(on(late), today()));
        }
    }
}
