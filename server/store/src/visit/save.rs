//! What a visit changes: its own entry, those that it takes the place of, and the household's days.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::household::NextVisit;
use domain::setting::{Rules, Setting};
use domain::visit::{VisitDraft, VisitEntry, VisitOutcome};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::keep::remove;
use crate::entities::{household, visit};
use crate::fault::fault;
use crate::household::{agreed, next_visit, no_longer, standing};
use crate::sealed::new_record;
use crate::session::Write;
use crate::setting::rules_in;

/// The entry that is corrected, and all that are there: what the household's days are found from.
pub(super) struct Correction {
    pub id: Uuid,
    pub entries: Vec<VisitEntry>,
}

/// Writes down a visit to a household that the actor may visit.
pub(super) async fn save_visit(
    write: &mut Write,
    household: household::Model,
    draft: VisitDraft,
    correction: Option<Correction>,
) -> Result<Uuid, Failure> {
    let draft = draft.check(write.today)?;
    let consent = standing(&write.tx, household.id).await?;
    if let Some(since) = consent.map(|consent| consent.given_on).filter(|since| draft.on < *since) {
        let mut errors = FieldErrors::default();
        errors.push_day("on", "visit_before_the_consent", since);
        return Err(errors.into());
    }
    let rules = rules_in(&write.tx, household.admin_unit_id).await?;
    let there = visit::Entity::find().filter(visit::Column::HouseholdId.eq(household.id)).all(&write.tx).await.map_err(fault)?;
    let corrected = match &correction {
        None => None,
        Some(correction) => {
            let row = to_correct(&there, correction.id)?;
            // Somebody came to the household in between: its days are to be found from that visit too.
            if there.len() != correction.entries.len() || there.iter().any(|row| correction.entries.iter().all(|seen| seen.id != row.id)) {
                return Err(FieldErrors::one("corrects", "changed_meanwhile", "").into());
            }
            Some(row)
        }
    };
    // What was corrected to another day is not the latest.
    let stands = |row: &&visit::Model| there.iter().all(|other| other.corrects != Some(row.id));
    let latest = there.iter().filter(stands).map(|row| row.day).max();
    let visited = there.iter().filter(stands).filter(|row| !row.until_next).map(|row| row.day).max();
    let missed = there.iter().filter(stands).filter(|row| row.until_next).map(|row| row.day).max();
    if corrected.is_none() && draft.until_next() && latest.is_some_and(|latest| latest > draft.on) {
        return Err(FieldErrors::one("on", "visited_since", "").into());
    }
    // A correction is no visit: it takes out what it stands instead of, and nothing else. One that is entered late
    // leaves what came after it.
    let before = |row: &&visit::Model| row.until_next && row.day <= draft.on;
    let over: Vec<Uuid> = match corrected {
        None => there.iter().filter(stands).filter(before).flat_map(|row| with_those_before(&there, row.id)).collect(),
        Some(row) if row.until_next => with_those_before(&there, row.id),
        Some(_) => Vec::new(),
    };
    let corrects = corrected.filter(|row| !row.until_next).map(|row| row.id);
    remove(write, &over).await?;

    let id = Uuid::now_v7();
    let agreed = agreed(&write.tx, &[household.id]).await?;
    let months = no_longer(rules.on(Setting::VisitMonths, write.today), agreed.get(&household.id), |agreed| agreed.visits);
    let kept_until = draft.kept_until(months);
    if let Some(corrects) = corrects {
        keep_no_longer(write, &with_those_before(&there, corrects), kept_until, draft.until_next()).await?;
    }
    let sealed = new_record(write, TABLE, id).await?.seal_all(&draft)?;
    let change = FieldChange { field: "record".into(), from: Value::Null, to: json!(sealed) };
    let row = visit::ActiveModel {
        id: Set(id),
        household_id: Set(household.id),
        day: Set(draft.on),
        sealed: Set(sealed),
        corrects: Set(corrects),
        until_next: Set(draft.until_next()),
        kept_until: Set(kept_until),
        recorded_by: Set(write.actor().to_owned()),
        recorded_at: Set(write.now),
    };
    visit::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    // Neither the household nor a day stands in the log, which is kept longer than both.
    write.log(TABLE, id, 1, &[change]).await?;

    let days = match correction {
        None => after(&household, &draft, Others { visited, missed }, &rules),
        Some(correction) => anew(correction, draft, &rules),
    };
    keep_days(write, household.id, days).await?;
    Ok(id)
}

/// The entry that is to be corrected, once.
fn to_correct(there: &[visit::Model], id: Uuid) -> Result<&visit::Model, FieldErrors> {
    let found = there.iter().find(|row| row.id == id).ok_or_else(|| FieldErrors::one("corrects", "no_longer_there", ""))?;
    if there.iter().any(|row| row.corrects == Some(id)) {
        return Err(FieldErrors::one("corrects", "corrected_already", ""));
    }
    Ok(found)
}

/// An entry with those that it stands instead of.
fn with_those_before(there: &[visit::Model], id: Uuid) -> Vec<Uuid> {
    let row = |id: Uuid| there.iter().find(|row| row.id == id);
    std::iter::successors(Some(id), |id| row(*id).and_then(|row| row.corrects)).collect()
}

/// What was corrected goes with its correction at the latest: alone it would stand again.
async fn keep_no_longer(write: &Write, ids: &[Uuid], until: NaiveDate, until_next: bool) -> Result<(), Failure> {
    use visit::Column as C;
    let these = || C::Id.is_in(ids.iter().copied());
    let shorter = visit::Entity::update_many().col_expr(C::KeptUntil, Expr::value(until)).filter(these()).filter(C::KeptUntil.gt(until));
    shorter.exec(&write.tx).await.map_err(fault)?;
    if until_next {
        let marked = visit::Entity::update_many().col_expr(C::UntilNext, Expr::value(true)).filter(these());
        marked.exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

/// When somebody of a household was met last, and when it is visited next.
type Days = (Option<NaiveDate>, NextVisit);

/// The latest days of other entries: somebody came, and nobody was at home.
struct Others {
    visited: Option<NaiveDate>,
    missed: Option<NaiveDate>,
}

/// The days of a household after one more visit. One of before another is entered late: what was promised since stays.
/// That nobody was at home since is no other visit, but perhaps said when to come again.
fn after(household: &household::Model, draft: &VisitDraft, others: Others, rules: &Rules) -> Days {
    let met = (draft.outcome == VisitOutcome::Met).then_some(draft.on);
    let missed = others.missed.filter(|missed| *missed > draft.on);
    let before = next_visit(household);
    let said_since = missed.zip(before.day()).is_some_and(|(missed, next)| next >= missed) && draft.next_on.is_none();
    let next = if others.visited.is_some_and(|visited| visited > draft.on) || said_since {
        before
    } else {
        draft.next_visit(before, rules.on(Setting::VisitDays, draft.on))
    };
    (met.max(household.last_met_on), next)
}

/// The same from all entries, one of which is corrected.
fn anew(correction: Correction, draft: VisitDraft, rules: &Rules) -> Days {
    let standing = correction.entries.into_iter().filter(|entry| !entry.corrected && entry.id != correction.id);
    let mut all: Vec<(VisitDraft, Uuid)> = standing.map(|entry| (entry.draft, entry.id)).collect();
    // On the same day the corrected one keeps its turn.
    all.push((draft, correction.id));
    all.sort_by_key(|(draft, id)| (draft.on, *id));
    let met = all.iter().filter(|(draft, _)| draft.outcome == VisitOutcome::Met).map(|(draft, _)| draft.on).max();
    let next = all.iter().fold(NextVisit::ByRhythm, |next, (draft, _)| draft.next_visit(next, rules.on(Setting::VisitDays, draft.on)));
    (met, next)
}

/// The form of a household does not show these days: its revision stays, so that nobody at it is told of a change.
async fn keep_days(write: &Write, household: Uuid, (last_met_on, next): Days) -> Result<(), Failure> {
    use household::Column as C;
    let days = household::Entity::update_many()
        .col_expr(C::LastMetOn, Expr::value(last_met_on))
        .col_expr(C::NextVisitOn, Expr::value(next.day()))
        .col_expr(C::NeedsNoVisits, Expr::value(next.is_not_needed()))
        .filter(C::Id.eq(household));
    days.exec(&write.tx).await.map(drop).map_err(fault)
}
