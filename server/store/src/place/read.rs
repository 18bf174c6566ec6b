//! One place, with its history; several at once for export.

use domain::change::ChangeEntry;
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::Place;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rows::to_places;
use crate::account::actor_names;
use crate::admin_unit::units_by_id;
use crate::entities::{board_status, change_log, dispute, place, place_organization};
use crate::fault::{broken, fault};
use crate::session::Session;

/// Entries of the log that are read at once: no place has as many.
const MOST_ENTRIES: u64 = 10_000;

/// Loads whole places in the order of their ids; ids that do not exist are left out.
pub(crate) async fn load(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Place>, Failure> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        let ids = || ids.iter().copied();
        let places = place::Entity::find().filter(place::Column::Id.is_in(ids())).all(db).await.map_err(fault)?;
        let boards = board_status::Entity::find().filter(board_status::Column::PlaceId.is_in(ids())).all(db).await.map_err(fault)?;
        let disputes = dispute::Entity::find().filter(dispute::Column::PlaceId.is_in(ids())).all(db).await.map_err(fault)?;
        let organizations =
            place_organization::Entity::find().filter(place_organization::Column::PlaceId.is_in(ids())).all(db).await.map_err(fault)?;
        let units = units_by_id(db, places.iter().map(|place| place.admin_unit_id)).await?;
        found.extend(to_places(places, boards, disputes, organizations, &units)?);
    }
    Ok(found)
}

impl Session {
    /// One place, whatever its state.
    pub async fn place(&self, id: Uuid) -> Result<Place, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        load(&self.db, &[id]).await?.pop().filter(|place| scope.holds(place.draft.admin_unit_id)).ok_or(Failure::NotFound)
    }

    /// Whole places by their ids, in the order asked for.
    pub async fn places_whole(&self, ids: &[Uuid]) -> Result<Vec<Place>, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let places = load(&self.db, ids).await?.into_iter().filter(|place| scope.holds(place.draft.admin_unit_id));
        let mut found: std::collections::HashMap<Uuid, Place> = places.map(|place| (place.id, place)).collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// What happened to a place, newest first; `most` entries, by the names of who did it.
    pub async fn place_history(&self, id: Uuid, most: u64) -> Result<Vec<ChangeEntry>, Failure> {
        let scope = self.allow(Action::HistoryRead)?;
        let found = place::Entity::find_by_id(id).filter(scope.on(place::Column::AdminUnitId)).count(&self.db).await.map_err(fault)?;
        if found == 0 {
            return Err(Failure::NotFound);
        }
        self.entries_of(&[id], most).await
    }

    /// Entries of the change log about some rows, by the names of who made them; of each five hundred rows the newest
    /// first, at most `most`.
    pub(super) async fn entries_of(&self, rows: &[Uuid], most: u64) -> Result<Vec<ChangeEntry>, Failure> {
        let mut found = Vec::new();
        for ids in rows.chunks(500) {
            let of = change_log::Entity::find().filter(change_log::Column::RowId.is_in(ids.iter().copied()));
            let of = of.order_by_desc(change_log::Column::Seq).limit(most.min(MOST_ENTRIES));
            found.extend(of.all(&self.db).await.map_err(fault)?);
        }
        let rows = found;
        let names = actor_names(&self.db, rows.iter().map(|row| row.actor.clone())).await?;
        let named = |mut found: ChangeEntry| {
            found.actor = names.get(&found.actor).cloned().unwrap_or(found.actor);
            found
        };
        rows.into_iter().map(|row| entry(row).map(named)).collect()
    }
}

/// Entries of a row after a revision, oldest first.
pub(crate) async fn entries_after(db: &impl ConnectionTrait, id: Uuid, revision: i64) -> Result<Vec<ChangeEntry>, Failure> {
    let rows = change_log::Entity::find()
        .filter(change_log::Column::RowId.eq(id))
        .filter(change_log::Column::RowRevision.gt(revision))
        .order_by_asc(change_log::Column::Seq)
        .all(db)
        .await
        .map_err(fault)?;
    rows.into_iter().map(entry).collect()
}

pub(crate) fn entry(row: change_log::Model) -> Result<ChangeEntry, Failure> {
    Ok(ChangeEntry {
        seq: row.seq,
        at: row.at,
        device_at: row.device_at,
        actor: row.actor,
        action: row.action,
        operation_id: row.operation_id,
        row_table: row.row_table,
        row_id: row.row_id,
        row_revision: row.row_revision,
        changes: serde_json::from_str(&row.changes).map_err(|error| broken(&error))?,
    })
}
