//! What was changed at many places, read from the change log: so that it is found again, and taken back.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::bulk::BulkChange;
use domain::change::{ChangeEntry, FieldChange};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::account::actor_names;
use crate::entities::{board_fact, bulk_change, change_log};
use crate::fault::{broken, fault};
use crate::place::{entry, load};
use crate::session::Session;

/// How a place stands now.
#[derive(Clone, Debug, PartialEq)]
pub enum Stands {
    AsChanged,
    TakenBack,
    /// Somebody did something else there since: it stays as it is.
    ChangedSince {
        by: String,
        at: DateTime<Utc>,
    },
}

/// A place that was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkDone {
    pub id: Uuid,
    pub name: String,
    pub admin_unit_name: String,
    pub changes: Vec<FieldChange>,
    pub stands: Stands,
}

/// A change of many places, as far as it lies in the actor's units.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkReceipt {
    pub said: BulkChange,
    pub by: String,
    pub at: DateTime<Utc>,
    pub places: Vec<BulkDone>,
    /// Who took it back, and when.
    pub undone: Vec<(String, DateTime<Utc>)>,
    /// Something can be taken back, and the actor may.
    pub may_undo: bool,
}

/// One line among the last changes.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkListed {
    pub operation_id: Uuid,
    pub said: BulkChange,
    pub by: String,
    pub at: DateTime<Utc>,
    pub places: u64,
    pub undone: bool,
}

/// What one operation did at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    pub entry: Option<ChangeEntry>,
    /// The last fact that it recorded there.
    pub fact: Option<Uuid>,
    seq: i64,
}

/// What happened to a place since.
#[derive(Clone, Debug, Default)]
pub(super) struct Since {
    /// What time alone changed, newest first: it is no reason to leave the place as it is.
    pub derived: Vec<ChangeEntry>,
    /// Who did something else there.
    pub other: Option<(String, String, DateTime<Utc>)>,
}

impl Session {
    /// The receipts of one operation in the actor's units. Ids are made where people act: of two operations with
    /// the same one, the actor's own is meant.
    pub(super) async fn bulk_rows(&self, operation: Uuid) -> Result<Vec<bulk_change::Model>, Failure> {
        use bulk_change::Column as C;
        let own = self.allow(Action::PlacesChange)?.on(C::AdminUnitId);
        let rows = bulk_change::Entity::find().filter(own).filter(C::OperationId.eq(operation)).order_by_asc(C::Id);
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let me = &self.actor.name;
        let by = rows.iter().map(|row| &row.actor).find(|actor| *actor == me).or(rows.first().map(|row| &row.actor)).cloned();
        let by = by.ok_or(Failure::NotFound)?;
        rows.retain(|row| row.actor == by);
        Ok(rows)
    }

    /// By whom it was done decides who may take it back.
    pub(super) fn undoing(&self, done_by: &str) -> Action {
        if done_by == self.actor.name { Action::PlacesChangeUndo } else { Action::PlacesChangeUndoOfOthers }
    }

    /// What one operation changed, and how the places stand now.
    pub async fn places_changed(&self, operation: Uuid) -> Result<BulkReceipt, Failure> {
        let scope = self.allow(Action::PlacesChange)?;
        let rows = self.bulk_rows(operation).await?;
        let first = rows.first().ok_or(Failure::NotFound)?;
        let traces = traces(&self.db, &first.actor, operation).await?;
        let ids: Vec<Uuid> = traces.keys().copied().collect();
        let mut since = since(&self.db, operation, &traces).await?;
        let acted = rows.iter().flat_map(|row| [Some(row.actor.clone()), row.undone_by.clone()]).flatten();
        let acted: Vec<String> = acted.chain(since.values().filter_map(|since| Some(since.other.as_ref()?.1.clone()))).collect();
        let names = actor_names(&self.db, acted).await?;
        let name = |actor: &String| names.get(actor).unwrap_or(actor).clone();
        // Another change of many places may have been taken back there since, too.
        let taken_back = |by: &str, at| rows.iter().any(|row| row.undone_by.as_deref() == Some(by) && row.undone_at == Some(at));
        let undo = self.allow(self.undoing(&first.actor)).ok();
        let mut may_undo = false;
        let mut places = Vec::new();
        for place in load(&self.db, &ids).await?.into_iter().filter(|place| scope.holds(place.draft.admin_unit_id)) {
            let stands = match since.remove(&place.id).unwrap_or_default().other {
                None => Stands::AsChanged,
                Some((action, by, at)) if action == Action::PlacesChangeUndo.code() && taken_back(&by, at) => Stands::TakenBack,
                Some((_, by, at)) => Stands::ChangedSince { by: name(&by), at },
            };
            may_undo |= stands == Stands::AsChanged && undo.as_ref().is_some_and(|scope| scope.holds(place.draft.admin_unit_id));
            let changes = traces.get(&place.id).and_then(|trace| trace.entry.as_ref()).map(|entry| entry.changes.clone());
            let (id, name, changes) = (place.id, place.draft.name, changes.unwrap_or_default());
            places.push(BulkDone { id, name, admin_unit_name: place.admin_unit_name, changes, stands });
        }
        places.sort_by_cached_key(|place| domain::text::sort_key(&place.name));
        let mut undone: Vec<(String, DateTime<Utc>)> =
            rows.iter().filter_map(|row| Some((name(row.undone_by.as_ref()?), row.undone_at?))).collect();
        undone.dedup();
        Ok(BulkReceipt { said: said(first)?, by: name(&first.actor), at: first.at, places, undone, may_undo })
    }

    /// The last changes of many places in the actor's units, newest first.
    pub async fn places_changed_lately(&self, most: usize) -> Result<Vec<BulkListed>, Failure> {
        use bulk_change::Column as C;
        let own = self.allow(Action::PlacesChange)?.on(C::AdminUnitId);
        // A change may lie in several of the actor's units.
        let rows = bulk_change::Entity::find().filter(own).order_by_desc(C::At).limit(most as u64 * 4);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let names = actor_names(&self.db, rows.iter().map(|row| row.actor.clone())).await?;
        let mut listed: Vec<(String, BulkListed)> = Vec::new();
        for row in rows {
            let places = u64::try_from(row.places).unwrap_or_default();
            let same = |(actor, known): &&mut (String, BulkListed)| *actor == row.actor && known.operation_id == row.operation_id;
            if let Some((_, known)) = listed.iter_mut().find(same) {
                known.places += places;
                known.undone &= row.undone_at.is_some();
                continue;
            }
            let by = names.get(&row.actor).unwrap_or(&row.actor).clone();
            let (operation_id, undone) = (row.operation_id, row.undone_at.is_some());
            let new = BulkListed { operation_id, said: said(&row)?, by, at: row.at, places, undone };
            listed.push((row.actor, new));
        }
        Ok(listed.into_iter().map(|(_, listed)| listed).take(most).collect())
    }
}

fn said(row: &bulk_change::Model) -> Result<BulkChange, Failure> {
    serde_json::from_str(&row.said).map_err(|error| broken(&error))
}

/// What an operation did, place by place, as the change log keeps it.
pub(super) async fn traces(db: &impl ConnectionTrait, actor: &str, operation: Uuid) -> Result<BTreeMap<Uuid, Trace>, Failure> {
    use change_log::Column as C;
    let rows = change_log::Entity::find()
        .filter(C::OperationId.eq(operation))
        .filter(C::Actor.eq(actor))
        .filter(C::Action.eq(Action::PlacesChange.code()))
        .order_by_asc(C::Seq)
        .all(db)
        .await
        .map_err(fault)?;
    let mut traces: BTreeMap<Uuid, Trace> = BTreeMap::new();
    for row in rows {
        let entry = entry(row)?;
        match entry.row_table.as_str() {
            "place" => {
                let trace = traces.entry(entry.row_id).or_default();
                trace.seq = entry.seq;
                trace.entry = Some(entry);
            }
            "board_fact" => {
                let of = entry.changes.iter().find(|change| change.field == "place_id").and_then(|change| change.to.as_str());
                let Some(place) = of.and_then(|id| id.parse::<Uuid>().ok()) else { continue };
                let trace = traces.entry(place).or_default();
                trace.seq = trace.seq.max(entry.seq);
                trace.fact = trace.fact.max(Some(entry.row_id));
            }
            _ => {}
        }
    }
    Ok(traces)
}

/// What happened since at the places of an operation; nothing is said of those where nothing did.
pub(super) async fn since(
    db: &impl ConnectionTrait,
    operation: Uuid,
    traces: &BTreeMap<Uuid, Trace>,
) -> Result<HashMap<Uuid, Since>, Failure> {
    let mut found: HashMap<Uuid, Since> = HashMap::new();
    let Some(first) = traces.values().map(|trace| trace.seq).min() else { return Ok(found) };
    let ids: Vec<Uuid> = traces.keys().copied().collect();
    for ids in ids.chunks(500) {
        let rows = change_log::Entity::find()
            .filter(change_log::Column::RowId.is_in(ids.iter().copied()))
            .filter(change_log::Column::RowTable.eq("place"))
            .filter(change_log::Column::Seq.gt(first))
            .order_by_desc(change_log::Column::Seq)
            .all(db)
            .await
            .map_err(fault)?;
        for row in rows {
            let entry = entry(row)?;
            if traces.get(&entry.row_id).is_none_or(|trace| entry.seq <= trace.seq) {
                continue;
            }
            let since = found.entry(entry.row_id).or_default();
            if entry.action == Action::CourseDerive.code() {
                since.derived.push(entry);
            } else if since.other.is_none() {
                since.other = Some((entry.action, entry.actor, entry.at));
            }
        }
        // A fact from which nothing follows leaves no entry of the place.
        let facts = board_fact::Entity::find()
            .filter(board_fact::Column::PlaceId.is_in(ids.iter().copied()))
            .filter(board_fact::Column::OperationId.ne(operation))
            .all(db)
            .await
            .map_err(fault)?;
        for fact in facts {
            let later = traces.get(&fact.place_id).and_then(|trace| trace.fact).is_some_and(|recorded| recorded < fact.id);
            if later {
                let other = &mut found.entry(fact.place_id).or_default().other;
                other.get_or_insert((Action::PlaceChange.code().to_owned(), fact.recorded_by, fact.recorded_at));
            }
        }
        for (place, entry) in corrected(db, operation, ids).await? {
            found.entry(place).or_default().other.get_or_insert((entry.action, entry.actor, entry.at));
        }
    }
    Ok(found)
}

/// Facts of the operation that somebody has put right since, by their places.
async fn corrected(db: &impl ConnectionTrait, operation: Uuid, places: &[Uuid]) -> Result<Vec<(Uuid, ChangeEntry)>, Failure> {
    let own = board_fact::Entity::find()
        .filter(board_fact::Column::PlaceId.is_in(places.iter().copied()))
        .filter(board_fact::Column::OperationId.eq(operation))
        .select_only()
        .columns([board_fact::Column::Id, board_fact::Column::PlaceId]);
    let own: Vec<(Uuid, Uuid)> = own.into_tuple().all(db).await.map_err(fault)?;
    let own: HashMap<Uuid, Uuid> = own.into_iter().collect();
    let rows = change_log::Entity::find()
        .filter(change_log::Column::RowTable.eq("board_fact"))
        .filter(change_log::Column::RowId.is_in(own.keys().copied()))
        .filter(change_log::Column::OperationId.ne(operation))
        .order_by_desc(change_log::Column::Seq);
    let rows = rows.all(db).await.map_err(fault)?;
    rows.into_iter().filter_map(|row| Some((*own.get(&row.row_id)?, row))).map(|(place, row)| Ok((place, entry(row)?))).collect()
}
