//! When a household is to be visited.

use chrono::NaiveDate;

use crate::setting::{Rules, Setting, days_after};

/// Stands for the day of the next visit where a household said that it needs none: the last day of all, so that it is
/// never overdue.
pub const NO_VISIT_NEEDED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The day that was promised, where one was.
pub fn promised_day(next_visit_on: Option<NaiveDate>) -> Option<NaiveDate> {
    next_visit_on.filter(|day| *day != NO_VISIT_NEEDED)
}

/// The day that was promised; without one, the rhythm of the ward since somebody met the household last, or since it
/// consented. None: it said that it needs no visits, and nobody visited it since.
pub fn visit_due_on(
    promised: Option<NaiveDate>,
    last_met_on: Option<NaiveDate>,
    consented_on: NaiveDate,
    rules: &Rules,
) -> Option<NaiveDate> {
    let since = last_met_on.unwrap_or(consented_on);
    let due = promised.unwrap_or_else(|| days_after(since, rules.on(Setting::VisitDays, since)));
    (due != NO_VISIT_NEEDED).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_goes_before_the_rhythm() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let due = |promised, met| visit_due_on(promised, met, day("2026-01-01"), &Rules::default()).map(|due| due.to_string());
        assert_eq!(due(None, None).as_deref(), Some("2026-01-31"));
        assert_eq!(due(None, Some(day("2026-03-01"))).as_deref(), Some("2026-03-31"));
        assert_eq!(due(Some(day("2026-03-10")), Some(day("2026-03-01"))).as_deref(), Some("2026-03-10"));
        assert_eq!(due(Some(NO_VISIT_NEEDED), Some(day("2026-03-01"))), None, "it needs none");
    }
}
