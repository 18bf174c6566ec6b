//! When a household's record is over: its support ended, or the time for which it was granted, and nothing was done
//! for it since. Records that somebody asked to have left alone stay until that is taken back.

use chrono::{Months, NaiveDate};
use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::household::HouseholdEnd;
use domain::request::RequestState;
use domain::setting::{Rules, Setting, months_after};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::agreed::{agreed, no_longer};
use crate::assignment;
use crate::entities::{household, household_assignment, request, visit};
use crate::fault::fault;
use crate::session::Write;

/// Households with whose records nothing is done but keeping them.
pub(crate) fn restricted() -> SelectStatement {
    let rows = household::Entity::find().filter(household::Column::Restricted.eq(true)).select_only();
    rows.column(household::Column::Id).into_query()
}

/// Households whose support ended so long ago that their time is over.
pub(crate) async fn over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    use household::Column as C;
    let kept = rules.on(Setting::HouseholdMonths, write.today);
    let rows = household::Entity::find().filter(C::EndedOn.is_not_null()).filter(C::Restricted.eq(false)).select_only();
    let rows: Vec<(Uuid, NaiveDate)> = rows.column(C::Id).column(C::EndedOn).into_tuple().all(&write.tx).await.map_err(fault)?;
    let agreed = agreed(&write.tx, &rows.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let kept_for = |id: &Uuid| no_longer(kept, agreed.get(id), |agreed| agreed.household);
    Ok(rows.into_iter().filter(|(id, ended_on)| months_after(*ended_on, kept_for(id)) <= write.today).map(|(id, _)| id).collect())
}

/// Ends the support of households that nobody ended: what they were granted is over, if it had a last day, and as long
/// as a record is kept nobody visited them, was asked by them or changed what is recorded. They end first and go
/// later, as any other, so that for that time the ward finds them among those that ended and can take up what was only
/// forgotten. Says how many.
pub(crate) async fn end_forgotten(write: &mut Write, rules: &Rules) -> Result<u64, Failure> {
    use household::Column as C;
    let kept = rules.on(Setting::HouseholdMonths, write.today);
    let over = Condition::any().add(C::SupportedUntil.is_null()).add(C::SupportedUntil.lt(write.today));
    let rows = household::Entity::find().filter(C::EndedOn.is_null()).filter(C::Restricted.eq(false)).filter(over);
    let mut ended = 0;
    for row in rows.all(&write.tx).await.map_err(fault)? {
        let changed = row.updated_at.date_naive();
        let last = row.last_met_on.into_iter().chain(row.supported_until).fold(changed, NaiveDate::max);
        if months_after(last, kept) > write.today || something_since(write, row.id, last, kept).await? {
            continue;
        }
        for one in assignment::holding(write, row.id).await? {
            assignment::close(write, one, AssignmentEnd::SupportEnded).await?;
        }
        end(write, row).await?;
        ended += 1;
    }
    Ok(ended)
}

/// Somebody came within the time for which a record is kept, or was given the task, or something was asked and perhaps
/// not answered yet.
async fn something_since(write: &Write, household: Uuid, last: NaiveDate, kept: u32) -> Result<bool, Failure> {
    let until = write.today.checked_sub_months(Months::new(kept)).unwrap_or(last).max(last);
    let visits = visit::Entity::find().filter(visit::Column::HouseholdId.eq(household)).filter(visit::Column::Day.gt(until));
    if visits.count(&write.tx).await.map_err(fault)? > 0 {
        return Ok(true);
    }
    use household_assignment::Column as A;
    let given = household_assignment::Entity::find().filter(A::HouseholdId.eq(household)).filter(A::FromDay.gt(until));
    if given.count(&write.tx).await.map_err(fault)? > 0 {
        return Ok(true);
    }
    use request::Column as C;
    let open = [RequestState::Received, RequestState::Forwarded].map(RequestState::code);
    let since = [C::ReceivedOn, C::ForwardedOn, C::AnsweredOn, C::ConfirmedOn, C::ReopenedOn];
    let since = since.into_iter().fold(Condition::any(), |any, day| any.add(day.gt(until)));
    let since = since.add(C::State.is_in(open));
    let requests = request::Entity::find().filter(C::HouseholdId.eq(household)).filter(since);
    Ok(requests.count(&write.tx).await.map_err(fault)? > 0)
}

async fn end(write: &mut Write, row: household::Model) -> Result<(), Failure> {
    let (id, revision) = (row.id, row.revision + 1);
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(write.today));
    row.end_kind = Set(Some(HouseholdEnd::PeriodOver.code().into()));
    row.next_visit_on = Set(None);
    row.needs_no_visits = Set(false);
    row.recorded_by = Set(write.actor().to_owned());
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    let change = FieldChange { field: "ended_on".into(), from: Value::Null, to: json!(write.today) };
    write.log(TABLE, id, revision, &[change]).await
}
