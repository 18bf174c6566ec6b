//! Signing in with user name and password.

use std::net::IpAddr;
use std::time::Duration;

use domain::account::{limits, user_name};
use domain::failure::Failure;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::password::Hasher;
use super::throttle::Throttle;
use crate::entities::account;
use crate::fault::fault;
use crate::keys::{Keys, Purpose, random_token};
use crate::session::hex;

/// What stands in the database for a secret of 256 random bits: nobody guesses those, so a fast hash will do.
pub(crate) fn hash_of(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Hashing at once: one leaves a core to those who are signed in.
const AT_ONCE: usize = 1;
/// Attempts that may wait for their turn; any more are told to come back.
const WAITING: usize = 8;

/// Whose session to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub account: Uuid,
    pub version: i64,
    /// For the device's own cookie: it vouches that this person signed in here before.
    pub known_device: String,
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// User name or password: never said which.
    Wrong,
    SlowDown(Duration),
    Failed(Failure),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The door of one running program.
#[derive(Clone, Debug)]
pub struct SignIns {
    db: DatabaseConnection,
    keys: Keys,
    pub hasher: Hasher,
    throttle: Throttle,
    waiting: std::sync::Arc<tokio::sync::Semaphore>,
}

impl SignIns {
    pub fn new(db: DatabaseConnection, keys: Keys) -> Self {
        let waiting = std::sync::Arc::new(tokio::sync::Semaphore::new(WAITING));
        Self { db, keys, hasher: Hasher::new(AT_ONCE), throttle: Throttle::default(), waiting }
    }

    /// Checks user name and password. Who has to wait is told before anything is hashed.
    pub async fn by_password(&self, name: &str, password: &str, address: IpAddr, known_device: &str) -> Result<SignedIn, Refused> {
        let name = user_name(name);
        if name.len() > *limits::USER_NAME.end() || password.chars().count() > *limits::PASSWORD.end() {
            return Err(Refused::Wrong);
        }
        if let Some(wait) = self.throttle.wait(&name, address, false).filter(|_| !self.knows_any(known_device)) {
            return Err(Refused::SlowDown(wait));
        }
        let found = account::Entity::find().filter(account::Column::UserName.eq(&name)).one(&self.db).await.map_err(fault)?;
        let found = found.filter(|account| account.closed_on.is_none());
        let known = found.as_ref().is_some_and(|account| self.knows(known_device, account));
        if let Some(wait) = self.throttle.wait(&name, address, known) {
            return Err(Refused::SlowDown(wait));
        }
        let Ok(_place) = self.waiting.clone().try_acquire_owned() else { return Err(Refused::SlowDown(Duration::from_secs(5))) };
        let hash = found.as_ref().and_then(|account| account.password_hash.as_deref());
        match (self.hasher.agrees(password, hash).await?, found) {
            (true, Some(account)) => Ok(self.signed_in(&account)),
            _ => {
                self.throttle.failed(&name, address);
                Err(Refused::Wrong)
            }
        }
    }

    pub(super) fn signed_in(&self, account: &account::Model) -> SignedIn {
        let said = format!("{}.{}", account.id, &random_token()[..16]);
        let known_device = format!("{said}.{}", self.keys.sum(Purpose::KnownDevice, &said));
        SignedIn { account: account.id, version: account.credential_version, known_device }
    }

    fn vouched<'a>(&self, cookie: &'a str) -> Option<&'a str> {
        let (said, sum) = cookie.rsplit_once('.')?;
        self.keys.agrees(Purpose::KnownDevice, said, sum).then_some(said)
    }

    fn knows_any(&self, cookie: &str) -> bool {
        self.vouched(cookie).is_some()
    }

    fn knows(&self, cookie: &str, account: &account::Model) -> bool {
        self.vouched(cookie).and_then(|said| said.split_once('.')).is_some_and(|(id, _)| id == account.id.to_string())
    }
}
