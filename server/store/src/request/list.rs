//! The requests of a ward, those that are overdue first.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::permission::Action;
use domain::request::{Office, Request, RequestState};
use domain::setting::{Holidays, Setting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::OPEN;
use super::read::open_requests;
use crate::entities::{household, request};
use crate::fault::fault;
use crate::household::{opens_restricted, restricted};
use crate::session::Session;
use crate::setting::{holidays, rules_in};

/// Which requests of a ward are asked for; nothing said: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// Only those whose answer is late.
    pub overdue: bool,
    /// Only those of whose answer somebody is reminded.
    pub due_soon: bool,
    pub state: Option<RequestState>,
    pub office: Option<Office>,
    /// How many are passed over: those of the pages before.
    pub skip: usize,
}

/// A request in a list of the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardRequest {
    pub request: Request,
    /// The code of the household.
    pub household_code: String,
    /// Its answer is due within the days of the ward's reminder.
    pub due_soon: bool,
}

/// Of which open requests somebody of a ward is reminded today.
pub(crate) struct Reminder {
    days: u32,
    holidays: Holidays,
    today: NaiveDate,
}

impl Reminder {
    pub(crate) async fn of(session: &Session, unit: Uuid) -> Result<Self, Failure> {
        let days = rules_in(&session.db, unit).await?.on(Setting::RequestReminderDays, session.today);
        Ok(Self { days, holidays: holidays(&session.db).await?, today: session.today })
    }

    /// Its answer is due within the days of the reminder, and not late yet.
    pub(crate) fn is_due(&self, due_on: NaiveDate) -> bool {
        due_on >= self.today && self.holidays.working_days_between(self.today, due_on) <= self.days
    }
}

impl Session {
    /// The requests of one ward, as many as `most`, and how many there are: without an answer first, the longest overdue
    /// before all, then the answered ones, latest first. Those shown stand in the access log; no other is opened.
    pub async fn requests_of_ward(&self, unit: Uuid, filter: &RequestFilter, most: usize) -> Result<(Vec<WardRequest>, usize), Failure> {
        use request::Column as C;
        let scope = self.allow(Action::HouseholdRead)?;
        if !scope.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut rows = request::Entity::find().filter(C::AdminUnitId.eq(unit));
        if let Some(state) = filter.state {
            rows = rows.filter(C::State.eq(state.code()));
        }
        if let Some(office) = filter.office {
            rows = rows.filter(C::Office.eq(office.code()));
        }
        if filter.overdue {
            // A list of work: where a record is restricted, nothing is done with what hangs on it.
            rows = rows.filter(C::State.is_in(OPEN.map(RequestState::code))).filter(C::DueOn.lt(self.today));
            rows = rows.filter(C::HouseholdId.not_in_subquery(restricted()));
        }
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let codes = self.codes_of_ward(unit).await?;
        rows.retain(|row| codes.contains_key(&row.household_id));
        let is_open = |row: &request::Model| OPEN.iter().any(|state| state.code() == row.state);
        let reminder = Reminder::of(self, unit).await?;
        if filter.due_soon {
            rows.retain(|row| is_open(row) && reminder.is_due(row.due_on));
        }
        let total = rows.len();
        rows.sort_by_key(|row| match is_open(row) {
            true => (false, row.due_on.signed_duration_since(self.today).num_days(), row.id),
            false => (true, self.today.signed_duration_since(row.answered_on.unwrap_or(row.received_on)).num_days(), row.id),
        });
        let rows: Vec<request::Model> = rows.into_iter().skip(filter.skip).take(most).collect();
        let open: Vec<Uuid> = rows.iter().filter(|row| is_open(row)).map(|row| row.id).collect();
        let found = open_requests(self, Action::HouseholdRead, unit, rows).await?;
        let listed = found.into_iter().map(|request| WardRequest {
            household_code: codes.get(&request.household).cloned().unwrap_or_default(),
            due_soon: open.contains(&request.id) && reminder.is_due(request.due_on),
            request,
        });
        Ok((listed.collect(), total))
    }

    /// The codes of a ward's households. Restricted ones are left to the lead.
    async fn codes_of_ward(&self, unit: Uuid) -> Result<HashMap<Uuid, String>, Failure> {
        use household::Column as C;
        let mut rows = household::Entity::find().filter(C::AdminUnitId.eq(unit));
        if !opens_restricted(&self.actor, unit) {
            rows = rows.filter(C::Restricted.eq(false));
        }
        let rows: Vec<(Uuid, String)> = rows.select_only().columns([C::Id, C::Code]).into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(rows.into_iter().collect())
    }
}
