//! What was done about a breach later on. It is added, never changed: the register says what was known when.

use std::collections::HashMap;

use domain::breach::{Measure, measure};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::entities::{breach, breach_measure};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Adds what was done, with the moment of now.
    pub async fn add_breach_measure(&self, operation: Operation, id: Uuid, what: String) -> Result<(), Failure> {
        self.write(Action::BreachChange, operation, move |write| {
            Box::pin(async move {
                let row = breach::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                let added = breach_measure::ActiveModel {
                    id: Set(Uuid::now_v7()),
                    breach_id: Set(id),
                    taken_at: Set(write.now),
                    what: Set(measure(&what)?),
                    recorded_by: Set(write.actor().to_owned()),
                };
                breach_measure::Entity::insert(added).exec_without_returning(&write.tx).await.map_err(fault)?;
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                // The text stays in the register, like those of the breach itself.
                let change = FieldChange { field: "measure_taken_at".into(), from: Value::Null, to: json!(write.now) };
                write.log(TABLE, id, revision, &[change]).await
            })
        })
        .await
    }
}

/// What was done about each of these, oldest first.
pub(super) async fn measures(db: &impl ConnectionTrait, breaches: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<Measure>>, Failure> {
    use breach_measure::Column as C;
    let mut found: HashMap<Uuid, Vec<Measure>> = HashMap::new();
    for ids in breaches.chunks(500) {
        let rows = breach_measure::Entity::find().filter(C::BreachId.is_in(ids.iter().copied()));
        for row in rows.order_by_asc(C::TakenAt).order_by_asc(C::Id).all(db).await.map_err(fault)? {
            found.entry(row.breach_id).or_default().push(Measure { taken_at: row.taken_at, what: row.what });
        }
    }
    Ok(found)
}

/// Takes them out with their breaches.
pub(super) async fn remove(write: &Write, breaches: &[Uuid]) -> Result<(), Failure> {
    for ids in breaches.chunks(500) {
        let of = breach_measure::Column::BreachId.is_in(ids.iter().copied());
        breach_measure::Entity::delete_many().filter(of).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}
