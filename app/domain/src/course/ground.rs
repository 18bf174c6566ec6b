//! What the register knows of the building itself, and what follows from it for the board.

use chrono::NaiveDate;

use super::fact::BoardField;
use super::reason::{Reason, ReasonCode};
use crate::board::{MeetingStage, Requirement};
use crate::place::PlaceDraft;
use crate::setting::{Rules, Setting, months_after};

/// The building under a board. Nothing known of it is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    pub apartments: Option<u32>,
    pub handed_over: Option<u32>,
    /// Nobody said: an apartment building of that size has several.
    pub several_owners: Option<bool>,
    pub handed_over_on: Option<NaiveDate>,
    /// Used where the day is not known.
    pub handover_year: Option<u32>,
}

impl Ground {
    /// What a place says of itself.
    pub fn of(place: &PlaceDraft) -> Self {
        Self {
            apartments: place.apartments,
            handed_over: place.handed_over,
            several_owners: place.several_owners,
            handed_over_on: place.handed_over_on,
            handover_year: place.handover_year,
        }
    }

    /// The last day on which handover can have happened.
    pub fn handover_latest(&self) -> Option<NaiveDate> {
        let year = self.handover_year.and_then(|year| i32::try_from(year).ok());
        self.handed_over_on.or_else(|| NaiveDate::from_ymd_opt(year?, 12, 31))
    }

    /// The first day on which handover can have happened.
    pub fn handover_earliest(&self) -> Option<NaiveDate> {
        let year = self.handover_year.and_then(|year| i32::try_from(year).ok());
        self.handed_over_on.or_else(|| NaiveDate::from_ymd_opt(year?, 1, 1))
    }

    /// Until when the first meeting is to be called, by the rule of the day of handover. Of a year, the
    /// latest day it can mean: nobody is called late on a guess.
    pub fn first_meeting_until(&self, rules: &Rules) -> Option<NaiveDate> {
        let handover = self.handover_latest()?;
        Some(months_after(handover, rules.on(Setting::FirstMeetingMonths, handover)))
    }

    /// Apartments handed over, in percent, rounded down.
    pub fn share_handed_over(&self) -> Option<u32> {
        let apartments = self.apartments.filter(|apartments| *apartments > 0)?;
        u32::try_from(u64::from(self.handed_over?) * 100 / u64::from(apartments)).ok()
    }

    /// Whether a board is required, as far as the building itself says.
    pub(super) fn requirement(&self, rules: &Rules, day: NaiveDate) -> (Requirement, Reason) {
        let reason = |code| Reason::new(BoardField::Requirement, code);
        if self.several_owners == Some(false) {
            return (Requirement::NotRequired, reason(ReasonCode::OneOwner));
        }
        let limit = rules.on(Setting::BoardFromApartments, day);
        match self.apartments {
            None => (Requirement::Unknown, reason(ReasonCode::ApartmentsUnknown)),
            Some(apartments) if apartments < limit => {
                (Requirement::NotRequired, reason(ReasonCode::ApartmentsBelow).number(apartments).limit(limit))
            }
            Some(apartments) => (Requirement::Required, reason(ReasonCode::ApartmentsReached).number(apartments).limit(limit)),
        }
    }

    /// Where the first meeting stands while none is recorded, in a building that must have a board.
    pub(super) fn first_meeting(&self, rules: &Rules, day: NaiveDate) -> (MeetingStage, Reason) {
        let reason = |code| Reason::new(BoardField::MeetingStage, code);
        if let Some(handover) = self.handed_over_on
            && day < handover
        {
            return (MeetingStage::NotDue, reason(ReasonCode::HandoverToCome).on(handover));
        }
        let Some(share) = self.share_handed_over() else {
            return (MeetingStage::Unknown, reason(ReasonCode::HandedOverUnknown));
        };
        let limit = rules.on(Setting::FirstMeetingShare, day);
        if share < limit {
            return (MeetingStage::NotDue, reason(ReasonCode::TooFewHandedOver).number(share).limit(limit));
        }
        let Some(until) = self.first_meeting_until(rules) else {
            return (MeetingStage::Due, reason(ReasonCode::MeetingDueSomeDay).number(share));
        };
        let told = |code| {
            let reason = reason(code).number(share).until(until);
            match (self.handed_over_on, self.handover_year) {
                (Some(handover), _) => reason.on(handover),
                (None, year) => reason.text(year.map(|year| year.to_string())),
            }
        };
        if day > until {
            (MeetingStage::Overdue, told(ReasonCode::MeetingOverdue))
        } else {
            (MeetingStage::Due, told(ReasonCode::MeetingDue))
        }
    }
}
