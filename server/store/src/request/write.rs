//! Receiving requests, and each step of their course.

use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::request::{RequestDraft, RequestState, RequestStep, due_on, step};
use domain::visit::HelpKind;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::read::whole;
use super::{MOST_OPEN, OPEN, TABLE};
use crate::entities::{household, request};
use crate::fault::fault;
use crate::household::{self as households, helped};
use crate::my_households::own_row;
use crate::sealed::{new_record, sealer};
use crate::session::{Operation, Session, Write};
use crate::setting::{holidays, rules_in};

impl Session {
    /// Receives what a household of the ward asks for, today.
    pub async fn add_request(&self, operation: Operation, household: Uuid, draft: RequestDraft) -> Result<Uuid, Failure> {
        let actor = self.actor.clone();
        self.write(Action::RequestChange, operation, move |write| {
            Box::pin(async move {
                let row = households::own_seen(write, &actor, household).await?;
                if !helped(&row) {
                    return Err(FieldErrors::one("household", "support_is_over", "").into());
                }
                save_request(write, &row, draft).await
            })
        })
        .await
    }

    /// The same by a member, for a household that they help today.
    pub async fn add_own_request(&self, operation: Operation, household: Uuid, draft: RequestDraft) -> Result<Uuid, Failure> {
        let account = self.actor.account;
        self.write(Action::OwnRequestAdd, operation, move |write| {
            Box::pin(async move {
                let row = own_row(&write.tx, account, &write.scope, write.today, household).await?;
                save_request(write, &row, draft).await
            })
        })
        .await
    }

    /// Takes a request one step on. Whoever did not see where it stands now is told so.
    pub async fn step_request(&self, operation: Operation, id: Uuid, revision: i64, taken: RequestStep) -> Result<i64, Failure> {
        let actor = self.actor.clone();
        self.write(Action::RequestChange, operation, move |write| {
            Box::pin(async move {
                let row = request::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                let household = households::own(write, row.household_id).await?;
                if household.restricted {
                    let told = FieldErrors::one("household", "support_is_over", "").into();
                    return Err(if households::opens_restricted(&actor, household.admin_unit_id) { told } else { Failure::NotFound });
                }
                if row.revision != revision {
                    return Err(FieldErrors::one("step", "request_changed_meanwhile", "").into());
                }
                // What was asked is not needed to know what may come next, and is not opened for it.
                let unread = RequestDraft { category: HelpKind::Referral, asked: String::new() };
                let taken = step(&whole(&row, unread, String::new())?, taken, write.today)?;
                take(write, row, taken).await
            })
        })
        .await
    }
}

async fn save_request(write: &mut Write, household: &household::Model, draft: RequestDraft) -> Result<Uuid, Failure> {
    use request::Column as C;
    let draft = draft.check()?;
    let open = request::Entity::find().filter(C::HouseholdId.eq(household.id)).filter(C::State.is_in(OPEN.map(RequestState::code)));
    if open.count(&write.tx).await.map_err(fault)? >= MOST_OPEN as u64 {
        return Err(FieldErrors::one("asked", "too_many_requests_open", MOST_OPEN).into());
    }
    let due_on = due_on(write.today, &rules_in(&write.tx, household.admin_unit_id).await?, &holidays(&write.tx).await?);
    let id = Uuid::now_v7();
    let sealed = new_record(write, TABLE, id).await?.seal_all(&draft)?;
    let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
    let changes = [said("record", json!(sealed)), said("state", json!(RequestState::Received)), said("due_on", json!(due_on))];
    let row = request::ActiveModel {
        id: Set(id),
        household_id: Set(household.id),
        admin_unit_id: Set(household.admin_unit_id),
        state: Set(RequestState::Received.code().into()),
        received_on: Set(write.today),
        office: Set(None),
        forwarded_on: Set(None),
        due_on: Set(due_on),
        answered_on: Set(None),
        confirmed_on: Set(None),
        reopened: Set(0),
        reopened_on: Set(None),
        sealed: Set(sealed),
        answer_sealed: Set(None),
        recorded_by: Set(write.actor().to_owned()),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
    };
    request::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, 1, &changes).await?;
    Ok(id)
}

/// Writes down a step whose rules were looked at.
async fn take(write: &mut Write, before: request::Model, step: RequestStep) -> Result<i64, Failure> {
    let (id, revision) = (before.id, before.revision + 1);
    let mut after = before.clone();
    match step {
        RequestStep::Forward { office, on } => {
            after.state = RequestState::Forwarded.code().into();
            after.office = Some(office.code().into());
            after.forwarded_on = Some(on);
        }
        RequestStep::Answer { answer, on } => {
            after.state = RequestState::Answered.code().into();
            after.answer_sealed = Some(sealer(write, TABLE, id).await?.seal("answer", &answer)?);
            after.answered_on = Some(on);
        }
        RequestStep::Confirm { on } => {
            after.state = RequestState::Confirmed.code().into();
            after.confirmed_on = Some(on);
        }
        // Its clock starts anew; the answer that did not help can still be read until there is another.
        RequestStep::Reopen { on } => {
            let state = if after.office.is_some() { RequestState::Forwarded } else { RequestState::Received };
            after.state = state.code().into();
            after.due_on = due_on(on, &rules_in(&write.tx, after.admin_unit_id).await?, &holidays(&write.tx).await?);
            after.answered_on = None;
            after.confirmed_on = None;
            after.reopened += 1;
            after.reopened_on = Some(on);
        }
    }
    let mut changes = Vec::new();
    let mut changed = |field: &str, from: Value, to: Value| {
        if from != to {
            changes.push(FieldChange { field: field.into(), from, to });
        }
    };
    changed("state", json!(before.state), json!(after.state));
    changed("office", json!(before.office), json!(after.office));
    changed("forwarded_on", json!(before.forwarded_on), json!(after.forwarded_on));
    changed("due_on", json!(before.due_on), json!(after.due_on));
    changed("answer", json!(before.answer_sealed), json!(after.answer_sealed));
    changed("answered_on", json!(before.answered_on), json!(after.answered_on));
    changed("confirmed_on", json!(before.confirmed_on), json!(after.confirmed_on));
    changed("reopened", json!(before.reopened), json!(after.reopened));
    changed("reopened_on", json!(before.reopened_on), json!(after.reopened_on));
    let mut row = before.into_active_model();
    row.state = Set(after.state);
    row.office = Set(after.office);
    row.forwarded_on = Set(after.forwarded_on);
    row.due_on = Set(after.due_on);
    row.answer_sealed = Set(after.answer_sealed);
    row.answered_on = Set(after.answered_on);
    row.confirmed_on = Set(after.confirmed_on);
    row.reopened = Set(after.reopened);
    row.reopened_on = Set(after.reopened_on);
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, revision, &changes).await?;
    Ok(revision)
}
