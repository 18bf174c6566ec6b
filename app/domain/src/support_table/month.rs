//! All that was counted of a month, and what of it is told.

use std::collections::BTreeMap;

use super::SupportMeasure::{self, *};
use super::suppress::{SMALLEST_TOLD, Told, suppress};
use crate::visit::VisitDraft;

/// The cell of a table's sum.
pub const SUM: &str = "";
/// The row of requests that were sent to no office.
pub const NO_OFFICE: &str = "no_office";
/// A share of fewer households than this says something about single ones.
const SMALLEST_BASE: u64 = 20;

/// Numbers by the code of their row.
type Rows = BTreeMap<String, u64>;

/// All that was counted of a month. It is kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct MonthCounts {
    /// Households that are helped on the last day of the month, by the code of their ward.
    pub households: Rows,
    /// Those of them that a member is assigned to.
    pub with_member: u64,
    /// One household may count in several.
    pub categories: Rows,
    pub visits: Rows,
    pub help: Rows,
    pub requests: Rows,
    /// For each request that was answered in the month the days since it was received, by office.
    pub days_to_answer: BTreeMap<String, Vec<u32>>,
}

/// A number that is told, or a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub measure: SupportMeasure,
    /// The code of the row; `SUM` for all of them.
    pub cell: String,
    /// None: hidden.
    pub value: Option<u64>,
}

impl MonthCounts {
    /// Nothing counted yet, for these wards.
    pub fn of_wards(codes: impl IntoIterator<Item = String>) -> Self {
        let none = |measure: SupportMeasure| measure.rows().into_iter().map(|code| (code.to_owned(), 0)).collect::<Rows>();
        Self {
            households: codes.into_iter().map(|code| (code, 0)).collect(),
            with_member: 0,
            categories: none(HouseholdsByCategory),
            visits: none(VisitsByHow),
            help: none(HelpByKind),
            requests: none(RequestsByOffice),
            days_to_answer: AnswersByOffice.rows().into_iter().map(|code| (code.to_owned(), Vec::new())).collect(),
        }
    }

    /// Counts a visit that no other entry corrects, with what was given. Nobody at home is no visit, and neither is one
    /// that was put off.
    pub fn add_visit(&mut self, visit: &VisitDraft) {
        if !visit.is_counted() {
            return;
        }
        *self.visits.entry(visit.how.code().to_owned()).or_default() += 1;
        for help in &visit.help {
            *self.help.entry(help.kind.code().to_owned()).or_default() += 1;
        }
    }
}

/// What of a month is told: the only thing of it that is kept.
pub fn figures(counts: &MonthCounts) -> Vec<Figure> {
    let mut all = Vec::new();
    let households = alone(&counts.households);
    push(&mut all, HouseholdsByWard, counts.households.keys(), &households);
    let covered = households.sum.and_then(|sum| coverage(sum, counts.with_member));
    all.push(Figure { measure: Coverage, cell: SUM.into(), value: covered });
    // How many there are in a category says how many there are at least.
    let categories = if households.sum.is_some() { alone(&counts.categories) } else { nothing(&counts.categories) };
    push(&mut all, HouseholdsByCategory, counts.categories.keys(), &categories);
    let visits = alone(&counts.visits);
    push(&mut all, VisitsByHow, counts.visits.keys(), &visits);
    // The same: at one visit a few kinds of help are given at most.
    let help = if visits.sum.is_some() { alone(&counts.help) } else { nothing(&counts.help) };
    push(&mut all, HelpByKind, counts.help.keys(), &help);
    push_offices(&mut all, counts);
    all
}

/// Requests and answers together: who answered much in its first month was asked much.
fn push_offices(all: &mut Vec<Figure>, counts: &MonthCounts) {
    let offices: Vec<&String> = counts.requests.keys().collect();
    let requests: Vec<u64> = counts.requests.values().copied().collect();
    let days_of = |office: &String| counts.days_to_answer.get(office).cloned().unwrap_or_default();
    let answers: Vec<u64> = offices.iter().map(|office| days_of(office).len() as u64).collect();
    let [requests, answers] =
        suppress(&[&requests, &answers]).try_into().unwrap_or_else(|_| [nothing(&counts.requests), nothing(&counts.requests)]);
    push(all, RequestsByOffice, offices.iter().copied(), &requests);
    push(all, AnswersByOffice, offices.iter().copied(), &answers);
    // Where the number of answers is hidden, a median would say that there were some.
    let told = |number: Option<u64>, days: Vec<u32>| number.and_then(|_| median(days));
    let cells = offices.iter().zip(&answers.cells).map(|(office, number)| told(*number, days_of(office))).collect();
    let sum = told(answers.sum, counts.days_to_answer.values().flatten().copied().collect());
    push(all, MedianDaysByOffice, offices.iter().copied(), &Told { cells, sum });
}

fn push<'a>(all: &mut Vec<Figure>, measure: SupportMeasure, rows: impl Iterator<Item = &'a String>, told: &Told) {
    all.extend(rows.zip(&told.cells).map(|(row, value)| Figure { measure, cell: row.clone(), value: *value }));
    if measure.has_sum() {
        all.push(Figure { measure, cell: SUM.into(), value: told.sum });
    }
}

fn alone(rows: &Rows) -> Told {
    let numbers: Vec<u64> = rows.values().copied().collect();
    suppress(&[&numbers]).pop().unwrap_or_else(|| nothing(rows))
}

fn nothing(rows: &Rows) -> Told {
    Told { cells: vec![None; rows.len()], sum: None }
}

/// The share of households that a member is assigned to, in whole percent; none where it would say something about
/// single ones.
pub fn coverage(households: u64, with_member: u64) -> Option<u64> {
    let without = households.saturating_sub(with_member);
    let is_told = |part: u64| part == 0 || part >= SMALLEST_TOLD;
    if households < SMALLEST_BASE || !is_told(with_member) || !is_told(without) {
        return None;
    }
    let percent = (with_member * 100 + households / 2) / households;
    // All and none are said of all and none.
    Some(if with_member > 0 && without > 0 { percent.clamp(1, 99) } else { percent })
}

/// None of fewer than five.
fn median(mut days: Vec<u32>) -> Option<u64> {
    if (days.len() as u64) < SMALLEST_TOLD {
        return None;
    }
    days.sort_unstable();
    let (low, high) = (days[(days.len() - 1) / 2], days[days.len() / 2]);
    Some((u64::from(low) + u64::from(high)).div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visit::{HelpGiven, HelpKind, VisitOutcome};
    use chrono::NaiveDate;
    use rstest::rstest;

    fn value(figures: &[Figure], measure: SupportMeasure, cell: &str) -> Option<u64> {
        figures.iter().find(|figure| figure.measure == measure && figure.cell == cell).expect("a figure").value
    }

    #[rstest]
    #[case::too_few(19, 10, None)]
    #[case::half(20, 10, Some(50))]
    #[case::all(20, 20, Some(100))]
    #[case::none(40, 0, Some(0))]
    #[case::nearly_all_would_tell_who_not(40, 38, None)]
    #[case::a_few_would_tell_who(40, 4, None)]
    #[case::never_all_where_some_are_not(2000, 1995, Some(99))]
    fn coverage_is_told_where_it_says_nothing_of_single_ones(#[case] of: u64, #[case] with: u64, #[case] told: Option<u64>) {
        assert_eq!(coverage(of, with), told);
    }

    #[test]
    fn a_median_is_told_of_five_answers_or_more() {
        assert_eq!((median(vec![1, 2, 3, 4]), median(vec![9, 1, 3, 2, 8]), median(vec![1, 2, 3, 4, 9, 9])), (None, Some(3), Some(4)));
    }

    #[test]
    fn a_visit_counts_with_its_help_and_one_that_did_not_take_place_does_not() {
        let mut counts = MonthCounts::of_wards(["26740".to_owned()]);
        let mut visit = VisitDraft::simply(NaiveDate::default(), VisitOutcome::Met);
        visit.help = vec![HelpGiven { kind: HelpKind::Paperwork, amount: None, quantity: None }; 2];
        counts.add_visit(&visit);
        counts.add_visit(&VisitDraft::simply(NaiveDate::default(), VisitOutcome::NobodyHome));
        counts.add_visit(&VisitDraft::simply(NaiveDate::default(), VisitOutcome::Postponed));
        assert_eq!((counts.visits["in_person"], counts.visits["phone"], counts.help["paperwork"]), (1, 0, 2));
    }

    #[test]
    fn where_the_sum_is_hidden_nothing_that_rests_on_it_is_told() {
        let mut counts = MonthCounts::of_wards(["26740".to_owned(), "26743".to_owned()]);
        counts.households.insert("26740".into(), 3);
        counts.with_member = 3;
        counts.visits.insert("phone".into(), 2);
        counts.help.insert("paperwork".into(), 9);
        let told = figures(&counts);
        assert_eq!((value(&told, HouseholdsByWard, "26743"), value(&told, HouseholdsByWard, SUM)), (Some(0), None));
        assert_eq!((value(&told, Coverage, SUM), value(&told, HouseholdsByCategory, "poor")), (None, None));
        assert_eq!((value(&told, HelpByKind, "paperwork"), value(&told, HelpByKind, SUM)), (None, None));
    }

    #[test]
    fn a_median_is_told_where_the_answers_are() {
        let mut counts = MonthCounts::of_wards([]);
        for (office, requests, days) in [("school", 30, vec![2; 20]), ("police_bank", 3, vec![]), ("other", 8, vec![5; 6])] {
            counts.requests.insert(office.into(), requests);
            counts.days_to_answer.insert(office.into(), days);
        }
        let told = figures(&counts);
        assert_eq!((value(&told, RequestsByOffice, "school"), value(&told, MedianDaysByOffice, "school")), (Some(30), Some(2)));
        assert_eq!((value(&told, AnswersByOffice, "other"), value(&told, MedianDaysByOffice, "other")), (None, None));
        assert_eq!((value(&told, AnswersByOffice, SUM), value(&told, MedianDaysByOffice, SUM)), (Some(26), Some(2)));
    }
}
