//! Tokens for scripts: shown once, kept as a hash, for a time.

use chrono::Duration;
use domain::account::{ApiToken, limits};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::sign_in::hash_of;
use crate::entities::api_token;
use crate::fault::fault;
use crate::keys::random_token;
use crate::session::{Operation, Session};

/// So that a leaked one is recognised for what it is.
const PREFIX: &str = "gandan_";

impl Session {
    /// Makes a token for an account and answers it: it is not to be read again. Whoever makes one for
    /// somebody else must be the command line.
    pub async fn make_token(&self, operation: Operation, account: Uuid, name: &str, writes: bool, days: i64) -> Result<String, Failure> {
        if self.actor.account.is_some_and(|own| own != account) {
            return Err(Failure::NotFound);
        }
        let mut errors = FieldErrors::default();
        let name = text::clean(name);
        if name.is_empty() {
            errors.push("name", "required", "");
        } else if name.chars().count() > limits::TOKEN_NAME {
            errors.push("name", "too_long", limits::TOKEN_NAME);
        }
        if !limits::TOKEN_DAYS.contains(&days) {
            errors.push("days", "token_days", limits::TOKEN_DAYS.end());
        }
        errors.into_result()?;
        let secret = format!("{PREFIX}{}", random_token());
        let token_hash = hash_of(&secret);
        self.write(Action::TokenAdd, operation, move |write| {
            Box::pin(async move {
                let id = Uuid::now_v7();
                let token = api_token::ActiveModel {
                    id: Set(id),
                    account_id: Set(account),
                    name: Set(name),
                    token_hash: Set(token_hash),
                    writes: Set(writes),
                    created_at: Set(write.now),
                    expires_at: Set(write.now + Duration::days(days)),
                    last_used_at: Set(None),
                    ended_at: Set(None),
                };
                api_token::Entity::insert(token).exec_without_returning(&write.tx).await.map_err(fault)?;
                let changes = [
                    FieldChange { field: "account".into(), from: Value::Null, to: json!(account) },
                    FieldChange { field: "writes".into(), from: Value::Null, to: json!(writes) },
                    FieldChange { field: "days".into(), from: Value::Null, to: json!(days) },
                ];
                write.log("api_token", id, 1, &changes).await
            })
        })
        .await?;
        Ok(secret)
    }

    /// The actor's own tokens, newest first; ended ones too.
    pub async fn own_tokens(&self) -> Result<Vec<ApiToken>, Failure> {
        self.allow(Action::OwnAccountRead)?;
        let Some(account) = self.actor.account else { return Ok(Vec::new()) };
        let rows = api_token::Entity::find()
            .filter(api_token::Column::AccountId.eq(account))
            .order_by_desc(api_token::Column::CreatedAt)
            .all(&self.db)
            .await
            .map_err(fault)?;
        Ok(rows
            .into_iter()
            .map(|row| ApiToken {
                id: row.id,
                name: row.name,
                writes: row.writes,
                created_at: row.created_at,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                ended_at: row.ended_at,
            })
            .collect())
    }

    /// Ends one of the actor's own tokens.
    pub async fn end_token(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let account = self.actor.account.ok_or(Failure::NotFound)?;
        self.write(Action::TokenEnd, operation, move |write| {
            Box::pin(async move {
                let found = api_token::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let token = found.filter(|token| token.account_id == account && token.ended_at.is_none()).ok_or(Failure::NotFound)?;
                let mut row = token.into_active_model();
                row.ended_at = Set(Some(write.now));
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "ended_at".into(), from: Value::Null, to: json!(write.now) };
                write.log("api_token", id, 2, &[change]).await
            })
        })
        .await
    }
}
