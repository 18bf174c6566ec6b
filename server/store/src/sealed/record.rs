//! The keys of records: making, using, and taking them away.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use domain::permission::Action;
use domain::sealed::MARK;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::master::{KeyProblem, MasterKey};
use crate::entities::{access_log, data_key, record_key};
use crate::fault::{broken, fault};
use crate::keys::{Keys, open_with, random_bytes, seal_with, sum_with};
use crate::session::{Session, Write, hex};

/// The one row that says which data key a database was written with.
pub(super) const ROW: i32 = 1;
/// What stands beside the sealed key by which erasures are listed.
const LOOKUP: &[u8] = b"lookup key";
/// Sealed text is padded to whole blocks, so that it tells little about how long it is.
const BLOCK: usize = 32;

/// The data key, known to be the right one.
pub(super) struct Unlocked {
    wrapping: [u8; 32],
    /// Random, and the same under every data key: sums that are kept outside the database are made with it.
    pub lookup: [u8; 32],
    pub version: i64,
}

impl Unlocked {
    pub fn new(key: &MasterKey, row: &data_key::Model) -> Result<Self, KeyProblem> {
        let wrapping = key.derived(b"wrapping");
        let lookup = open_with(&wrapping, LOOKUP, &row.lookup_sealed).and_then(|bytes| bytes.try_into().ok());
        lookup.map(|lookup| Self { wrapping, lookup, version: row.version }).ok_or(KeyProblem::NotOurs)
    }

    /// The same lookup key under another data key.
    pub fn under(&self, key: &MasterKey) -> Self {
        Self { wrapping: key.derived(b"wrapping"), lookup: self.lookup, version: self.version + 1 }
    }

    pub fn lookup_sealed(&self) -> Option<String> {
        seal_with(&self.wrapping, LOOKUP, &self.lookup)
    }

    pub fn wrap(&self, kind: &str, id: Uuid, key: &[u8; 32]) -> Option<String> {
        seal_with(&self.wrapping, &owner(kind, id, self.version.to_string().as_str()), key)
    }

    pub fn unwrap(&self, row: &record_key::Model) -> Option<[u8; 32]> {
        let owner = owner(&row.kind, row.record_id, row.key_version.to_string().as_str());
        open_with(&self.wrapping, &owner, row.wrapped.as_ref()?)?.try_into().ok()
    }
}

/// What sealed bytes belong to: put anywhere else they do not open.
fn owner(kind: &str, id: Uuid, field: &str) -> Vec<u8> {
    [kind.as_bytes(), &[0], id.as_bytes(), &[0], field.as_bytes()].concat()
}

/// The key of one record, for sealing.
pub(crate) struct Sealer {
    kind: &'static str,
    id: Uuid,
    key: [u8; 32],
}

impl Sealer {
    pub fn seal(&self, field: &str, plain: &str) -> Result<String, Failure> {
        let mut bytes = plain.as_bytes().to_vec();
        bytes.push(0x80);
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        let sealed = seal_with(&self.key, &owner(self.kind, self.id, field), &bytes).ok_or_else(|| broken(&"nothing was sealed"))?;
        Ok(format!("{MARK}{sealed}"))
    }
}

impl Sealer {
    /// All of a record in one: nothing tells which part of it changed.
    pub fn seal_all(&self, record: &impl Serialize) -> Result<String, Failure> {
        self.seal("record", &serde_json::to_string(record).map_err(|error| broken(&error))?)
    }
}

/// The key of one record, for reading it: `read_records` alone hands it out.
pub(crate) struct Opener(Sealer);

impl Opener {
    pub fn open(&self, field: &str, sealed: &str) -> Result<String, Failure> {
        let Self(Sealer { kind, id, key }) = self;
        let plain = sealed.strip_prefix(MARK).and_then(|sealed| open_with(key, &owner(kind, *id, field), sealed));
        let text = plain.and_then(|mut plain| {
            let end = plain.iter().rposition(|byte| *byte != 0).filter(|end| plain[*end] == 0x80)?;
            plain.truncate(end);
            String::from_utf8(plain).ok()
        });
        text.ok_or_else(|| broken(&format!("{field} of {kind} {id} does not open with its own key")))
    }
}

impl Opener {
    pub fn open_all<T: DeserializeOwned>(&self, sealed: &str) -> Result<T, Failure> {
        serde_json::from_str(&self.open("record", sealed)?)
            .map_err(|error| broken(&format!("a sealed record is not what it was: {:?}", error.classify())))
    }
}

/// What a start found out about the data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// A key was made, here.
    pub made: Option<PathBuf>,
}

/// Checks that the data key is the one that this database was written with, or begins with it where there is
/// none yet.
pub async fn begin(db: &DatabaseConnection, keys: &Keys, now: DateTime<Utc>) -> Result<Result<Begun, KeyProblem>, Failure> {
    Ok(unlock_or_begin(db, keys, now).await?.map(|(_, made)| Begun { made }))
}

async fn unlock_or_begin(
    db: &impl ConnectionTrait,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<Result<(Unlocked, Option<PathBuf>), KeyProblem>, Failure> {
    if let Some(found) = unlock(db, keys).await? {
        return Ok(found.map(|unlocked| (unlocked, None)));
    }
    let Some(vault) = keys.vault() else { return Ok(Err(KeyProblem::NotSet)) };
    let (key, made) = match vault.key_or_make() {
        Ok(found) => found,
        Err(problem) => return Ok(Err(problem)),
    };
    let new = Unlocked { wrapping: key.derived(b"wrapping"), lookup: random_bytes(), version: 1 };
    let row = data_key::ActiveModel {
        id: Set(ROW),
        version: Set(new.version),
        lookup_sealed: Set(new.lookup_sealed().ok_or_else(|| broken(&"nothing was sealed"))?),
        since: Set(now),
    };
    // Somebody else may have begun at the same time: what stands then is theirs.
    let theirs = OnConflict::column(data_key::Column::Id).do_nothing().to_owned();
    data_key::Entity::insert(row).on_conflict(theirs).exec_without_returning(db).await.map_err(fault)?;
    Ok(unlock(db, keys).await?.unwrap_or(Err(KeyProblem::NotOurs)).map(|unlocked| (unlocked, made)))
}

/// None: nothing was ever sealed in this database.
pub(super) async fn unlock(db: &impl ConnectionTrait, keys: &Keys) -> Result<Option<Result<Unlocked, KeyProblem>>, Failure> {
    let row = data_key::Entity::find_by_id(ROW).one(db).await.map_err(fault)?;
    Ok(row.map(|row| Unlocked::new(keys.vault().ok_or(KeyProblem::NotSet)?.key()?, &row)))
}

/// Whoever started the program was told; a person can only come back later.
pub(super) fn told(problem: KeyProblem) -> Failure {
    broken(&problem)
}

/// Makes the key of a new record. That the data key is still the right one is looked up with every write: a
/// program that serves on while the key is changed must not seal under the old one.
pub(crate) async fn new_record(write: &mut Write, kind: &'static str, id: Uuid) -> Result<Sealer, Failure> {
    new_records(write, kind, &[id]).await?.pop().ok_or_else(|| broken(&"no key was made"))
}

/// The same for many records at once, in their order.
pub(crate) async fn new_records(write: &mut Write, kind: &'static str, ids: &[Uuid]) -> Result<Vec<Sealer>, Failure> {
    let unlocked = unlock_or_begin(&write.tx, write.keys(), write.now).await?.map_err(told)?.0;
    let mut sealers = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let key = random_bytes();
            rows.push(record_key::ActiveModel {
                record_id: Set(*id),
                kind: Set(kind.into()),
                wrapped: Set(Some(unlocked.wrap(kind, *id, &key).ok_or_else(|| broken(&"nothing was wrapped"))?)),
                key_version: Set(unlocked.version),
                created_at: Set(write.now),
                erased_at: Set(None),
                to_list: Set(false),
            });
            sealers.push(Sealer { kind, id: *id, key });
        }
        record_key::Entity::insert_many(rows).exec_without_returning(&write.tx).await.map_err(fault)?;
    }
    Ok(sealers)
}

/// The key of a record that is there, to seal what is said of it now. It opens nothing.
pub(crate) async fn sealer(write: &Write, kind: &'static str, id: Uuid) -> Result<Sealer, Failure> {
    let found = openers(&write.tx, write.keys(), kind, &[id]).await?.remove(&id);
    found.map(|opener| opener.0).ok_or(Failure::NotFound)
}

/// The one door to what is sealed: what is looked at, and by whom, stands in the access log before any of it
/// opens. `about` is what the records belong to. Erased ones have no key and are left out.
pub(crate) async fn read_records(
    session: &Session,
    action: Action,
    kind: &'static str,
    about: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Opener>, Failure> {
    read_records_of(session, action, kind, about, ids, &[]).await
}

/// The same for records that belong to others, as visits do to a household: whoever asks who looked at those finds this
/// look also when the records are gone.
pub(crate) async fn read_records_of(
    session: &Session,
    action: Action,
    kind: &'static str,
    about: Uuid,
    ids: &[Uuid],
    of: &[Uuid],
) -> Result<HashMap<Uuid, Opener>, Failure> {
    session.allow(action)?;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    look(&session.db, session, action, kind, about, ids, of).await?;
    openers(&session.db, &session.keys, kind, ids).await
}

/// The same door for searching: everything is opened here, `choose` says what of it is shown, and that alone leaves
/// this function, after it stands in the access log.
pub(crate) async fn find_records<T: DeserializeOwned>(
    session: &Session,
    action: Action,
    kind: &'static str,
    about: Uuid,
    rows: Vec<(Uuid, String)>,
    choose: impl FnOnce(Vec<(Uuid, T)>) -> Vec<(Uuid, T)>,
) -> Result<Vec<(Uuid, T)>, Failure> {
    session.allow(action)?;
    let ids: Vec<Uuid> = rows.iter().map(|(id, _)| *id).collect();
    let openers = openers(&session.db, &session.keys, kind, &ids).await?;
    let mut opened = Vec::with_capacity(rows.len());
    for (id, sealed) in rows {
        if let Some(opener) = openers.get(&id) {
            opened.push((id, opener.open_all(&sealed)?));
        }
    }
    let shown = choose(opened);
    let ids: Vec<Uuid> = shown.iter().map(|(id, _)| *id).collect();
    if !ids.is_empty() {
        look(&session.db, session, action, kind, about, &ids, &[]).await?;
    }
    Ok(shown)
}

/// A keyed sum by which the same person is found twice in one unit, without opening anything.
pub(crate) async fn alike(write: &Write, unit: Uuid, said: &[&str]) -> Result<Option<String>, Failure> {
    let Some(unlocked) = unlock(&write.tx, write.keys()).await? else { return Ok(None) };
    let unlocked = unlocked.map_err(told)?;
    let folded: Vec<String> = said.iter().map(|text| domain::text::fold(text)).collect();
    if folded.iter().any(String::is_empty) {
        return Ok(None);
    }
    Ok(Some(hex(&sum_with(&unlocked.lookup, &[b"alike", unit.as_bytes(), folded.join("\n").as_bytes()]))))
}

/// Writes down who looked at what; `of` are records that those belong to.
async fn look(
    db: &impl ConnectionTrait,
    session: &Session,
    action: Action,
    kind: &str,
    about: Uuid,
    ids: &[Uuid],
    of: &[Uuid],
) -> Result<(), Failure> {
    let mut named = [ids, of].concat();
    named[ids.len()..].sort_unstable();
    named.dedup();
    let entry = access_log::ActiveModel {
        seq: NotSet,
        at: Set(session.now),
        actor: Set(session.actor.name.clone()),
        action: Set(action.code().into()),
        row_table: Set(kind.into()),
        row_id: Set(Some(about)),
        row_count: Set(i64::try_from(ids.len()).unwrap_or(i64::MAX)),
        row_ids: Set(Some(serde_json::to_string(&named).map_err(|error| broken(&error))?)),
    };
    access_log::Entity::insert(entry).exec_without_returning(db).await.map(drop).map_err(fault)
}

async fn openers(db: &impl ConnectionTrait, keys: &Keys, kind: &'static str, ids: &[Uuid]) -> Result<HashMap<Uuid, Opener>, Failure> {
    let Some(unlocked) = unlock(db, keys).await? else { return Ok(HashMap::new()) };
    let unlocked = unlocked.map_err(told)?;
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        let rows = record_key::Entity::find()
            .filter(record_key::Column::RecordId.is_in(ids.iter().copied()))
            .filter(record_key::Column::Kind.eq(kind))
            .filter(record_key::Column::Wrapped.is_not_null());
        for row in rows.all(db).await.map_err(fault)? {
            let id = row.record_id;
            let key = unlocked.unwrap(&row).ok_or_else(|| broken(&format!("the key of {kind} {id} does not open with the data key")))?;
            found.insert(id, Opener(Sealer { kind, id, key }));
        }
    }
    Ok(found)
}

/// Takes the keys of records away. That they were there is kept, without anything of what they sealed.
pub(crate) async fn erase(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    use record_key::Column as C;
    for ids in ids.chunks(500) {
        record_key::Entity::update_many()
            .col_expr(C::Wrapped, Expr::value(None::<String>))
            .col_expr(C::ErasedAt, Expr::value(Some(write.now)))
            .col_expr(C::ToList, Expr::value(true))
            .filter(C::RecordId.is_in(ids.iter().copied()))
            .filter(C::Wrapped.is_not_null())
            .exec(&write.tx)
            .await
            .map_err(fault)?;
    }
    write.erased = write.erased || !ids.is_empty();
    Ok(())
}
