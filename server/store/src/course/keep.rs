//! What is kept of a derivation: the six fields where there are facts, what is due, and until when.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::course::{BoardFact, BoardField, Derived, FactKind, Ground, derive, with_cluster};
use domain::due::{Planned, Postponed, WorkItem, worklist};
use domain::failure::Failure;
use domain::place::{Place, PlaceDraft};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::facts::{baseline_of, facts_of, keep};
use super::{Rulebook, rulebook};
use crate::entities::{due, place, postponed};
use crate::fault::fault;
use crate::place::insert;
use crate::place::rows::parse;
use crate::session::Write;

/// A place with facts has the fields that follow from them: what was set by hand becomes one more fact, and
/// all is derived anew. A place without any keeps what its register said.
pub(crate) async fn settle(write: &mut Write, before: &Place, draft: &mut PlaceDraft) -> Result<(), Failure> {
    if !draft.has_board() {
        return Ok(());
    }
    let ids: Vec<Uuid> = [Some(before.id), draft.parent_id].into_iter().flatten().collect();
    let mut found = facts_of(&write.tx, &ids).await?;
    let mut own = found.remove(&before.id).unwrap_or_default();
    let cluster = draft.parent_id.and_then(|parent| found.remove(&parent)).unwrap_or_default();
    if own.is_empty() && cluster.is_empty() {
        return Ok(());
    }
    if own.is_empty() {
        own = materialise(write, before, write.today).await?;
    }
    let mut stated = set_by_hand(before, draft, write);
    keep(write, before.id, &stated).await?;
    own.append(&mut stated);
    let book = rulebook(write).await?;
    let facts = with_cluster(&own, &cluster);
    draft.board = derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, write.today).status;
    draft.board.settle();
    Ok(())
}

/// What the register said of a place before its first fact, kept as facts of their own. It holds until that
/// first one: none is dated after it.
pub(super) async fn materialise(write: &mut Write, place: &Place, first_on: NaiveDate) -> Result<Vec<BoardFact>, Failure> {
    let on = place.draft.reviewed_on.unwrap_or(place.created_at.date_naive()).min(first_on);
    let facts = baseline_of(&place.draft.board, on);
    keep(write, place.id, &facts).await?;
    Ok(facts)
}

/// A fact for each field of the board in which the draft differs.
fn set_by_hand(before: &Place, draft: &PlaceDraft, write: &Write) -> Vec<BoardFact> {
    if before.draft.board == draft.board {
        return Vec::new();
    }
    let said = |status| -> HashMap<BoardField, BoardFact> {
        baseline_of(status, write.today).into_iter().filter_map(|fact| Some((fact.field?, fact))).collect()
    };
    let (old, new) = (said(&before.draft.board), said(&draft.board));
    let differs = |field: &&BoardField| old.get(field).map(|fact| &fact.value) != new.get(field).map(|fact| &fact.value);
    let reason = write.reason.clone();
    let fact = |field: &BoardField| BoardFact {
        field: Some(*field),
        value: new.get(field).and_then(|fact| fact.value.clone()),
        reason: reason.clone(),
        ..BoardFact::new(Uuid::now_v7(), FactKind::Stated, write.today)
    };
    BoardField::all().iter().filter(differs).map(fact).collect()
}

/// What is due at a place, and until when that stands if nobody records anything.
pub(crate) struct Plan {
    rows: Vec<due::ActiveModel>,
    /// The first day on which some of it changes by itself.
    pub derived_until: NaiveDate,
}

impl Plan {
    fn new(id: Uuid, draft: &PlaceDraft, (items, derived_until): (Vec<WorkItem>, NaiveDate)) -> Self {
        let row = |item: WorkItem| due::ActiveModel {
            place_id: Set(id),
            kind: Set(item.kind.code().into()),
            admin_unit_id: Set(draft.admin_unit_id),
            day: Set(item.on),
            waits_until: Set(item.waits_until()),
        };
        Self { rows: items.into_iter().map(row).collect(), derived_until }
    }

    /// Of a place that was not there before.
    pub async fn of_new(write: &mut Write, id: Uuid, draft: &PlaceDraft) -> Result<Self, Failure> {
        let (book, today) = (rulebook(write).await?, write.today);
        Ok(Self::new(id, draft, work(&book, draft, [None, None], &[], today, today)))
    }

    /// Of a place that may have facts.
    pub async fn of(write: &mut Write, id: Uuid, draft: &PlaceDraft, recorded_on: NaiveDate) -> Result<Self, Failure> {
        let (book, today) = (rulebook(write).await?, write.today);
        let ids: Vec<Uuid> = [Some(id), draft.parent_id].into_iter().flatten().collect();
        let facts = facts_of(&write.tx, &ids).await?;
        let postponed = postponed_at(&write.tx, id).await?;
        let both = [facts.get(&id), draft.parent_id.and_then(|parent| facts.get(&parent))];
        Ok(Self::new(id, draft, work(&book, draft, both, &postponed, recorded_on, today)))
    }

    /// Only until when it stands: nothing else of the place changed.
    pub async fn keep_until(&self, write: &Write, id: Uuid) -> Result<(), Failure> {
        let update = place::Entity::update_many().col_expr(place::Column::DerivedUntil, Expr::value(self.derived_until));
        update.filter(place::Column::Id.eq(id)).exec(&write.tx).await.map_err(fault)?;
        Ok(())
    }

    /// In place of what was due there before.
    pub async fn replace(self, write: &Write, id: Uuid) -> Result<(), Failure> {
        due::Entity::delete_many().filter(due::Column::PlaceId.eq(id)).exec(&write.tx).await.map_err(fault)?;
        Self::insert(write, vec![self]).await
    }

    /// What is due at places of which nothing was due before.
    pub async fn insert(write: &Write, plans: Vec<Self>) -> Result<(), Failure> {
        insert(&write.tx, plans.into_iter().flat_map(|plan| plan.rows).collect()).await
    }
}

/// What was put off at a place.
pub(super) async fn postponed_at(db: &impl ConnectionTrait, place: Uuid) -> Result<Vec<Postponed>, Failure> {
    let rows = postponed::Entity::find().filter(postponed::Column::PlaceId.eq(place)).all(db).await.map_err(fault)?;
    let put_off = |row: postponed::Model| Ok(Postponed { kind: parse(&row.kind)?, due_on: row.day, until: row.until, reason: row.reason });
    rows.into_iter().map(put_off).collect()
}

/// All work at a place, and the first day on which some of it changes by itself.
fn work(
    book: &Rulebook,
    draft: &PlaceDraft,
    facts: [Option<&Vec<BoardFact>>; 2],
    postponed: &[Postponed],
    recorded_on: NaiveDate,
    today: NaiveDate,
) -> (Vec<WorkItem>, NaiveDate) {
    // Nothing changes by itself before this.
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    if draft.closed_on.is_some() || draft.merged_into.is_some() {
        return (Vec::new(), far);
    }
    let derived = derived(facts, book, draft, recorded_on, today);
    let board = derived.as_ref().map(|derived| derived.due.as_slice()).unwrap_or_default();
    let items = worklist(board, &planned(draft, recorded_on), postponed, &book.rules, today);
    (items, derived.and_then(|derived| derived.next_change_on).unwrap_or(far))
}

/// What follows for the board from its own facts and its cluster's, or from what the register says where
/// there are none. None for a place that has no board.
pub(super) fn derived(
    [own, cluster]: [Option<&Vec<BoardFact>>; 2],
    book: &Rulebook,
    draft: &PlaceDraft,
    recorded_on: NaiveDate,
    today: NaiveDate,
) -> Option<Derived> {
    if !draft.has_board() {
        return None;
    }
    let stated = || baseline_of(&draft.board, draft.reviewed_on.unwrap_or(recorded_on).min(today));
    let own = own.cloned().unwrap_or_else(stated);
    let facts = with_cluster(&own, cluster.map(Vec::as_slice).unwrap_or_default());
    Some(derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, today))
}

/// Dates of a place from which other work follows.
fn planned(draft: &PlaceDraft, recorded_on: NaiveDate) -> Planned {
    let reviewed_on = Some(draft.reviewed_on.unwrap_or(recorded_on));
    Planned { reviewed_on, agreement_on: draft.agreement_on, ..Planned::default() }
}
