//! What becomes of a member's record in the end.

use domain::change::FieldChange;
use domain::failure::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::{household_assignment, member, member_task, monthly_check};
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;

/// Takes members out for good: their rows, tasks and assignments, and with their keys whatever is left of them.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let these = || ids.iter().copied();
        for row in member::Entity::find().filter(member::Column::Id.is_in(these())).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "record".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, row.revision + 1, &[gone]).await?;
        }
        let tasks = member_task::Entity::find().filter(member_task::Column::MemberId.is_in(these()));
        let tasks: Vec<Uuid> = tasks.select_only().column(member_task::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
        for tasks in tasks.chunks(500) {
            let of = monthly_check::Column::TaskId.is_in(tasks.iter().copied());
            monthly_check::Entity::delete_many().filter(of).exec(&write.tx).await.map_err(fault)?;
        }
        let of = member_task::Column::MemberId.is_in(these());
        member_task::Entity::delete_many().filter(of).exec(&write.tx).await.map_err(fault)?;
        let of = household_assignment::Column::MemberId.is_in(these());
        household_assignment::Entity::delete_many().filter(of).exec(&write.tx).await.map_err(fault)?;
        member::Entity::delete_many().filter(member::Column::Id.is_in(these())).exec(&write.tx).await.map_err(fault)?;
        erase(write, ids).await?;
    }
    Ok(())
}
