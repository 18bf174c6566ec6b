//! When a household is to be visited.

use chrono::NaiveDate;

use crate::setting::{Rules, Setting, days_after};

/// What stands about a household's next visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextVisit {
    /// Nothing was said: the rhythm of the ward holds.
    #[default]
    ByRhythm,
    On(NaiveDate),
    /// It said that it needs none, and nobody visited it since.
    NotNeeded,
}

impl NextVisit {
    /// As it is kept: a day, and whether none is needed.
    pub fn of(day: Option<NaiveDate>, not_needed: bool) -> Self {
        match day {
            _ if not_needed => Self::NotNeeded,
            Some(day) => Self::On(day),
            None => Self::ByRhythm,
        }
    }

    /// The day, where there is one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::ByRhythm | Self::NotNeeded => None,
        }
    }

    pub fn is_not_needed(self) -> bool {
        self == Self::NotNeeded
    }

    /// The day; without one, the rhythm of the ward since somebody met the household last, or since it consented. None:
    /// it needs no visits.
    pub fn due_on(self, last_met_on: Option<NaiveDate>, consented_on: NaiveDate, rules: &Rules) -> Option<NaiveDate> {
        let since = last_met_on.unwrap_or(consented_on);
        match self {
            Self::On(day) => Some(day),
            Self::ByRhythm => Some(days_after(since, rules.on(Setting::VisitDays, since))),
            Self::NotNeeded => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_goes_before_the_rhythm() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let due = |next: NextVisit, met| next.due_on(met, day("2026-01-01"), &Rules::default()).map(|due| due.to_string());
        assert_eq!(due(NextVisit::ByRhythm, None).as_deref(), Some("2026-01-31"));
        assert_eq!(due(NextVisit::ByRhythm, Some(day("2026-03-01"))).as_deref(), Some("2026-03-31"));
        assert_eq!(due(NextVisit::On(day("2026-03-10")), Some(day("2026-03-01"))).as_deref(), Some("2026-03-10"));
        assert_eq!(due(NextVisit::NotNeeded, Some(day("2026-03-01"))), None);
    }

    #[test]
    fn it_is_kept_as_a_day_and_a_mark() {
        for next in [NextVisit::ByRhythm, NextVisit::On(NaiveDate::MIN), NextVisit::NotNeeded] {
            assert_eq!(NextVisit::of(next.day(), next.is_not_needed()), next);
        }
    }
}
