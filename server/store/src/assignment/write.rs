//! Making and ending assignments.

use domain::assignment::{AssignmentDraft, AssignmentEnd, overlap};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::MemberState;
use domain::permission::Action;
use domain::setting::Setting;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::house::same_house;
use super::suggest::loads;
use crate::entities::{household_assignment, member};
use crate::fault::fault;
use crate::household;
use crate::sealed::sealer;
use crate::session::{Operation, Session, Write};
use crate::setting::rules_in;

impl Session {
    /// Assigns a member of the same ward to a household. Whom it does not want is refused, whatever `despite_load`
    /// says; somebody who has no room left only where that is false, so that a person has read so.
    pub async fn assign(&self, operation: Operation, household: Uuid, draft: AssignmentDraft, despite_load: bool) -> Result<Uuid, Failure> {
        // What the household said of neighbours and members, where the member lives and how many they can help, is
        // opened by its own doors, each with its entry.
        let said = self.household(household).await?;
        let whom = self.member(draft.member).await?;
        let actor = self.actor.clone();
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                let refused = |field: &str, code: &str| Err(FieldErrors::one(field, code, "").into());
                let row = household::own_seen(write, &actor, household).await?;
                if row.restricted || row.ended_on.is_some() {
                    return refused("member", "household_is_not_helped");
                }
                let draft = draft.check(write.today)?;
                let member = member::Entity::find_by_id(draft.member).one(&write.tx).await.map_err(fault)?;
                let member = member.filter(|member| member.admin_unit_id == row.admin_unit_id).ok_or(Failure::NotFound)?;
                if row.revision != said.revision || member.revision != whom.revision {
                    return refused("member", "changed_meanwhile");
                }
                if said.draft.refused.contains(&draft.member) {
                    return refused("member", "household_does_not_want");
                }
                if !said.draft.neighbours_allowed && same_house(&write.tx, row.place_id, whom.draft.residence).await? {
                    return refused("member", "household_wants_no_neighbour");
                }
                if member.state != MemberState::Active.code() {
                    return refused("member", "member_helps_no_more");
                }
                // To go on with somebody from the day after their last is to renew it.
                let there = holding(write, household).await?;
                let mut theirs = there.iter().filter(|row| row.member_id == draft.member);
                if theirs.any(|row| overlap((row.from_day, row.to_day), (draft.from, draft.to))) {
                    return refused("member", "assigned_already");
                }
                let most =
                    rules_in(&write.tx, row.admin_unit_id).await?.on(Setting::HouseholdsOfAMember, write.today).min(whom.draft.capacity);
                let load = loads(&write.tx, &[draft.member], write.today, Some(household)).await?.remove(&draft.member).unwrap_or_default();
                if load >= most && !despite_load {
                    return Err(FieldErrors::one("despite_load", "member_has_no_room", load).into());
                }
                save_assignment(write, household, draft).await
            })
        })
        .await
    }

    /// Ends an assignment from today on.
    pub async fn end_assignment(&self, operation: Operation, household: Uuid, id: Uuid, end: AssignmentEnd) -> Result<(), Failure> {
        let actor = self.actor.clone();
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                household::own_seen(write, &actor, household).await?;
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
