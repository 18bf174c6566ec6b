//! What is to be done next about a board, and what may be recorded next.

use chrono::NaiveDate;

use super::derive::Scene;
use super::fact::FactKind;
use super::history::History;
use crate::board::{BoardStatus, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::due::{Due, DueKind};
use crate::setting::{Setting, days_after, days_before};

/// Earliest first. A step without a day that anybody knows is no entry.
pub(super) fn due(scene: &Scene<'_>, status: &BoardStatus, day: NaiveDate) -> Vec<Due> {
    let found = [step(scene, status), term(scene, status), dispute(scene)];
    let mut due: Vec<Due> = found.into_iter().flatten().map(|(kind, on)| Due::new(kind, on, day)).collect();
    due.sort_unstable();
    due
}

/// The next step towards recognition.
fn step(scene: &Scene<'_>, status: &BoardStatus) -> Option<(DueKind, NaiveDate)> {
    let Scene { history, rules, holidays, .. } = scene;
    let pending = history.next.as_ref().map_or(status.recognition, |next| next.value);
    let since = match pending {
        Recognition::DossierDue => history.next.as_ref().map(|next| next.on).or(history.stage.as_ref().map(|stage| stage.on)),
        _ => None,
    };
    let since = since.or(history.pending().map(|said| said.on));
    let days = |kind, setting| since.map(|on| (kind, days_after(on, rules.on(setting, on))));
    let working_days = |kind| since.map(|on| (kind, holidays.working_days_after(on, rules.on(Setting::DecisionWorkingDays, on))));
    match pending {
        Recognition::Unknown | Recognition::None => meeting(scene, status),
        Recognition::DossierDue => days(DueKind::DossierToSubmit, Setting::DossierDays),
        Recognition::Returned => days(DueKind::DossierToMend, Setting::DossierDays),
        Recognition::Submitted => working_days(DueKind::Decision),
        Recognition::AwaitingNumber => working_days(DueKind::AwaitingNumber),
        Recognition::Recognised => None,
    }
}

fn meeting(scene: &Scene<'_>, status: &BoardStatus) -> Option<(DueKind, NaiveDate)> {
    if status.requirement == Requirement::NotRequired {
        return None;
    }
    let said = scene.history.stage.as_ref().filter(|said| said.value == status.meeting_stage);
    let kind = match status.meeting_stage {
        // The handover was the first board's matter.
        MeetingStage::Due | MeetingStage::WardConvening | MeetingStage::HeldNoQuorum | MeetingStage::HeldNoBoard
            if status.term == Term::Vacant =>
        {
            DueKind::NewElection
        }
        MeetingStage::Due | MeetingStage::WardConvening | MeetingStage::HeldNoQuorum | MeetingStage::HeldNoBoard => DueKind::FirstMeeting,
        MeetingStage::Overdue => DueKind::WardToConvene,
        MeetingStage::Unknown | MeetingStage::NotDue | MeetingStage::Elected => return None,
    };
    let until = scene.ground.first_meeting_until(scene.rules).filter(|_| kind != DueKind::NewElection);
    Some((kind, until.or(said.map(|said| said.on))?))
}

fn term(scene: &Scene<'_>, status: &BoardStatus) -> Option<(DueKind, NaiveDate)> {
    let history = scene.history;
    if status.recognition != Recognition::Recognised || history.next.is_some() {
        return None;
    }
    let said = history.term.as_ref().map(|said| said.on);
    let ends = scene.ends_on();
    // What ended early is not due at its old end; a board that is called anew not long before it has until then.
    let near = |said: NaiveDate| {
        let notice = scene.rules.on(Setting::TermExpiringDays, said);
        ends.filter(|ends| days_before(*ends, notice.saturating_mul(2)) <= said)
    };
    let on = match (history.term.as_ref().filter(|said| said.value == status.term).map(|said| said.on), status.term) {
        (Some(early), Term::Expired | Term::Vacant) => ends.into_iter().chain([early]).min(),
        (Some(called), Term::ReElection) => near(called).or(Some(called)),
        _ => ends.or(said),
    };
    match status.term {
        Term::Expiring | Term::Expired => Some((DueKind::TermEnd, on?)),
        Term::ReElection | Term::Vacant => Some((DueKind::NewElection, on?)),
        Term::None | Term::Active => None,
    }
}

/// The one that has been open longest.
fn dispute(scene: &Scene<'_>) -> Option<(DueKind, NaiveDate)> {
    let since = scene.history.disputes.values().min().copied()?;
    Some((DueKind::DisputeOpen, days_after(since, scene.rules.on(Setting::DisputeDays, since))))
}

/// Likeliest first, each kind once; what cannot have happened is left out.
pub(super) fn next_facts(history: &History, status: &BoardStatus, day: NaiveDate) -> Vec<FactKind> {
    use FactKind::{
        BoardVacated, DisputeClosed, DisputeOpened, DossierReturned, DossierSubmitted, Fund, MeetingHeld, ReElectionCalled, Recognised,
        RequirementStated, Stated, TermEnded, WardConvenes,
    };
    let pending = history.next.as_ref().map_or(status.recognition, |next| next.value);
    let mut next = match pending {
        Recognition::DossierDue | Recognition::Returned => vec![DossierSubmitted, Recognised, MeetingHeld, BoardVacated],
        Recognition::Submitted => vec![Recognised, DossierReturned, MeetingHeld, BoardVacated],
        Recognition::AwaitingNumber => vec![Recognised, MeetingHeld, TermEnded, BoardVacated],
        Recognition::Recognised if status.term == Term::Active => vec![MeetingHeld, TermEnded, ReElectionCalled, BoardVacated],
        Recognition::Recognised => vec![MeetingHeld, ReElectionCalled, TermEnded, BoardVacated],
        Recognition::None if status.meeting_stage == MeetingStage::Overdue => vec![MeetingHeld, WardConvenes, DossierSubmitted, Recognised],
        Recognition::None => vec![MeetingHeld, DossierSubmitted, Recognised, WardConvenes],
        Recognition::Unknown => vec![MeetingHeld, Recognised, DossierSubmitted, WardConvenes, TermEnded],
    };
    let has_board = matches!(status.recognition, Recognition::Recognised | Recognition::AwaitingNumber);
    let open_fund = !matches!(status.fund_handover, FundHandover::Handed | FundHandover::NotApplicable);
    // A board that was just recognised waits for the fund; before that, nothing can be handed to it.
    let at = if has_board && open_fund && status.term == Term::Active && pending == status.recognition { 0 } else { next.len() };
    next.insert(at, Fund);
    if !status.disputes.is_empty() {
        next.push(DisputeClosed);
    }
    next.extend([DisputeOpened, RequirementStated, Stated]);
    // No term ends on the day of its decision, and no dispute is open twice.
    next.retain(|kind| *kind != TermEnded || history.decided_on.is_none_or(|decided| day > decided));
    next.retain(|kind| *kind != DisputeOpened || status.disputes.len() < DisputeKind::all().len());
    if status.requirement == Requirement::Unknown && status.recognition == Recognition::Unknown {
        next.retain(|kind| *kind != RequirementStated);
        next.insert(2, RequirementStated);
    }
    next
}
