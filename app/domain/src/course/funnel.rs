//! How far a building is on the way to a recognised board, and how long it took for each stage.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::derive::status_on;
use super::fact::BoardFact;
use super::ground::Ground;
use crate::board::{BoardStatus, MeetingStage, Recognition, Requirement};
use crate::codes::codes;
use crate::setting::{Holidays, Rules};

codes! {
    /// The stages of a building that must have a board, in their order. Who is in one has passed those
    /// before it: the funnel counts from the end.
    FunnelStage {
        /// It must have a board; a meeting is not due, or nobody knows.
        Required,
        MeetingDue,
        /// A meeting was held and brought no board.
        MeetingHeld,
        /// A board is elected; its dossier is due or came back.
        Elected,
        /// The dossier is submitted, or the decision waits for its number.
        Submitted,
        Recognised,
    }
}

impl FunnelStage {
    /// None for a building that need not have a board, or of which nobody knows whether it must.
    pub fn of(status: &BoardStatus) -> Option<Self> {
        if status.requirement != Requirement::Required {
            return None;
        }
        Some(match (status.recognition, status.meeting_stage) {
            (Recognition::Recognised, _) => Self::Recognised,
            (Recognition::Submitted | Recognition::AwaitingNumber, _) => Self::Submitted,
            (Recognition::DossierDue | Recognition::Returned, _) | (_, MeetingStage::Elected) => Self::Elected,
            (_, MeetingStage::HeldNoQuorum | MeetingStage::HeldNoBoard) => Self::MeetingHeld,
            (_, MeetingStage::Due | MeetingStage::Overdue | MeetingStage::WardConvening) => Self::MeetingDue,
            (_, MeetingStage::Unknown | MeetingStage::NotDue) => Self::Required,
        })
    }
}

/// A stay in one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub stage: FunnelStage,
    pub from: NaiveDate,
    /// The first day in another stage; none for the one that lasts.
    pub to: Option<NaiveDate>,
}

impl Stay {
    /// Whole days, up to `today` for the one that lasts.
    pub fn days(&self, today: NaiveDate) -> u32 {
        u32::try_from((self.to.unwrap_or(today) - self.from).num_days()).unwrap_or_default()
    }
}

/// Every stay that began on a known day, oldest first: at the handover, at a deadline, or by a fact. A
/// register that begins with a statement does not tell when its first stage began, nor when the one before
/// it ended: both are left out.
pub fn stays(ground: &Ground, facts: &[BoardFact], rules: &Rules, holidays: &Holidays, today: NaiveDate) -> Vec<Stay> {
    let mut days: BTreeSet<NaiveDate> = facts.iter().map(|fact| fact.on).collect();
    days.extend(ground.handed_over_on);
    days.extend(ground.first_meeting_until(rules).and_then(|until| until.succ_opt()));
    days.extend(rules.changes_after(NaiveDate::MIN));
    let stated_on = facts.iter().filter(|fact| fact.field.is_some()).map(|fact| fact.on).min();
    let mut stays: Vec<(Option<FunnelStage>, NaiveDate)> = Vec::new();
    for day in days.into_iter().filter(|day| *day <= today) {
        let stage = FunnelStage::of(&status_on(ground, facts, rules, holidays, day));
        if stays.last().is_none_or(|(last, _)| *last != stage) {
            stays.push((stage, day));
        }
    }
    let ends = stays.iter().skip(1).map(|(_, on)| Some(*on)).chain([None]);
    let known = |(_, from): &(Option<FunnelStage>, NaiveDate)| stated_on != Some(*from);
    let ends: Vec<_> = ends.collect();
    let told = |to: &Option<NaiveDate>| to.is_none() || stated_on != *to;
    stays
        .iter()
        .zip(ends)
        .filter(|(stay, to)| known(stay) && told(to))
        .filter_map(|((stage, from), to)| Some(Stay { stage: (*stage)?, from: *from, to }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fact::{BoardField, FactKind};
    use super::super::samples::{day, elected, fact, ground, recognised, recorded, stated, submitted};
    use super::*;

    fn told(facts: Vec<BoardFact>) -> Vec<(FunnelStage, u32)> {
        let today = day("2026-11-22");
        let stays = stays(&ground(), &recorded(facts), &Rules::default(), &Holidays::default(), today);
        stays.iter().map(|stay| (stay.stage, stay.days(today))).collect()
    }

    #[test]
    fn each_stage_lasts_until_the_fact_that_ends_it() {
        let facts = vec![
            elected("2025-03-24"),
            submitted("2025-04-03"),
            fact(FactKind::DossierReturned, "2025-04-08"),
            submitted("2025-04-10"),
            recognised("1", "2025-04-20", "2028-04-20"),
        ];
        use FunnelStage::{Elected, MeetingDue, Recognised, Submitted};
        let expected = [(MeetingDue, 375), (Elected, 10), (Submitted, 5), (Elected, 2), (Submitted, 10), (Recognised, 581)];
        assert_eq!(told(facts), expected);
    }

    #[test]
    fn what_was_only_stated_began_on_a_day_that_nobody_knows() {
        let facts = vec![stated(BoardField::Recognition, "dossier_due", "2026-01-01"), submitted("2026-11-12")];
        assert_eq!(told(facts), [(FunnelStage::Submitted, 10)]);
    }
}
