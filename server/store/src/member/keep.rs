//! What becomes of a member's record in the end.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::setting::{Rules, Setting, months_after};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::account::end_member;
use crate::entities::{household_assignment, member, member_task, monthly_check};
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;

/// Members who stopped helping so long ago that their record goes.
pub(crate) async fn over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    use member::Column as C;
    let kept = rules.on(Setting::MemberMonths, write.today);
    let rows = member::Entity::find().filter(C::EndedOn.is_not_null()).select_only().column(C::Id).column(C::EndedOn);
    let rows: Vec<(Uuid, NaiveDate)> = rows.into_tuple().all(&write.tx).await.map_err(fault)?;
    Ok(rows.into_iter().filter(|(_, ended_on)| months_after(*ended_on, kept) <= write.today).map(|(id, _)| id).collect())
}

/// Takes members out for good: their rows, tasks and assignments, the account with which they saw their households, and
/// with their keys whatever is left of them.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let these = || ids.iter().copied();
        for row in member::Entity::find().filter(member::Column::Id.is_in(these())).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "record".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, row.revision + 1, &[gone]).await?;
            if let Some(account) = row.account_id {
                end_member(write, account, row.admin_unit_id).await?;
            }
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
