//! Taking one operation on a place back, as long as nothing else happened to the place since.

use domain::change::{ChangeEntry, overlay};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use uuid::Uuid;

use super::read::entries_after;
use super::write::{check_kind, load_own, save_change};
use crate::admin_unit::units_by_id;
use crate::course::{buildings_of, changed_since, derive_again, has_facts, last_of_all, withdraw};
use crate::organization::moved_links;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Takes one operation on a place back; a fact of a cluster is taken back from all its buildings.
    pub async fn undo_place_change(&self, operation: Operation, id: Uuid, undone: Uuid) -> Result<i64, Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, id).await?;
                let entry = last_entry(write, &current, undone).await?;
                // A fact from which nothing follows leaves no entry of the place.
                if changed_since(write, id, undone).await? || (entry.is_none() && !last_of_all(write, id, undone).await?) {
                    return Err(Failure::Conflict { revision: current.revision, fields: Vec::new() });
                }
                if entry.as_ref().is_some_and(|entry| entry.action == Action::PlaceMerge.code()) {
                    // The duplicate, and what came along with it, would stay where it is.
                    return Err(FieldErrors::one("operation", "merge_is_not_taken_back", "").into());
                }
                if moved_links(&write.tx, id, undone).await? {
                    return Err(FieldErrors::one("organizations", "undo_at_the_organization", "").into());
                }
                let buildings = buildings_of(write, &current).await?;
                let all: Vec<Uuid> = std::iter::once(id).chain(buildings.iter().map(|building| building.id)).collect();
                withdraw(write, undone, &all).await?;
                let revision = take_back(write, &current, entry).await?;
                // Nobody was at the buildings either, whether or not what their register said was kept with this.
                for building in buildings {
                    let entry = last_entry(write, &building, undone).await?;
                    take_back(write, &building, entry).await?;
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
