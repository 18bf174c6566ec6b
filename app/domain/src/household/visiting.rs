//! When a household is to be visited.

use chrono::NaiveDate;

use crate::setting::{Rules, Setting, days_after};

/// The day that was promised; without one, the rhythm of the ward since somebody met the household last, or since it
/// consented.
pub fn visit_due_on(promised: Option<NaiveDate>, last_met_on: Option<NaiveDate>, consented_on: NaiveDate, rules: &Rules) -> NaiveDate {
    let since = last_met_on.unwrap_or(consented_on);
    promised.unwrap_or_else(|| days_after(since, rules.on(Setting::VisitDays, since)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_goes_before_the_rhythm() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let due = |promised, met| visit_due_on(promised, met, day("2026-01-01"), &Rules::default()).to_string();
        assert_eq!(due(None, None), "2026-01-31");
        assert_eq!(due(None, Some(day("2026-03-01"))), "2026-03-31");
        assert_eq!(due(Some(day("2026-03-10")), Some(day("2026-03-01"))), "2026-03-10");
    }
}
