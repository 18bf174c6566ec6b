//! Taking a whole import back.

use domain::change::{ChangeEntry, overlay};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::entities::change_log;
use crate::fault::fault;
use crate::organization::linked;
use crate::place::{load, remove_rows, save_change};
use crate::session::{Operation, Session};

/// Entries that are taken back at a time.
const CHUNK: u64 = 500;

impl Session {
    /// Takes back what the operation did, place by place. A place that somebody changed since stays as it
    /// is: answers how many were taken back and how many stay.
    pub async fn undo_import(&self, operation: Operation, undone: Uuid) -> Result<(u64, u64), Failure> {
        self.write(Action::ImportUndo, operation, move |write| {
            Box::pin(async move {
                let (mut back, mut stay, mut before) = (0, 0, i64::MAX);
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
                    let entries: HashMap<Uuid, ChangeEntry> =
                        rows.into_iter().map(|row| Ok((row.row_id, crate::place::entry(row)?))).collect::<Result<_, Failure>>()?;
                    let ids: Vec<Uuid> = entries.keys().copied().collect();
                    let mut added = Vec::new();
                    // A place that came to an organization since would take its share in it along.
                    let linked = linked(&write.tx, &ids).await?;
                    for current in load(&write.tx, &ids).await? {
                        let Some(entry) = entries.get(&current.id) else { continue };
                        if entry.row_revision != current.revision || (entry.row_revision == 1 && linked.contains(&current.id)) {
                            stay += 1;
                            continue;
                        }
                        back += 1;
                        if entry.row_revision == 1 {
                            added.push(current);
                            continue;
                        }
                        let said = entry.changes.iter().map(|change| (change.field.clone(), change.from.clone())).collect();
                        let draft = overlay(&current.draft, &said)?;
                        let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
                        save_change(write, &current, draft, &units).await?;
                    }
                    remove_rows(write, &added).await?;
                }
                Ok((back, stay))
            })
        })
        .await
    }
}
