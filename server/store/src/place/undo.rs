//! Taking one operation on a place back, as long as nothing else happened to the place since.

use domain::change::{ChangeEntry, overlay};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use uuid::Uuid;

use super::read::entries_after;
use super::write::{check_kind, load_own, save_change};
use crate::admin_unit::units_by_id;
use crate::course::{buildings_of, derive_again, has_facts, withdraw};
use crate::organization::moved_links;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Takes one operation on a place back; a fact of a cluster is taken back from all its buildings.
    pub async fn undo_place_change(&self, operation: Operation, id: Uuid, undone: Uuid) -> Result<i64, Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, id).await?;
                let Some(entry) = last_entry(write, &current, undone).await? else {
                    return Err(Failure::Conflict { revision: current.revision, fields: Vec::new() });
                };
                if moved_links(&write.tx, id, undone).await? {
                    return Err(FieldErrors::one("organizations", "undo_at_the_organization", "").into());
                }
                let buildings = buildings_of(write, &current).await?;
                let all: Vec<Uuid> = std::iter::once(id).chain(buildings.iter().map(|building| building.id)).collect();
                let touched = withdraw(write, undone, &all).await?;
                let revision = take_back(write, &current, Some(entry)).await?;
                for building in buildings {
                    if touched.contains(&building.id) {
                        let entry = last_entry(write, &building, undone).await?;
                        take_back(write, &building, entry).await?;
                    } else {
                        derive_again(write, &building, None).await?;
                    }
                }
                Ok(revision)
            })
        })
        .await
    }
}

/// What the operation did to a place, if nothing happened to it since.
async fn last_entry(write: &Write, place: &Place, undone: Uuid) -> Result<Option<ChangeEntry>, Failure> {
    let last = entries_after(&write.tx, place.id, place.revision - 1).await?;
    Ok(last.into_iter().find(|entry| entry.operation_id == undone && entry.row_revision > 1))
}

/// Where facts are left they say how the board stands; everything else is as the entry says it was.
pub(super) async fn take_back(write: &mut Write, place: &Place, entry: Option<ChangeEntry>) -> Result<i64, Failure> {
    let Some(entry) = entry else { return derive_again(write, place, None).await };
    let said = entry.changes.into_iter().map(|change| (change.field, change.from)).collect();
    let mut draft = overlay(&place.draft, &said)?.check(write.today)?;
    if has_facts(write, place).await? {
        draft.board = place.draft.board.clone();
    }
    check_kind(write, place, &draft).await?;
    let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
    save_change(write, place, draft, &units).await
}
