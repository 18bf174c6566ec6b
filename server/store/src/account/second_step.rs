//! Between the right password and the open session: the code, or setting it up where a role asks for one.
//! Whoever stands here has no rights at all.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::account::TypedCode;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Role;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::actor;
use super::phone_code::{self, Offer};
use super::recovery_code;
use super::second_factor::with_second_factor;
use super::sign_in::{Refused, SignIns, SignedIn, begins_now};
use crate::actor::Actor;
use crate::entities::account;
use crate::fault::fault;
use crate::session::{Operation, Session};

/// Somebody who knows the password, and must show more before a session opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfOpen {
    pub account: Uuid,
    /// Of the credentials; with others it is worth nothing.
    pub version: i64,
    /// They have no second factor yet, and a role that asks for one.
    pub sets_up: bool,
}

/// What the right password, or a link, opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    In(SignedIn),
    Half(HalfOpen),
}

impl SignIns {
    /// Roles whose people must have a second factor.
    pub fn asking_for_second_factor(mut self, roles: Vec<Role>) -> Self {
        self.second_factor_for = roles.into();
        self
    }

    /// What opens for somebody who has shown that the account is theirs, as far as a password can.
    pub(super) async fn passed(&self, account: &account::Model) -> Result<Passed, Failure> {
        let half = |sets_up| Passed::Half(HalfOpen { account: account.id, version: account.credential_version, sets_up });
        if !with_second_factor(&self.db, &[account.id]).await?.is_empty() {
            return Ok(half(false));
        }
        let asked = !self.second_factor_for.is_empty() && self.asks(&actor(&self.db, account).await?);
        Ok(if asked { half(true) } else { Passed::In(self.signed_in(account)) })
    }

    /// Whether a role of this person asks for a second factor.
    pub(super) fn asks(&self, actor: &Actor) -> bool {
        self.second_factor_for.iter().any(|role| actor.has_role(*role))
    }

    /// Whether this person may do nothing before they have set a second factor up: also one who signed in
    /// before their role asked for it.
    pub async fn must_set_up(&self, actor: &Actor) -> Result<bool, Failure> {
        let Some(id) = actor.account.filter(|_| self.asks(actor)) else { return Ok(false) };
        Ok(with_second_factor(&self.db, &[id]).await?.is_empty())
    }

    /// Checks the code of the second step: from the phone or from the paper.
    pub async fn by_code(
        &self,
        half: &HalfOpen,
        typed: &str,
        address: IpAddr,
        known_device: &str,
        now: DateTime<Utc>,
    ) -> Result<SignedIn, Refused> {
        let account = self.still(half).await?;
        if half.sets_up {
            return Err(Refused::Failed(Failure::SignInRequired));
        }
        // A device that was let in before answers for itself: whoever else knows the password does not stand in
        // its way. One that was let in by the password alone, before there was a second factor, does not count.
        let device = self.vouched(known_device).filter(|said| said.starts_with(&begins_now(&account)));
        let who = device.map_or_else(|| account.id.to_string(), ToOwned::to_owned);
        match self.code(&account, typed, &who, now).await? {
            Ok(true) => {
                tracing::info!(account = %account.id, %address, "signed in with a second factor");
                Ok(self.signed_in(&account))
            }
            Ok(false) => {
                tracing::warn!(account = %account.id, %address, "the code of a second factor was refused");
                Err(Refused::Wrong)
            }
            Err(wait) => Err(self.slow_down(wait, address)),
        }
    }

    /// Whether this is a code of somebody who is signed in already; what is wrong is said beside `field`.
    pub(super) async fn own_code(&self, account: &account::Model, typed: &str, now: DateTime<Utc>, field: &str) -> Result<bool, Failure> {
        // Anything else than a code is not counted as a wrong one.
        if TypedCode::read(typed).is_none() {
            return Ok(false);
        }
        let said = self.code(account, typed, &account.id.to_string(), now).await?;
        if said != Ok(true) {
            tracing::warn!(account = %account.id, "own code refused");
        }
        said.map_err(|wait| FieldErrors::one(field, "too_many_attempts", wait.as_secs() + 1).into())
    }

    async fn code(
        &self,
        account: &account::Model,
        typed: &str,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Result<bool, std::time::Duration>, Failure> {
        // One after the other: a thousand guesses at once are counted before the next is looked at.
        let _turn = self.codes.lock().await;
        if let Some(wait) = self.throttle.wait_for_code(who) {
            return Ok(Err(wait));
        }
        let taken = match TypedCode::read(typed) {
            Some(TypedCode::Phone(code)) => phone_code::take(&self.db, &self.keys, account.id, &code, now).await?,
            Some(TypedCode::Recovery(code)) => recovery_code::take(&self.db, &self.keys, account.id, &code, now).await?,
            None => false,
        };
        if !taken {
            self.throttle.code_failed(who);
        }
        Ok(Ok(taken))
    }

    /// A secret for the phone of somebody who must set it up before they come in.
    pub async fn offer(&self, session: &Session, half: &HalfOpen, before: Option<&str>) -> Result<Offer, Failure> {
        phone_code::offer(&session.keys, &self.setting_up(half).await?, before)
    }

    /// Sets the second factor up, and lets in: the person acts, under their own name.
    pub async fn set_up(&self, session: &Session, half: &HalfOpen, offered: &str, code: &str) -> Result<(SignedIn, Vec<String>), Failure> {
        let account = self.setting_up(half).await?;
        let own = Session { actor: actor(&self.db, &account).await?, ..session.clone() };
        own.confirm_second_factor(Operation::once(), self, offered, code).await
    }

    async fn setting_up(&self, half: &HalfOpen) -> Result<account::Model, Failure> {
        if half.sets_up { self.still(half).await } else { Err(Failure::SignInRequired) }
    }

    /// The account, as long as it is open and nothing about its credentials has changed since.
    async fn still(&self, half: &HalfOpen) -> Result<account::Model, Failure> {
        let found = account::Entity::find_by_id(half.account).one(&self.db).await.map_err(fault)?;
        found.filter(|account| account.closed_on.is_none() && account.credential_version == half.version).ok_or(Failure::SignInRequired)
    }
}
