//! Whether a fact can have happened as it is told, given those that are known.
//!
//! What cannot be is refused with its field. What is only unlikely is a [`Warning`]: it is refused too,
//! until somebody says in `overruled` why it holds, because life is messier than rules.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::detail;
use super::fact::{BoardFact, FactKind, MeetingKind, MeetingResult};
use super::ground::Ground;
use super::history::History;
use crate::board::{MeetingStage, Recognition, Term};
use crate::codes::codes;
use crate::failure::{FieldError, FieldErrors};
use crate::setting::{Rules, Setting};

codes! {
    /// What a person may overrule with a reason. The code of its field error is the same.
    Warning {
        /// A board was elected by fewer owners than the rules ask for.
        BelowQuorum,
        /// No quorum is told, but the numbers reach it.
        QuorumWasReached,
        /// A meeting before the building was handed over.
        BeforeHandover,
        /// A first meeting, though a board is known.
        BoardAlreadyKnown,
        /// An election within the term of a board of which no end was recorded.
        BoardStillInTerm,
        /// A dossier or a decision, though the last meeting brought no board.
        NoElectionRecorded,
        /// A dossier comes back of which no submission was recorded.
        NoDossierRecorded,
        /// It is dated before the election that is under way.
        BeforeItsMeeting,
        /// A term that ended before the day that the decision names.
        TermEndsLater,
        /// A meeting is convened, though a board is elected already.
        BoardAlreadyElected,
        /// Another decision of the ward has the number: one that names several buildings, or another body's.
        DecisionNumberShared,
    }
}

/// A fact that can be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub fact: BoardFact,
    /// What was overruled.
    pub warnings: Vec<Warning>,
}

impl Warning {
    /// The warning behind a field error, if it is one: the form then asks for the reason.
    pub fn of(error: &FieldError) -> Option<Self> {
        error.code.parse().ok()
    }
}

/// Cleans a fact and finds everything in it that cannot be. `existing` are the facts of the building and
/// of its cluster; one with the same id is the former version of this one.
pub fn check_fact(
    ground: &Ground,
    existing: &[BoardFact],
    fact: BoardFact,
    rules: &Rules,
    today: NaiveDate,
) -> Result<Checked, FieldErrors> {
    let mut fact = fact;
    let mut errors = FieldErrors::default();
    detail::check(&mut fact, &mut errors);
    if fact.on > today {
        errors.push("on", "date_in_future", "");
    }
    if fact.on.year() < 1950 {
        errors.push("on", "date_too_early", "1950");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let others: Vec<&BoardFact> = existing.iter().filter(|other| other.id != fact.id).collect();
    let scene = Told { ground, others: &others, rules };
    scene.impossible(&fact, &mut errors);
    if errors.is_empty() {
        let former = existing.iter().find(|other| other.id == fact.id);
        scene.contradicts_later(Some(&fact), former, &mut errors);
    }
    let mut warnings = FieldErrors::default();
    scene.unlikely(&fact, &mut warnings);
    if fact.overruled.is_none() || !errors.is_empty() {
        errors.0.append(&mut warnings.0);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let warnings: Vec<Warning> = warnings.0.iter().filter_map(Warning::of).collect();
    if warnings.is_empty() {
        fact.overruled = None;
    }
    Ok(Checked { fact, warnings })
}

/// Whether a fact that was recorded by mistake can be taken out: what is known of other days holds without it.
pub fn check_withdrawal(ground: &Ground, existing: &[BoardFact], gone: &BoardFact, rules: &Rules) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let others: Vec<&BoardFact> = existing.iter().filter(|other| other.id != gone.id).collect();
    Told { ground, others: &others, rules }.contradicts_later(None, Some(gone), &mut errors);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What is known when a fact is told.
struct Told<'a> {
    ground: &'a Ground,
    others: &'a [&'a BoardFact],
    rules: &'a Rules,
}

impl Told<'_> {
    /// What was known up to the moment of the fact.
    fn before(&self, fact: &BoardFact) -> History {
        let earlier = self.others.iter().copied().filter(|other| other.is_baseline() || (other.on, other.id) < (fact.on, fact.id));
        History::until(earlier, NaiveDate::MAX)
    }

    fn impossible(&self, fact: &BoardFact, errors: &mut FieldErrors) {
        let history = self.before(fact);
        let recognition = history.recognition();
        let pending = history.pending().map(|said| said.value);
        let nothing = matches!(recognition, Recognition::None | Recognition::DossierDue | Recognition::Submitted | Recognition::Returned);
        match fact.kind {
            FactKind::DossierSubmitted | FactKind::Recognised => {
                if let Some(meeting) = self.first_election_after(fact.on) {
                    let code = if fact.kind == FactKind::Recognised { "decision_before_meeting" } else { "dossier_before_election" };
                    errors.push_day("on", code, meeting);
                } else if fact.kind == FactKind::DossierSubmitted && pending == Some(Recognition::Submitted) {
                    errors.push("kind", "dossier_already_submitted", "");
                } else if fact.kind == FactKind::Recognised {
                    recognised(&history, fact, errors);
                }
            }
            FactKind::MeetingHeld if fact.meeting == Some(MeetingKind::First) && fact.result == Some(MeetingResult::Elected) => {
                let proof = |other: &&&BoardFact| matches!(other.kind, FactKind::DossierSubmitted | FactKind::Recognised);
                if let Some(earlier) = self.others.iter().filter(proof).map(|other| other.on).filter(|on| *on < fact.on).min() {
                    errors.push_day("on", "first_meeting_after_decision", earlier);
                }
            }
            FactKind::TermEnded => match history.decided_on {
                Some(decided) if fact.on <= decided => errors.push_day("on", "term_ends_before_decision", decided),
                _ if nothing => errors.push("kind", "no_term_to_end", ""),
                _ => {}
            },
            FactKind::BoardVacated if recognition == Recognition::None => errors.push("kind", "no_board_to_vacate", ""),
            FactKind::ReElectionCalled if recognition == Recognition::None && history.term.is_none() => {
                errors.push("kind", "no_board_to_replace", "");
            }
            FactKind::DisputeOpened if fact.dispute.is_some_and(|kind| history.disputes.contains_key(&kind)) => {
                errors.push("dispute", "dispute_already_open", "");
            }
            FactKind::DisputeClosed if fact.dispute.is_some_and(|kind| !history.disputes.contains_key(&kind)) => {
                errors.push("dispute", "dispute_not_open", "");
            }
            _ => {}
        }
    }

    /// The day of a first election after `on`, if none was before it.
    fn first_election_after(&self, on: NaiveDate) -> Option<NaiveDate> {
        let elections = || self.others.iter().filter(|other| other.result == Some(MeetingResult::Elected));
        let later = elections().filter(|other| other.meeting == Some(MeetingKind::First)).map(|other| other.on).min()?;
        (later > on && elections().all(|other| other.on > on)).then_some(later)
    }

    /// A fact told afterwards must not make impossible what is known of later days; nor must its former version,
    /// where that is corrected or taken out.
    fn contradicts_later(&self, fact: Option<&BoardFact>, former: Option<&BoardFact>, errors: &mut FieldErrors) {
        let also = |more: Option<&'_ BoardFact>| -> Vec<BoardFact> { self.others.iter().copied().chain(more).cloned().collect() };
        let (with, before) = (also(fact), also(former));
        let (with, before): (Vec<_>, Vec<_>) = (with.iter().collect(), before.iter().collect());
        let (with, before) = (Told { others: &with, ..*self }, Told { others: &before, ..*self });
        let Some(first) = fact.into_iter().chain(former).map(|fact| (fact.on, fact.id)).min() else { return };
        let later = self.others.iter().filter(|other| (other.on, other.id) > first);
        let broken = later.filter(|other| {
            let found = |told: &Told<'_>| {
                let mut errors = FieldErrors::default();
                told.impossible(other, &mut errors);
                errors
            };
            !found(&with).is_empty() && found(&before).is_empty()
        });
        if let Some(other) = broken.min_by_key(|other| other.on) {
            errors.push_day("on", "contradicts_later_fact", other.on);
        }
    }

    fn unlikely(&self, fact: &BoardFact, errors: &mut FieldErrors) {
        let mut warn = |field: &str, warning: Warning, value: String| errors.push(field, warning.code(), value);
        let history = self.before(fact);
        let has_board = !matches!(history.recognition(), Recognition::Unknown | Recognition::None);
        match fact.kind {
            FactKind::MeetingHeld => self.unlikely_meeting(fact, &history, &mut warn),
            FactKind::DossierSubmitted | FactKind::Recognised => {
                let in_vain = [MeetingStage::HeldNoQuorum, MeetingStage::HeldNoBoard, MeetingStage::WardConvening];
                if !has_board && history.stage.as_ref().is_some_and(|stage| in_vain.contains(&stage.value)) {
                    warn("kind", Warning::NoElectionRecorded, String::new());
                }
                let decided = |on: NaiveDate| self.others.iter().any(|other| other.kind == FactKind::Recognised && other.on >= on);
                let elections = self.others.iter().filter(|other| other.result == Some(MeetingResult::Elected));
                if let Some(meeting) = elections.map(|other| other.on).max().filter(|on| *on > fact.on && !decided(*on)) {
                    warn("on", Warning::BeforeItsMeeting, day(meeting));
                }
            }
            FactKind::DossierReturned if history.pending().is_some_and(|said| said.value != Recognition::Submitted) => {
                warn("kind", Warning::NoDossierRecorded, String::new());
            }
            FactKind::TermEnded => {
                if let Some(ends) = history.ends_on.filter(|ends| *ends > fact.on) {
                    warn("on", Warning::TermEndsLater, day(ends));
                }
            }
            FactKind::WardConvenes if has_board && !history.decision_stands() => {
                warn("kind", Warning::BoardAlreadyElected, String::new());
            }
            _ => {}
        }
    }

    fn unlikely_meeting(&self, fact: &BoardFact, history: &History, warn: &mut impl FnMut(&str, Warning, String)) {
        let first = fact.meeting == Some(MeetingKind::First);
        let setting = if first { Setting::FirstQuorum } else { Setting::AnnualQuorum };
        let quorum = self.rules.on(setting, fact.on);
        match (fact.share_of_owners(), fact.result) {
            (Some(share), Some(MeetingResult::Elected)) if share < quorum => {
                warn("owners_present", Warning::BelowQuorum, quorum.to_string());
            }
            (Some(share), Some(MeetingResult::NoQuorum)) if share >= quorum => {
                warn("result", Warning::QuorumWasReached, quorum.to_string());
            }
            _ => {}
        }
        if let Some(handover) = self.ground.handover_earliest().filter(|handover| fact.on < *handover) {
            warn("on", Warning::BeforeHandover, day(handover));
        }
        let known = history.recognition.as_ref().is_some_and(|said| said.value != Recognition::None && said.on < fact.on);
        if first && known {
            warn("meeting", Warning::BoardAlreadyKnown, String::new());
        } else if fact.result == Some(MeetingResult::Elected) && self.still_in_term(history, fact.on) {
            warn("result", Warning::BoardStillInTerm, history.ends_on.map(day).unwrap_or_default());
        }
    }

    /// The end of the term is known, far, and nobody recorded that it came earlier.
    fn still_in_term(&self, history: &History, on: NaiveDate) -> bool {
        let notice = self.rules.on(Setting::TermExpiringDays, on);
        let ended = history.term.as_ref().is_some_and(|said| matches!(said.value, Term::Expired | Term::ReElection | Term::Vacant));
        let far = history.ends_on.is_some_and(|ends| crate::setting::days_before(ends, notice) > on);
        history.decision_stands() && history.next.is_none() && !ended && far
    }
}

/// As people write it.
fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// One term has one board: a second decision needs an election since the first.
fn recognised(history: &History, fact: &BoardFact, errors: &mut FieldErrors) {
    let waiting = history.pending().is_some_and(|said| said.value == Recognition::AwaitingNumber)
        || (history.recognition() == Recognition::Recognised && !history.decision_stands());
    if waiting && fact.number.is_none() {
        errors.push("number", "decision_already_awaits_number", "");
    } else if history.decision_stands() && fact.number.is_some() && history.number == fact.number {
        errors.push("number", "decision_already_recorded", "");
    } else if history.decision_stands()
        && history.next.is_none()
        && !history.term.as_ref().is_some_and(|said| matches!(said.value, Term::Expired | Term::ReElection | Term::Vacant))
        && history.ends_on.is_none_or(|ends| ends >= fact.on)
    {
        errors.push("on", "two_boards_in_one_term", history.ends_on.map(day).unwrap_or_default());
    }
}
