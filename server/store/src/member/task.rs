//! What members are asked to do, and what a cell's meeting said of each month.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::{MemberState, MemberTask, MonthlyCheck, TaskDraft};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE as MEMBER;
use super::write::own;
use crate::entities::{member_task, monthly_check};
use crate::fault::{broken, fault};
use crate::sealed::{read_records, sealer};
use crate::session::{Operation, Session, Write};

/// The tables' names in the change log. What stands there is sealed under the member's key.
pub(super) const TASK: &str = "member_task";
pub(super) const CHECK: &str = "monthly_check";

/// What a task's aim, and a month of it, is sealed as.
fn task_field(id: Uuid) -> String {
    format!("task {id}")
}

fn check_field(task: Uuid, month: NaiveDate) -> String {
    format!("check {task} {month}")
}

impl Session {
    /// Gives a member a task.
    pub async fn add_task(&self, operation: Operation, member: Uuid, draft: TaskDraft) -> Result<Uuid, Failure> {
        self.write(Action::TaskChange, operation, move |write| {
            Box::pin(async move {
                let row = own(write, member).await?;
                let draft = draft.check()?;
                if row.state != MemberState::Active.code() {
                    return Err(FieldErrors::one("aim", "member_helps_no_more", "").into());
                }
                save_task(write, member, &draft).await
            })
        })
        .await
    }

    /// Ends a task from today on.
    pub async fn end_task(&self, operation: Operation, task: Uuid) -> Result<(), Failure> {
        self.write(Action::TaskChange, operation, move |write| {
            Box::pin(async move {
                let row = own_task(write, task).await?;
                if row.ended_on.is_some() || row.to_day < write.today {
                    return Err(FieldErrors::one("task", "task_is_over", "").into());
                }
                end(write, row).await
            })
        })
        .await
    }

    /// Keeps what was said of a month. Said anew, it takes the place of what was said before, and the log keeps both.
    pub async fn check_month(&self, operation: Operation, task: Uuid, check: MonthlyCheck) -> Result<(), Failure> {
        self.write(Action::TaskChange, operation, move |write| {
            Box::pin(async move {
                let row = own_task(write, task).await?;
                let to = row.ended_on.unwrap_or(row.to_day).min(row.to_day);
                // The aim says nothing about months, and need not be opened.
                let check = check.check(&TaskDraft { aim: String::new(), from: row.from_day, to }, write.today)?;
                save_check(write, &row, check).await
            })
        })
        .await
    }

    /// The tasks of a member with their months, latest first.
    pub async fn member_tasks(&self, member: Uuid) -> Result<Vec<MemberTask>, Failure> {
        let unit = self.unit_of_member(member).await?;
        tasks_of(self, Action::MemberRead, unit, member).await
    }
}

/// Those of a member of this ward whose record the actor may open by this action.
pub(crate) async fn tasks_of(session: &Session, action: Action, unit: Uuid, member: Uuid) -> Result<Vec<MemberTask>, Failure> {
    let tasks = member_task::Entity::find()
        .filter(member_task::Column::MemberId.eq(member))
        .order_by_desc(member_task::Column::FromDay)
        .order_by_desc(member_task::Column::Id);
    let tasks = tasks.all(&session.db).await.map_err(fault)?;
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = tasks.iter().map(|task| task.id).collect();
    let rows = monthly_check::Entity::find().filter(monthly_check::Column::TaskId.is_in(ids));
    let rows = rows.order_by_desc(monthly_check::Column::Month).all(&session.db).await.map_err(fault)?;
    let opener = read_records(session, action, MEMBER, unit, &[member]).await?.remove(&member);
    let opener = opener.ok_or(Failure::NotFound)?;
    let mut checks: HashMap<Uuid, Vec<MonthlyCheck>> = HashMap::new();
    for row in rows {
        let said = opener.open(&check_field(row.task_id, row.month), &row.sealed)?;
        // Serde's own words might quote it.
        let said = serde_json::from_str(&said).map_err(|_| broken(&"a month's check is not what it was"))?;
        checks.entry(row.task_id).or_default().push(said);
    }
    let whole = tasks.into_iter().map(|row| {
        let aim = opener.open(&task_field(row.id), &row.sealed)?;
        let draft = TaskDraft { aim, from: row.from_day, to: row.to_day };
        Ok(MemberTask { id: row.id, draft, ended_on: row.ended_on, checks: checks.remove(&row.id).unwrap_or_default() })
    });
    whole.collect()
}

/// A task of a member of the actor's own units; for any other there is none.
async fn own_task(write: &Write, id: Uuid) -> Result<member_task::Model, Failure> {
    let row = member_task::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    own(write, row.member_id).await?;
    Ok(row)
}

/// Writes down a task whose rules were looked at.
pub(crate) async fn save_task(write: &mut Write, member: Uuid, draft: &TaskDraft) -> Result<Uuid, Failure> {
    let id = Uuid::now_v7();
    let sealed = sealer(write, MEMBER, member).await?.seal(&task_field(id), &draft.aim)?;
    let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
    let changes = [said("aim", json!(sealed)), said("from", json!(draft.from)), said("to", json!(draft.to))];
    let row = member_task::ActiveModel {
        id: Set(id),
        member_id: Set(member),
        from_day: Set(draft.from),
        to_day: Set(draft.to),
        ended_on: Set(None),
        sealed: Set(sealed),
        recorded_at: Set(write.now),
    };
    member_task::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    write.log(TASK, id, 1, &changes).await?;
    Ok(id)
}

/// Ends it from today on.
pub(super) async fn end(write: &mut Write, row: member_task::Model) -> Result<(), Failure> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(write.today));
    row.update(&write.tx).await.map_err(fault)?;
    write.log(TASK, id, 2, &[FieldChange { field: "ended_on".into(), from: Value::Null, to: json!(write.today) }]).await
}

/// Writes down a month whose rules were looked at.
pub(crate) async fn save_check(write: &mut Write, task: &member_task::Model, check: MonthlyCheck) -> Result<(), Failure> {
    let said = serde_json::to_string(&check).map_err(|error| broken(&error))?;
    let sealed = sealer(write, MEMBER, task.member_id).await?.seal(&check_field(task.id, check.month), &said)?;
    let before = monthly_check::Entity::find_by_id((task.id, check.month)).one(&write.tx).await.map_err(fault)?;
    let from = before.as_ref().map_or(Value::Null, |row| json!(row.sealed));
    let change = FieldChange { field: format!("check {}", check.month), from, to: json!(sealed) };
    let anew = before.is_some();
    match before {
        Some(row) => {
            let mut row = row.into_active_model();
            row.sealed = Set(sealed);
            row.update(&write.tx).await.map_err(fault)?;
        }
        None => {
            let row = monthly_check::ActiveModel { task_id: Set(task.id), month: Set(check.month), sealed: Set(sealed) };
            monthly_check::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
        }
    }
    write.log(CHECK, task.id, if anew { 2 } else { 1 }, &[change]).await
}
