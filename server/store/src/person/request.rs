//! The clock of each request that a person makes about their own record.

use std::collections::HashSet;

use chrono::{Months, NaiveDate};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use domain::person_request::{PersonKind, PersonRequest, PersonRequestDraft, PersonRequestStep};
use domain::setting::{Rules, Setting};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::write::unit_of;
use crate::entities::{household, member, person_request};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::{Operation, Session, Write};
use crate::setting::{holidays, rules};

impl Session {
    /// Writes down what somebody asks about their record.
    pub async fn add_person_request(&self, operation: Operation, draft: PersonRequestDraft) -> Result<Uuid, Failure> {
        self.write(Action::PersonRequestChange, operation, move |write| {
            Box::pin(async move {
                let unit = unit_of(write, draft.about, draft.record).await?;
                if !write.scope.holds(unit) {
                    return Err(Failure::NotFound);
                }
                let draft = draft.check(write.today)?;
                let (acknowledge_by, due_on) = draft.clock(&rules(&write.tx).await?, &holidays(&write.tx).await?);
                let id = Uuid::now_v7();
                let row = person_request::ActiveModel {
                    id: Set(id),
                    admin_unit_id: Set(unit),
                    about: Set(draft.about.code().into()),
                    record_id: Set(draft.record),
                    kind: Set(draft.kind.code().into()),
                    received_on: Set(draft.received_on),
                    acknowledge_by: Set(acknowledge_by),
                    acknowledged_on: Set(None),
                    due_on: Set(due_on),
                    extended: Set(false),
                    answered_on: Set(None),
                    outcome: Set(None),
                    recorded_by: Set(write.actor().to_owned()),
                    revision: Set(1),
                    created_at: Set(write.now),
                    updated_at: Set(write.now),
                };
                person_request::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                write.log(TABLE, id, 1, &[said("kind", json!(draft.kind)), said("due_on", json!(due_on))]).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Acknowledges, extends or answers.
    pub async fn step_person_request(&self, operation: Operation, id: Uuid, step: PersonRequestStep) -> Result<(), Failure> {
        self.write(Action::PersonRequestChange, operation, move |write| {
            Box::pin(async move {
                let row = person_request::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let row = row.filter(|row| write.scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
                let before = whole(&row)?;
                let after = before.clone().step(step, &rules(&write.tx).await?, write.today)?;
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.acknowledged_on = Set(after.acknowledged_on);
                row.due_on = Set(after.due_on);
                row.extended = Set(after.extended);
                row.answered_on = Set(after.answered_on);
                row.outcome = Set(after.outcome.map(|outcome| outcome.code().into()));
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                let said = |field: &str, from: Value, to: Value| FieldChange { field: field.into(), from, to };
                let changes = [
                    said("acknowledged_on", json!(before.acknowledged_on), json!(after.acknowledged_on)),
                    said("due_on", json!(before.due_on), json!(after.due_on)),
                    said("outcome", json!(before.outcome), json!(after.outcome)),
                ];
                let changes: Vec<FieldChange> = changes.into_iter().filter(|change| change.from != change.to).collect();
                write.log(TABLE, id, revision, &changes).await
            })
        })
        .await
    }

    /// Requests of the actor's wards, open ones first by their days.
    pub async fn person_requests(&self, most: u64) -> Result<Vec<PersonRequest>, Failure> {
        use person_request::Column as C;
        let scope = self.allow(Action::PersonRequestChange)?;
        let rows = person_request::Entity::find().filter(scope.on(C::AdminUnitId)).order_by(C::AnsweredOn.is_null(), Order::Desc);
        let rows = rows.order_by_desc(C::ReceivedOn).limit(most);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let mut all = rows.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|request| (!request.is_open(), request.due_on, request.id));
        Ok(all)
    }

    /// Which of the records that these are about are still there.
    pub async fn records_there(&self, requests: &[PersonRequest]) -> Result<HashSet<Uuid>, Failure> {
        self.allow(Action::PersonRequestChange)?;
        let of = |about| requests.iter().map(|request| request.draft).filter(move |draft| draft.about == about).map(|draft| draft.record);
        use {household::Column as H, member::Column as M};
        let households = household::Entity::find().filter(H::Id.is_in(of(PersonKind::Household))).select_only().column(H::Id);
        let members = member::Entity::find().filter(M::Id.is_in(of(PersonKind::Member))).select_only().column(M::Id);
        let mut there: HashSet<Uuid> = households.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?.into_iter().collect();
        there.extend(members.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?);
        Ok(there)
    }

    /// What was asked about one record, latest first.
    pub(super) async fn person_requests_of(&self, record: Uuid) -> Result<Vec<PersonRequest>, Failure> {
        use person_request::Column as C;
        let scope = self.allow(Action::PersonRead)?;
        let rows = person_request::Entity::find().filter(scope.on(C::AdminUnitId)).filter(C::RecordId.eq(record));
        let rows = rows.order_by_desc(C::ReceivedOn).order_by_desc(C::Id).all(&self.db).await.map_err(fault)?;
        rows.iter().map(whole).collect()
    }
}

/// Lets go of requests that were answered long enough ago. Says how many.
pub(crate) async fn forget_requests(write: &Write, rules: &Rules) -> Result<u64, Failure> {
    let kept = Months::new(rules.on(Setting::PersonRequestMonths, write.today));
    let until = write.today.checked_sub_months(kept).unwrap_or(NaiveDate::MIN);
    let old = person_request::Entity::delete_many().filter(person_request::Column::AnsweredOn.lte(until));
    Ok(old.exec(&write.tx).await.map_err(fault)?.rows_affected)
}

pub(super) fn whole(row: &person_request::Model) -> Result<PersonRequest, Failure> {
    Ok(PersonRequest {
        id: row.id,
        admin_unit_id: row.admin_unit_id,
        draft: PersonRequestDraft {
            about: parse(&row.about)?,
            record: row.record_id,
            kind: parse(&row.kind)?,
            received_on: row.received_on,
        },
        acknowledge_by: row.acknowledge_by,
        acknowledged_on: row.acknowledged_on,
        due_on: row.due_on,
        extended: row.extended,
        answered_on: row.answered_on,
        outcome: row.outcome.as_deref().map(parse).transpose()?,
        revision: row.revision,
    })
}
