//! Another data key: every record's key is wrapped anew, all in one transaction, and nothing that is sealed
//! changes.

use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::erased::remove_records;
use super::master::{KeyProblem, MasterKey};
use super::record::{ROW, Unlocked, told, unlock};
use crate::entities::{data_key, record_key};
use crate::fault::{broken, fault};
use crate::session::{Operation, Session, Write};

/// Keys wrapped at a time.
const CHUNK: u64 = 500;

/// What a change of the key came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rotated {
    /// Nothing was ever sealed: the new key can simply be used.
    NothingSealed,
    /// An earlier run went through to the end.
    Already,
    /// So many keys of records.
    Wrapped(u64),
}

impl Session {
    /// Wraps the keys of all records under `new`. A run that was interrupted has changed nothing, or all.
    pub async fn rotate_data_key(&self, new: MasterKey) -> Result<Result<Rotated, KeyProblem>, Failure> {
        self.allow(Action::DataKeyRotate)?;
        let Some(row) = data_key::Entity::find_by_id(ROW).one(&self.db).await.map_err(fault)? else {
            return Ok(Ok(Rotated::NothingSealed));
        };
        if Unlocked::new(&new, &row).is_ok() {
            return Ok(Ok(Rotated::Already));
        }
        if let Some(Err(problem)) = unlock(&self.db, &self.keys).await? {
            return Ok(Err(problem));
        }
        let wrapped = self.write(Action::DataKeyRotate, Operation::once(), move |write| Box::pin(rewrap(write, new)));
        wrapped.await.map(Rotated::Wrapped).map(Ok)
    }

    /// For the day on which the data key is lost for good: lets go of all that is sealed, which nobody can read
    /// any more, and begins with the key that is set now. Answers how many records that were. Refused while
    /// the right key is set.
    pub async fn begin_data_key_anew(&self) -> Result<Option<u64>, Failure> {
        self.allow(Action::DataKeyRotate)?;
        if let None | Some(Ok(_)) = unlock(&self.db, &self.keys).await? {
            return Ok(None);
        }
        let lost = self.write(Action::DataKeyRotate, Operation::once(), move |write| {
            Box::pin(async move {
                use record_key::Column as C;
                let rows = record_key::Entity::find().filter(C::Wrapped.is_not_null()).all(&write.tx).await.map_err(fault)?;
                let ids: Vec<Uuid> = rows.iter().map(|row| row.record_id).collect();
                remove_records(write, &rows).await?;
                // The list is kept by a key that is lost with the other; copies of before open for nobody anyway.
                let none = record_key::Entity::update_many().col_expr(C::ToList, Expr::value(false));
                none.exec(&write.tx).await.map_err(fault)?;
                data_key::Entity::delete_by_id(ROW).exec(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "lost".into(), from: json!(ids.len()), to: json!(0) };
                write.log("data_key", Uuid::nil(), 1, &[change]).await?;
                Ok(ids.len() as u64)
            })
        });
        lost.await.map(Some)
    }

    /// How many records are sealed, and how many were erased.
    pub async fn sealed_records(&self) -> Result<(u64, u64), Failure> {
        self.allow(Action::DataKeyRotate)?;
        let all = record_key::Entity::find().count(&self.db).await.map_err(fault)?;
        let sealed = record_key::Entity::find().filter(record_key::Column::Wrapped.is_not_null()).count(&self.db).await.map_err(fault)?;
        Ok((sealed, all - sealed))
    }
}

async fn rewrap(write: &mut Write, new: MasterKey) -> Result<u64, Failure> {
    use record_key::Column as C;
    let unlocked = unlock(&write.tx, write.keys()).await?.ok_or(Failure::NotFound)?.map_err(told)?;
    let next = unlocked.under(&new);
    let (mut wrapped, mut after) = (0, Uuid::nil());
    loop {
        let rows = record_key::Entity::find().filter(C::RecordId.gt(after)).filter(C::Wrapped.is_not_null());
        let rows = rows.order_by_asc(C::RecordId).limit(CHUNK).all(&write.tx).await.map_err(fault)?;
        let Some(last) = rows.last() else { break };
        after = last.record_id;
        for row in rows {
            let (kind, id) = (&row.kind, row.record_id);
            // One that does not open would be lost for good: better nothing is changed, and somebody looks.
            let key = unlocked.unwrap(&row).ok_or_else(|| broken(&format!("the key of {kind} {id} does not open with the data key")))?;
            let sealed = next.wrap(kind, id, &key).ok_or_else(|| broken(&"nothing was wrapped"))?;
            record_key::Entity::update_many()
                .col_expr(C::Wrapped, Expr::value(Some(sealed)))
                .col_expr(C::KeyVersion, Expr::value(next.version))
                .filter(C::RecordId.eq(id))
                .exec(&write.tx)
                .await
                .map_err(fault)?;
            wrapped += 1;
        }
    }
    let row = data_key::ActiveModel {
        id: Set(ROW),
        version: Set(next.version),
        lookup_sealed: Set(next.lookup_sealed().ok_or_else(|| broken(&"nothing was sealed"))?),
        since: Set(write.now),
    };
    row.update(&write.tx).await.map_err(fault)?;
    let change = FieldChange { field: "version".into(), from: json!(unlocked.version), to: json!(next.version) };
    write.log("data_key", Uuid::nil(), next.version, &[change]).await?;
    Ok(wrapped)
}
