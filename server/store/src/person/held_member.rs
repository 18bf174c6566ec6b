//! Everything that is kept of a member, in one.

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::{Member, MemberDraft, MemberTask, MonthlyCheck, TaskDraft, code_of_member};
use domain::permission::Action;
use domain::person_request::PersonRequest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use uuid::Uuid;

use super::Look;
use crate::admin_unit::units_by_id;
use crate::entities::{account, household_assignment, member, member_task, monthly_check, organization};
use crate::fault::{broken, fault};
use crate::member::{TABLE as MEMBER, most_of_anybody};
use crate::place::rows::parse;
use crate::sealed::read_records;
use crate::session::Session;

/// The account with which a member sees their households.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldAccount {
    pub user_name: String,
    pub display_name: String,
}

/// When they helped a household: which one, and why it ended, is the household's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldTurn {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

/// All that is kept of a member. Households that they help are theirs, not the member's: only how many, and when.
/// Names stand beside the ids of the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldMember {
    pub member: Member,
    /// By which they ask who looked.
    pub code: String,
    pub ward: String,
    pub cell: String,
    pub residence: String,
    pub account: Option<HeldAccount>,
    pub tasks: Vec<MemberTask>,
    pub assignments: Vec<HeldTurn>,
    /// What they asked about their own record.
    pub person_requests: Vec<PersonRequest>,
    pub looks: Vec<Look>,
}

impl Session {
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
        let draft: MemberDraft = opener.open_all(&row.sealed)?;
        let unit = units_by_id(&self.db, [row.admin_unit_id]).await?.remove(&row.admin_unit_id);
        Ok(HeldMember {
            code: code_of_member(id),
            ward: unit.map(|unit| unit.full_name()).unwrap_or_default(),
            cell: self.organization_name(draft.cell).await?,
            residence: match draft.residence {
                Some(place) => self.place_name(place).await?,
                None => String::new(),
            },
            account: self.held_account(row.account_id).await?,
            assignments: self.turns_of(id).await?,
            person_requests: self.person_requests_of(id).await?,
            looks: self.looks_at(id, &[]).await?,
            member: Member {
                id,
                admin_unit_id: row.admin_unit_id,
                most: draft.capacity.min(most_of_anybody(self, row.admin_unit_id).await?),
                draft,
                state: parse(&row.state)?,
                ended_on: row.ended_on,
                account_id: row.account_id,
                households,
                has_task: tasks.iter().any(|task| task.holds_on(self.today)),
                revision: row.revision,
            },
            tasks,
        })
    }

    async fn organization_name(&self, id: Option<Uuid>) -> Result<String, Failure> {
        let Some(id) = id else { return Ok(String::new()) };
        let row = organization::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        Ok(row.map(|row| row.name).unwrap_or_default())
    }

    async fn held_account(&self, id: Option<Uuid>) -> Result<Option<HeldAccount>, Failure> {
        let Some(id) = id else { return Ok(None) };
        let row = account::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        Ok(row.map(|row| HeldAccount { user_name: row.user_name, display_name: row.display_name }))
    }

    async fn turns_of(&self, id: Uuid) -> Result<Vec<HeldTurn>, Failure> {
        use household_assignment::Column as A;
        let rows = household_assignment::Entity::find().filter(A::MemberId.eq(id)).order_by_desc(A::FromDay);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        Ok(rows.into_iter().map(|row| HeldTurn { from: row.from_day, to: row.to_day, ended_on: row.ended_on }).collect())
    }
}
