//! How many clocks run, and the next day or moment by which something is to be done: numbers and dates, nothing of
//! anybody.

use chrono::{DateTime, NaiveDate, Utc};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::request::whole;
use crate::entities::{breach, person_request};
use crate::fault::fault;
use crate::session::Session;

impl Session {
    /// Requests over one's own record of the actor's wards that wait for an answer, and the nearest day; none where none
    /// waits.
    pub async fn person_requests_waiting(&self) -> Result<Option<(u64, NaiveDate)>, Failure> {
        use person_request::Column as C;
        let scope = self.allow(Action::PersonRequestChange)?;
        let rows = person_request::Entity::find().filter(scope.on(C::AdminUnitId)).filter(C::AnsweredOn.is_null());
        let open = rows.all(&self.db).await.map_err(fault)?.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
        Ok(open.iter().filter_map(|request| request.next_day()).min().map(|day| (open.len() as u64, day)))
    }

    /// Breaches that were not notified yet, and the nearest moment; none where none waits.
    pub async fn breaches_waiting(&self) -> Result<Option<(u64, DateTime<Utc>)>, Failure> {
        self.allow(Action::BreachRead)?;
        let rows = breach::Entity::find().filter(breach::Column::NotifiedAt.is_null()).select_only().column(breach::Column::NotifyBy);
        let open: Vec<DateTime<Utc>> = rows.into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(open.iter().min().map(|moment| (open.len() as u64, *moment)))
    }
}
