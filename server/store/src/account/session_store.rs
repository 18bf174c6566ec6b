//! Sessions in the database: by the hash of what the cookie says, so that whoever reads the table cannot
//! use it. One row carries the account, so that a person sees their devices and can sign them out.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::account::SignedInDevice;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{Error, Result};
use uuid::Uuid;

use super::sign_in::hash_of;
use crate::entities::session as table;
use crate::fault::fault;
use crate::session::Session;

/// In a session's data: whose it is.
pub const ACCOUNT: &str = "account";
/// In a session's data: the version of the credentials that it was opened with.
pub const VERSION: &str = "version";
/// In a session's data: the browser, as it names itself.
pub const DEVICE: &str = "device";

/// Where sessions are kept.
#[derive(Clone, Debug)]
pub struct SessionStore {
    pub db: DatabaseConnection,
}

/// What stands in the table for the value of a cookie.
fn key(id: &Id) -> String {
    hash_of(&id.to_string())
}

fn moment(at: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or_default()
}

fn row_of(record: &Record) -> Result<table::Model> {
    let account = record.data.get(ACCOUNT).and_then(|value| value.as_str()).and_then(|id| Uuid::parse_str(id).ok());
    let device = record.data.get(DEVICE).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let now = Utc::now();
    Ok(table::Model {
        id_hash: key(&record.id),
        account_id: account,
        device,
        data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
        created_at: now,
        seen_at: now,
        expires_at: moment(record.expiry_date),
    })
}

fn backend(error: sea_orm::DbErr) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl tower_sessions_core::SessionStore for SessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            // An id that is taken already is tried again with another; the chance is none.
            let once = OnConflict::column(table::Column::IdHash).do_nothing().to_owned();
            let row = row_of(record)?.into_active_model().reset_all();
            if table::Entity::insert(row).on_conflict(once).exec_without_returning(&self.db).await.map_err(backend)? > 0 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        use table::Column as C;
        let row = row_of(record)?;
        // Only what is still there: a request that was under way when the person signed out must not bring
        // their session back.
        table::Entity::update_many()
            .col_expr(C::AccountId, Expr::value(row.account_id))
            .col_expr(C::Device, Expr::value(row.device))
            .col_expr(C::Data, Expr::value(row.data))
            .col_expr(C::SeenAt, Expr::value(row.seen_at))
            .col_expr(C::ExpiresAt, Expr::value(row.expires_at))
            .filter(C::IdHash.eq(row.id_hash))
            .exec(&self.db)
            .await
            .map(drop)
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = table::Entity::find_by_id(key(id)).one(&self.db).await.map_err(|error| Error::Backend(error.to_string()))?;
        let Some(row) = found.filter(|row| row.expires_at > Utc::now()) else { return Ok(None) };
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        table::Entity::delete_by_id(key(id)).exec(&self.db).await.map(drop).map_err(|error| Error::Backend(error.to_string()))
    }
}

/// As much of the hash as names one of a person's own few sessions.
const HANDLE: usize = 16;

impl Session {
    /// The devices on which the actor is signed in; `here` is the session that asks.
    pub async fn own_devices(&self, here: Option<Id>) -> std::result::Result<Vec<SignedInDevice>, Failure> {
        self.allow(Action::OwnAccountRead)?;
        let Some(account) = self.actor.account else { return Ok(Vec::new()) };
        let here = here.map(|id| key(&id));
        let rows = table::Entity::find()
            .filter(table::Column::AccountId.eq(account))
            .filter(table::Column::ExpiresAt.gt(self.now))
            .order_by_desc(table::Column::SeenAt)
            .all(&self.db)
            .await
            .map_err(fault)?;
        Ok(rows
            .into_iter()
            .map(|row| SignedInDevice {
                here: here.as_ref() == Some(&row.id_hash),
                handle: row.id_hash[..HANDLE].to_owned(),
                device: row.device,
                since: row.created_at,
                seen_at: row.seen_at,
            })
            .collect())
    }

    /// Signs one of the actor's own devices out.
    pub async fn sign_out_device(&self, handle: &str) -> std::result::Result<(), Failure> {
        self.allow(Action::OwnAccountChange)?;
        let account = self.actor.account.ok_or(Failure::NotFound)?;
        if handle.len() != HANDLE || !handle.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Failure::NotFound);
        }
        let gone = table::Entity::delete_many()
            .filter(table::Column::AccountId.eq(account))
            .filter(table::Column::IdHash.starts_with(handle))
            .exec(&self.db)
            .await
            .map_err(fault)?;
        if gone.rows_affected == 0 { Err(Failure::NotFound) } else { Ok(()) }
    }
}

/// Lets go of sessions that have ended.
pub async fn forget_ended(db: &DatabaseConnection, now: DateTime<Utc>) -> std::result::Result<u64, Failure> {
    let gone = table::Entity::delete_many().filter(table::Column::ExpiresAt.lte(now)).exec(db).await.map_err(fault)?;
    Ok(gone.rows_affected)
}
