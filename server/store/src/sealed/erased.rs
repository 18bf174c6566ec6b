//! The list of erasures: keyed sums of the ids of erased records, and of households the day on which they withdrew, in
//! a file that no backup holds and no restore replaces. A copy of before an erasure, put back, is purged by it.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::master::KeyProblem;
use super::record::{Unlocked, erase, unlock};
use crate::backup::own_file;
use crate::entities::{consent, record_key};
use crate::fault::{broken, fault};
use crate::keys::sum_with;
use crate::session::{Operation, Session, Write, hex};
use crate::{contact, household, member, request, visit};

/// Keys looked at, or listed, at a time.
const CHUNK: u64 = 500;

/// What came of a list on a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasedAgain {
    /// Nothing is sealed in this database.
    NothingSealed,
    /// There is no list here.
    NoList(PathBuf),
    /// So many records were there again, and are gone.
    Erased(u64),
}

fn listed_as(unlocked: &Unlocked, id: Uuid) -> String {
    hex(&sum_with(&unlocked.lookup, &[b"erased", id.as_bytes()]))
}

impl Session {
    /// Writes what was erased into the list. Where that cannot be done it is logged, and done by the next
    /// round: nothing is ever taken off before it stands there. An entry that stands twice means no more.
    pub(crate) async fn list_erased(&self) {
        match self.try_to_list().await {
            Ok(0) => {}
            Ok(_) if self.db.get_database_backend() == DatabaseBackend::Sqlite => {
                // What was overwritten in the file may still stand in the journal beside it.
                if let Err(error) = self.db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await {
                    tracing::warn!(%error, "the journal of the database was not emptied");
                }
            }
            Ok(_) => {}
            Err(cause) => tracing::error!(%cause, "erasures are not in the list yet; the next round tries again"),
        }
    }

    async fn try_to_list(&self) -> Result<u64, String> {
        use record_key::Column as C;
        let words = |failure: Failure| failure.to_string();
        let mut listed = 0;
        loop {
            let rows = record_key::Entity::find().filter(C::ToList.eq(true)).limit(CHUNK).all(&self.db).await;
            let ids: Vec<Uuid> = rows.map_err(|error| error.to_string())?.iter().map(|row| row.record_id).collect();
            if ids.is_empty() {
                return Ok(listed);
            }
            let Some(vault) = self.keys.vault() else { return Err("no list is set".into()) };
            let Some(unlocked) = unlock(&self.db, &self.keys).await.map_err(words)? else { return Ok(listed) };
            let unlocked = unlocked.map_err(|problem| problem.to_string())?;
            let days = withdrawals(&self.db, &ids).await.map_err(words)?;
            let day = |id: &Uuid| days.get(id).map(|day| format!(" {day}")).unwrap_or_default();
            let lines: String = ids.iter().map(|id| format!("{}{}\n", listed_as(&unlocked, *id), day(id))).collect();
            let append = || {
                if !vault.list.exists() {
                    if let Some(folder) = vault.list.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                        std::fs::create_dir_all(folder)?;
                    }
                    own_file(&vault.list)?;
                }
                let mut file = std::fs::OpenOptions::new().append(true).open(&vault.list)?;
                file.write_all(lines.as_bytes())?;
                file.sync_all()
            };
            append().map_err(|error| format!("{}: {error}", vault.list.display()))?;
            let done = record_key::Entity::update_many().col_expr(C::ToList, Expr::value(false));
            done.filter(C::RecordId.is_in(ids)).exec(&self.db).await.map_err(|error| error.to_string())?;
            listed += 1;
        }
    }

    /// Erases once more what the list says was erased: for a copy of before that was put back. Safe to run at
    /// any time, and twice.
    pub async fn erase_again(&self) -> Result<Result<ErasedAgain, KeyProblem>, Failure> {
        use record_key::Column as C;
        self.allow(Action::RetentionEnforce)?;
        self.list_erased().await;
        // Whoever has sealed nothing needs no key.
        if record_key::Entity::find().filter(C::Wrapped.is_not_null()).limit(1).one(&self.db).await.map_err(fault)?.is_none() {
            return Ok(Ok(ErasedAgain::NothingSealed));
        }
        let unlocked = match unlock(&self.db, &self.keys).await? {
            None => return Ok(Ok(ErasedAgain::NothingSealed)),
            Some(Err(problem)) => return Ok(Err(problem)),
            Some(Ok(unlocked)) => unlocked,
        };
        let Some(vault) = self.keys.vault() else { return Ok(Err(KeyProblem::NotSet)) };
        let listed: HashMap<String, Option<NaiveDate>> = match std::fs::read_to_string(&vault.list) {
            Ok(text) => text.lines().filter_map(listed_line).collect(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ok(ErasedAgain::NoList(vault.list.clone()))),
            Err(error) => return Ok(Err(KeyProblem::Unreadable(vault.list.display().to_string(), error.to_string()))),
        };
        let (mut back, mut after) = (Vec::new(), Uuid::nil());
        loop {
            let rows = record_key::Entity::find()
                .filter(C::RecordId.gt(after))
                .filter(C::Wrapped.is_not_null())
                .order_by_asc(C::RecordId)
                .limit(CHUNK);
            let rows = rows.all(&self.db).await.map_err(fault)?;
            let Some(last) = rows.last() else { break };
            after = last.record_id;
            for row in rows {
                if let Some(withdrawn) = listed.get(&listed_as(&unlocked, row.record_id)) {
                    back.push((row, *withdrawn));
                }
            }
        }
        if back.is_empty() {
            return Ok(Ok(ErasedAgain::Erased(0)));
        }
        let erased = self.write(Action::RetentionEnforce, Operation::once(), move |write| {
            Box::pin(async move {
                let rows: Vec<record_key::Model> = back.iter().map(|(row, _)| row.clone()).collect();
                remove_records(write, &rows).await?;
                for (household, day) in back.iter().filter_map(|(row, day)| Some((row.record_id, (*day)?))) {
                    let proof = consent::Entity::update_many().col_expr(consent::Column::WithdrawnOn, Expr::value(Some(day)));
                    proof.filter(consent::Column::HouseholdId.eq(household)).exec(&write.tx).await.map_err(fault)?;
                }
                Ok(back.len() as u64)
            })
        });
        Ok(Ok(ErasedAgain::Erased(erased.await?)))
    }
}

/// When households withdrew whose consents say so.
async fn withdrawals(db: &impl ConnectionTrait, households: &[Uuid]) -> Result<HashMap<Uuid, NaiveDate>, Failure> {
    let rows = consent::Entity::find().filter(consent::Column::HouseholdId.is_in(households.iter().copied()));
    let rows = rows.all(db).await.map_err(fault)?;
    Ok(rows.into_iter().filter_map(|row| Some((row.household_id, row.withdrawn_on?))).collect())
}

/// A sum, and the day after it where there is one; lists of before days stood in them are read as well.
fn listed_line(line: &str) -> Option<(String, Option<NaiveDate>)> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next().and_then(|day| day.parse().ok())))
}

/// Takes out records, of whatever kind: their rows, and their keys. What hangs on a household goes with it.
pub(super) async fn remove_records(write: &mut Write, rows: &[record_key::Model]) -> Result<(), Failure> {
    let of = |kind: &str| -> Vec<Uuid> { rows.iter().filter(|row| row.kind == kind).map(|row| row.record_id).collect() };
    const KINDS: [&str; 5] = [contact::TABLE, visit::TABLE, request::TABLE, household::TABLE, member::TABLE];
    if let Some(other) = rows.iter().find(|row| !KINDS.contains(&row.kind.as_str())) {
        return Err(broken(&format!("nobody takes out records of the kind {}", other.kind)));
    }
    contact::remove(write, &of(contact::TABLE)).await?;
    visit::remove(write, &of(visit::TABLE)).await?;
    request::remove(write, &of(request::TABLE)).await?;
    household::remove(write, &of(household::TABLE), None).await?;
    member::remove(write, &of(member::TABLE)).await?;
    // Also of those whose row is gone already.
    let ids: Vec<Uuid> = rows.iter().map(|row| row.record_id).collect();
    erase(write, &ids).await
}
