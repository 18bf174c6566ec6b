//! Links that are good once and for a time: with one a person chooses a password, nobody else does.

use chrono::{DateTime, Duration, Utc};
use domain::account::LinkKind;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::identity::actor;
use super::password;
use super::second_step::Passed;
use super::sign_in::{SignIns, SignedIn, hash_of};
use crate::calendar::end_feeds_of;
use crate::entities::{account, account_link, api_token, session};
use crate::fault::fault;
use crate::keys::random_token;
use crate::place::rows::parse;
use crate::session::{Operation, Session, Write};

/// Who may choose a password with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOwner {
    pub account: Uuid,
    pub kind: LinkKind,
    pub user_name: String,
    pub display_name: String,
    pub expires_at: DateTime<Utc>,
}

fn good_for(kind: LinkKind) -> Duration {
    match kind {
        LinkKind::Invitation => Duration::days(7),
        LinkKind::Reset => Duration::hours(24),
    }
}

async fn owner(db: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<(LinkOwner, account::Model), Failure> {
    let link = account_link::Entity::find_by_id(hash_of(token)).one(db).await.map_err(fault)?;
    let Some(link) = link.filter(|link| link.expires_at > now) else {
        tracing::warn!("a link that is spent, too old or unknown");
        return Err(Failure::NotFound);
    };
    let found = account::Entity::find_by_id(link.account_id).one(db).await.map_err(fault)?;
    let account = found.filter(|account| account.closed_on.is_none()).ok_or(Failure::NotFound)?;
    let owner = LinkOwner {
        account: account.id,
        kind: parse(&link.kind)?,
        user_name: account.user_name.clone(),
        display_name: account.display_name.clone(),
        expires_at: link.expires_at,
    };
    Ok((owner, account))
}

impl Session {
    /// Makes a link for an account and answers its secret, which is shown once. Earlier ones are good no more.
    pub async fn make_link(&self, operation: Operation, id: Uuid, kind: LinkKind) -> Result<String, Failure> {
        let secret = random_token();
        let token_hash = hash_of(&secret);
        self.write(Action::AccountInvite, operation, move |write| {
            Box::pin(async move {
                let account = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let account = account.filter(|account| account.closed_on.is_none()).ok_or(Failure::NotFound)?;
                account_link::Entity::delete_many().filter(account_link::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
                let link = account_link::ActiveModel {
                    token_hash: Set(token_hash),
                    account_id: Set(id),
                    kind: Set(kind.code().into()),
                    created_at: Set(write.now),
                    expires_at: Set(write.now + good_for(kind)),
                };
                account_link::Entity::insert(link).exec_without_returning(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "link".into(), from: Value::Null, to: json!(kind) };
                write.log("account", id, account.revision, &[change]).await
            })
        })
        .await?;
        Ok(secret)
    }

    /// Gives the actor another password, and ends all their sessions; `old` is asked for again.
    pub async fn change_own_password(&self, operation: Operation, ins: &SignIns, old: &str, new: &str) -> Result<SignedIn, Failure> {
        self.allow(Action::OwnAccountChange)?;
        let id = self.actor.account.ok_or(Failure::NotFound)?;
        let account = account::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
        if !ins.own_password(&account, old, "old_password").await? {
            return Err(FieldErrors::one("old_password", "password_wrong", "").into());
        }
        password::check(new, &[&account.user_name, &account.display_name])?;
        let hash = ins.hasher.hash(new).await?;
        self.write(Action::OwnAccountChange, operation, move |write| Box::pin(set_password(write, id, hash))).await?;
        let account = account::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
        Ok(ins.signed_in(&account))
    }
}

/// Who may use a link; none that is spent, too old or unknown.
pub async fn link_owner(db: &DatabaseConnection, token: &str, now: DateTime<Utc>) -> Result<LinkOwner, Failure> {
    Ok(owner(db, token, now).await?.0)
}

/// Takes a link: the person behind it acts, under their own name. It stands for the password alone: a second
/// factor is asked for all the same.
pub async fn take_link(session: &Session, ins: &SignIns, token: &str, new: &str) -> Result<Passed, Failure> {
    let (owned, account) = owner(&session.db, token, session.now).await?;
    password::check(new, &[&account.user_name, &account.display_name])?;
    let hash = ins.hasher.hash(new).await?;
    let actor = actor(&session.db, &account).await?;
    let own = Session { actor, ..session.clone() };
    let token_hash = hash_of(token);
    own.write(Action::OwnAccountChange, Operation::once(), move |write| {
        Box::pin(async move {
            // Two who press at once: the first takes it.
            let taken = account_link::Entity::delete_by_id(token_hash).exec(&write.tx).await.map_err(fault)?;
            if taken.rows_affected == 0 {
                return Err(Failure::NotFound);
            }
            set_password(write, owned.account, hash).await
        })
    })
    .await?;
    let account = account::Entity::find_by_id(account.id).one(&session.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    ins.passed(&account).await
}

/// Scripts and calendars of this person have to be let in anew.
pub(super) async fn end_tokens(write: &Write, account: Uuid) -> Result<(), Failure> {
    api_token::Entity::update_many()
        .col_expr(api_token::Column::EndedAt, Expr::value(write.now))
        .filter(api_token::Column::AccountId.eq(account))
        .filter(api_token::Column::EndedAt.is_null())
        .exec(&write.tx)
        .await
        .map_err(fault)?;
    end_feeds_of(&write.tx, account, write.now).await
}

async fn set_password(write: &mut Write, id: Uuid, hash: String) -> Result<(), Failure> {
    let account = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    let (revision, version) = (account.revision + 1, account.credential_version + 1);
    let mut row = account.into_active_model();
    row.password_hash = Set(Some(hash));
    row.credential_version = Set(version);
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    // Whoever had a way in before has none now.
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
    account_link::Entity::delete_many().filter(account_link::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
    end_tokens(write, id).await?;
    tracing::info!(account = %id, "another password");
    let change = FieldChange { field: "password".into(), from: Value::Null, to: json!("changed") };
    write.log("account", id, revision, &[change]).await
}
