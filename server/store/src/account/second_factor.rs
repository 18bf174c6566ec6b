//! A second factor beside the password: switched on, off and reset. What stands in the change log is that it
//! was, and by whom.

use std::collections::HashSet;

use domain::account::{SecondFactor, TypedCode};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::link::end_tokens;
use super::phone_code::{self, Offer};
use super::recovery_code;
use super::sign_in::{SignIns, SignedIn};
use super::write::touch;
use crate::entities::{account, second_factor};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

/// Which of these accounts have one.
pub(super) async fn with_second_factor(db: &impl ConnectionTrait, accounts: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
    let found: Vec<Uuid> = second_factor::Entity::find()
        .filter(second_factor::Column::AccountId.is_in(accounts.iter().copied()))
        .select_only()
        .column(second_factor::Column::AccountId)
        .into_tuple()
        .all(db)
        .await
        .map_err(fault)?;
    Ok(found.into_iter().collect())
}

fn code_wrong() -> Failure {
    FieldErrors::one("code", "code_wrong", "").into()
}

impl Session {
    /// The actor's own; none while it is off.
    pub async fn second_factor(&self) -> Result<Option<SecondFactor>, Failure> {
        self.allow(Action::OwnAccountRead)?;
        let id = self.actor.account.ok_or(Failure::NotFound)?;
        let Some(factor) = second_factor::Entity::find_by_id(id).one(&self.db).await.map_err(fault)? else { return Ok(None) };
        Ok(Some(SecondFactor { since: factor.confirmed_at, codes_left: recovery_code::left(&self.db, id).await? }))
    }

    /// A secret for the actor's phone: the one that was offered `before` in this session, or another.
    pub async fn offer_second_factor(&self, before: Option<&str>) -> Result<Offer, Failure> {
        self.allow(Action::OwnAccountChange)?;
        phone_code::offer(&self.keys, &self.own_row().await?, before)
    }

    /// Switches the actor's own on and answers its recovery codes, to be shown once; `old_password` is asked for
    /// again. All their sessions end.
    pub async fn switch_second_factor_on(
        &self,
        operation: Operation,
        ins: &SignIns,
        offered: &str,
        code: &str,
        old_password: &str,
    ) -> Result<(SignedIn, Vec<String>), Failure> {
        self.allow(Action::OwnAccountChange)?;
        if !ins.own_password(&self.own_row().await?, old_password, "old_password").await? {
            return Err(FieldErrors::one("old_password", "password_wrong", "").into());
        }
        self.confirm_second_factor(operation, ins, offered, code).await
    }

    pub(super) async fn confirm_second_factor(
        &self,
        operation: Operation,
        ins: &SignIns,
        offered: &str,
        code: &str,
    ) -> Result<(SignedIn, Vec<String>), Failure> {
        let account = self.own_row().await?;
        let Some(TypedCode::Phone(code)) = TypedCode::read(code) else { return Err(code_wrong()) };
        let Some(step) = phone_code::shown(&self.keys, &account, offered, &code, self.now)? else {
            tracing::warn!(account = %account.id, "the code that sets a second factor up was refused");
            return Err(code_wrong());
        };
        let (codes, sealed, keys) = (recovery_code::make(), offered.to_owned(), self.keys.clone());
        let kept = codes.clone();
        self.write(Action::OwnAccountChange, operation, move |write| {
            Box::pin(async move {
                let found = account::Entity::find_by_id(account.id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                if second_factor::Entity::find_by_id(account.id).one(&write.tx).await.map_err(fault)?.is_some() {
                    return Err(FieldErrors::one("code", "second_factor_is_on", "").into());
                }
                let factor = second_factor::ActiveModel {
                    account_id: Set(account.id),
                    secret_sealed: Set(sealed),
                    confirmed_at: Set(write.now),
                    last_step: Set(step),
                };
                second_factor::Entity::insert(factor).exec_without_returning(&write.tx).await.map_err(fault)?;
                recovery_code::keep(&write.tx, &keys, account.id, &kept).await?;
                // A token from before was made with the password alone.
                end_tokens(write, account.id).await?;
                switched(write, found, "off", "on").await
            })
        })
        .await?;
        Ok((ins.signed_in(&self.own_row().await?), codes))
    }

    /// Ten other recovery codes, to be shown once; `proof` is the password or a code.
    pub async fn renew_recovery_codes(&self, operation: Operation, ins: &SignIns, proof: &str) -> Result<Vec<String>, Failure> {
        self.allow(Action::OwnAccountChange)?;
        let id = self.proven(ins, proof).await?;
        let (codes, keys) = (recovery_code::make(), self.keys.clone());
        let kept = codes.clone();
        self.write(Action::OwnAccountChange, operation, move |write| {
            Box::pin(async move {
                let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                recovery_code::keep(&write.tx, &keys, id, &kept).await?;
                let change = FieldChange { field: "recovery_codes".into(), from: Value::Null, to: json!("renewed") };
                write.log("account", id, found.revision, &[change]).await
            })
        })
        .await?;
        Ok(codes)
    }

    /// Switches the actor's own off; `code` is one of the phone or of the paper: whoever has the password alone
    /// must not get rid of what stands in their way. All their sessions end.
    pub async fn switch_second_factor_off(&self, operation: Operation, ins: &SignIns, code: &str) -> Result<SignedIn, Failure> {
        self.allow(Action::OwnAccountChange)?;
        let account = self.own_row().await?;
        let id = account.id;
        if second_factor::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.is_none() {
            return Err(Failure::NotFound);
        }
        if ins.asks(&self.actor) {
            return Err(FieldErrors::one("proof", "second_factor_is_the_rule", "").into());
        }
        if !ins.own_code(&account, code, self.now, "proof").await? {
            return Err(FieldErrors::one("proof", "code_needed", "").into());
        }
        self.write(Action::OwnAccountChange, operation, move |write| Box::pin(take_away(write, id, "off"))).await?;
        Ok(ins.signed_in(&self.own_row().await?))
    }

    /// Takes somebody's away who has lost both phone and paper: they sign in with their password alone again.
    pub async fn reset_second_factor(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let own = self.actor.account;
        self.write(Action::AccountFactorReset, operation, move |write| {
            Box::pin(async move {
                if own == Some(id) {
                    return Err(FieldErrors::one("account", "own_second_factor", "").into());
                }
                take_away(write, id, "reset").await
            })
        })
        .await
    }

    async fn own_row(&self) -> Result<account::Model, Failure> {
        let id = self.actor.account.ok_or(Failure::NotFound)?;
        account::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)
    }

    /// The actor's account, once they have shown again who they are.
    async fn proven(&self, ins: &SignIns, proof: &str) -> Result<Uuid, Failure> {
        let account = self.own_row().await?;
        if second_factor::Entity::find_by_id(account.id).one(&self.db).await.map_err(fault)?.is_none() {
            return Err(Failure::NotFound);
        }
        let proven = ins.own_code(&account, proof, self.now, "proof").await?
            || (!matches!(TypedCode::read(proof), Some(TypedCode::Phone(_))) && ins.own_password(&account, proof, "proof").await?);
        if proven { Ok(account.id) } else { Err(FieldErrors::one("proof", "proof_wrong", "").into()) }
    }
}

async fn take_away(write: &mut Write, id: Uuid, to: &'static str) -> Result<(), Failure> {
    let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    let gone = second_factor::Entity::delete_by_id(id).exec(&write.tx).await.map_err(fault)?;
    if gone.rows_affected == 0 {
        return Err(Failure::NotFound);
    }
    recovery_code::drop_all(&write.tx, id).await?;
    switched(write, found, "on", to).await
}

/// Ends all sessions, and says so in the log.
async fn switched(write: &mut Write, found: account::Model, from: &str, to: &str) -> Result<(), Failure> {
    let id = found.id;
    let revision = touch(write, found, false).await?;
    tracing::info!(account = %id, to, "second factor switched");
    write.log("account", id, revision, &[FieldChange { field: "second_factor".into(), from: json!(from), to: json!(to) }]).await
}
