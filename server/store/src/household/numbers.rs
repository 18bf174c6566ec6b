//! What waits in a ward, as plain numbers: how many, never who. Nothing is opened for them.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::MemberState;
use domain::permission::Action;
use domain::request::RequestState;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::read::ended_places;
use super::{next_visit, restricted};
use crate::entities::{household, member, member_task, request};
use crate::fault::fault;
use crate::request::Reminder;
use crate::session::Session;
use crate::setting::rules_in;

/// Work of one ward that waits; each number leads to its list. Households with whose records nothing is done but keeping
/// them are nobody's work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupportNumbers {
    /// Households that are helped now.
    pub households: u64,
    pub without_member: u64,
    pub visits_overdue: u64,
    /// Households whose place has ended.
    pub place_ended: u64,
    pub requests_overdue: u64,
    /// Those of which somebody is reminded.
    pub requests_due_soon: u64,
    pub members_without_task: u64,
}

impl Session {
    /// The numbers of one ward of the actor, as of today.
    pub async fn support_numbers(&self, unit: Uuid) -> Result<SupportNumbers, Failure> {
        let scope = self.allow(Action::HouseholdRead)?;
        if !scope.holds(unit) {
            return Err(Failure::NotFound);
        }
        use household::Column as H;
        let rows = household::Entity::find().filter(H::AdminUnitId.eq(unit)).filter(H::EndedOn.is_null()).filter(H::Restricted.eq(false));
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let (assigned, consented, rules) = (self.assigned_of(&ids).await?, self.consents_of(&ids).await?, rules_in(&self.db, unit).await?);
        let overdue = |row: &&household::Model| {
            let due = consented.get(&row.id).and_then(|since| next_visit(row).due_on(row.last_met_on, *since, &rules));
            due.is_some_and(|due| due < self.today)
        };
        let gone = household::Entity::find().filter(H::AdminUnitId.eq(unit)).filter(H::EndedOn.is_null()).filter(H::Restricted.eq(false));
        let place_ended = gone.filter(H::PlaceId.in_subquery(ended_places())).count(&self.db).await.map_err(fault)?;
        let open = [RequestState::Received.code(), RequestState::Forwarded.code()];
        let requests = request::Entity::find()
            .filter(request::Column::AdminUnitId.eq(unit))
            .filter(request::Column::State.is_in(open))
            .filter(request::Column::HouseholdId.not_in_subquery(restricted()));
        let due: Vec<NaiveDate> = requests.select_only().column(request::Column::DueOn).into_tuple().all(&self.db).await.map_err(fault)?;
        let reminder = Reminder::of(self, unit).await?;
        Ok(SupportNumbers {
            households: rows.len() as u64,
            without_member: rows.iter().filter(|row| !assigned.contains(&row.id)).count() as u64,
            visits_overdue: rows.iter().filter(overdue).count() as u64,
            place_ended,
            requests_overdue: due.iter().filter(|day| **day < self.today).count() as u64,
            requests_due_soon: due.iter().filter(|day| reminder.is_due(**day)).count() as u64,
            members_without_task: self.members_without_task(unit).await?,
        })
    }

    async fn members_without_task(&self, unit: Uuid) -> Result<u64, Failure> {
        use member_task::Column as C;
        let active = member::Entity::find().filter(member::Column::AdminUnitId.eq(unit));
        let active = active.filter(member::Column::State.eq(MemberState::Active.code())).select_only().column(member::Column::Id);
        let active: Vec<Uuid> = active.into_tuple().all(&self.db).await.map_err(fault)?;
        let mut busy = HashSet::new();
        for ids in active.chunks(500) {
            let tasks = member_task::Entity::find()
                .filter(C::MemberId.is_in(ids.iter().copied()))
                .filter(C::FromDay.lte(self.today))
                .filter(C::ToDay.gte(self.today))
                .filter(C::EndedOn.is_null());
            busy.extend(tasks.select_only().column(C::MemberId).into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?);
        }
        Ok(active.iter().filter(|id| !busy.contains(id)).count() as u64)
    }
}
