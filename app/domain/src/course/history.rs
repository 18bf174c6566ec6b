//! Facts folded in their order: what was said last of each field, and since when.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;

use super::fact::{BoardFact, BoardField, FactKind, MeetingResult};
use super::reason::{Reason, ReasonCode};
use crate::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};

/// A value with the fact that said it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said<T> {
    pub value: T,
    pub on: NaiveDate,
    pub by: FactKind,
    /// The reason given, or the number of the decision.
    pub text: Option<String>,
    /// Owners at the meeting, in percent.
    pub share: Option<u32>,
}

impl<T> Said<T> {
    fn new(value: T, fact: &BoardFact) -> Self {
        let text = fact.reason.clone().or_else(|| fact.number.clone());
        Self { value, on: fact.on, by: fact.kind, text, share: fact.share_of_owners() }
    }

    pub fn by_hand(&self) -> bool {
        self.by == FactKind::Stated
    }

    /// As said by hand with its reason, else with the code of the event.
    pub fn reason(&self, field: BoardField, code: ReasonCode) -> Reason {
        let code = if self.by_hand() { ReasonCode::StatedByHand } else { code };
        Reason::new(field, code).on(self.on).text(self.text.clone())
    }
}

/// What the facts up to a day have said.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub requirement: Option<Said<Requirement>>,
    pub stage: Option<Said<MeetingStage>>,
    pub recognition: Option<Said<Recognition>>,
    /// How far the recognition of a newly elected board has come while the decision before it stands.
    pub next: Option<Said<Recognition>>,
    pub number: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub term: Option<Said<Term>>,
    pub fund: Option<Said<FundHandover>>,
    /// Open disputes and since when.
    pub disputes: BTreeMap<DisputeKind, NaiveDate>,
}

impl History {
    /// The facts up to and with `day`: what the register said first, the others by date and then by recording.
    pub fn until<'a>(facts: impl IntoIterator<Item = &'a BoardFact>, day: NaiveDate) -> Self {
        let mut facts: Vec<_> = facts.into_iter().filter(|fact| fact.on <= day).collect();
        facts.sort_by_key(|fact| (!fact.is_baseline(), fact.on, fact.id));
        let mut history = Self::default();
        for fact in facts {
            history.apply(fact);
        }
        history
    }

    pub fn recognition(&self) -> Recognition {
        self.recognition.as_ref().map_or(Recognition::Unknown, |said| said.value)
    }

    /// A decision with number and date stands, whatever has become of the term.
    pub fn decision_stands(&self) -> bool {
        let decided = matches!(self.recognition(), Recognition::Recognised | Recognition::AwaitingNumber);
        decided && self.number.is_some() && self.decided_on.is_some()
    }

    /// The new board's recognition where one was elected while a decision stands, else the only one.
    pub fn pending(&self) -> Option<&Said<Recognition>> {
        self.next.as_ref().or(self.recognition.as_ref())
    }

    fn apply(&mut self, fact: &BoardFact) {
        match fact.kind {
            FactKind::MeetingHeld => self.meeting(fact),
            FactKind::DossierSubmitted => self.step(Recognition::Submitted, fact),
            FactKind::DossierReturned => self.step(Recognition::Returned, fact),
            FactKind::Recognised => self.recognised(fact),
            FactKind::WardConvenes if self.decision_stands() => self.term = Some(Said::new(Term::ReElection, fact)),
            FactKind::WardConvenes => self.without_board(MeetingStage::WardConvening, fact),
            FactKind::TermEnded => self.term = Some(Said::new(Term::Expired, fact)),
            FactKind::ReElectionCalled => self.term = Some(Said::new(Term::ReElection, fact)),
            FactKind::BoardVacated => self.vacated(fact),
            FactKind::Fund => self.fund = fact.fund.map(|fund| Said::new(fund, fact)).or(self.fund.take()),
            FactKind::DisputeOpened => self.dispute(fact.dispute, fact.on),
            FactKind::DisputeClosed => self.disputes.retain(|kind, _| Some(*kind) != fact.dispute),
            FactKind::RequirementStated => {
                self.requirement = fact.requirement.map(|requirement| Said::new(requirement, fact)).or(self.requirement.take());
            }
            FactKind::Stated => self.stated(fact),
        }
    }

    fn meeting(&mut self, fact: &BoardFact) {
        match fact.result {
            Some(MeetingResult::Elected) => self.elected(fact),
            Some(MeetingResult::NoQuorum) => self.without_board(MeetingStage::HeldNoQuorum, fact),
            Some(MeetingResult::NoBoard) => self.without_board(MeetingStage::HeldNoBoard, fact),
            Some(MeetingResult::Other) | None => {}
        }
    }

    fn elected(&mut self, fact: &BoardFact) {
        self.stage = Some(Said::new(MeetingStage::Elected, fact));
        if self.went_on_that_day(fact) {
            return;
        }
        let due = Said::new(Recognition::DossierDue, fact);
        if self.decision_stands() {
            self.next = Some(due);
        } else {
            self.recognition = Some(due);
            self.clear_decision();
            self.term = None;
        }
    }

    /// An election or a dossier that is recorded after what followed from it on the same day.
    fn went_on_that_day(&self, fact: &BoardFact) -> bool {
        self.pending().is_some_and(|said| {
            let followed = match fact.kind {
                FactKind::MeetingHeld => {
                    matches!(said.by, FactKind::DossierSubmitted | FactKind::DossierReturned | FactKind::Recognised)
                }
                _ => said.by == FactKind::Recognised,
            };
            followed && said.on == fact.on
        })
    }

    /// Says that there is no board yet, unless one is on its way or stands.
    fn without_board(&mut self, stage: MeetingStage, fact: &BoardFact) {
        if matches!(self.recognition(), Recognition::Unknown | Recognition::None) {
            self.stage = Some(Said::new(stage, fact));
            self.recognition = Some(Said::new(Recognition::None, fact));
        }
    }

    fn step(&mut self, recognition: Recognition, fact: &BoardFact) {
        if self.went_on_that_day(fact) {
            return;
        }
        let said = Said::new(recognition, fact);
        if self.decision_stands() {
            self.next = Some(said);
        } else {
            self.recognition = Some(said);
            self.clear_decision();
        }
    }

    fn recognised(&mut self, fact: &BoardFact) {
        let number = fact.number.clone().filter(|number| !number.trim().is_empty());
        if number.is_none() && self.decision_stands() {
            self.next = Some(Said::new(Recognition::AwaitingNumber, fact));
            return;
        }
        let completes = self.recognition() == Recognition::AwaitingNumber;
        self.ends_on = fact.term_ends_on.or(self.ends_on.filter(|_| completes));
        self.recognition = Some(Said::new(Recognition::Recognised, fact));
        (self.number, self.decided_on) = (number, Some(fact.on));
        (self.next, self.term) = (None, None);
    }

    fn vacated(&mut self, fact: &BoardFact) {
        self.stage = Some(Said::new(MeetingStage::Due, fact));
        self.recognition = Some(Said::new(Recognition::None, fact));
        self.term = Some(Said::new(Term::Vacant, fact));
        self.next = None;
        self.clear_decision();
    }

    fn dispute(&mut self, kind: Option<DisputeKind>, on: NaiveDate) {
        if let Some(kind) = kind {
            self.disputes.entry(kind).or_insert(on);
        }
    }

    fn clear_decision(&mut self) {
        (self.number, self.decided_on, self.ends_on) = (None, None, None);
    }

    /// A value that cannot be read says nothing: `check_fact` refused it long before.
    fn stated(&mut self, fact: &BoardFact) {
        let value = fact.value.as_deref().map(str::trim).filter(|value| !value.is_empty());
        match fact.field {
            Some(BoardField::Requirement) => say(&mut self.requirement, value, Requirement::Unknown, fact),
            Some(BoardField::MeetingStage) => say(&mut self.stage, value, MeetingStage::Unknown, fact),
            Some(BoardField::Recognition) => {
                say(&mut self.recognition, value, Recognition::Unknown, fact);
                self.next = None;
                if !matches!(self.recognition(), Recognition::Recognised | Recognition::AwaitingNumber) {
                    self.clear_decision();
                }
            }
            Some(BoardField::Term) => say(&mut self.term, value, Term::None, fact),
            Some(BoardField::FundHandover) => say(&mut self.fund, value, FundHandover::Unknown, fact),
            Some(BoardField::Disputes) => {
                let kinds: Vec<DisputeKind> = value.unwrap_or_default().split(',').filter_map(|kind| kind.trim().parse().ok()).collect();
                self.disputes.retain(|kind, _| kinds.contains(kind));
                kinds.into_iter().for_each(|kind| self.dispute(Some(kind), fact.on));
            }
            Some(BoardField::DecisionNumber) => self.number = value.map(Into::into),
            Some(BoardField::DecisionOn) => self.decided_on = value.and_then(|value| value.parse().ok()),
            Some(BoardField::TermEndsOn) => self.ends_on = value.and_then(|value| value.parse().ok()),
            None => {}
        }
    }
}

/// `nothing` takes back what was said before.
fn say<T: FromStr + PartialEq>(slot: &mut Option<Said<T>>, value: Option<&str>, nothing: T, fact: &BoardFact) {
    match value.map(T::from_str) {
        Some(Ok(value)) if value != nothing => *slot = Some(Said::new(value, fact)),
        Some(Err(_)) => {}
        None | Some(Ok(_)) => *slot = None,
    }
}
