//! Signing in with user name and password.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::account::{limits, user_name};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Role;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use super::password::Hasher;
use super::second_step::Passed;
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
    pub(super) db: DatabaseConnection,
    pub(super) keys: Keys,
    pub hasher: Hasher,
    pub(super) throttle: Throttle,
    pub(super) second_factor_for: Arc<[Role]>,
    /// Codes are looked at one after the other.
    pub(super) codes: Arc<Mutex<()>>,
    /// So are passwords of people who are signed in already.
    own: Arc<Mutex<()>>,
    waiting: Arc<Semaphore>,
    /// Places of their own: strangers who knock do not stand in the way of those who have been here.
    waiting_known: Arc<Semaphore>,
}

impl SignIns {
    pub fn new(db: DatabaseConnection, keys: Keys) -> Self {
        let places = || Arc::new(Semaphore::new(WAITING));
        Self {
            db,
            keys,
            hasher: Hasher::new(AT_ONCE),
            throttle: Throttle::default(),
            second_factor_for: Arc::default(),
            codes: Arc::default(),
            own: Arc::default(),
            waiting: places(),
            waiting_known: places(),
        }
    }

    /// Checks user name and password. Who has to wait is told before anything is hashed.
    pub async fn by_password(&self, name: &str, password: &str, address: IpAddr, known_device: &str) -> Result<Passed, Refused> {
        let name = user_name(name);
        if name.len() > *limits::USER_NAME.end() || password.chars().count() > *limits::PASSWORD.end() {
            return Err(Refused::Wrong);
        }
        let device = self.vouched(known_device);
        if let Some(wait) = self.throttle.wait(&name, address, device) {
            return Err(self.slow_down(wait, address));
        }
        let found = account::Entity::find().filter(account::Column::UserName.eq(&name)).one(&self.db).await.map_err(fault)?;
        let found = found.filter(|account| account.closed_on.is_none());
        // A cookie that vouches for somebody else vouches for nothing here.
        let device = device.filter(|said| found.as_ref().is_some_and(|account| is_of(said, account)));
        if let Some(wait) = self.throttle.wait(&name, address, device) {
            return Err(self.slow_down(wait, address));
        }
        let queue = if device.is_some() { &self.waiting_known } else { &self.waiting };
        let Ok(_place) = queue.clone().try_acquire_owned() else { return Err(self.slow_down(Duration::from_secs(5), address)) };
        let hash = found.as_ref().and_then(|account| account.password_hash.as_deref());
        // Held until a failure is counted: those who waited meanwhile are measured by it.
        let turn = self.hasher.turn().await?;
        if let Some(wait) = self.throttle.wait(&name, address, device) {
            return Err(self.slow_down(wait, address));
        }
        match (self.hasher.agrees(&turn, password, hash).await?, found) {
            (true, Some(account)) => {
                let passed = self.passed(&account).await?;
                let said =
                    if matches!(passed, Passed::In(_)) { "signed in" } else { "the password was right, a second factor is asked for" };
                tracing::info!(account = %account.id, %address, "{said}");
                Ok(passed)
            }
            (_, found) => {
                // The name may be a password that was typed into the wrong field: it is not logged.
                tracing::warn!(account = ?found.map(|account| account.id), %address, "sign-in refused");
                self.throttle.failed(&name, address, device);
                Err(Refused::Wrong)
            }
        }
    }

    pub(super) fn slow_down(&self, wait: Duration, address: IpAddr) -> Refused {
        tracing::warn!(%address, seconds = wait.as_secs(), "sign-in slowed down");
        Refused::SlowDown(wait)
    }

    /// Whether this is the password of an account whose person is signed in already; guessing is slowed
    /// down here too, and said so beside `field`.
    pub(super) async fn own_password(&self, account: &account::Model, typed: &str, field: &str) -> Result<bool, Failure> {
        let own = account.id.to_string();
        let nowhere = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
        // One after the other: a thousand guesses at once are counted before the next is hashed.
        let _one = self.own.lock().await;
        if let Some(wait) = self.throttle.wait(&own, nowhere, Some(&own)) {
            return Err(FieldErrors::one(field, "too_many_attempts", wait.as_secs() + 1).into());
        }
        let turn = self.hasher.turn().await?;
        let agrees = self.hasher.agrees(&turn, typed, account.password_hash.as_deref()).await?;
        if !agrees {
            tracing::warn!(account = %account.id, "own password refused");
            self.throttle.failed(&own, nowhere, Some(&own));
        }
        Ok(agrees)
    }

    pub(super) fn signed_in(&self, account: &account::Model) -> SignedIn {
        let said = format!("{}{}", begins_now(account), &random_token()[..16]);
        let known_device = format!("{said}.{}", self.keys.sum(Purpose::KnownDevice, &said));
        SignedIn { account: account.id, version: account.credential_version, known_device }
    }

    pub(super) fn vouched<'a>(&self, cookie: &'a str) -> Option<&'a str> {
        let (said, sum) = cookie.rsplit_once('.')?;
        self.keys.agrees(Purpose::KnownDevice, said, sum).then_some(said)
    }
}

/// How a device begins that was let in with the credentials of now.
pub(super) fn begins_now(account: &account::Model) -> String {
    format!("{}.{}.", account.id, account.credential_version)
}

fn is_of(said: &str, account: &account::Model) -> bool {
    said.split_once('.').is_some_and(|(id, _)| id == account.id.to_string())
}
