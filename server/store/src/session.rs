//! The one write path: allow table → begin → idempotency → run → change log and tally → commit.

use chrono::{DateTime, NaiveDate, Utc};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

use crate::actor::{Actor, Scope};
use crate::audit::{self, Head};
use crate::course::Rulebook;
use crate::entities::{applied_operation, change_log};
use crate::fault::{broken, fault};
use crate::keys::Keys;
use crate::tally::Tally;

/// Who acts, when, on which database. Reads take it too.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) db: DatabaseConnection,
    pub(crate) keys: Keys,
    pub actor: Actor,
    /// To a millionth of a second, as both databases keep it.
    pub now: DateTime<Utc>,
    /// Today where the register is kept, not where the server stands.
    pub today: NaiveDate,
}

/// One thing that a person did, so that doing it twice does it once.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Made where the person acted.
    pub id: Uuid,
    pub device_at: Option<DateTime<Utc>>,
    content: String,
}

impl Operation {
    /// `content` is all that was said: the same id with other content is a conflict.
    pub fn new(id: Uuid, content: &impl Serialize) -> Self {
        let text = serde_json::to_string(content).unwrap_or_default();
        Self { id, device_at: None, content: hex(&Sha256::digest(text.as_bytes())) }
    }

    /// An operation that nobody repeats: a command, a job.
    pub fn once() -> Self {
        Self::new(Uuid::now_v7(), &())
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What runs inside a write.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// An open write: the transaction with what is written when it ends.
pub struct Write {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) tally: Tally,
    /// Where the actor may do what this write does.
    pub(crate) scope: Scope,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    actor: String,
    action: Action,
    operation: Operation,
    log: Vec<change_log::Model>,
    keys: Keys,
    /// Why fields of a board were set by hand, or by which import.
    pub(crate) reason: Option<String>,
    pub(crate) rulebook: Option<Arc<Rulebook>>,
    /// Read with the first entry that is written, and kept once, at the end.
    head: Option<Head>,
    /// A record's key went: once this holds, the list of erasures is to say so.
    pub(crate) erased: bool,
}

impl Session {
    pub fn new(db: DatabaseConnection, keys: Keys, actor: Actor, now: DateTime<Utc>, today: NaiveDate) -> Self {
        Self { db, keys, actor, now: audit::kept(now), today }
    }

    /// Where the actor may take an action; refuses what the allow table does not hold.
    pub fn allow(&self, action: Action) -> Result<Scope, Failure> {
        self.actor.scope(action)
    }

    /// Runs one change as a whole or not at all. The same operation again gives the first answer.
    pub async fn write<T, F>(&self, action: Action, operation: Operation, run: F) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned,
        F: for<'a> FnOnce(&'a mut Write) -> Running<'a, T>,
    {
        self.try_out(action, operation, false, |_| true, run).await
    }

    /// Like `write`, but rolled back where `dry_run` is asked or the answer is not to be kept: what a
    /// preview says is then exactly what the write would do.
    pub async fn try_out<T, F>(
        &self,
        action: Action,
        operation: Operation,
        dry_run: bool,
        keep: impl Fn(&T) -> bool,
        run: F,
    ) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned,
        F: for<'a> FnOnce(&'a mut Write) -> Running<'a, T>,
    {
        let scope = self.allow(action)?;
        let mut write = self.open(action, scope, operation).await?;
        if let Some(answer) = self.earlier_answer(&write.tx, &write.operation).await? {
            return Ok(answer);
        }
        let answer = run(&mut write).await?;
        if dry_run || !keep(&answer) {
            write.tx.rollback().await.map_err(fault)?;
        } else {
            let erased = write.erased;
            write.finish(&answer).await?;
            if erased {
                self.list_erased().await;
            }
        }
        Ok(answer)
    }

    async fn open(&self, action: Action, scope: Scope, operation: Operation) -> Result<Write, Failure> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        let tx = self.db.begin_with_options(options).await.map_err(fault)?;
        if tx.get_database_backend() == DatabaseBackend::Postgres {
            // One writer at a time, as an immediate transaction is on SQLite: what a write has read
            // (operations, revisions) still stands when it writes.
            tx.execute_unprepared("SELECT pg_advisory_xact_lock(7020925)").await.map_err(fault)?;
        }
        Ok(Write {
            tx,
            tally: Tally::default(),
            scope,
            now: self.now,
            today: self.today,
            actor: self.actor.name.clone(),
            action,
            operation,
            log: Vec::new(),
            keys: self.keys.clone(),
            reason: None,
            rulebook: None,
            head: None,
            erased: false,
        })
    }

    async fn earlier_answer<T: DeserializeOwned>(&self, tx: &DatabaseTransaction, operation: &Operation) -> Result<Option<T>, Failure> {
        let earlier = applied_operation::Entity::find()
            .filter(applied_operation::Column::Actor.eq(&self.actor.name))
            .filter(applied_operation::Column::OperationId.eq(operation.id))
            .one(tx)
            .await
            .map_err(fault)?;
        match earlier {
            None => Ok(None),
            Some(earlier) if self.keys.operation_sums(&operation.content).contains(&earlier.content_hash) => {
                serde_json::from_str(&earlier.answer).map(Some).map_err(|error| broken(&error))
            }
            Some(_) => Err(Failure::Conflict { revision: 0, fields: Vec::new() }),
        }
    }
}

impl Write {
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Who acts, as the change log keeps it.
    pub(crate) fn actor(&self) -> &str {
        &self.actor
    }

    /// The operation that this write belongs to.
    pub fn operation_id(&self) -> Uuid {
        self.operation.id
    }

    /// One row, what became of it. Nothing is kept where nothing changed.
    pub(crate) async fn log(&mut self, table: &str, id: Uuid, revision: i64, changes: &[FieldChange]) -> Result<(), Failure> {
        if changes.is_empty() {
            return Ok(());
        }
        self.log.push(change_log::Model {
            // Number and hashes are given where the entry joins the chain.
            seq: 0,
            previous_hash: String::new(),
            hash: String::new(),
            at: self.now,
            device_at: self.operation.device_at.map(audit::kept),
            actor: self.actor.clone(),
            action: self.action.code().to_owned(),
            operation_id: self.operation.id,
            row_table: table.to_owned(),
            row_id: id,
            row_revision: revision,
            changes: serde_json::to_string(changes).map_err(|error| broken(&error))?,
        });
        if self.log.len() >= 500 { self.flush_log().await } else { Ok(()) }
    }

    async fn flush_log(&mut self) -> Result<(), Failure> {
        if self.log.is_empty() {
            return Ok(());
        }
        let mut head = match self.head.take() {
            Some(head) => head,
            None => Head::read(&self.tx, &self.keys).await?,
        };
        let rows = head.continue_with(std::mem::take(&mut self.log));
        change_log::Entity::insert_many(rows).exec_without_returning(&self.tx).await.map_err(fault)?;
        self.head = Some(head);
        Ok(())
    }

    async fn finish<T: Serialize>(mut self, answer: &T) -> Result<(), Failure> {
        self.flush_log().await?;
        if let Some(head) = self.head.take() {
            head.keep(&self.tx, &self.keys).await?;
        }
        std::mem::take(&mut self.tally).flush(&self.tx, self.today).await?;
        let applied = applied_operation::ActiveModel {
            actor: Set(self.actor.clone()),
            operation_id: Set(self.operation.id),
            content_hash: Set(self.keys.operation_sums(&self.operation.content).swap_remove(0)),
            answer: Set(serde_json::to_string(answer).map_err(|error| broken(&error))?),
            at: Set(self.now),
        };
        applied_operation::Entity::insert(applied).exec_without_returning(&self.tx).await.map_err(fault)?;
        self.tx.commit().await.map_err(fault)
    }
}
