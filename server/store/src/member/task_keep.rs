//! What becomes of tasks and of what was said of their months in the end. What the log holds of them stays sealed under
//! the member's key and goes with it.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::setting::{Rules, Setting, months_after};
use domain::support_table::last_of;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ModelTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::task::{CHECK, TASK};
use crate::entities::{member_task, monthly_check};
use crate::fault::fault;
use crate::session::Write;

/// Tasks that ended, or whose last day came, so long ago that their time is over.
pub(crate) async fn tasks_over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    use member_task::Column as C;
    let kept = rules.on(Setting::TaskMonths, write.today);
    let past = Condition::any().add(C::EndedOn.is_not_null()).add(C::ToDay.lt(write.today));
    let rows = member_task::Entity::find().filter(past).select_only().columns([C::Id, C::ToDay, C::EndedOn]).into_tuple();
    let rows: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> = rows.all(&write.tx).await.map_err(fault)?;
    let is_over = |to: NaiveDate, ended: Option<NaiveDate>| months_after(ended.map_or(to, |ended| ended.min(to)), kept) <= write.today;
    Ok(rows.into_iter().filter(|(_, to, ended)| is_over(*to, *ended)).map(|(id, ..)| id).collect())
}

/// Months of whatever task that are over for so long: the task, and the month's first day.
pub(crate) async fn checks_over(write: &Write, rules: &Rules) -> Result<Vec<(Uuid, NaiveDate)>, Failure> {
    use monthly_check::Column as C;
    let kept = rules.on(Setting::MonthlyCheckMonths, write.today);
    let rows = monthly_check::Entity::find().filter(C::Month.lt(write.today)).select_only().columns([C::TaskId, C::Month]).into_tuple();
    let rows: Vec<(Uuid, NaiveDate)> = rows.all(&write.tx).await.map_err(fault)?;
    Ok(rows.into_iter().filter(|(_, month)| months_after(last_of(*month), kept) <= write.today).collect())
}

/// Takes tasks out with all their months, and says how many months these were.
pub(crate) async fn remove_tasks(write: &mut Write, ids: &[Uuid]) -> Result<u64, Failure> {
    let mut months = 0;
    for ids in ids.chunks(500) {
        let these = || ids.iter().copied();
        let of = monthly_check::Entity::find().filter(monthly_check::Column::TaskId.is_in(these()));
        for row in of.all(&write.tx).await.map_err(fault)? {
            forget(write, row).await?;
            months += 1;
        }
        for row in member_task::Entity::find().filter(member_task::Column::Id.is_in(these())).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "aim".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TASK, row.id, 3, &[gone]).await?;
        }
        member_task::Entity::delete_many().filter(member_task::Column::Id.is_in(these())).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(months)
}

/// Takes these months out; their tasks stay.
pub(crate) async fn remove_checks(write: &mut Write, months: &[(Uuid, NaiveDate)]) -> Result<(), Failure> {
    for month in months {
        if let Some(row) = monthly_check::Entity::find_by_id(*month).one(&write.tx).await.map_err(fault)? {
            forget(write, row).await?;
        }
    }
    Ok(())
}

async fn forget(write: &mut Write, row: monthly_check::Model) -> Result<(), Failure> {
    let gone = FieldChange { field: format!("check {}", row.month), from: json!(row.sealed), to: Value::Null };
    write.log(CHECK, row.task_id, 3, &[gone]).await?;
    row.delete(&write.tx).await.map_err(fault)?;
    Ok(())
}
