//! Looking at requests. Each look stands in the access log.

use domain::failure::Failure;
use domain::permission::Action;
use domain::request::{Request, RequestDraft};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::TABLE;
use crate::entities::request;
use crate::fault::fault;
use crate::household::in_sight;
use crate::my_households::own_household;
use crate::place::rows::parse;
use crate::sealed::read_records_of;
use crate::session::Session;

impl Session {
    /// One request of a household of a ward of the actor.
    pub async fn request(&self, id: Uuid) -> Result<Request, Failure> {
        self.allow(Action::HouseholdRead)?;
        let row = request::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
        let household = in_sight(self, row.household_id).await?;
        open_requests(self, Action::HouseholdRead, household.id, vec![row]).await?.pop().ok_or(Failure::NotFound)
    }

    /// What a household of a ward of the actor asked for, latest first.
    pub async fn requests_of(&self, household: Uuid) -> Result<Vec<Request>, Failure> {
        in_sight(self, household).await?;
        requests(self, Action::HouseholdRead, household).await
    }

    /// What a household asked for that the actor helps today, latest first.
    pub async fn own_requests_of(&self, household: Uuid) -> Result<Vec<Request>, Failure> {
        own_household(self, household).await?;
        requests(self, Action::OwnHouseholdRead, household).await
    }
}

pub(crate) async fn requests(session: &Session, action: Action, household: Uuid) -> Result<Vec<Request>, Failure> {
    let rows = request::Entity::find().filter(request::Column::HouseholdId.eq(household)).all(&session.db).await.map_err(fault)?;
    let mut found = open_requests(session, action, household, rows).await?;
    found.sort_by_key(|request| std::cmp::Reverse((request.received_on, request.id)));
    Ok(found)
}

/// Opens requests in the order of the rows, with one entry in the access log.
pub(super) async fn open_requests(
    session: &Session,
    action: Action,
    about: Uuid,
    rows: Vec<request::Model>,
) -> Result<Vec<Request>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let households: Vec<Uuid> = rows.iter().map(|row| row.household_id).collect();
    let openers = read_records_of(session, action, TABLE, about, &ids, &households).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(opener) = openers.get(&row.id) else { continue };
        let answer = row.answer_sealed.as_deref().map(|sealed| opener.open("answer", sealed)).transpose()?;
        found.push(whole(&row, opener.open_all(&row.sealed)?, answer.unwrap_or_default())?);
    }
    Ok(found)
}

/// A request as its row tells it, with what was sealed of it opened.
pub(crate) fn whole(row: &request::Model, draft: RequestDraft, answer: String) -> Result<Request, Failure> {
    Ok(Request {
        id: row.id,
        household: row.household_id,
        draft,
        state: parse(&row.state)?,
        received_on: row.received_on,
        office: row.office.as_deref().map(parse).transpose()?,
        forwarded_on: row.forwarded_on,
        due_on: row.due_on,
        answer,
        answered_on: row.answered_on,
        confirmed_on: row.confirmed_on,
        reopened: u32::try_from(row.reopened).unwrap_or_default(),
        reopened_on: row.reopened_on,
        revision: row.revision,
    })
}
