//! Dates, numbers, fund and disputes of a board, to fit its situation.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use domain::board::{BoardStatus, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};

use crate::random::Random;
use crate::situation::Situation;

/// The status of a board on the day `as_of`.
pub fn board(random: &mut Random, as_of: NaiveDate, situation: Situation) -> BoardStatus {
    let mut status = BoardStatus {
        requirement: situation.requirement,
        meeting_stage: situation.meeting,
        recognition: situation.recognition,
        term: situation.term,
        fund_handover: fund(random, situation),
        disputes: disputes(random, situation),
        ..BoardStatus::default()
    };
    match situation.recognition {
        Recognition::Recognised => {
            let (decided, ends) = decided(random, as_of, situation.term);
            status.decision_number = Some(format!("{}/QĐ-UBND", random.count(11, 2_960)));
            status.decision_on = Some(decided);
            status.term_ends_on = Some(ends);
        }
        // Decided, they say, but the number has not come yet.
        Recognition::AwaitingNumber if random.chance(40) => {
            status.decision_on = Some(workday(day(as_of, -random.between(2, 20))));
        }
        _ => {}
    }
    status
}

/// Date of the decision and end of the term. Terms are mostly three years; margins on both sides let a
/// decision move to a working day without changing what the term comes to.
fn decided(random: &mut Random, as_of: NaiveDate, term: Term) -> (NaiveDate, NaiveDate) {
    let years = random.weighted(&[(3u32, 88), (2, 5), (5, 7)]);
    let longest = i64::from(years) * 365 - 30;
    let distance = match term {
        Term::Expiring => random.between(10, 80),
        Term::Expired => -random.between(20, 900),
        Term::ReElection => -random.between(5, 240),
        Term::None | Term::Active | Term::Vacant => random.between(120, longest),
    };
    let months = Months::new(12 * years);
    let planned = day(as_of, distance);
    let decided = workday(planned.checked_sub_months(months).unwrap_or(planned));
    (decided, decided.checked_add_months(months).unwrap_or(decided))
}

/// So many days later, or earlier.
pub fn day(from: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { from.checked_sub_days(distance) } else { from.checked_add_days(distance) };
    moved.unwrap_or(from)
}

/// The day itself, or the Friday before a weekend.
pub fn workday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => day(date, -1),
        Weekday::Sun => day(date, -2),
        _ => date,
    }
}

fn fund(random: &mut Random, situation: Situation) -> FundHandover {
    use FundHandover::{Handed, NotApplicable, NotCollected, NotHanded, Partial, Unknown};
    match (situation.requirement, situation.recognition) {
        (Requirement::NotRequired, _) => random.weighted(&[(NotApplicable, 78), (NotCollected, 8), (Unknown, 14)]),
        (_, Recognition::Recognised) => {
            random.weighted(&[(Handed, 61), (Partial, 12), (NotHanded, 19), (NotCollected, 3), (NotApplicable, 2), (Unknown, 3)])
        }
        (Requirement::Unknown, _) => Unknown,
        _ => random.weighted(&[(NotHanded, 62), (NotCollected, 12), (Partial, 2), (Unknown, 24)]),
    }
}

fn disputes(random: &mut Random, situation: Situation) -> BTreeSet<DisputeKind> {
    use DisputeKind::{CommonArea, Developer, Fees, MaintenanceFund, Other, RivalBoards};
    let held = matches!(situation.meeting, MeetingStage::Elected | MeetingStage::HeldNoBoard);
    let (percent, rivals, fund) = match situation.requirement {
        Requirement::Required => (13, if held { 14 } else { 0 }, 30),
        _ => (4, 0, 0),
    };
    let kinds = [(MaintenanceFund, fund), (CommonArea, 26), (Fees, 18), (RivalBoards, rivals), (Developer, fund / 2), (Other, 8)];
    let count = if random.chance(percent) { 1 + usize::from(random.chance(30)) } else { 0 };
    (0..count).map(|_| random.weighted(&kinds)).collect()
}

/// The latest year in which a building with this board can have been handed over.
pub fn latest_handover(status: &BoardStatus, as_of: NaiveDate) -> i32 {
    match (status.decision_on, status.meeting_stage) {
        (Some(decided), _) => decided.year() - 1,
        (None, MeetingStage::NotDue | MeetingStage::Unknown) => as_of.year(),
        (None, MeetingStage::Due) => as_of.year() - 1,
        _ => as_of.year() - 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::{cards, recognised_deck};

    #[test]
    fn every_recognised_board_was_decided_on_a_working_day_and_its_term_says_what_its_end_says() {
        for (year, month, date) in [(2026, 11, 22), (2024, 2, 29), (2031, 1, 1)] {
            let as_of = NaiveDate::from_ymd_opt(year, month, date).expect("a date");
            let mut random = Random::new(1, 1);
            for situation in cards(&recognised_deck()) {
                let status = board(&mut random, as_of, situation);
                let (decided, ends) = (status.decision_on.expect("decided"), status.term_ends_on.expect("ends"));
                assert!(decided <= as_of && decided < ends && workday(decided) == decided);
                let fits = match status.term {
                    Term::Active => ends > day(as_of, 90),
                    Term::Expiring => (as_of..=day(as_of, 90)).contains(&ends),
                    Term::Expired | Term::ReElection => ends < as_of,
                    Term::Vacant => ends > as_of,
                    Term::None => false,
                };
                assert!(fits, "{:?} ends on {ends} as of {as_of}", status.term);
            }
        }
    }
}
