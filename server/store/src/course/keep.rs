//! What is kept of a derivation: the six fields where there are facts, what is due, and until when.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::agreement::AgreementDraft;
use domain::course::{BoardFact, BoardField, Derived, FactKind, Ground, Stay, derive, stays, told_by_cluster, with_cluster};
use domain::due::{Planned, Postponed, WorkItem, worklist};
use domain::failure::Failure;
use domain::place::{Place, PlaceDraft};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::facts::{baseline_of, facts_of, followed_before, keep};
use super::{Rulebook, rulebook};
use crate::agreement::{in_force, is_of_cluster};
use crate::entities::{due, place, postponed, stage_stay};
use crate::fault::fault;
use crate::organization::review_on;
use crate::place::rows::parse;
use crate::place::{area_ended_on, insert};
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
    let cluster = told_by_cluster(&cluster);
    if own.is_empty() && cluster.is_empty() {
        let recorded_on = before.created_at.date_naive().min(write.today);
        let book = rulebook(write).await?;
        if write.reason.is_none() || before.draft.board == draft.board {
            // Nobody set anything by hand: it is the register that says so, as it stands now.
            let Some(facts) = said_otherwise(&book, draft, recorded_on, write.today) else { return Ok(()) };
            keep(write, before.id, &facts).await?;
            draft.board = derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, write.today).status;
            draft.board.settle();
            return Ok(());
        }
    }
    // What follows from the cluster's facts is no news of the register's own.
    let follows = match draft.parent_id {
        Some(parent) if own.is_empty() && before.draft.parent_id == Some(parent) => followed_before(write, parent).await?,
        _ => false,
    };
    if own.is_empty() && !follows {
        own = materialise(write, before, cluster.iter().map(|fact| fact.on).min()).await?;
    }
    let mut stated = set_by_hand(before, draft, write);
    keep(write, before.id, &stated).await?;
    own.append(&mut stated);
    let book = rulebook(write).await?;
    let facts = with_cluster(&own, cluster);
    draft.board = derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, write.today).status;
    draft.board.settle();
    Ok(())
}

/// What the register said of a place before its first fact, kept as facts of their own. They stand before
/// that fact, whenever the register was last looked at: what is told now is news to it.
pub(super) async fn materialise(write: &mut Write, place: &Place, first: Option<NaiveDate>) -> Result<Vec<BoardFact>, Failure> {
    let facts = register_before(&place.draft, place.created_at.date_naive().min(write.today), first);
    keep(write, place.id, &facts).await?;
    Ok(facts)
}

/// What was recorded of a duplicate happened at the place that stays, where nothing was recorded of that. Answers
/// whether something was.
pub(crate) async fn carry_facts(write: &mut Write, duplicate: &Place, stays: &Place) -> Result<bool, Failure> {
    let mut found = facts_of(&write.tx, &[duplicate.id, stays.id]).await?;
    let own = found.remove(&stays.id).unwrap_or_default();
    let mut happened = found.remove(&duplicate.id).unwrap_or_default();
    happened.retain(|fact| !fact.is_baseline());
    if happened.is_empty() || !own.iter().all(BoardFact::is_baseline) {
        return Ok(false);
    }
    if own.is_empty() {
        materialise(write, stays, happened.iter().map(|fact| fact.on).min()).await?;
    }
    // The duplicate keeps its own: its history stays readable.
    let copies: Vec<BoardFact> = happened.into_iter().map(|fact| BoardFact { id: Uuid::now_v7(), ..fact }).collect();
    keep(write, stays.id, &copies).await?;
    Ok(true)
}

/// What a register says that has no facts yet, as facts, where its numbers and the calendar say otherwise: then its
/// fields follow from these, as everywhere else. None where both say the same.
pub(super) fn said_otherwise(book: &Rulebook, draft: &PlaceDraft, recorded_on: NaiveDate, today: NaiveDate) -> Option<Vec<BoardFact>> {
    if !draft.has_board() {
        return None;
    }
    let mut facts = register_before(draft, recorded_on, None);
    let mut follows = derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, today).status;
    follows.settle();
    if follows == draft.board {
        return None;
    }
    if facts.is_empty() {
        facts.push(silent(draft.reviewed_on.unwrap_or(recorded_on)));
    }
    Some(facts)
}

/// A register that said nothing of a board: from now on its fields follow from what is known of the building.
fn silent(on: NaiveDate) -> BoardFact {
    let reason = Some(String::new());
    BoardFact { field: Some(BoardField::Requirement), reason, ..BoardFact::new(Uuid::now_v7(), FactKind::Stated, on) }
}

/// The same of a place that was looked at, or came into the register, no later than `today`.
pub(crate) fn register_before(draft: &PlaceDraft, today: NaiveDate, first: Option<NaiveDate>) -> Vec<BoardFact> {
    let on = draft.reviewed_on.unwrap_or(today);
    let on = first.and_then(|first| first.pred_opt()).map_or(on, |before| on.min(before));
    baseline_of(&draft.board, on)
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
    rows: Vec<due::Model>,
    /// Stays in a stage that have ended.
    stays: Vec<stage_stay::Model>,
    /// Since when the place is in the stage in which it is, as far as facts tell.
    pub stage_since: Option<NaiveDate>,
    /// The first day on which some of it changes by itself.
    pub derived_until: NaiveDate,
}

impl Plan {
    fn new(id: Uuid, draft: &PlaceDraft, (items, derived_until): (Vec<WorkItem>, NaiveDate)) -> Self {
        let row = |item: WorkItem| due::Model {
            place_id: id,
            kind: item.kind.code().into(),
            admin_unit_id: draft.admin_unit_id,
            day: item.on,
            waits_until: item.waits_until(),
        };
        Self { rows: items.into_iter().map(row).collect(), stays: Vec::new(), stage_since: None, derived_until }
    }

    /// How long the place was in each stage.
    fn with_stays(mut self, id: Uuid, draft: &PlaceDraft, stays: Vec<Stay>, today: NaiveDate) -> Self {
        let ended = stays.iter().filter_map(|stay| Some((stay, stay.to?)));
        self.stays = ended
            .map(|(stay, to)| stage_stay::Model {
                place_id: id,
                admin_unit_id: draft.admin_unit_id,
                stage: stay.stage.code().into(),
                began_on: stay.from,
                ended_on: to,
                days: stay.days(today).into(),
            })
            .collect();
        self.stage_since = stays.last().filter(|stay| stay.to.is_none() && Some(stay.stage) == draft.stage()).map(|stay| stay.from);
        self
    }

    /// Of a place that was not there before, with its own facts and its cluster's; its fields are those that
    /// follow from them.
    pub(super) fn of_new(book: &Rulebook, id: Uuid, draft: &mut PlaceDraft, facts: &[BoardFact], today: NaiveDate) -> Self {
        if facts.is_empty() || !draft.has_board() {
            return Self::new(id, draft, work(book, draft, [None, None], &[], &planned(draft, today, Beside::default()), today));
        }
        let derived = derive(&Ground::of(draft), facts, &book.rules, &book.holidays, today);
        draft.board = derived.status.clone();
        draft.board.settle();
        let plan = Self::new(id, draft, work_of(book, draft, Some(derived), &[], &planned(draft, today, Beside::default()), today));
        if facts.iter().all(BoardFact::is_baseline) || draft.stage().is_none() {
            return plan;
        }
        let stays = stays(&Ground::of(draft), facts, &book.rules, &book.holidays, today);
        plan.with_stays(id, draft, stays, today)
    }

    /// Of a place that may have facts.
    pub async fn of(write: &mut Write, id: Uuid, draft: &PlaceDraft, recorded_on: NaiveDate) -> Result<Self, Failure> {
        let (book, today) = (rulebook(write).await?, write.today);
        let ids: Vec<Uuid> = [Some(id), draft.parent_id].into_iter().flatten().collect();
        let facts = facts_of(&write.tx, &ids).await?;
        let postponed = postponed_at(&write.tx, id).await?;
        let both = [facts.get(&id), draft.parent_id.and_then(|parent| facts.get(&parent))];
        let beside = Beside::of(write, id, draft).await?;
        let planned = planned(draft, recorded_on, beside);
        let plan = Self::new(id, draft, work(&book, draft, both, &postponed, &planned, today));
        // What a register only stated began on a day that nobody knows.
        let recorded = with_cluster(&both[0].cloned().unwrap_or_default(), both[1].map(Vec::as_slice).unwrap_or_default());
        if recorded.iter().all(BoardFact::is_baseline) || draft.stage().is_none() {
            return Ok(plan);
        }
        let stays = stays(&Ground::of(draft), &recorded, &book.rules, &book.holidays, today);
        Ok(plan.with_stays(id, draft, stays, today))
    }

    /// Only until when it stands: nothing else of the place changed.
    pub async fn keep_until(&self, write: &Write, id: Uuid) -> Result<(), Failure> {
        let update = place::Entity::update_many().col_expr(place::Column::DerivedUntil, Expr::value(self.derived_until));
        update.filter(place::Column::Id.eq(id)).exec(&write.tx).await.map_err(fault)?;
        Ok(())
    }

    /// In place of what was due there before.
    pub async fn replace(self, write: &mut Write, id: Uuid) -> Result<(), Failure> {
        forget(write, &[id]).await?;
        Self::insert(write, vec![self]).await
    }

    /// What is due at places of which nothing was due before.
    pub async fn insert(write: &mut Write, plans: Vec<Self>) -> Result<(), Failure> {
        let (mut rows, mut stays) = (Vec::new(), Vec::new());
        for plan in plans {
            for work in plan.rows {
                write.tally.due(work.admin_unit_id, &work.kind, work.waits_until, 1);
                rows.push(work.into_active_model().reset_all());
            }
            for stay in plan.stays {
                write.tally.stay(&stay.stage, stay.ended_on, stay.days, 1);
                stays.push(stay.into_active_model().reset_all());
            }
        }
        insert(&write.tx, rows).await?;
        insert(&write.tx, stays).await
    }
}

/// Takes out what is due at some places, and how long they stayed in each stage.
pub(crate) async fn forget(write: &mut Write, places: &[Uuid]) -> Result<(), Failure> {
    for places in places.chunks(500) {
        let of = || due::Column::PlaceId.is_in(places.iter().copied());
        for row in due::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            write.tally.due(row.admin_unit_id, &row.kind, row.waits_until, -1);
        }
        due::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
        let of = || stage_stay::Column::PlaceId.is_in(places.iter().copied());
        for stay in stage_stay::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            write.tally.stay(&stay.stage, stay.ended_on, stay.days, -1);
        }
        stage_stay::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

/// What was put off at a place, in the order in which somebody said so.
pub(super) async fn postponed_at(db: &impl ConnectionTrait, place: Uuid) -> Result<Vec<Postponed>, Failure> {
    let rows = postponed::Entity::find().filter(postponed::Column::PlaceId.eq(place));
    let rows = rows.filter(postponed::Column::TakenBackAt.is_null());
    let rows = rows.order_by_asc(postponed::Column::RecordedAt).order_by_asc(postponed::Column::Id).all(db).await.map_err(fault)?;
    let put_off = |row: postponed::Model| Ok(Postponed { kind: parse(&row.kind)?, due_on: row.day, until: row.until, reason: row.reason });
    rows.into_iter().map(put_off).collect()
}

/// All work at a place, and the first day on which some of it changes by itself.
fn work(
    book: &Rulebook,
    draft: &PlaceDraft,
    facts: [Option<&Vec<BoardFact>>; 2],
    postponed: &[Postponed],
    planned: &Planned,
    today: NaiveDate,
) -> (Vec<WorkItem>, NaiveDate) {
    let derived = derived(facts, book, draft, planned.reviewed_on.unwrap_or(today), today);
    work_of(book, draft, derived, postponed, planned, today)
}

fn work_of(
    book: &Rulebook,
    draft: &PlaceDraft,
    derived: Option<Derived>,
    postponed: &[Postponed],
    planned: &Planned,
    today: NaiveDate,
) -> (Vec<WorkItem>, NaiveDate) {
    // Nothing changes by itself before this.
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    if draft.closed_on.is_some() || draft.merged_into.is_some() {
        return (Vec::new(), far);
    }
    let board = derived.as_ref().map(|derived| derived.due.as_slice()).unwrap_or_default();
    let items = worklist(board, planned, postponed, &book.rules, today);
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
    let told = cluster.filter(|cluster| !told_by_cluster(cluster).is_empty());
    let facts = match (own, told) {
        (None, None) => baseline_of(&draft.board, draft.reviewed_on.unwrap_or(recorded_on).min(today)),
        (own, cluster) => {
            let facts_of = |known: Option<&Vec<BoardFact>>| known.cloned().unwrap_or_default();
            with_cluster(&facts_of(own), &facts_of(cluster))
        }
    };
    Some(derive(&Ground::of(draft), &facts, &book.rules, &book.holidays, today))
}

/// What other tables say of a place from which work follows.
#[derive(Default)]
struct Beside {
    agreement: Option<AgreementDraft>,
    /// It is looked at again at the cluster, once for all its buildings.
    agreement_of_cluster: bool,
    organization_review_on: Option<NaiveDate>,
    area_ended_on: Option<NaiveDate>,
}

impl Beside {
    async fn of(write: &Write, id: Uuid, draft: &PlaceDraft) -> Result<Self, Failure> {
        let named = draft.agreement_number.is_some() || draft.agreement_on.is_some();
        let agreement = if named { in_force(&write.tx, id, write.today).await? } else { None };
        Ok(Self {
            agreement_of_cluster: named && agreement.is_none() && is_of_cluster(&write.tx, draft).await?,
            agreement,
            organization_review_on: review_on(&write.tx, id, draft).await?,
            area_ended_on: area_ended_on(&write.tx, draft.residential_area_id).await?,
        })
    }
}

/// Dates of a place from which other work follows: of the agreement in force, or of the one that only the register
/// names.
fn planned(draft: &PlaceDraft, recorded_on: NaiveDate, beside: Beside) -> Planned {
    Planned {
        reviewed_on: Some(draft.reviewed_on.unwrap_or(recorded_on)),
        agreement_on: match &beside.agreement {
            Some(agreement) => agreement.looked_at_on(),
            None => draft.agreement_on.filter(|_| !beside.agreement_of_cluster),
        },
        agreement_review_on: beside.agreement.and_then(|agreement| agreement.review_on),
        organization_review_on: beside.organization_review_on,
        area_ended_on: beside.area_ended_on,
    }
}
