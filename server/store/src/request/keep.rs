//! What becomes of requests in the end.

use domain::change::FieldChange;
use domain::failure::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::request;
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;

/// Takes requests out for good: their rows, and with their keys whatever is left of them.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let of = || request::Column::Id.is_in(ids.iter().copied());
        for row in request::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "record".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, row.revision + 1, &[gone]).await?;
        }
        request::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
        erase(write, ids).await?;
    }
    Ok(())
}
