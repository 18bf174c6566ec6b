//! Making and ending assignments.

use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::MemberState;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::{household_assignment, member};
use crate::fault::fault;
use crate::household;
use crate::sealed::sealer;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Assigns a member of the same ward to a household. Whom the household does not want is left out before this, by
    /// `suggestions`; whoever comes by another way is refused there too.
    pub async fn assign(&self, operation: Operation, household: Uuid, draft: AssignmentDraft) -> Result<Uuid, Failure> {
        // What the household said of neighbours and members is opened by its own door, with its entry.
        let said = self.household(household).await?;
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                let row = household::own(write, household).await?;
                if row.revision != said.revision {
                    return Err(FieldErrors::one("member", "changed_meanwhile", "").into());
                }
                if row.restricted || row.ended_on.is_some() {
                    return Err(FieldErrors::one("member", "household_is_not_helped", "").into());
                }
                let draft = draft.check(write.today)?;
                if said.draft.refused.contains(&draft.member) {
                    return Err(FieldErrors::one("member", "household_does_not_want", "").into());
                }
                let member = member::Entity::find_by_id(draft.member).one(&write.tx).await.map_err(fault)?;
                let member = member.filter(|member| member.admin_unit_id == row.admin_unit_id).ok_or(Failure::NotFound)?;
                if member.state != MemberState::Active.code() {
                    return Err(FieldErrors::one("member", "member_helps_no_more", "").into());
                }
                if holding(write, household).await?.iter().any(|row| row.member_id == draft.member) {
                    return Err(FieldErrors::one("member", "assigned_already", "").into());
                }
                save_assignment(write, household, draft).await
            })
        })
        .await
    }

    /// Ends an assignment from today on.
    pub async fn end_assignment(&self, operation: Operation, household: Uuid, id: Uuid, end: AssignmentEnd) -> Result<(), Failure> {
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                household::own(write, household).await?;
                let row = household_assignment::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let row = row.filter(|row| row.household_id == household && row.ended_on.is_none()).ok_or(Failure::NotFound)?;
                close(write, row, end).await
            })
        })
        .await
    }
}

/// Assignments of a household that nobody has ended, and whose last day is not over.
pub(crate) async fn holding(write: &Write, household: Uuid) -> Result<Vec<household_assignment::Model>, Failure> {
    use household_assignment::Column as C;
    let rows = household_assignment::Entity::find().filter(C::HouseholdId.eq(household)).filter(C::EndedOn.is_null());
    rows.filter(C::ToDay.gte(write.today)).all(&write.tx).await.map_err(fault)
}

/// Writes down an assignment whose rules were looked at.
pub(crate) async fn save_assignment(write: &mut Write, household: Uuid, draft: AssignmentDraft) -> Result<Uuid, Failure> {
    let id = Uuid::now_v7();
    let sealed = sealer(write, household::TABLE, household).await?.seal(&format!("assignment {id}"), &draft.aim)?;
    let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
    let changes = [said("aim", json!(sealed)), said("from", json!(draft.from)), said("to", json!(draft.to))];
    let row = household_assignment::ActiveModel {
        id: Set(id),
        household_id: Set(household),
        member_id: Set(draft.member),
        from_day: Set(draft.from),
        to_day: Set(draft.to),
        ended_on: Set(None),
        end_kind: Set(None),
        sealed: Set(sealed),
        recorded_by: Set(write.actor().to_owned()),
        recorded_at: Set(write.now),
    };
    household_assignment::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, 1, &changes).await?;
    Ok(id)
}

/// Ends it from today on.
pub(crate) async fn close(write: &mut Write, row: household_assignment::Model, end: AssignmentEnd) -> Result<(), Failure> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(write.today));
    row.end_kind = Set(Some(end.code().into()));
    row.update(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, 2, &[FieldChange { field: "ended_on".into(), from: Value::Null, to: json!(write.today) }]).await
}
