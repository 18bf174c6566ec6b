//! Working days: every day but Saturdays, Sundays and holidays, and the Saturdays that make up for one.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

/// A day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub on: NaiveDate,
    pub name: String,
    /// A day off; otherwise a Saturday or Sunday on which offices work to make up for one.
    pub free: bool,
}

impl Holiday {
    /// Cleans the name and refuses an entry that would change nothing.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::clean(&self.name);
        if self.name.is_empty() {
            errors.push("name", "required", "");
        } else if self.name.chars().count() > limits::NAME {
            errors.push("name", "too_long", limits::NAME);
        }
        if !self.free && !is_weekend(self.on) {
            errors.push("on", "already_a_working_day", "");
        }
        if !(1900..=2099).contains(&self.on.year()) {
            errors.push("on", "year_out_of_range", 2099);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// The days that are not what their weekday says. Empty, only Saturdays and Sundays are free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<NaiveDate, Holiday>);

impl Holidays {
    /// Of two entries for one day the later in the list holds.
    pub fn new(days: impl IntoIterator<Item = Holiday>) -> Self {
        Self(days.into_iter().map(|day| (day.on, day)).collect())
    }

    /// The national holidays of a year that have a fixed date. The lunar ones (Tết, Giỗ Tổ Hùng Vương),
    /// the second day of Quốc khánh and days that make up for another are announced year by year: people
    /// enter them.
    pub fn fixed(year: i32) -> Vec<Holiday> {
        let names = [(1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"), (5, 1, "Ngày Quốc tế Lao động"), (9, 2, "Quốc khánh")];
        let day = |(month, day, name): (u32, u32, &str)| {
            NaiveDate::from_ymd_opt(year, month, day).map(|on| Holiday { on, name: name.into(), free: true })
        };
        names.into_iter().filter_map(day).collect()
    }

    pub fn days(&self) -> impl Iterator<Item = &Holiday> {
        self.0.values()
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.0.get(&day).map_or(!is_weekend(day), |entry| !entry.free)
    }

    /// The `count`-th working day after `day`, which itself is not counted.
    pub fn working_days_after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut found = day;
        for _ in 0..count {
            match found.iter_days().skip(1).find(|next| self.is_working_day(*next)) {
                Some(next) => found = next,
                None => break,
            }
        }
        found
    }

    /// How many working days lie after `from`, up to and with `to`; none if `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        days.filter(|day| self.is_working_day(*day)).map(|_| 1).sum()
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `count` days later, at most the last day there is.
pub fn days_after(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_add_days(Days::new(count.into())).unwrap_or(NaiveDate::MAX)
}

/// `count` days earlier, at least the first day there is.
pub fn days_before(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(count.into())).unwrap_or(NaiveDate::MIN)
}

/// The same day `count` months later, or the last day of that month.
pub fn months_after(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
    }

    fn entry(on: NaiveDate, free: bool) -> Holiday {
        Holiday { on, name: "Ngày".into(), free }
    }

    #[test]
    fn seven_working_days_pass_over_weekend_and_holidays() {
        // Monday 27 April 2026; Thursday 30 April and Friday 1 May are holidays.
        let holidays = Holidays::new(Holidays::fixed(2026));
        assert_eq!(holidays.working_days_after(day(4, 27), 7), day(5, 8));
        assert_eq!(Holidays::default().working_days_after(day(4, 27), 7), day(5, 6));
    }

    #[test]
    fn a_saturday_that_makes_up_for_a_holiday_is_worked() {
        let saturday = day(5, 9);
        assert!(!Holidays::default().is_working_day(saturday));
        assert!(Holidays::new([entry(saturday, false)]).is_working_day(saturday));
    }

    #[test]
    fn a_worked_day_that_is_one_anyway_is_refused() {
        let errors = entry(day(5, 8), false).check().expect_err("a Friday");
        assert_eq!(errors.0[0].code, "already_a_working_day");
        assert!(entry(day(5, 8), true).check().is_ok());
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        assert_eq!(months_after(day(1, 31), 1), day(2, 28));
    }

    proptest! {
        #[test]
        fn the_nth_working_day_is_worked_and_n_working_days_away(
            start in 0u32..3000, count in 1u32..60, entries in prop::collection::vec((0u32..3200, any::<bool>()), 0..60),
        ) {
            let base = day(1, 1);
            let holidays = Holidays::new(entries.into_iter().map(|(after, free)| entry(days_after(base, after), free)));
            let start = days_after(base, start);
            let found = holidays.working_days_after(start, count);
            prop_assert!(holidays.is_working_day(found) && found > start);
            prop_assert_eq!(holidays.working_days_between(start, found), count);
            prop_assert_eq!(holidays.working_days_after(start, count + 1), holidays.working_days_after(found, 1));
        }

        #[test]
        fn the_last_day_there_is_ends_the_count_without_panic(count in 0u32..9) {
            prop_assert_eq!(Holidays::default().working_days_after(NaiveDate::MAX, count), NaiveDate::MAX);
            prop_assert_eq!(Holidays::default().working_days_between(day(1, 2), day(1, 1)), 0);
        }
    }
}
