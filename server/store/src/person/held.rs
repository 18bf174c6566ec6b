//! Everything that is kept of a person, in one.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::assignment::{Assignment, AssignmentDraft};
use domain::failure::Failure;
use domain::household::Household;
use domain::member::{Member, MemberTask, MonthlyCheck, TaskDraft};
use domain::permission::Action;
use domain::request::Request;
use domain::visit::{VisitDraft, VisitEntry};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use uuid::Uuid;

use super::Look;
use crate::account::actor_names;
use crate::entities::{consent, household, household_assignment, member, member_task, monthly_check, request, visit};
use crate::fault::{broken, fault};
use crate::household::TABLE as HOUSEHOLD;
use crate::member::TABLE as MEMBER;
use crate::place::rows::parse;
use crate::request::{TABLE as REQUEST, whole};
use crate::sealed::read_records;
use crate::session::Session;
use crate::visit::TABLE as VISIT;

/// A consent with how it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldConsent {
    pub given_on: NaiveDate,
    pub how: String,
    pub text_version: String,
    pub form_number: String,
    pub withdrawn_on: Option<NaiveDate>,
}

/// An assignment with the name of the member, which the household may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldAssignment {
    pub member: String,
    pub assignment: Assignment,
}

/// All that is kept of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldHousehold {
    pub household: Household,
    pub place: String,
    pub consents: Vec<HeldConsent>,
    pub assignments: Vec<HeldAssignment>,
    pub visits: Vec<VisitEntry>,
    pub requests: Vec<Request>,
    pub looks: Vec<Look>,
}

/// All that is kept of a member. Households that they help are theirs, not the member's: only how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldMember {
    pub member: Member,
    pub tasks: Vec<MemberTask>,
    pub looks: Vec<Look>,
}

impl Session {
    /// The household of a code, in a ward of the actor.
    pub async fn household_of_code(&self, code: &str) -> Result<Option<Uuid>, Failure> {
        let scope = self.allow(Action::PersonRead)?;
        let row = household::Entity::find().filter(household::Column::Code.eq(code.trim().to_uppercase()));
        let row = row.one(&self.db).await.map_err(fault)?;
        Ok(row.filter(|row| scope.holds(row.admin_unit_id)).map(|row| row.id))
    }

    /// Everything that is kept of a household, with who looked at it. The look itself is among them.
    pub async fn held_of_household(&self, id: Uuid) -> Result<HeldHousehold, Failure> {
        let scope = self.allow(Action::PersonRead)?;
        let row = household::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = row.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let opener = read_records(self, Action::PersonRead, HOUSEHOLD, row.admin_unit_id, &[id]).await?.remove(&id);
        let opener = opener.ok_or(Failure::NotFound)?;
        let consents = consent::Entity::find().filter(consent::Column::HouseholdId.eq(id)).order_by_asc(consent::Column::RecordedAt);
        let consents = consents.all(&self.db).await.map_err(fault)?;
        let consented_on = consents.last().map(|row| row.given_on).ok_or(Failure::NotFound)?;
        let household = crate::household::whole(&row, opener.open_all(&row.sealed)?, consented_on)?;

        use household_assignment::Column as A;
        let rows = household_assignment::Entity::find().filter(A::HouseholdId.eq(id)).order_by_desc(A::FromDay);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let names = self.assigned_names(row.admin_unit_id, rows.iter().map(|row| row.member_id)).await?;
        let mut assignments = Vec::with_capacity(rows.len());
        for row in rows {
            let aim = opener.open(&format!("assignment {}", row.id), &row.sealed)?;
            let draft = AssignmentDraft { member: row.member_id, from: row.from_day, to: row.to_day, aim };
            let end = row.end_kind.as_deref().map(parse).transpose()?;
            let assignment = Assignment { id: row.id, household: id, draft, ended_on: row.ended_on, end };
            assignments.push(HeldAssignment { member: names.get(&row.member_id).cloned().unwrap_or_default(), assignment });
        }
        let visits = self.held_visits(id, row.admin_unit_id).await?;
        let requests = self.held_requests(id, row.admin_unit_id).await?;
        let others: Vec<Uuid> = visits.iter().map(|visit| visit.id).chain(requests.iter().map(|request| request.id)).collect();
        let place = crate::place::load(&self.db, &[row.place_id]).await?.pop().map(|place| place.draft.name).unwrap_or_default();
        let consent = |row: consent::Model| HeldConsent {
            given_on: row.given_on,
            how: row.how,
            text_version: row.text_version,
            form_number: row.form_number,
            withdrawn_on: row.withdrawn_on,
        };
        let consents = consents.into_iter().map(consent).collect();
        Ok(HeldHousehold { household, place, consents, assignments, visits, requests, looks: self.looks_at(id, &others).await? })
    }

    async fn assigned_names(&self, unit: Uuid, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Failure> {
        let mut ids: Vec<Uuid> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let openers = read_records(self, Action::PersonRead, MEMBER, unit, &ids).await?;
        let rows = member::Entity::find().filter(member::Column::Id.is_in(ids)).all(&self.db).await.map_err(fault)?;
        let mut names = HashMap::new();
        for row in rows {
            if let Some(opener) = openers.get(&row.id) {
                let draft: domain::member::MemberDraft = opener.open_all(&row.sealed)?;
                names.insert(row.id, draft.name);
            }
        }
        Ok(names)
    }

    async fn held_visits(&self, household: Uuid, unit: Uuid) -> Result<Vec<VisitEntry>, Failure> {
        use visit::Column as C;
        let rows = visit::Entity::find().filter(C::HouseholdId.eq(household)).order_by_desc(C::Day).order_by_desc(C::Id);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let corrected: Vec<Uuid> = rows.iter().filter_map(|row| row.corrects).collect();
        let openers = read_records(self, Action::PersonRead, VISIT, unit, &ids).await?;
        let names = actor_names(&self.db, rows.iter().map(|row| row.recorded_by.clone())).await?;
        let mut visits = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(opener) = openers.get(&row.id) else { continue };
            let draft: VisitDraft = opener.open_all(&row.sealed)?;
            let recorded_by = names.get(&row.recorded_by).cloned().unwrap_or_default();
            let corrected = corrected.contains(&row.id);
            visits.push(VisitEntry { id: row.id, household, draft, corrects: row.corrects, corrected, recorded_by });
        }
        Ok(visits)
    }

    async fn held_requests(&self, household: Uuid, unit: Uuid) -> Result<Vec<Request>, Failure> {
        use request::Column as C;
        let rows = request::Entity::find().filter(C::HouseholdId.eq(household)).order_by_desc(C::ReceivedOn).order_by_desc(C::Id);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let openers = read_records(self, Action::PersonRead, REQUEST, unit, &ids).await?;
        let mut requests = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(opener) = openers.get(&row.id) else { continue };
            let answer = row.answer_sealed.as_deref().map(|sealed| opener.open("answer", sealed)).transpose()?;
            requests.push(whole(&row, opener.open_all(&row.sealed)?, answer.unwrap_or_default())?);
        }
        Ok(requests)
    }

    /// Everything that is kept of a member, with who looked at it.
    pub async fn held_of_member(&self, id: Uuid) -> Result<HeldMember, Failure> {
        let scope = self.allow(Action::PersonRead)?;
        let row = member::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = row.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let opener =
            read_records(self, Action::PersonRead, MEMBER, row.admin_unit_id, &[id]).await?.remove(&id).ok_or(Failure::NotFound)?;
        let households = crate::member::households_of(self, row.admin_unit_id, &[id]).await?.remove(&id).unwrap_or_default();
        let rows = member_task::Entity::find().filter(member_task::Column::MemberId.eq(id)).order_by_desc(member_task::Column::FromDay);
        let mut tasks = Vec::new();
        for task in rows.all(&self.db).await.map_err(fault)? {
            let checks = monthly_check::Entity::find().filter(monthly_check::Column::TaskId.eq(task.id));
            let checks = checks.order_by_desc(monthly_check::Column::Month).all(&self.db).await.map_err(fault)?;
            let open = |check: monthly_check::Model| -> Result<MonthlyCheck, Failure> {
                let text = opener.open(&format!("check {} {}", check.task_id, check.month), &check.sealed)?;
                serde_json::from_str(&text).map_err(|error| broken(&error))
            };
            let checks = checks.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
            let aim = opener.open(&format!("task {}", task.id), &task.sealed)?;
            let draft = TaskDraft { aim, from: task.from_day, to: task.to_day };
            tasks.push(MemberTask { id: task.id, draft, ended_on: task.ended_on, checks });
        }
        let member = Member {
            id,
            admin_unit_id: row.admin_unit_id,
            draft: opener.open_all(&row.sealed)?,
            state: parse(&row.state)?,
            ended_on: row.ended_on,
            account_id: row.account_id,
            households,
            has_task: tasks.iter().any(|task| task.holds_on(self.today)),
            revision: row.revision,
        };
        Ok(HeldMember { member, tasks, looks: self.looks_at(id, &[]).await? })
    }
}
