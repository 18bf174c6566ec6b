//! Taking a whole import back.

use std::collections::{HashMap, HashSet};

use domain::change::{ChangeEntry, Fields, overlay};
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::{Place, PlaceKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::agreement::places_with;
use crate::course::{buildings_of, derive_again, has_facts, withdraw};
use crate::entities::{board_fact, change_log, place};
use crate::fault::fault;
use crate::household::places_with_households;
use crate::organization::linked;
use crate::place::{load, remove_rows, save_change};
use crate::session::{Operation, Session, Write};

/// Entries that are taken back at a time.
const CHUNK: u64 = 500;

impl Session {
    /// Takes back what the operation did, place by place, the facts that it recorded included. A place that
    /// somebody changed since stays as it is: answers how many were taken back and how many stay.
    pub async fn undo_import(&self, operation: Operation, undone: Uuid) -> Result<(u64, u64), Failure> {
        self.write(Action::ImportUndo, operation, move |write| {
            Box::pin(async move {
                let clusters = withdraw_from_clusters(write, undone).await?;
                let (mut back, mut stay, mut before) = (0, 0, i64::MAX);
                let mut seen: HashSet<Uuid> = HashSet::new();
                loop {
                    // Newest first, so that buildings go before the cluster they stand in.
                    let rows = change_log::Entity::find()
                        .filter(change_log::Column::OperationId.eq(undone))
                        .filter(change_log::Column::RowTable.eq("place"))
                        .filter(change_log::Column::Seq.lt(before))
                        .order_by_desc(change_log::Column::Seq)
                        .limit(CHUNK)
                        .all(&write.tx)
                        .await
                        .map_err(fault)?;
                    let Some(last) = rows.last() else { break };
                    before = last.seq;
                    let ids: Vec<Uuid> = rows.iter().map(|row| row.row_id).filter(|id| seen.insert(*id)).collect();
                    let mut entries = entries_of(write, undone, &ids).await?;
                    let (mut added, mut changed) = (Vec::new(), Vec::new());
                    let with_agreements = places_with(&write.tx, &ids).await?;
                    // A place that came to an organization since would take its share in it along.
                    let linked = linked(&write.tx, &ids).await?;
                    // Nor does anybody whose home it is lose their record.
                    let needed = places_with_households(write, &ids).await?;
                    for current in load(&write.tx, &ids).await? {
                        let Some(entries) = entries.remove(&current.id) else { continue };
                        let revision = |entry: Option<&ChangeEntry>| entry.map(|entry| entry.row_revision);
                        // An agreement that somebody wrote down since is as much as a change.
                        let more = with_agreements.contains(&current.id) || linked.contains(&current.id) || needed.contains(&current.id);
                        if (more && revision(entries.last()) == Some(1)) || revision(entries.first()) != Some(current.revision) {
                            stay += 1;
                        } else if revision(entries.last()) == Some(1) {
                            added.push(current);
                        } else {
                            changed.push((current, entries));
                        }
                    }
                    back += (added.len() + changed.len()) as u64;
                    let ids: Vec<Uuid> = changed.iter().map(|(current, _)| current.id).collect();
                    withdraw(write, undone, &ids).await?;
                    for (current, entries) in changed {
                        take_back(write, &current, &entries).await?;
                    }
                    remove_rows(write, &added).await?;
                }
                // Those whose own fields the import did not change: what it recorded of them changed nothing else.
                for cluster in load(&write.tx, &clusters).await? {
                    if seen.insert(cluster.id) {
                        derive_again(write, &cluster, None).await?;
                        back += 1;
                    }
                    for building in buildings_of(write, &cluster).await? {
                        derive_again(write, &building, None).await?;
                    }
                }
                let mut left = recorded_at(write, undone).await?;
                left.retain(|id| !seen.contains(id));
                withdraw(write, undone, &left).await?;
                for current in load(&write.tx, &left).await? {
                    derive_again(write, &current, None).await?;
                    back += 1;
                }
                Ok((back, stay))
            })
        })
        .await
    }
}

/// What an operation did to some places, newest first.
async fn entries_of(write: &Write, operation: Uuid, places: &[Uuid]) -> Result<HashMap<Uuid, Vec<ChangeEntry>>, Failure> {
    let mut found: HashMap<Uuid, Vec<ChangeEntry>> = HashMap::new();
    let rows = change_log::Entity::find()
        .filter(change_log::Column::OperationId.eq(operation))
        .filter(change_log::Column::RowTable.eq("place"))
        .filter(change_log::Column::RowId.is_in(places.iter().copied()))
        .order_by_desc(change_log::Column::Seq);
    for row in rows.all(&write.tx).await.map_err(fault)? {
        found.entry(row.row_id).or_default().push(crate::place::entry(row)?);
    }
    Ok(found)
}

/// Where an operation recorded facts that still stand.
async fn recorded_at(write: &Write, operation: Uuid) -> Result<Vec<Uuid>, Failure> {
    let facts = board_fact::Entity::find().filter(board_fact::Column::OperationId.eq(operation));
    facts.select_only().column(board_fact::Column::PlaceId).distinct().into_tuple().all(&write.tx).await.map_err(fault)
}

/// Before anything else: the buildings of a cluster go back to what they were without its facts.
async fn withdraw_from_clusters(write: &mut Write, undone: Uuid) -> Result<Vec<Uuid>, Failure> {
    let mut clusters = Vec::new();
    for places in recorded_at(write, undone).await?.chunks(500) {
        let found = place::Entity::find()
            .filter(place::Column::Id.is_in(places.iter().copied()))
            .filter(place::Column::Kind.eq(PlaceKind::BuildingCluster.code()));
        let found: Vec<(Uuid, i64)> =
            found.select_only().columns([place::Column::Id, place::Column::Revision]).into_tuple().all(&write.tx).await.map_err(fault)?;
        clusters.extend(found);
    }
    let ids: Vec<Uuid> = clusters.iter().map(|(id, _)| *id).collect();
    let entries = entries_of(write, undone, &ids).await?;
    let newest = |id: &Uuid| entries.get(id).and_then(|entries| entries.first()).map(|entry| entry.row_revision);
    clusters.retain(|(id, revision)| newest(id).is_none_or(|newest| newest == *revision));
    let ids: Vec<Uuid> = clusters.iter().map(|(id, _)| *id).collect();
    withdraw(write, undone, &ids).await?;
    Ok(ids)
}

/// Where facts are left they say how the board stands; everything else is as it was.
async fn take_back(write: &mut Write, current: &Place, entries: &[ChangeEntry]) -> Result<(), Failure> {
    // Of a field that was changed twice, the older value is laid over the newer one.
    let said: Fields = entries.iter().flat_map(|entry| &entry.changes).map(|change| (change.field.clone(), change.from.clone())).collect();
    let mut draft = overlay(&current.draft, &said)?;
    if has_facts(write, current).await? {
        draft.board = current.draft.board.clone();
    }
    let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
    save_change(write, current, draft, &units).await?;
    Ok(())
}
