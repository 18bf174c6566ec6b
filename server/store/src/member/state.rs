//! Who stops helping, and who begins again.

use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::MemberState;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::task;
use super::write::own;
use crate::assignment::close;
use crate::entities::{household_assignment, member, member_task};
use crate::fault::fault;
use crate::sealed::sealer;
use crate::session::{Operation, Session, Write};

impl Session {
    /// A member moved away or gave the task back: from today their assignments and tasks are over, so that those
    /// households show as without anybody, and their account shows them nothing any more.
    pub async fn stop_member(&self, operation: Operation, id: Uuid, revision: i64, state: MemberState) -> Result<i64, Failure> {
        self.write(Action::MemberChange, operation, move |write| {
            Box::pin(async move {
                let row = seen(write, id, revision).await?;
                if state == MemberState::Active {
                    return Err(FieldErrors::one("state", "not_a_choice", "").into());
                }
                if row.state != MemberState::Active.code() {
                    return Err(FieldErrors::one("state", "member_helps_no_more", "").into());
                }
                end_assignments(write, id).await?;
                end_tasks(write, id).await?;
                let account = row.account_id;
                let mut changes = vec![
                    said(write, id, "state", Some(&row.state), Some(state.code())).await?,
                    FieldChange { field: "ended_on".into(), from: Value::Null, to: json!(write.today) },
                ];
                if let Some(account) = account {
                    changes.push(said(write, id, "account", Some(&account.to_string()), None).await?);
                }
                let mut row = row.into_active_model();
                row.state = Set(state.code().into());
                row.ended_on = Set(Some(write.today));
                row.account_id = Set(None);
                keep(write, row, revision + 1, &changes).await
            })
        })
        .await
    }

    /// Somebody helps again. Households and tasks are given to them anew.
    pub async fn resume_member(&self, operation: Operation, id: Uuid, revision: i64) -> Result<i64, Failure> {
        self.write(Action::MemberChange, operation, move |write| {
            Box::pin(async move {
                let row = seen(write, id, revision).await?;
                if row.state == MemberState::Active.code() {
                    return Err(FieldErrors::one("state", "member_helps_already", "").into());
                }
                let changes = [
                    said(write, id, "state", Some(&row.state), Some(MemberState::Active.code())).await?,
                    FieldChange { field: "ended_on".into(), from: json!(row.ended_on), to: Value::Null },
                ];
                let mut row = row.into_active_model();
                row.state = Set(MemberState::Active.code().into());
                row.ended_on = Set(None);
                keep(write, row, revision + 1, &changes).await
            })
        })
        .await
    }
}

/// The member as whoever acts saw them.
async fn seen(write: &Write, id: Uuid, revision: i64) -> Result<member::Model, Failure> {
    let row = own(write, id).await?;
    if row.revision == revision { Ok(row) } else { Err(FieldErrors::one("state", "member_changed_meanwhile", "").into()) }
}

/// A change for the log, sealed: it is kept there longer than the member is.
pub(super) async fn said(write: &Write, id: Uuid, field: &str, from: Option<&str>, to: Option<&str>) -> Result<FieldChange, Failure> {
    let sealer = sealer(write, TABLE, id).await?;
    let seal = |text: Option<&str>| text.map(|text| sealer.seal(field, text)).transpose();
    Ok(FieldChange { field: field.into(), from: json!(seal(from)?), to: json!(seal(to)?) })
}

/// Writes the row as it is now, with its entry in the log.
pub(super) async fn keep(write: &mut Write, mut row: member::ActiveModel, revision: i64, changes: &[FieldChange]) -> Result<i64, Failure> {
    row.recorded_by = Set(write.actor().to_owned());
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    let row = row.update(&write.tx).await.map_err(fault)?;
    write.log(TABLE, row.id, revision, changes).await?;
    Ok(revision)
}

/// Those that hold today, and those that would have begun later.
async fn end_assignments(write: &mut Write, member: Uuid) -> Result<(), Failure> {
    use household_assignment::Column as C;
    let open = household_assignment::Entity::find().filter(C::MemberId.eq(member)).filter(C::EndedOn.is_null());
    for row in open.filter(C::ToDay.gte(write.today)).all(&write.tx).await.map_err(fault)? {
        close(write, row, AssignmentEnd::MemberLeft).await?;
    }
    Ok(())
}

async fn end_tasks(write: &mut Write, member: Uuid) -> Result<(), Failure> {
    use member_task::Column as C;
    let open = member_task::Entity::find().filter(C::MemberId.eq(member)).filter(C::EndedOn.is_null());
    for row in open.filter(C::ToDay.gte(write.today)).all(&write.tx).await.map_err(fault)? {
        task::end(write, row).await?;
    }
    Ok(())
}
