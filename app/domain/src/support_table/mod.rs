//! What the city may see of the help for households: fixed tables of months that are over, one dimension each, and
//! of those only what gives nobody away. There is no cross table, so that none can be asked for.
//!
//! The rule, and why it holds. A number from 1 to 4 is not told, and the row in which it stands is hidden. So that no
//! sum gives it back, rows are hidden beside it, the least first, until the hidden rows differ in every table that
//! has these rows. No part of that asks which row it is: rows that are equal are hidden together, none is before
//! another. So whoever swaps the names of two hidden rows has another city of which exactly the same would be told,
//! and each hidden number could be at least one other. That holds against whoever knows this rule and all that is
//! told of the month, however it is combined: sums, shares and medians are the same in both cities.
//!
//! Where no row is left that could be hidden beside it, the sum is told only if it leaves each hidden number
//! everything from 1 to 4; otherwise it is not, nor is anything from which it could be guessed: the tables of the
//! same households (how many have a member, their categories) and of the same visits (what was given).
//!
//! What this does not hold against: somebody who knows a hidden number from elsewhere, and figures of several months
//! laid beside each other by somebody who knows that nothing changed. Months are judged one by one.

#[cfg(test)]
mod attacker;
mod month;
mod suppress;

pub use month::{Figure, MonthCounts, NO_OFFICE, SUM, coverage, figures};
pub use suppress::{SMALLEST_TOLD, Told, suppress};

use chrono::NaiveDate;

use crate::codes::codes;
use crate::household::SupportCategory;
use crate::member::first_of;
use crate::request::Office;
use crate::setting::{days_after, days_before, months_after};
use crate::visit::{HelpKind, VisitHow};

codes! {
    /// The tables of a month.
    SupportMeasure {
        HouseholdsByWard,
        /// The share of households that a member is assigned to, of the whole city, in whole percent.
        Coverage,
        /// A household may stand in several rows, so this table has no sum.
        HouseholdsByCategory,
        VisitsByHow, HelpByKind, RequestsByOffice, AnswersByOffice,
        /// From the day on which a request was received.
        MedianDaysByOffice,
    }
}

impl SupportMeasure {
    /// Whether its rows add up to something that is told below them.
    pub fn has_sum(self) -> bool {
        self != Self::HouseholdsByCategory
    }

    /// The codes of its rows, in the order in which people list them; none where the rows are wards.
    pub fn rows(self) -> Vec<&'static str> {
        match self {
            Self::HouseholdsByWard | Self::Coverage => Vec::new(),
            Self::HouseholdsByCategory => SupportCategory::all().iter().map(|category| category.code()).collect(),
            Self::VisitsByHow => VisitHow::all().iter().map(|how| how.code()).collect(),
            Self::HelpByKind => HelpKind::all().iter().map(|kind| kind.code()).collect(),
            Self::RequestsByOffice | Self::AnswersByOffice | Self::MedianDaysByOffice => {
                Office::all().iter().map(|office| office.code()).chain([NO_OFFICE]).collect()
            }
        }
    }
}

/// What was done on the last days of a month is recorded on the first of the next.
const DAYS_TO_RECORD: u32 = 3;

/// The last day of a month, of which its tables speak.
pub fn last_of(month: NaiveDate) -> NaiveDate {
    days_before(months_after(first_of(month), 1), 1)
}

/// The day from which a month is frozen.
pub fn freezes_on(month: NaiveDate) -> NaiveDate {
    days_after(months_after(first_of(month), 1), DAYS_TO_RECORD)
}

/// The latest month that is to be frozen on this day or was before.
pub fn month_to_freeze(today: NaiveDate) -> NaiveDate {
    let before = first_of(days_before(first_of(today), 1));
    if freezes_on(before) <= today { before } else { first_of(days_before(before, 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case::its_last_days_can_still_be_recorded("2026-11-03", "2026-09-01")]
    #[case::then_it_is_frozen("2026-11-04", "2026-10-01")]
    #[case::and_so_it_stays_until_the_next("2026-12-03", "2026-10-01")]
    #[case::over_the_turn_of_a_year("2027-01-04", "2026-12-01")]
    fn a_month_is_frozen_some_days_after_it(#[case] today: &str, #[case] month: &str) {
        assert_eq!(month_to_freeze(day(today)), day(month));
        assert!(freezes_on(day(month)) <= day(today));
    }

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!((last_of(day("2028-02-10")), last_of(day("2026-12-31"))), (day("2028-02-29"), day("2026-12-31")));
    }
}
