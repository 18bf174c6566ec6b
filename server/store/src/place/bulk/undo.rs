//! Taking a change of many places back whole, as far as nobody did anything else there since.

use std::collections::HashMap;

use domain::change::{ChangeEntry, overlay};
use domain::failure::{Failure, FieldErrors};
use domain::place::Place;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::receipt::{Since, Trace, since, traces};
use crate::course::withdraw;
use crate::entities::bulk_change;
use crate::fault::fault;
use crate::place::load;
use crate::place::undo::take_back;
use crate::session::{Operation, Session, Write};
use domain::permission::Action;

/// How many places are as they were before, and how many stay because somebody did something there since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkUndone {
    pub back: u64,
    pub stay: u64,
}

impl Session {
    /// Takes back what one operation changed at many places, in one write: by whoever did it, or by the lead of
    /// the ward, each within their own.
    pub async fn undo_places_change(&self, operation: Operation, undone: Uuid) -> Result<BulkUndone, Failure> {
        let rows = self.bulk_rows(undone).await?;
        let actor = rows.first().map(|row| row.actor.clone()).ok_or(Failure::NotFound)?;
        let reach = self.allow(self.undoing(&actor))?;
        self.write(Action::PlacesChangeUndo, operation, move |write| {
            Box::pin(async move {
                write.scope = reach;
                mark_undone(write, &actor, undone).await?;
                let traces = traces(&write.tx, &actor, undone).await?;
                let mut since = since(&write.tx, undone, &traces).await?;
                let ids: Vec<Uuid> = traces.keys().copied().collect();
                let mut places: HashMap<Uuid, Place> = load(&write.tx, &ids).await?.into_iter().map(|place| (place.id, place)).collect();
                let mut done = BulkUndone::default();
                for (id, trace) in traces {
                    let Some(place) = places.remove(&id).filter(|place| write.scope.holds(place.draft.admin_unit_id)) else { continue };
                    match restore(write, undone, &place, trace, since.remove(&id).unwrap_or_default()).await? {
                        true => done.back += 1,
                        false => done.stay += 1,
                    }
                }
                Ok(done)
            })
        })
        .await
    }
}

/// Marks the receipts in the units where it is taken back; once is enough.
async fn mark_undone(write: &Write, actor: &str, undone: Uuid) -> Result<(), Failure> {
    use bulk_change::Column as C;
    let mark = bulk_change::Entity::update_many()
        .col_expr(C::UndoneBy, Expr::value(write.actor()))
        .col_expr(C::UndoneAt, Expr::value(write.now))
        .filter(write.scope.on(C::AdminUnitId))
        .filter(C::OperationId.eq(undone))
        .filter(C::Actor.eq(actor))
        .filter(C::UndoneAt.is_null());
    match mark.exec(&write.tx).await.map_err(fault)?.rows_affected {
        0 => Err(FieldErrors::one("places", "already_taken_back", "").into()),
        _ => Ok(()),
    }
}

/// Whether the place is as it was before.
async fn restore(write: &mut Write, undone: Uuid, place: &Place, trace: Trace, since: Since) -> Result<bool, Failure> {
    if since.other.is_some() {
        return Ok(false);
    }
    // What time changed goes back too: of what is left, it is derived anew.
    let changes = since.derived.into_iter().flat_map(|entry| entry.changes);
    let entry = trace.entry.map(|entry| {
        let changes = changes.chain(entry.changes).collect();
        ChangeEntry { changes, ..entry }
    });
    if let Some(entry) = &entry {
        let said = entry.changes.iter().map(|change| (change.field.clone(), change.from.clone())).collect();
        if overlay(&place.draft, &said).and_then(|draft| draft.check(write.today)).is_err() {
            return Ok(false);
        }
    }
    withdraw(write, undone, &[place.id]).await?;
    take_back(write, place, entry).await?;
    Ok(true)
}
