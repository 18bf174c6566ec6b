//! The document of an agreement: handed in, replaced, removed, read.

use domain::agreement::{FileKind, check_file};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::write::own;
use super::{AgreementFile, TABLE};
use crate::account::actor_names;
use crate::entities::{agreement, agreement_file};
use crate::fault::{broken, fault};
use crate::place::rows::parse;
use crate::session::{Operation, Session, Write, hex};

/// A document without its content.
#[derive(FromQueryResult)]
struct Known {
    agreement_id: Uuid,
    name: String,
    kind: String,
    size: i64,
    sha256: String,
    uploaded_by: String,
    uploaded_at: chrono::DateTime<chrono::Utc>,
}

impl Session {
    /// Keeps a document with its agreement, in the place of the one before. What it is follows from its content.
    /// `operation` is the id under which it was handed in.
    pub async fn attach_to_agreement(&self, operation: Uuid, id: Uuid, name: String, content: Vec<u8>) -> Result<i64, Failure> {
        let sha256 = hex(&Sha256::digest(&content));
        let operation = Operation::new(operation, &("agreement_file", id, &name, &sha256));
        self.write(Action::AgreementChange, operation, move |write| {
            Box::pin(async move {
                let (agreement, _) = own(write, id).await?;
                let checked = check_file(&name, &content)?;
                let mut changes = take_out(write, id).await?;
                let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
                changes = replaced(changes, [json!(checked.name), json!(size), json!(sha256)]);
                let row = agreement_file::ActiveModel {
                    agreement_id: Set(id),
                    name: Set(checked.name),
                    kind: Set(checked.kind.code().into()),
                    size: Set(size),
                    sha256: Set(sha256),
                    uploaded_by: Set(write.actor().to_owned()),
                    uploaded_at: Set(write.now),
                    content: Set(content),
                };
                agreement_file::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                changed(write, agreement, &changes).await
            })
        })
        .await
    }

    /// Takes the document out; which it was stays in the change log.
    pub async fn detach_from_agreement(&self, operation: Operation, id: Uuid) -> Result<i64, Failure> {
        self.write(Action::AgreementChange, operation, move |write| {
            Box::pin(async move {
                let (agreement, _) = own(write, id).await?;
                let changes = take_out(write, id).await?;
                if changes.is_empty() {
                    return Err(FieldErrors::one("file", "no_longer_there", "").into());
                }
                changed(write, agreement, &changes).await
            })
        })
        .await
    }

    /// The document with its content, for whoever may see its agreement.
    pub async fn agreement_file(&self, id: Uuid) -> Result<(AgreementFile, Vec<u8>), Failure> {
        let file = self.agreement(id).await?.file.ok_or(Failure::NotFound)?;
        let row = agreement_file::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
        // What leaves is what came in, or nothing.
        if hex(&Sha256::digest(&row.content)) != file.sha256 {
            return Err(broken(&format!("the document of the agreement {id} is not the one that was handed in")));
        }
        Ok((file, row.content))
    }
}

async fn changed(write: &mut Write, row: agreement::Model, changes: &[FieldChange]) -> Result<i64, Failure> {
    let (id, revision) = (row.id, row.revision + 1);
    let mut row = row.into_active_model();
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, revision, changes).await?;
    Ok(revision)
}

const LOGGED: [&str; 3] = ["file_name", "file_size", "file_sha256"];

/// Takes a document out and says which it was: nothing where there was none.
pub(super) async fn take_out(write: &Write, id: Uuid) -> Result<Vec<FieldChange>, Failure> {
    let Some(was) = known(&write.tx, &[id]).await?.pop() else { return Ok(Vec::new()) };
    agreement_file::Entity::delete_by_id(id).exec(&write.tx).await.map_err(fault)?;
    let was = [json!(was.name), json!(was.size), json!(was.sha256)];
    Ok(LOGGED.into_iter().zip(was).map(|(field, from)| FieldChange { field: field.into(), from, to: Value::Null }).collect())
}

/// What went, and what came in its place.
fn replaced(gone: Vec<FieldChange>, came: [Value; 3]) -> Vec<FieldChange> {
    let mut from = gone.into_iter().map(|change| change.from);
    let change = |(field, to): (&str, Value)| FieldChange { field: field.into(), from: from.next().unwrap_or(Value::Null), to };
    LOGGED.into_iter().zip(came).map(change).filter(|change| change.from != change.to).collect()
}

async fn known(db: &impl ConnectionTrait, agreements: &[Uuid]) -> Result<Vec<Known>, Failure> {
    use agreement_file::Column as C;
    let query = agreement_file::Entity::find().filter(C::AgreementId.is_in(agreements.iter().copied())).select_only();
    let query = query.columns([C::AgreementId, C::Name, C::Kind, C::Size, C::Sha256, C::UploadedBy, C::UploadedAt]);
    query.into_model().all(db).await.map_err(fault)
}

/// The documents of some agreements, each with its agreement's id.
pub(super) async fn files_of(db: &impl ConnectionTrait, agreements: &[Uuid]) -> Result<Vec<(Uuid, AgreementFile)>, Failure> {
    let found = known(db, agreements).await?;
    let names = actor_names(db, found.iter().map(|file| file.uploaded_by.clone())).await?;
    let file = |file: Known| {
        let kind: FileKind = parse(&file.kind)?;
        let size = u64::try_from(file.size).unwrap_or_default();
        let uploaded_by = names.get(&file.uploaded_by).cloned().unwrap_or_default();
        let Known { agreement_id, name, sha256, uploaded_at, .. } = file;
        Ok((agreement_id, AgreementFile { name, kind, size, sha256, uploaded_by, uploaded_at }))
    };
    found.into_iter().map(file).collect()
}
