//! Which numbers of a table are told.

/// Fewer than so many, and more than none, are not told.
pub const SMALLEST_TOLD: u64 = 5;

/// What is told of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In the order of the rows; none: hidden.
    pub cells: Vec<Option<u64>>,
    /// None: hidden too.
    pub sum: Option<u64>,
}

/// What is told of tables that have the same rows: one number a row in each. Rows are hidden in all of them, so that
/// none tells what another hides.
pub fn suppress(tables: &[&[u64]]) -> Vec<Told> {
    let rows = tables.first().map_or(0, |table| table.len());
    let mut hidden: Vec<bool> = (0..rows).map(|row| tables.iter().any(|table| is_small(table[row]))).collect();
    let differ = hide_beside(tables, &mut hidden);
    tables.iter().map(|table| told(table, &hidden, differ, tables.len() == 1)).collect()
}

fn is_small(number: u64) -> bool {
    (1..SMALLEST_TOLD).contains(&number)
}

/// Hides rows beside those that are hidden, the least first and equal ones together, until hidden rows differ in
/// every table. False: there are not enough of them, and only empty rows are still told.
fn hide_beside(tables: &[&[u64]], hidden: &mut [bool]) -> bool {
    if !hidden.contains(&true) {
        return true;
    }
    let totals: Vec<u64> = (0..hidden.len()).map(|row| tables.iter().map(|table| table[row]).sum()).collect();
    loop {
        let left = totals.iter().zip(hidden.iter()).filter(|(total, hidden)| !**hidden && **total > 0);
        let Some(least) = left.map(|(total, _)| *total).min() else { return false };
        for (total, hidden) in totals.iter().zip(hidden.iter_mut()) {
            *hidden = *hidden || *total == least;
        }
        if tables.iter().all(|table| hidden_of(table, hidden).all(|number| number == 0) || differs(table, hidden)) {
            return true;
        }
    }
}

fn hidden_of<'a>(table: &'a [u64], hidden: &'a [bool]) -> impl Iterator<Item = u64> + 'a {
    table.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(number, _)| *number)
}

fn differs(table: &[u64], hidden: &[bool]) -> bool {
    hidden_of(table, hidden).min() != hidden_of(table, hidden).max()
}

fn told(table: &[u64], hidden: &[bool], differ: bool, alone: bool) -> Told {
    let sum = table.iter().sum();
    // Nobody is among none: where all hidden rows have a nought here, it is told.
    if hidden_of(table, hidden).all(|number| number == 0) {
        return Told { cells: table.iter().copied().map(Some).collect(), sum: Some(sum) };
    }
    let cells = table.iter().zip(hidden).map(|(number, hidden)| (!hidden).then_some(*number)).collect();
    let tells = differ || (alone && leaves_all_open(sum, hidden_of(table, hidden).count() as u64));
    Told { cells, sum: tells.then_some(sum) }
}

/// Whether each of `count` numbers from 1 to 4 that add up to `sum` could be any of them. A sum that leaves less is not
/// told, and whoever sees that it is not learns that it was high or low: each number could be any of them still.
fn leaves_all_open(sum: u64, count: u64) -> bool {
    let (least, most) = (1, SMALLEST_TOLD - 1);
    let others = count.saturating_sub(1);
    count > 1 && sum >= most + others * least && sum <= least + others * most
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HIDDEN: Option<u64> = None;

    #[rstest]
    #[case::nothing_is_small(&[0, 5, 12], &[Some(0), Some(5), Some(12)], Some(17))]
    #[case::the_least_goes_with_it(&[0, 3, 12, 7], &[Some(0), HIDDEN, Some(12), HIDDEN], Some(22))]
    #[case::equals_go_together(&[2, 9, 9, 30], &[HIDDEN, HIDDEN, HIDDEN, Some(30)], Some(50))]
    #[case::one_alone_hides_the_sum(&[0, 3, 0], &[Some(0), HIDDEN, Some(0)], HIDDEN)]
    #[case::all_ones_hide_the_sum(&[1, 1, 1], &[HIDDEN; 3], HIDDEN)]
    #[case::all_fours_hide_the_sum(&[4, 4, 4], &[HIDDEN; 3], HIDDEN)]
    #[case::a_sum_that_leaves_all_open_is_told(&[2, 2, 3], &[HIDDEN; 3], Some(7))]
    #[case::none_is_told(&[0, 0], &[Some(0), Some(0)], Some(0))]
    fn one_table(#[case] table: &[u64], #[case] cells: &[Option<u64>], #[case] sum: Option<u64>) {
        assert_eq!(suppress(&[table]), [Told { cells: cells.to_vec(), sum }]);
    }

    #[test]
    fn tables_of_the_same_rows_hide_the_same_rows() {
        let told = suppress(&[&[3, 20, 40, 0], &[0, 9, 30, 0]]);
        assert_eq!(told[0], Told { cells: vec![HIDDEN, HIDDEN, Some(40), Some(0)], sum: Some(63) });
        assert_eq!(told[1], Told { cells: vec![HIDDEN, HIDDEN, Some(30), Some(0)], sum: Some(39) });
    }

    #[test]
    fn rows_are_hidden_until_the_hidden_ones_differ_everywhere() {
        let told = suppress(&[&[3, 6, 40], &[7, 7, 30]]);
        assert!(told.iter().all(|told| told.cells == [HIDDEN; 3] && told.sum.is_some()), "{told:?}");
        let told = suppress(&[&[3, 6], &[7, 7]]);
        assert!(told.iter().all(|told| told.cells == [HIDDEN; 2] && told.sum.is_none()), "{told:?}");
    }
}
