//! The six fields of a board on a day, derived from its facts and from the building under it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fact::{BoardFact, BoardField, FactKind};
use super::ground::Ground;
use super::history::{History, Said};
use super::reason::{Reason, ReasonCode};
use super::work;
use crate::board::{BoardStatus, MeetingStage, Recognition, Requirement, Term};
use crate::due::Due;
use crate::setting::{Holidays, Rules, Setting, days_before};

/// What the facts of a board come to on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    pub status: BoardStatus,
    /// In the order of the fields; at least one for each of the first four.
    pub reasons: Vec<Reason>,
    /// Earliest first.
    pub due: Vec<Due>,
    /// Until the day before, all of this stays as it is unless somebody records something.
    pub next_change_on: Option<NaiveDate>,
    /// What may be recorded next, likeliest first.
    pub next_facts: Vec<FactKind>,
}

impl Derived {
    pub fn reasons_of(&self, field: BoardField) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |reason| reason.field == field)
    }
}

/// What `facts` come to on `today`, in whatever order they are given; later ones are left out, so that
/// an earlier day shows what was known to hold then.
///
/// While a new board waits for its decision, the decision before it stands and the board counts as
/// recognised: recording an election must not make a building look worse than keeping silent.
pub fn derive(ground: &Ground, facts: &[BoardFact], rules: &Rules, holidays: &Holidays, today: NaiveDate) -> Derived {
    let history = History::until(facts, today);
    let scene = Scene { ground, history: &history, rules, holidays };
    let mut derived = scene.on(today);
    let recorded: Vec<NaiveDate> = facts.iter().map(|fact| fact.on).filter(|on| *on > today).collect();
    let mut days = scene.days_of_change(&derived);
    days.extend(&recorded);
    days.retain(|day| *day > today);
    days.sort_unstable();
    derived.next_change_on = days.into_iter().find(|day| recorded.contains(day) || scene.on(*day) != derived);
    derived
}

/// The fields alone, without until when they hold: for many days of one board.
pub(super) fn status_on(ground: &Ground, facts: &[BoardFact], rules: &Rules, holidays: &Holidays, day: NaiveDate) -> BoardStatus {
    let history = History::until(facts, day);
    Scene { ground, history: &history, rules, holidays }.on(day).status
}

/// All that a derivation looks at, but for the day.
pub(super) struct Scene<'a> {
    pub ground: &'a Ground,
    pub history: &'a History,
    pub rules: &'a Rules,
    pub holidays: &'a Holidays,
}

impl Scene<'_> {
    fn on(&self, day: NaiveDate) -> Derived {
        let mut reasons = Vec::new();
        let mut because = |(value, reason)| {
            reasons.push(reason);
            value
        };
        let requirement = because(self.requirement(day));
        let recognition = self.recognition();
        let (meeting_stage, reason) = self.meeting_stage(requirement, recognition.0, day);
        reasons.push(reason);
        reasons.push(recognition.1);
        let recognition = recognition.0;
        let (term, reason) = self.term(recognition, day);
        reasons.extend(reason);
        let history = self.history;
        if let Some(fund) = &history.fund {
            reasons.push(fund.reason(BoardField::FundHandover, ReasonCode::FundRecorded));
        }
        for (kind, since) in &history.disputes {
            let reason = Reason::new(BoardField::Disputes, ReasonCode::DisputeOpen).on(*since);
            reasons.push(reason.text(kind.code().to_owned()));
        }
        let shows_decision = matches!(recognition, Recognition::Unknown | Recognition::AwaitingNumber | Recognition::Recognised);
        let status = BoardStatus {
            requirement,
            meeting_stage,
            recognition,
            term,
            fund_handover: history.fund.as_ref().map_or(BoardStatus::default().fund_handover, |said| said.value),
            disputes: history.disputes.keys().copied().collect(),
            decision_number: history.number.clone().filter(|_| shows_decision),
            decision_on: history.decided_on.filter(|_| shows_decision),
            term_ends_on: self.ends_on().filter(|_| shows_decision),
        };
        let due = work::due(self, &status, day);
        let next_facts = work::next_facts(history, &status, day);
        Derived { status, reasons, due, next_change_on: None, next_facts }
    }

    /// Days on which something may change by itself.
    fn days_of_change(&self, now: &Derived) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = now.due.iter().filter_map(|due| due.on.succ_opt()).collect();
        days.extend(self.ground.handed_over_on);
        // From the day after the decision on, the term can have ended.
        days.extend(self.history.decided_on.and_then(|decided| decided.succ_opt()));
        days.extend(self.ground.first_meeting_until(self.rules).and_then(|until| until.succ_opt()));
        days.extend(self.rules.changes_after(NaiveDate::MIN));
        if let Some(ends_on) = self.ends_on() {
            days.extend(ends_on.succ_opt());
            let set = self.rules.values(Setting::TermExpiringDays).map(|value| value.value);
            let notices = set.chain([Setting::TermExpiringDays.default_value()]);
            days.extend(notices.map(|notice| days_before(ends_on, notice)));
        }
        days
    }

    /// An end that is not after its decision is none of this term.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        let history = self.history;
        history.ends_on.filter(|ends| history.decided_on.is_none_or(|decided| *ends > decided))
    }

    fn requirement(&self, day: NaiveDate) -> (Requirement, Reason) {
        match &self.history.requirement {
            Some(said) => (said.value, said.reason(BoardField::Requirement, ReasonCode::RequirementRecorded)),
            None => self.ground.requirement(self.rules, day),
        }
    }

    fn recognition(&self) -> (Recognition, Reason) {
        let history = self.history;
        let field = BoardField::Recognition;
        if history.decision_stands() {
            let code = if history.next.is_some() { ReasonCode::DecisionStands } else { ReasonCode::Decided };
            let on = history.decided_on.map_or(Reason::new(field, code), |on| Reason::new(field, code).on(on));
            return (Recognition::Recognised, on.text(history.number.clone()));
        }
        let elected = history.stage.as_ref().filter(|said| said.value == MeetingStage::Elected);
        match (&history.recognition, elected) {
            (Some(said), _) if said.value != Recognition::None => match said.value {
                Recognition::Recognised | Recognition::AwaitingNumber => {
                    let event = said.by == FactKind::Recognised;
                    let code = if event { ReasonCode::DecisionWithoutNumber } else { ReasonCode::DecisionIncomplete };
                    (Recognition::AwaitingNumber, Reason::new(field, code).on(said.on))
                }
                Recognition::Submitted => (said.value, said.reason(field, ReasonCode::Submitted)),
                Recognition::Returned => (said.value, said.reason(field, ReasonCode::Returned)),
                _ => (said.value, said.reason(field, ReasonCode::Elected)),
            },
            (_, Some(elected)) => (Recognition::DossierDue, elected.reason(field, ReasonCode::Elected)),
            (Some(said), None) => (Recognition::None, said.reason(field, without_board(said))),
            (None, None) => (Recognition::Unknown, Reason::new(field, ReasonCode::NothingRecorded)),
        }
    }

    fn meeting_stage(&self, requirement: Requirement, recognition: Recognition, day: NaiveDate) -> (MeetingStage, Reason) {
        use MeetingStage::{Elected, HeldNoBoard, HeldNoQuorum, NotDue, Unknown, WardConvening};
        let field = BoardField::MeetingStage;
        let said = self.history.stage.as_ref();
        if !matches!(recognition, Recognition::Unknown | Recognition::None) {
            let elected = said.filter(|said| said.value == Elected).map(|said| said.reason(field, ReasonCode::Elected));
            return (Elected, elected.unwrap_or_else(|| Reason::new(field, ReasonCode::ElectionImplied)));
        }
        if let Some(said) = said.filter(|said| matches!(said.value, HeldNoQuorum | HeldNoBoard | WardConvening)) {
            let code = match said.value {
                HeldNoQuorum => ReasonCode::HeldWithoutQuorum,
                HeldNoBoard => ReasonCode::HeldWithoutBoard,
                _ => ReasonCode::WardConvened,
            };
            return (said.value, said.reason(field, code).number(said.share));
        }
        let by_time = match requirement {
            Requirement::NotRequired => return (NotDue, Reason::new(field, ReasonCode::NoBoardRequired)),
            Requirement::Unknown => (Unknown, Reason::new(field, ReasonCode::RequirementUnknown)),
            Requirement::Required => self.ground.first_meeting(self.rules, day),
        };
        match said {
            Some(said) if self.time_overtakes(said, by_time.0) => by_time,
            // A register that says what follows anyway, without a reason of its own: the numbers tell more.
            Some(said) if said.by_hand() && said.value == by_time.0 && said.text.as_deref().unwrap_or_default().is_empty() => by_time,
            Some(said) => (said.value, said.reason(field, ReasonCode::Vacated)),
            None => by_time,
        }
    }

    /// What was said by hand holds until something happens after it, the passing of a deadline included.
    fn time_overtakes(&self, said: &Said<MeetingStage>, by_time: MeetingStage) -> bool {
        let happened_on = match by_time {
            MeetingStage::Overdue => self.ground.first_meeting_until(self.rules).and_then(|until| until.succ_opt()),
            MeetingStage::Due => self.ground.handed_over_on,
            _ => None,
        };
        said.by_hand() && by_time > said.value && happened_on.is_some_and(|on| on > said.on)
    }

    fn term(&self, recognition: Recognition, day: NaiveDate) -> (Term, Option<Reason>) {
        let said = self.history.term.as_ref();
        let as_said = |said: &Said<Term>| {
            let code = match said.value {
                Term::Vacant => ReasonCode::Vacated,
                Term::ReElection => ReasonCode::ReElectionCalled,
                _ => ReasonCode::TermEnded,
            };
            (said.value, Some(said.reason(BoardField::Term, code)))
        };
        let ended = |said: &&Said<Term>| matches!(said.value, Term::Vacant | Term::ReElection | Term::Expired);
        match recognition {
            Recognition::Recognised | Recognition::AwaitingNumber => match (&self.history.next, said) {
                (Some(next), _) => (Term::ReElection, Some(next.reason(BoardField::Term, ReasonCode::Elected))),
                (None, Some(said)) if ended(&said) => as_said(said),
                _ => self.running_term(said, day),
            },
            Recognition::Unknown => said.map_or((Term::None, None), as_said),
            _ => said.filter(|said| matches!(said.value, Term::Vacant | Term::ReElection)).map_or((Term::None, None), as_said),
        }
    }

    /// The end of a term is what the decision says; where nobody wrote it down, the term runs on.
    fn running_term(&self, said: Option<&Said<Term>>, day: NaiveDate) -> (Term, Option<Reason>) {
        let reason = |code| Reason::new(BoardField::Term, code).until(self.ends_on());
        match (self.ends_on(), said) {
            (Some(ends), _) if day > ends => (Term::Expired, Some(reason(ReasonCode::TermEndsOn))),
            (Some(ends), _) if day >= days_before(ends, self.rules.on(Setting::TermExpiringDays, day)) => {
                (Term::Expiring, Some(reason(ReasonCode::TermEndsOn)))
            }
            (Some(_), _) => (Term::Active, Some(reason(ReasonCode::TermEndsOn))),
            (None, Some(said)) if said.value == Term::Expiring => {
                (Term::Expiring, Some(said.reason(BoardField::Term, ReasonCode::TermEndUnknown)))
            }
            (None, _) => (Term::Active, Some(reason(ReasonCode::TermEndUnknown))),
        }
    }
}

fn without_board(said: &Said<Recognition>) -> ReasonCode {
    match said.by {
        FactKind::WardConvenes => ReasonCode::WardConvened,
        FactKind::BoardVacated => ReasonCode::Vacated,
        _ => ReasonCode::HeldWithoutBoard,
    }
}
