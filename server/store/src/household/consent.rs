//! The consent by which a household is recorded: what was said, and how it is withdrawn.

use chrono::{DateTime, NaiveDate, Utc};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::household::{Consent, Kept, KeptFor, WithdrawalDraft, Withdrawn};
use domain::member::first_of;
use domain::permission::Action;
use domain::setting::Setting;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::agreed::agreed;
use super::keep::{proof_until, remove};
use super::write::own_seen;
use crate::account::actor_names;
use crate::entities::{consent, household_assignment, person_request, request, support_figure, visit};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::{Operation, Session, Write};
use crate::setting::rules;

/// The table's name in the change log. Nothing in it is sealed: it says nothing about a person.
const TABLE: &str = "consent";

/// A consent with who wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRecord {
    pub consent: Consent,
    /// By their name, where they have an account.
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
}

impl Session {
    /// What a household consented to, and when.
    pub async fn consent_of(&self, household: Uuid) -> Result<ConsentRecord, Failure> {
        self.seen_household(household).await?;
        let row = standing(&self.db, household).await?.ok_or(Failure::NotFound)?;
        let names = actor_names(&self.db, [row.recorded_by.clone()]).await?;
        Ok(ConsentRecord {
            recorded_by: names.get(&row.recorded_by).cloned().unwrap_or(row.recorded_by),
            recorded_at: row.recorded_at,
            consent: Consent {
                given_on: row.given_on,
                how: parse(&row.how)?,
                text_version: row.text_version,
                form_number: row.form_number,
            },
        })
    }

    /// For how long records are kept from today on.
    pub async fn kept_for(&self) -> Result<KeptFor, Failure> {
        self.allow(Action::HouseholdAdd)?;
        Ok(KeptFor::on(&rules(&self.db).await?, self.today))
    }

    /// Takes back what a household consented to: its record goes at once, with all that hangs on it. The answer says
    /// what was kept.
    pub async fn withdraw_consent(&self, operation: Operation, id: Uuid, said: WithdrawalDraft) -> Result<Withdrawn, Failure> {
        let actor = self.actor.clone();
        self.write(Action::ConsentWithdraw, operation, move |write| {
            Box::pin(async move {
                own_seen(write, &actor, id).await?;
                let row = standing(&write.tx, id).await?.ok_or(Failure::NotFound)?;
                let said = said.check(row.given_on, write.today)?;
                let answer = what_stays(write, &row, id, said.on).await?;
                let now = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                let changes = [now("withdrawn_on", json!(said.on)), now("withdrawn_how", json!(said.how))];
                write.log(TABLE, row.id, 2, &changes).await?;
                remove(write, &[id], Some(said.on)).await?;
                Ok(answer)
            })
        })
        .await
    }
}

/// The consent of a household that it has not withdrawn.
pub(crate) async fn standing(db: &impl ConnectionTrait, household: Uuid) -> Result<Option<consent::Model>, Failure> {
    let rows = consent::Entity::find().filter(consent::Column::HouseholdId.eq(household)).filter(consent::Column::WithdrawnOn.is_null());
    rows.order_by_desc(consent::Column::RecordedAt).one(db).await.map_err(fault)
}

async fn what_stays(write: &Write, row: &consent::Model, household: Uuid, withdrawn_on: NaiveDate) -> Result<Withdrawn, Failure> {
    let (db, rules) = (&write.tx, rules(&write.tx).await?);
    let proof = Kept::Proof {
        form_number: row.form_number.clone(),
        text_version: row.text_version.clone(),
        given_on: row.given_on,
        withdrawn_on,
        until: proof_until(&rules, agreed(db, &[household]).await?.get(&household), write.today),
    };
    let mut kept = vec![proof, Kept::Log, Kept::AccessLog { months: rules.on(Setting::AccessLogMonths, write.today) }, Kept::Copies];
    let asked = person_request::Entity::find().filter(person_request::Column::RecordId.eq(household));
    let asked = asked.count(db).await.map_err(fault)?;
    if asked > 0 {
        kept.push(Kept::Asked { count: asked, months: rules.on(Setting::PersonRequestMonths, write.today) });
    }
    let frozen = support_figure::Entity::find().filter(support_figure::Column::Month.gte(first_of(row.given_on)));
    if frozen.count(db).await.map_err(fault)? > 0 {
        kept.push(Kept::Figures);
    }
    let visits = visit::Entity::find().filter(visit::Column::HouseholdId.eq(household)).count(db).await.map_err(fault)?;
    let requests = request::Entity::find().filter(request::Column::HouseholdId.eq(household)).count(db).await.map_err(fault)?;
    let assignments = household_assignment::Entity::find().filter(household_assignment::Column::HouseholdId.eq(household));
    let assignments = assignments.count(db).await.map_err(fault)?;
    Ok(Withdrawn { visits, requests, assignments, kept })
}
