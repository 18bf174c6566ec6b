//! What can be recorded at a place with two taps and a day, likeliest first.

use domain::board::{BoardStatus, Recognition, Term};
use domain::course::{BoardFact, Derived, FactKind, MeetingKind, MeetingResult};
use domain::due::DueKind;
use domain::fact::Fact;

use crate::texts::Texts;

/// One entry of the page on which facts are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An owners' meeting: what came out of it is what people say first.
    Meeting(MeetingResult),
    /// Any other fact of the board.
    Board(FactKind),
    /// About the party organization; it changes fields of the place.
    Organizations(Fact),
}

impl Happening {
    /// How forms and links name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Meeting(MeetingResult::Elected) => "board_elected",
            Self::Meeting(MeetingResult::NoQuorum) => "meeting_no_quorum",
            Self::Meeting(MeetingResult::NoBoard) => "meeting_no_board",
            Self::Meeting(MeetingResult::Other) => "meeting_other",
            Self::Board(kind) => kind.code(),
            Self::Organizations(fact) => fact.code(),
        }
    }

    pub fn words(self, t: Texts) -> String {
        match self {
            Self::Board(kind) => t.code("fact_kind", kind.code()),
            _ => t.t(&format!("places.fact.{}", self.code())),
        }
    }

    /// What was recorded, as far as a form of this page records such a thing.
    pub fn of_fact(fact: &BoardFact) -> Option<Self> {
        match fact.kind {
            FactKind::MeetingHeld => fact.result.map(Self::Meeting),
            FactKind::Stated => None,
            kind => Some(Self::Board(kind)),
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        let meetings = MeetingResult::all().iter().map(|result| Self::Meeting(*result));
        let board = FactKind::all().iter().filter(|kind| !matches!(kind, FactKind::MeetingHeld | FactKind::Stated));
        let mut all = meetings.chain(board.map(|kind| Self::Board(*kind))).chain(organizations());
        all.find(|happening| happening.code() == code)
    }

    /// All that can come next. `derived`: none for a place that has no board. What is set by hand has a page of its own.
    pub fn likeliest_first(derived: Option<&Derived>) -> Vec<Self> {
        let mut found = Vec::new();
        for kind in derived.iter().flat_map(|derived| &derived.next_facts) {
            match (kind, derived) {
                (FactKind::Stated, _) | (_, None) => {}
                (FactKind::MeetingHeld, Some(derived)) => found.extend(meetings(&derived.status).map(Self::Meeting)),
                (kind, _) => found.push(Self::Board(*kind)),
            }
        }
        found.extend(organizations());
        found
    }

    /// What settles a piece of work; none where it is a confirmation, or a date of the form.
    pub fn of_due(kind: DueKind) -> Option<Self> {
        Some(match kind {
            DueKind::FirstMeeting | DueKind::NewElection | DueKind::TermEnd => Self::Meeting(MeetingResult::Elected),
            DueKind::WardToConvene => Self::Board(FactKind::WardConvenes),
            DueKind::DossierToSubmit | DueKind::DossierToMend => Self::Board(FactKind::DossierSubmitted),
            DueKind::Decision | DueKind::AwaitingNumber => Self::Board(FactKind::Recognised),
            DueKind::DisputeOpen => Self::Board(FactKind::DisputeClosed),
            DueKind::OrganizationReview => Self::Organizations(Fact::OwnCell),
            DueKind::AgreementReview | DueKind::NewHome | DueKind::Confirm => return None,
        })
    }

    /// Which meeting it most likely was.
    pub fn likely_meeting(self, status: &BoardStatus) -> MeetingKind {
        match (self, has_board(status)) {
            (_, false) => MeetingKind::First,
            (Self::Meeting(MeetingResult::Other), true) => MeetingKind::Annual,
            (_, true) => MeetingKind::Extraordinary,
        }
    }
}

fn has_board(status: &BoardStatus) -> bool {
    !matches!(status.recognition, Recognition::Unknown | Recognition::None)
}

/// Where a board stands within its term, most meetings are about other business.
fn meetings(status: &BoardStatus) -> impl Iterator<Item = MeetingResult> {
    use MeetingResult::{Elected, NoBoard, NoQuorum, Other};
    let in_office = status.recognition == Recognition::Recognised && status.term == Term::Active;
    if in_office { [Other, Elected, NoQuorum, NoBoard] } else { [Elected, NoQuorum, NoBoard, Other] }.into_iter()
}

fn organizations() -> impl Iterator<Item = Happening> {
    Fact::all().iter().copied().map(Happening::Organizations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_one_happening() {
        let facts = FactKind::all().iter().filter(|kind| !matches!(kind, FactKind::MeetingHeld | FactKind::Stated));
        for happening in facts.map(|kind| Happening::Board(*kind)).chain(organizations()) {
            assert_eq!(Happening::of_code(happening.code()), Some(happening));
        }
        for result in MeetingResult::all() {
            assert_eq!(Happening::of_code(Happening::Meeting(*result).code()), Some(Happening::Meeting(*result)));
        }
        assert_eq!(Happening::of_code("stated"), None);
    }

    #[test]
    fn once_its_term_is_over_a_board_is_elected_anew_first_of_all() {
        let first = |term| meetings(&BoardStatus { recognition: Recognition::Recognised, term, ..BoardStatus::default() }).next();
        assert_eq!(first(Term::Active), Some(MeetingResult::Other));
        for term in [Term::Expiring, Term::Expired, Term::ReElection, Term::Vacant] {
            assert_eq!(first(term), Some(MeetingResult::Elected), "{term}");
        }
    }

    #[test]
    fn all_work_but_a_confirmation_an_agreement_and_a_new_home_is_settled_by_a_fact() {
        let without: Vec<_> = DueKind::all().iter().filter(|kind| Happening::of_due(**kind).is_none()).collect();
        assert_eq!(without, [&DueKind::AgreementReview, &DueKind::NewHome, &DueKind::Confirm]);
    }
}
