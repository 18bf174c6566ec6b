//! Why a field has its value, as a code with its parameters; the words stand in the locales.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fact::BoardField;
use crate::codes::codes;

codes! {
    /// The sentence to show. Behind each, the parameters of [`Reason`] that it uses.
    ReasonCode {
        /// on, text: set by hand or by an import on that day, and why.
        StatedByHand,
        /// Nothing was recorded.
        NothingRecorded,

        /// number apartments, limit.
        ApartmentsReached,
        /// number apartments, limit.
        ApartmentsBelow,
        OneOwner,
        ApartmentsUnknown,
        /// on, text: somebody stated with a reason whether it is required.
        RequirementRecorded,

        /// No board is required, so no meeting is due.
        NoBoardRequired,
        RequirementUnknown,
        /// How many apartments are handed over is not known.
        HandedOverUnknown,
        /// number percent handed over, limit percent.
        TooFewHandedOver,
        /// on: the day of handover is still to come.
        HandoverToCome,
        /// on or text (the year) of handover, number percent handed over, until: no meeting recorded.
        MeetingDue,
        /// number percent handed over; the day of handover is not known.
        MeetingDueSomeDay,
        /// on or text (the year) of handover, number percent handed over, until: no meeting recorded.
        MeetingOverdue,
        /// on
        WardConvened,
        /// on, number percent of the owners if counted.
        HeldWithoutQuorum,
        /// on
        HeldWithoutBoard,
        /// on
        Elected,
        /// A dossier or a decision implies an election, though none was recorded.
        ElectionImplied,
        /// on
        Vacated,

        /// on
        Submitted,
        /// on, text if a reason was given.
        Returned,
        /// on: no number yet.
        DecisionWithoutNumber,
        /// Number or date of the decision is missing.
        DecisionIncomplete,
        /// on, text the number.
        Decided,
        /// on, text the number: a new board is elected, the decision before stands until the new one.
        DecisionStands,

        /// until
        TermEndsOn,
        /// The end of the term is not known.
        TermEndUnknown,
        /// on
        TermEnded,
        /// on
        ReElectionCalled,

        /// on
        FundRecorded,
        /// on since when, text the code of its kind.
        DisputeOpen,
    }
}

/// Why one field has its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub field: BoardField,
    pub code: ReasonCode,
    #[serde(default)]
    pub on: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub number: Option<u32>,
    #[serde(default)]
    pub limit: Option<u32>,
    #[serde(default)]
    pub text: Option<String>,
}

impl Reason {
    pub(super) fn new(field: BoardField, code: ReasonCode) -> Self {
        Self { field, code, on: None, until: None, number: None, limit: None, text: None }
    }

    pub(super) fn on(self, on: NaiveDate) -> Self {
        Self { on: Some(on), ..self }
    }

    pub(super) fn until(self, until: impl Into<Option<NaiveDate>>) -> Self {
        Self { until: until.into(), ..self }
    }

    pub(super) fn number(self, number: impl Into<Option<u32>>) -> Self {
        Self { number: number.into(), ..self }
    }

    pub(super) fn limit(self, limit: u32) -> Self {
        Self { limit: Some(limit), ..self }
    }

    pub(super) fn text(self, text: impl Into<Option<String>>) -> Self {
        Self { text: text.into(), ..self }
    }
}
