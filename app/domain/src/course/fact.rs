//! What can happen to a management board, one event at a time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::board::{DisputeKind, FundHandover, Requirement};
use crate::codes::codes;

codes! {
    /// What happened.
    FactKind {
        MeetingHeld, DossierSubmitted, Recognised, DossierReturned, WardConvenes,
        TermEnded, ReElectionCalled,
        /// Nobody holds a post any more: the decision fell with the board.
        BoardVacated,
        Fund, DisputeOpened, DisputeClosed, RequirementStated,
        /// A field set by hand or by an import, with the reason. It holds until something happens after it.
        Stated,
    }
}
codes! {
    /// Which owners' meeting.
    MeetingKind { First, Annual, Extraordinary }
}
codes! {
    /// Who called an owners' meeting.
    Convener { Developer, Ward, Board, Owners }
}
codes! {
    /// What came out of an owners' meeting. Other: business that leaves the board as it was.
    MeetingResult { Elected, NoQuorum, NoBoard, Other }
}
codes! {
    /// A field of the board's status, by its name there.
    BoardField { Requirement, MeetingStage, Recognition, Term, FundHandover, Disputes, DecisionNumber, DecisionOn, TermEndsOn }
}

/// One event in the course of a board. Which details belong to which kind is written in `check.rs`; all
/// that are not needed can be added later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardFact {
    /// UUIDv7: facts of one day stand in the order in which they were recorded.
    pub id: Uuid,
    /// The day on which it happened; of a decision, its date.
    pub on: NaiveDate,
    pub kind: FactKind,
    #[serde(default)]
    pub meeting: Option<MeetingKind>,
    #[serde(default)]
    pub convened_by: Option<Convener>,
    #[serde(default)]
    pub result: Option<MeetingResult>,
    /// Owners who had received their apartments.
    #[serde(default)]
    pub owners_total: Option<u32>,
    #[serde(default)]
    pub owners_present: Option<u32>,
    /// Owners who were absent and had somebody speak for them.
    #[serde(default)]
    pub owners_represented: Option<u32>,
    /// Of the minutes or of the decision. A recognition without it waits for it.
    #[serde(default)]
    pub number: Option<String>,
    /// Who signed the decision.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Last day of the term, as decided.
    #[serde(default)]
    pub term_ends_on: Option<NaiveDate>,
    #[serde(default)]
    pub fund: Option<FundHandover>,
    #[serde(default)]
    pub dispute: Option<DisputeKind>,
    #[serde(default)]
    pub requirement: Option<Requirement>,
    /// Of what was stated: the field, and its value as it travels: a code, several with commas between, a
    /// number, or a day as 2026-01-05. Nothing or `unknown` takes back what was said before.
    #[serde(default)]
    pub field: Option<BoardField>,
    #[serde(default)]
    pub value: Option<String>,
    /// Why: the dossier came back, the requirement holds, the field was set by hand.
    #[serde(default)]
    pub reason: Option<String>,
    /// Why it holds although the rules warned.
    #[serde(default)]
    pub overruled: Option<String>,
}

impl BoardFact {
    /// A fact without details.
    pub fn new(id: Uuid, kind: FactKind, on: NaiveDate) -> Self {
        Self {
            id,
            on,
            kind,
            meeting: None,
            convened_by: None,
            result: None,
            owners_total: None,
            owners_present: None,
            owners_represented: None,
            number: None,
            issuer: None,
            term_ends_on: None,
            fund: None,
            dispute: None,
            requirement: None,
            field: None,
            value: None,
            reason: None,
            overruled: None,
        }
    }

    /// What the register said before anything was recorded. It stands before every fact, whichever day somebody
    /// last looked at the register: what is told afterwards of an earlier day is news to it.
    pub fn is_baseline(&self) -> bool {
        self.kind == FactKind::Stated && self.reason.as_deref() == Some("")
    }

    /// Owners present or spoken for, in percent of all, rounded down; none where nobody counted.
    pub fn share_of_owners(&self) -> Option<u32> {
        let total = self.owners_total.filter(|total| *total > 0)?;
        let there = u64::from(self.owners_present?) + u64::from(self.owners_represented.unwrap_or_default());
        u32::try_from(there * 100 / u64::from(total)).ok()
    }
}

/// What a cluster tells its buildings: nothing, as long as its register alone says how its board stands. Theirs say so too.
pub fn told_by_cluster(cluster: &[BoardFact]) -> &[BoardFact] {
    if cluster.iter().all(BoardFact::is_baseline) { &[] } else { cluster }
}

/// The facts of a building with those of its cluster, whose board covers it. What stands in both is one.
pub fn with_cluster(own: &[BoardFact], cluster: &[BoardFact]) -> Vec<BoardFact> {
    let mut all: Vec<BoardFact> = own.iter().chain(told_by_cluster(cluster)).cloned().collect();
    all.sort_by_key(|fact| (fact.on, fact.id));
    all.dedup_by_key(|fact| fact.id);
    all
}
