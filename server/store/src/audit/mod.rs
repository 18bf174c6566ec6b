//! The change log as a chain: every entry carries the hash of the one before it, and how far the chain
//! reaches is kept beside it under a key. Whoever can write to the database but has no key cannot change,
//! remove or cut off an entry without being found out.

mod cut;
mod grants;
mod read;

pub(crate) use cut::cut;
pub use grants::{Grant, Granted};
pub(crate) use read::begins;
pub use read::{AccessEntry, AuditEntry, AuditFilter};

use chrono::{DateTime, SubsecRound, Utc};
use domain::failure::Failure;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait};
use sha2::{Digest, Sha256};

use crate::entities::{change_log, change_log_head};
use crate::fault::fault;
use crate::keys::{Keys, Purpose};
use crate::session::hex;

/// Rows read or hashed at a time.
const CHUNK: u64 = 2000;

/// What was found wrong first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry does not say what it said.
    Changed(i64),
    /// Entries from this one on, to the next that is there, are gone.
    Removed(i64),
    /// Entries from this one on, to the end, are gone.
    CutOff(i64),
    /// The chain is whole, but ends otherwise than its head says: it was written anew from some entry on.
    Rewritten,
    /// What is kept beside the log was not written with this secret.
    HeadNotOurs,
    /// Nobody vouches for the log: it was kept without a secret, or rewritten by somebody who has none.
    WithoutSecret,
}

/// The end of the chain, as a write continues it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    row: change_log_head::Model,
    trusted: bool,
}

/// Parts one after the other, each behind its length, so that no two entries read alike.
fn chained(previous: &str, entry: &Entry<'_>) -> String {
    let mut sum = Sha256::new();
    let micros = |at: DateTime<Utc>| at.timestamp_micros().to_string();
    for part in [
        previous,
        &entry.seq.to_string(),
        &micros(entry.at),
        &entry.device_at.map(micros).unwrap_or_default(),
        entry.actor,
        entry.action,
        &entry.operation_id.to_string(),
        entry.row_table,
        &entry.row_id.to_string(),
        &entry.row_revision.to_string(),
        entry.changes,
    ] {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    hex(&sum.finalize())
}

struct Entry<'a> {
    seq: i64,
    at: DateTime<Utc>,
    device_at: Option<DateTime<Utc>>,
    actor: &'a str,
    action: &'a str,
    operation_id: uuid::Uuid,
    row_table: &'a str,
    row_id: uuid::Uuid,
    row_revision: i64,
    changes: &'a str,
}

impl<'a> From<&'a change_log::Model> for Entry<'a> {
    fn from(row: &'a change_log::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            device_at: row.device_at,
            actor: &row.actor,
            action: &row.action,
            operation_id: row.operation_id,
            row_table: &row.row_table,
            row_id: row.row_id,
            row_revision: row.row_revision,
            changes: &row.changes,
        }
    }
}

/// The hash that an entry must carry.
pub(crate) fn entry_hash(row: &change_log::Model) -> String {
    chained(&row.previous_hash, &Entry::from(row))
}

/// Both databases keep a millionth of a second, and the chain must read what was hashed.
pub(crate) fn kept(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

fn said(row: &change_log_head::Model) -> String {
    format!("{} {} {} {} {}", row.seq, row.entries, row.hash, row.cut_seq, row.cut_hash)
}

impl Head {
    pub(crate) async fn read(db: &impl ConnectionTrait, keys: &Keys) -> Result<Self, Failure> {
        let row = change_log_head::Entity::find_by_id(1).one(db).await.map_err(fault)?.unwrap_or(change_log_head::Model {
            id: 1,
            seq: 0,
            entries: 0,
            hash: String::new(),
            cut_seq: 0,
            cut_hash: String::new(),
            key_id: String::new(),
            mac: String::new(),
        });
        let trusted = keys_of(&row, keys).is_some_and(|keys| keys.agrees(Purpose::AuditHead, &said(&row), &row.mac));
        Ok(Self { row, trusted })
    }

    /// Gives entries their number and their place in the chain.
    pub(crate) fn continue_with(&mut self, entries: Vec<change_log::Model>) -> Vec<change_log::ActiveModel> {
        let mut rows = Vec::with_capacity(entries.len());
        for mut entry in entries {
            entry.seq = self.row.seq + 1;
            entry.previous_hash.clone_from(&self.row.hash);
            entry.hash = chained(&self.row.hash, &Entry::from(&entry));
            self.row.seq = entry.seq;
            self.row.entries += 1;
            self.row.hash.clone_from(&entry.hash);
            rows.push(change_log::ActiveModel {
                seq: Set(entry.seq),
                at: Set(entry.at),
                device_at: Set(entry.device_at),
                actor: Set(entry.actor),
                action: Set(entry.action),
                operation_id: Set(entry.operation_id),
                row_table: Set(entry.row_table),
                row_id: Set(entry.row_id),
                row_revision: Set(entry.row_revision),
                changes: Set(entry.changes),
                previous_hash: Set(entry.previous_hash),
                hash: Set(entry.hash),
            });
        }
        rows
    }

    /// Keeps the end of the chain. One that could not be trusted is continued, but never vouched for
    /// again: a later check must still find what was done to it.
    pub(crate) async fn keep(mut self, db: &impl ConnectionTrait, keys: &Keys) -> Result<(), Failure> {
        self.row.mac = match keys_of(&self.row, keys) {
            Some(keys) if self.trusted => keys.sum(Purpose::AuditHead, &said(&self.row)),
            _ => "broken".into(),
        };
        write_head(db, self.row).await
    }
}

/// The key that a head was written with, if it is one of ours.
fn keys_of(row: &change_log_head::Model, keys: &Keys) -> Option<Keys> {
    [keys.clone(), Keys::new("")].into_iter().find(|keys| keys.id() == row.key_id)
}

async fn write_head(db: &impl ConnectionTrait, row: change_log_head::Model) -> Result<(), Failure> {
    use change_log_head::Column as C;
    let same = OnConflict::column(C::Id).update_columns([C::Seq, C::Entries, C::Hash, C::CutSeq, C::CutHash, C::KeyId, C::Mac]).to_owned();
    let row = change_log_head::ActiveModel {
        id: Set(row.id),
        seq: Set(row.seq),
        entries: Set(row.entries),
        hash: Set(row.hash),
        cut_seq: Set(row.cut_seq),
        cut_hash: Set(row.cut_hash),
        key_id: Set(row.key_id),
        mac: Set(row.mac),
    };
    change_log_head::Entity::insert(row).on_conflict(same).exec_without_returning(db).await.map_err(fault)?;
    Ok(())
}

async fn chunk(db: &impl ConnectionTrait, after: i64) -> Result<Vec<change_log::Model>, Failure> {
    change_log::Entity::find()
        .filter(change_log::Column::Seq.gt(after))
        .order_by_asc(change_log::Column::Seq)
        .limit(CHUNK)
        .all(db)
        .await
        .map_err(fault)
}

/// Begins the chain: right after the migration that brings it, never later. Entries of before get their hashes.
pub async fn begin(db: &DatabaseConnection, keys: &Keys) -> Result<(), Failure> {
    let tx = db.begin().await.map_err(fault)?;
    if change_log_head::Entity::find_by_id(1).one(&tx).await.map_err(fault)?.is_some() {
        return Ok(());
    }
    let mut head = Head::read(&tx, keys).await?;
    head.row.key_id = keys.id();
    head.trusted = true;
    loop {
        let rows = chunk(&tx, head.row.seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let hash = chained(&head.row.hash, &Entry::from(&row));
            let sealed = change_log::ActiveModel {
                seq: Set(row.seq),
                previous_hash: Set(head.row.hash.clone()),
                hash: Set(hash.clone()),
                ..Default::default()
            };
            change_log::Entity::update(sealed).exec(&tx).await.map_err(fault)?;
            (head.row.seq, head.row.hash) = (row.seq, hash);
            head.row.entries += 1;
        }
    }
    head.keep(&tx, keys).await?;
    tx.commit().await.map_err(fault)
}

/// Vouches for a log that was kept without a secret, or under `before`, from now on with this secret.
/// The log is checked first, and nothing is done where it is not whole.
pub async fn seal(db: &DatabaseConnection, before: &Keys, keys: &Keys) -> Result<Result<i64, Broken>, Failure> {
    match verify(db, before).await? {
        Err(broken) if broken != Broken::WithoutSecret => return Ok(Err(broken)),
        _ => {}
    }
    let mut head = Head::read(db, before).await?;
    head.row.key_id = keys.id();
    let entries = head.row.entries;
    head.keep(db, keys).await?;
    Ok(Ok(entries))
}

/// Whether the end of the log is vouched for by these keys: what can be asked at every start.
pub async fn head_is_ours(db: &DatabaseConnection, keys: &Keys) -> Result<Result<(), Broken>, Failure> {
    let head = Head::read(db, keys).await?;
    Ok(match (head.trusted, head.row.key_id == keys.id()) {
        (true, true) => Ok(()),
        (true, false) => Err(Broken::WithoutSecret),
        (false, _) => Err(Broken::HeadNotOurs),
    })
}

/// Reads the whole log and answers how many entries it has, or what was found wrong first.
pub async fn verify(db: &DatabaseConnection, keys: &Keys) -> Result<Result<i64, Broken>, Failure> {
    let tx = db.begin().await.map_err(fault)?;
    let head = Head::read(&tx, keys).await?;
    let (mut at, mut hash, mut entries) = (head.row.cut_seq, head.row.cut_hash.clone(), 0);
    loop {
        let rows = chunk(&tx, at).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.hash != entry_hash(&row) {
                return Ok(Err(Broken::Changed(row.seq)));
            }
            if row.previous_hash != hash {
                return Ok(Err(if row.seq > at + 1 { Broken::Removed(at + 1) } else { Broken::Changed(at) }));
            }
            (at, hash) = (row.seq, row.hash);
            entries += 1;
        }
    }
    Ok(if !head.trusted {
        Err(Broken::HeadNotOurs)
    } else if at < head.row.seq {
        Err(Broken::CutOff(at + 1))
    } else if hash != head.row.hash || entries != head.row.entries {
        Err(Broken::Rewritten)
    } else if head.row.key_id != keys.id() {
        Err(Broken::WithoutSecret)
    } else {
        Ok(entries)
    })
}

/// Where the log ends: number and hash of its last entry, to be kept where whoever owns the database
/// cannot reach it.
pub async fn end(db: &DatabaseConnection) -> Result<(i64, String), Failure> {
    let head = change_log_head::Entity::find_by_id(1).one(db).await.map_err(fault)?;
    Ok(head.map(|head| (head.seq, head.hash)).unwrap_or_default())
}

/// Up to which entry retention has let the log go; 0 where the keys do not vouch for it.
pub async fn let_go_until(db: &DatabaseConnection, keys: &Keys) -> Result<i64, Failure> {
    let head = Head::read(db, keys).await?;
    Ok(if head.trusted && head.row.key_id == keys.id() { head.row.cut_seq } else { 0 })
}

/// Whether the log still holds the entry that it once ended with: the head of an older copy put back, with
/// the later entries gone, is whole in itself.
pub async fn holds(db: &DatabaseConnection, seq: i64, hash: &str) -> Result<bool, Failure> {
    let entry = change_log::Entity::find_by_id(seq).one(db).await.map_err(fault)?;
    Ok(entry.is_some_and(|entry| entry.hash == hash))
}
