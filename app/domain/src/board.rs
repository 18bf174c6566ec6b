//! The management board of an apartment building: six fields, and the one word they come to.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// Must this building have a board?
    Requirement { Required, NotRequired, Unknown }
}
codes! {
    /// How far the owners' meeting has come.
    MeetingStage { Unknown, NotDue, Due, Overdue, WardConvening, HeldNoQuorum, HeldNoBoard, Elected }
}
codes! {
    /// How far recognition by the ward People's Committee has come.
    Recognition { Unknown, None, DossierDue, Submitted, Returned, AwaitingNumber, Recognised }
}
codes! {
    /// Where the board stands in its term.
    Term { None, Active, Expiring, Expired, Vacant, ReElection }
}
codes! {
    /// Whether the developer has handed the maintenance fund to the board.
    FundHandover { Unknown, NotApplicable, NotCollected, NotHanded, Partial, Handed }
}
codes! {
    /// What an open dispute is about.
    DisputeKind { MaintenanceFund, CommonArea, Fees, RivalBoards, Developer, Other }
}
codes! {
    /// What a board comes to, in filters, counts and on the map. Exactly one holds for a building.
    BoardCategory { Recognised, UnderWay, Missing, NotRequired, Unknown }
}

/// The six fields of a management board with the decision and the end of term behind them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct BoardStatus {
    pub requirement: Requirement,
    pub meeting_stage: MeetingStage,
    pub recognition: Recognition,
    pub term: Term,
    pub fund_handover: FundHandover,
    /// Kinds of open disputes.
    pub disputes: BTreeSet<DisputeKind>,
    /// Number of the recognition decision.
    pub decision_number: Option<String>,
    /// Date of the recognition decision.
    pub decision_on: Option<NaiveDate>,
    /// Last day of the term, as decided. Stored, never computed.
    pub term_ends_on: Option<NaiveDate>,
}

impl Default for BoardStatus {
    fn default() -> Self {
        Self {
            requirement: Requirement::Unknown,
            meeting_stage: MeetingStage::Unknown,
            recognition: Recognition::Unknown,
            term: Term::None,
            fund_handover: FundHandover::Unknown,
            disputes: BTreeSet::new(),
            decision_number: None,
            decision_on: None,
            term_ends_on: None,
        }
    }
}

impl BoardStatus {
    /// The one word for filters, counts and the map. A recognised board whose term has expired still
    /// counts as recognised. Where nobody has confirmed anything it is unknown, never missing.
    pub fn category(&self) -> BoardCategory {
        use MeetingStage as Meeting;
        match self.recognition {
            Recognition::Recognised => BoardCategory::Recognised,
            Recognition::DossierDue | Recognition::Submitted | Recognition::Returned | Recognition::AwaitingNumber => {
                BoardCategory::UnderWay
            }
            Recognition::None | Recognition::Unknown
                if matches!(self.meeting_stage, Meeting::HeldNoQuorum | Meeting::HeldNoBoard | Meeting::Elected) =>
            {
                BoardCategory::UnderWay
            }
            Recognition::Unknown => BoardCategory::Unknown,
            Recognition::None if self.requirement == Requirement::NotRequired => BoardCategory::NotRequired,
            Recognition::None => BoardCategory::Missing,
        }
    }

    /// A recognition without number and date waits for them: it is not recognised yet.
    pub fn settle(&mut self) {
        let complete = self.decision_number.is_some() && self.decision_on.is_some();
        match self.recognition {
            Recognition::Recognised if !complete => self.recognition = Recognition::AwaitingNumber,
            Recognition::AwaitingNumber if complete => self.recognition = Recognition::Recognised,
            _ => {}
        }
    }

    /// Whether a board can be in this state at all; whatever is derived from facts is. What a register
    /// took over from tables may be less tidy.
    ///
    /// - It is recognised exactly if number and date of the decision are known, and otherwise waits for them.
    /// - A dossier or a decision needs an election, and an election brings a dossier.
    /// - Number, date and end of term belong to a decision; the end comes after it.
    /// - A term runs or has run out where there is a decision, or where nobody knows of one.
    /// - A building that needs no board has no meeting due.
    pub fn is_possible(&self) -> bool {
        let decided = self.decision_number.is_some() && self.decision_on.is_some();
        let elected = self.meeting_stage == MeetingStage::Elected;
        let recognition = match self.recognition {
            Recognition::Recognised => elected && decided,
            Recognition::AwaitingNumber => elected && !decided,
            Recognition::DossierDue | Recognition::Submitted | Recognition::Returned => elected,
            Recognition::Unknown | Recognition::None => !elected,
        };
        let may_have_decision = matches!(self.recognition, Recognition::Unknown | Recognition::AwaitingNumber | Recognition::Recognised);
        let decision = may_have_decision || (self.decision_number.is_none() && self.decision_on.is_none() && self.term_ends_on.is_none());
        let order = self.decision_on.zip(self.term_ends_on).is_none_or(|(decided, ends)| ends > decided);
        let has_board = matches!(self.recognition, Recognition::AwaitingNumber | Recognition::Recognised);
        let term = match self.term {
            Term::Active | Term::Expiring | Term::Expired => may_have_decision,
            Term::None => !has_board,
            Term::Vacant | Term::ReElection => true,
        };
        let due = matches!(self.meeting_stage, MeetingStage::Due | MeetingStage::Overdue);
        let requirement = !(self.requirement == Requirement::NotRequired && due);
        recognition && decision && order && term && requirement
    }
}

impl BoardCategory {
    /// Known to have no recognised board: what the headline counts.
    pub fn is_not_recognised(self) -> bool {
        matches!(self, Self::UnderWay | Self::Missing | Self::NotRequired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board(requirement: Requirement, meeting_stage: MeetingStage, recognition: Recognition) -> BoardStatus {
        BoardStatus { requirement, meeting_stage, recognition, ..BoardStatus::default() }
    }

    #[test]
    fn what_nobody_confirmed_is_unknown_and_not_missing() {
        assert_eq!(BoardStatus::default().category(), BoardCategory::Unknown);
        let required = board(Requirement::Required, MeetingStage::Overdue, Recognition::Unknown);
        assert_eq!(required.category(), BoardCategory::Unknown);
    }

    #[test]
    fn a_meeting_that_was_held_is_under_way_even_without_quorum() {
        let held = board(Requirement::Required, MeetingStage::HeldNoQuorum, Recognition::None);
        assert_eq!(held.category(), BoardCategory::UnderWay);
    }

    #[test]
    fn an_expired_term_still_counts_as_recognised() {
        let mut expired = board(Requirement::Required, MeetingStage::Elected, Recognition::Recognised);
        expired.term = Term::Expired;
        assert_eq!(expired.category(), BoardCategory::Recognised);
    }

    #[test]
    fn a_recognition_without_number_and_date_awaits_them() {
        let mut status = board(Requirement::Required, MeetingStage::Elected, Recognition::Recognised);
        status.decision_number = Some("12/QĐ-UBND".into());
        status.settle();
        assert_eq!(status.recognition, Recognition::AwaitingNumber);
        status.decision_on = NaiveDate::from_ymd_opt(2026, 1, 5);
        status.settle();
        assert_eq!(status.recognition, Recognition::Recognised);
    }

    #[test]
    fn every_combination_falls_into_one_category_and_only_recognised_is_recognised() {
        for requirement in Requirement::all() {
            for meeting in MeetingStage::all() {
                for recognition in Recognition::all() {
                    let category = board(*requirement, *meeting, *recognition).category();
                    assert_eq!(category == BoardCategory::Recognised, *recognition == Recognition::Recognised);
                }
            }
        }
    }
}
