//! What becomes of visits in the end.

use domain::change::FieldChange;
use domain::failure::Failure;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::visit;
use crate::fault::fault;
use crate::household;
use crate::sealed::erase;
use crate::session::Write;

/// Visits whose time is over. Those of a household that asked to have its record left alone stay with it, but that
/// nobody was at home is kept no longer for anybody.
pub(crate) async fn over(write: &Write) -> Result<Vec<Uuid>, Failure> {
    use visit::Column as C;
    let alone = household::restricted();
    let goes = Condition::any().add(C::UntilNext.eq(true)).add(C::HouseholdId.not_in_subquery(alone));
    let rows = visit::Entity::find().filter(C::KeptUntil.lte(write.today)).filter(goes).select_only().column(C::Id);
    rows.into_tuple().all(&write.tx).await.map_err(fault)
}

/// Takes visits out for good: their rows, and with their keys whatever is left of them.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let of = || visit::Column::Id.is_in(ids.iter().copied());
        for row in visit::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "record".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, 2, &[gone]).await?;
        }
        visit::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
        erase(write, ids).await?;
    }
    Ok(())
}
