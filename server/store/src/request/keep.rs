//! What becomes of requests in the end.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::request::RequestState;
use domain::setting::{Rules, Setting, months_after};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::request;
use crate::fault::fault;
use crate::household;
use crate::sealed::erase;
use crate::session::Write;

/// Requests that were answered, or confirmed after that, so long ago that their time is over. Whoever waits for an
/// answer keeps their request.
pub(crate) async fn over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    use request::Column as C;
    let kept = rules.on(Setting::RequestMonths, write.today);
    let done = [RequestState::Answered, RequestState::Confirmed].map(RequestState::code);
    let rows = request::Entity::find().filter(C::State.is_in(done)).filter(C::HouseholdId.not_in_subquery(household::restricted()));
    let rows = rows.select_only().columns([C::Id, C::HouseholdId, C::AnsweredOn, C::ConfirmedOn]);
    let rows: Vec<(Uuid, Uuid, Option<NaiveDate>, Option<NaiveDate>)> = rows.into_tuple().all(&write.tx).await.map_err(fault)?;
    let agreed = household::agreed(&write.tx, &rows.iter().map(|(_, of, ..)| *of).collect::<Vec<_>>()).await?;
    let is_over = |of: &Uuid, done: Option<NaiveDate>| {
        let kept = household::no_longer(kept, agreed.get(of), |agreed| agreed.requests);
        done.is_some_and(|day| months_after(day, kept) <= write.today)
    };
    Ok(rows.into_iter().filter(|(_, of, answered, confirmed)| is_over(of, *answered.max(confirmed))).map(|(id, ..)| id).collect())
}

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
