//! Restricting and erasing records at a person's wish.

use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use domain::person_request::PersonKind;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::entities::{household, member};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

impl Session {
    /// From now on a household's record is only kept (or used again): nobody but whoever answers for it opens it.
    pub async fn restrict_household(&self, operation: Operation, id: Uuid, restricted: bool) -> Result<(), Failure> {
        self.write(Action::PersonChange, operation, move |write| {
            Box::pin(async move {
                let row = crate::household::own(write, id).await?;
                if row.restricted == restricted {
                    return Ok(());
                }
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.restricted = Set(restricted);
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "restricted".into(), from: json!(!restricted), to: json!(restricted) };
                write.log(crate::household::TABLE, id, revision, &[change]).await
            })
        })
        .await
    }

    /// Erases a record with all that hangs on it, in this request: nothing of it opens any more, in whatever table,
    /// log or copy. Of a household the proof of its consent stays, numbers and days only.
    pub async fn erase_person(&self, operation: Operation, about: PersonKind, id: Uuid) -> Result<(), Failure> {
        self.write(Action::PersonErase, operation, move |write| {
            Box::pin(async move {
                let unit = unit_of(write, about, id).await?;
                if !write.scope.holds(unit) {
                    return Err(Failure::NotFound);
                }
                match about {
                    PersonKind::Household => crate::household::remove(write, &[id], Some(write.today)).await,
                    PersonKind::Member => crate::member::remove(write, &[id]).await,
                }
            })
        })
        .await
    }
}

/// The unit of a record.
pub(super) async fn unit_of(write: &Write, about: PersonKind, id: Uuid) -> Result<Uuid, Failure> {
    let unit = match about {
        PersonKind::Household => household::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.map(|row| row.admin_unit_id),
        PersonKind::Member => member::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.map(|row| row.admin_unit_id),
    };
    unit.ok_or(Failure::NotFound)
}
