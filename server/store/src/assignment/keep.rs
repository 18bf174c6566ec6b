//! What becomes of assignments in the end.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::setting::{Rules, Setting, months_after};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::household_assignment;
use crate::fault::fault;
use crate::household;
use crate::session::Write;

/// Assignments that ended, or whose last day came, so long ago that their time is over. Those of a household that asked
/// to have its record left alone stay with it.
pub(crate) async fn over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    use household_assignment::Column as C;
    let kept = rules.on(Setting::AssignmentMonths, write.today);
    let past = Condition::any().add(C::EndedOn.is_not_null()).add(C::ToDay.lt(write.today));
    let rows = household_assignment::Entity::find().filter(past).filter(C::HouseholdId.not_in_subquery(household::restricted()));
    let rows = rows.select_only().columns([C::Id, C::ToDay, C::EndedOn]).into_tuple();
    let rows: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> = rows.all(&write.tx).await.map_err(fault)?;
    let is_over = |to: NaiveDate, ended: Option<NaiveDate>| months_after(ended.map_or(to, |ended| ended.min(to)), kept) <= write.today;
    Ok(rows.into_iter().filter(|(_, to, ended)| is_over(*to, *ended)).map(|(id, ..)| id).collect())
}

/// Takes assignments out. What the log holds of their aims stays sealed under the household's key and goes with it.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let of = || household_assignment::Column::Id.is_in(ids.iter().copied());
        for row in household_assignment::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "aim".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, 3, &[gone]).await?;
        }
        household_assignment::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}
