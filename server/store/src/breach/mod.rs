//! The register of breaches, with the clock of each.

mod measure;

use chrono::{DateTime, Months};
use domain::breach::{Breach, BreachDraft};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Rules, Setting};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::entities::breach;
use crate::fault::fault;
use crate::session::{Operation, Session, Write};
use crate::setting::rules;

const TABLE: &str = "breach";

impl Session {
    /// Writes a breach down; its clock runs from when it was found.
    pub async fn add_breach(&self, operation: Operation, draft: BreachDraft) -> Result<Uuid, Failure> {
        self.write(Action::BreachChange, operation, move |write| {
            Box::pin(async move {
                let draft = draft.check(write.now)?;
                let id = Uuid::now_v7();
                let row = breach::ActiveModel {
                    id: Set(id),
                    found_at: Set(draft.found_at),
                    notify_by: Set(draft.notify_by(&rules(&write.tx).await?)),
                    notified_at: Set(None),
                    records: Set(draft.records),
                    what: Set(draft.what.clone()),
                    measures: Set(draft.measures),
                    recorded_by: Set(write.actor().to_owned()),
                    revision: Set(1),
                    created_at: Set(write.now),
                    updated_at: Set(write.now),
                };
                breach::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                // The texts stay in the register: somebody may have written a name into them after all.
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                write.log(TABLE, id, 1, &[said("found_at", json!(draft.found_at)), said("records", json!(draft.records))]).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Says that it was notified, now.
    pub async fn breach_notified(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        self.write(Action::BreachChange, operation, move |write| {
            Box::pin(async move {
                let row = breach::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                if row.notified_at.is_some() {
                    return Err(FieldErrors::one("breach", "notified_already", "").into());
                }
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.notified_at = Set(Some(write.now));
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "notified_at".into(), from: Value::Null, to: json!(write.now) };
                write.log(TABLE, id, revision, &[change]).await
            })
        })
        .await
    }

    /// The register, latest first.
    pub async fn breaches(&self) -> Result<Vec<Breach>, Failure> {
        self.allow(Action::BreachRead)?;
        let rows = breach::Entity::find().order_by_desc(breach::Column::FoundAt).all(&self.db).await.map_err(fault)?;
        let mut added = measure::measures(&self.db, rows.iter().map(|row| row.id).collect()).await?;
        let whole = |row: breach::Model| Breach {
            id: row.id,
            draft: BreachDraft { found_at: row.found_at, records: row.records, what: row.what, measures: row.measures },
            notify_by: row.notify_by,
            notified_at: row.notified_at,
            added: added.remove(&row.id).unwrap_or_default(),
            revision: row.revision,
        };
        Ok(rows.into_iter().map(whole).collect())
    }
}

/// Takes breaches out of the register that were notified long enough ago. Says how many.
pub(crate) async fn forget(write: &Write, rules: &Rules) -> Result<u64, Failure> {
    let kept = Months::new(rules.on(Setting::BreachMonths, write.today));
    let until = write.now.checked_sub_months(kept).unwrap_or(DateTime::UNIX_EPOCH);
    let of = breach::Entity::find().filter(breach::Column::NotifiedAt.lt(until)).select_only().column(breach::Column::Id);
    measure::remove(write, &of.into_tuple::<Uuid>().all(&write.tx).await.map_err(fault)?).await?;
    let old = breach::Entity::delete_many().filter(breach::Column::NotifiedAt.lt(until));
    Ok(old.exec(&write.tx).await.map_err(fault)?.rows_affected)
}
