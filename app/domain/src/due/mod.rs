//! Work that is due: what, until when, and the worklist made of it.

mod postponed;
mod worklist;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use postponed::{PostponeDraft, Postponed};
pub use worklist::{DueState, Planned, WorkItem, end_of_week, worklist};

use crate::codes::codes;

codes! {
    /// What is to be done at a place. The name says what is missing, not who is at fault.
    DueKind {
        /// The first owners' meeting is to be held, or held again because it brought no board.
        FirstMeeting,
        /// Its time is over: the ward may convene it.
        WardToConvene,
        /// A new board is to be elected in the place of one that ended.
        NewElection,
        DossierToSubmit,
        DossierToMend,
        Decision,
        /// Number and date of the decision are to be added.
        AwaitingNumber,
        /// The term ends, or has ended.
        TermEnd,
        /// A dispute has been open for long.
        DisputeOpen,
        AgreementReview,
        OrganizationReview,
        /// The residential area in which it lay was redrawn: in which one does it lie now?
        NewHome,
        /// Nobody has confirmed the data for long.
        Confirm,
    }
}

/// One piece of work at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    /// The last day on which it is in time.
    pub on: NaiveDate,
    pub kind: DueKind,
    /// That day is over.
    pub overdue: bool,
}

impl Due {
    pub(crate) fn new(kind: DueKind, on: NaiveDate, today: NaiveDate) -> Self {
        Self { on, kind, overdue: on < today }
    }
}
