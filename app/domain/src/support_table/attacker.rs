//! Somebody who reads all that is told of a month, knows the rule, and goes through every city that there could be.

use std::collections::HashMap;

use proptest::prelude::*;

use super::month::{MonthCounts, figures};
use super::suppress::{SMALLEST_TOLD, Told, suppress};

/// Of each publication what every number of it could be: from the least to the most.
struct Attacker(HashMap<Vec<Option<u64>>, Vec<(u64, u64)>>);

impl Attacker {
    /// Looks at every city: its numbers, and what is told of them, in the same order; more may be told behind.
    fn of(cities: impl Iterator<Item = (Vec<u64>, Vec<Option<u64>>)>) -> Self {
        let mut seen: HashMap<Vec<Option<u64>>, Vec<(u64, u64)>> = HashMap::new();
        for (numbers, told) in cities {
            let possible = seen.entry(told).or_insert_with(|| numbers.iter().map(|number| (*number, *number)).collect());
            for ((least, most), number) in possible.iter_mut().zip(numbers) {
                (*least, *most) = ((*least).min(number), (*most).max(number));
            }
        }
        assert!(seen.len() > 5, "there was something to look at");
        Self(seen)
    }

    /// The first publication that gives a hidden number from 1 to 4 away.
    fn finds(&self) -> Option<(&[Option<u64>], usize)> {
        let given_away = |told: &[Option<u64>], possible: &[(u64, u64)]| {
            let mut cells = told.iter().zip(possible).enumerate();
            cells.find(|(_, (told, (least, most)))| told.is_none() && least == most && (1..SMALLEST_TOLD).contains(least)).map(|(at, _)| at)
        };
        self.0.iter().find_map(|(told, possible)| given_away(told, possible).map(|at| (told.as_slice(), at)))
    }
}

/// Every table of so many numbers up to `most`.
fn tables(rows: usize, most: u64) -> impl Iterator<Item = Vec<u64>> {
    let base = most + 1;
    let power = move |rows: usize| base.pow(u32::try_from(rows).expect("few rows"));
    (0..power(rows)).map(move |number| (0..rows).map(|row| number / power(row) % base).collect())
}

fn published(told: &[Told]) -> Vec<Option<u64>> {
    let cells = told.iter().flat_map(|told| told.cells.iter().copied());
    cells.chain(told.iter().map(|told| told.sum)).collect()
}

fn rows<const N: usize>(names: [&str; N], numbers: &[u64]) -> std::collections::BTreeMap<String, u64> {
    names.into_iter().map(str::to_owned).zip(numbers.iter().copied()).collect()
}

/// A month in which nothing is counted, in which rows can be set.
fn blank() -> MonthCounts {
    let mut blank = MonthCounts::of_wards([]);
    for rows in [&mut blank.categories, &mut blank.visits, &mut blank.help, &mut blank.requests] {
        rows.clear();
    }
    blank.days_to_answer.clear();
    blank
}

fn told_of(counts: &MonthCounts) -> Vec<Option<u64>> {
    figures(counts).into_iter().map(|figure| figure.value).collect()
}

#[test]
fn one_table_gives_nothing_away() {
    for (rows, most) in [(1, 12), (2, 12), (3, 12), (4, 9), (5, 5)] {
        let cities = tables(rows, most).map(|table| {
            let told = published(&suppress(&[&table]));
            (table, told)
        });
        assert_eq!(Attacker::of(cities).finds(), None, "{rows} rows");
    }
}

#[test]
fn whoever_stands_alone_could_be_any_of_one_to_four() {
    let cities = tables(4, 4).map(|table| {
        let told = published(&suppress(&[&table]));
        (table, told)
    });
    for (told, possible) in &Attacker::of(cities).0 {
        for (_, range) in told.iter().zip(possible).filter(|(told, _)| told.is_none()) {
            assert_eq!(*range, (1, 4), "{told:?}");
        }
    }
}

#[test]
fn the_tables_of_households_give_nothing_away_together() {
    let cities = tables(2, 8).flat_map(|wards| {
        let sum: u64 = wards.iter().sum();
        // Each household has four categories at most, each of them once.
        let categories = tables(2, 8.min(sum));
        categories.flat_map(move |categories| {
            let wards = wards.clone();
            (0..=sum).map(move |with_member| {
                let (households, categories) = (rows(["a", "b"], &wards), rows(["x", "y"], &categories));
                let counts = MonthCounts { households, with_member, categories: categories.clone(), ..blank() };
                // The order of the figures: wards, their sum, the share, the categories.
                let numbers = wards.iter().copied().chain([sum, with_member]).chain(categories.into_values()).collect();
                (numbers, told_of(&counts))
            })
        })
    });
    assert_eq!(Attacker::of(cities).finds(), None);
}

#[test]
fn a_share_of_many_households_gives_nothing_away() {
    let cities = tables(4, 6).flat_map(|wards| {
        let sum: u64 = wards.iter().sum();
        (0..=sum).map(move |with_member| {
            let counts = MonthCounts { households: rows(["a", "b", "c", "d"], &wards), with_member, ..blank() };
            let numbers = wards.iter().copied().chain([sum, with_member]).collect();
            (numbers, told_of(&counts))
        })
    });
    assert_eq!(Attacker::of(cities).finds(), None);
}

#[test]
fn visits_and_help_give_nothing_away_together() {
    let most = crate::visit::MOST_HELP as u64;
    let cities = tables(2, 8).flat_map(|visits| {
        let sum: u64 = visits.iter().sum();
        tables(3, 6).filter(move |help| help.iter().sum::<u64>() <= most * sum).map(move |help| {
            let counts = MonthCounts { visits: rows(["x", "y"], &visits), help: rows(["k", "l", "m"], &help), ..blank() };
            // No wards: their sum and the share stand first, and are told or not for everybody.
            let numbers = [0, 0].into_iter().chain(visits.iter().copied()).chain([sum]).chain(help).collect();
            (numbers, told_of(&counts))
        })
    });
    assert_eq!(Attacker::of(cities).finds(), None);
}

/// In the first month of a register no more can be answered than was asked.
#[test]
fn requests_and_answers_give_nothing_away_together() {
    for (rows, most, first_month) in [(2, 8, true), (2, 8, false), (3, 5, true), (3, 5, false)] {
        let cities = tables(rows, most).flat_map(|requests| {
            let possible = tables(rows, most).filter({
                let requests = requests.clone();
                move |answers| !first_month || answers.iter().zip(&requests).all(|(answers, requests)| answers <= requests)
            });
            possible.map(move |answers| {
                let told = published(&suppress(&[&requests, &answers]));
                (requests.iter().copied().chain(answers).collect(), told)
            })
        });
        assert_eq!(Attacker::of(cities).finds(), None, "first month: {first_month}");
    }
}

/// The attacker is one: what others do is found out.
#[test]
fn rules_that_look_good_are_seen_through() {
    let is_small = |number: &u64| (1..SMALLEST_TOLD).contains(number);
    let told = |table: &[u64], hidden: &[bool]| -> Vec<Option<u64>> {
        let cells = table.iter().zip(hidden).map(|(number, hidden)| (!hidden).then_some(*number));
        cells.chain([Some(table.iter().sum())]).collect()
    };
    // Small numbers alone are hidden: the sum gives them back.
    let cities = tables(3, 8).map(|table| {
        let hidden: Vec<bool> = table.iter().map(is_small).collect();
        let told = told(&table, &hidden);
        (table, told)
    });
    assert!(Attacker::of(cities).finds().is_some());
    // Of equal numbers the first is hidden beside them: the order gives them back.
    let cities = tables(3, 8).map(|table| {
        let mut hidden: Vec<bool> = table.iter().map(is_small).collect();
        let least = table.iter().enumerate().filter(|(_, number)| **number >= SMALLEST_TOLD).min_by_key(|(_, number)| **number);
        if let Some((at, _)) = least.filter(|_| hidden.contains(&true)) {
            hidden[at] = true;
        }
        let mut told = told(&table, &hidden);
        if least.is_none() {
            told[3] = None;
        }
        (table, told)
    });
    assert!(Attacker::of(cities).finds().is_some());
}

proptest! {
    /// The argument itself, for tables of every size: hidden rows that change places leave everything as it is told,
    /// and where a sum is told they are not all the same.
    #[test]
    fn hidden_rows_change_places_and_nothing_is_told_otherwise(
        rows in prop::collection::vec((0u64..12, 0u64..12), 1..12), swap in any::<(prop::sample::Index, prop::sample::Index)>(), alone in any::<bool>(),
    ) {
        let tables: Vec<Vec<u64>> = [rows.iter().map(|row| row.0).collect(), rows.iter().map(|row| row.1).collect()].into_iter().take(if alone { 1 } else { 2 }).collect();
        let tell = |tables: &[Vec<u64>]| suppress(&tables.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let told = tell(&tables);
        let hidden: Vec<usize> = (0..rows.len()).filter(|row| told.iter().any(|told| told.cells[*row].is_none())).collect();
        for (table, told) in tables.iter().zip(&told) {
            for (number, cell) in table.iter().zip(&told.cells) {
                prop_assert!(cell.is_none_or(|told| told == *number && !(1..SMALLEST_TOLD).contains(&told)));
            }
            let mut numbers = hidden.iter().map(|row| table[*row]);
            let all_the_same = numbers.next().is_none_or(|first| numbers.all(|number| number == first));
            prop_assert!(told.sum.is_none() || told.cells.iter().all(Option::is_some) || !all_the_same || alone);
        }
        if !hidden.is_empty() {
            let (one, other) = (hidden[swap.0.index(hidden.len())], hidden[swap.1.index(hidden.len())]);
            let mut swapped = tables.clone();
            swapped.iter_mut().for_each(|table| table.swap(one, other));
            prop_assert_eq!(tell(&swapped), told);
        }
    }
}
