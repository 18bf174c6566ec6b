//! What becomes of visits in the end.

use domain::change::FieldChange;
use domain::failure::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::visit;
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;

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
