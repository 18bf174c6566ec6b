//! From what a request carries to who acts.

use chrono::{DateTime, Duration, Utc};
use domain::failure::Failure;
use domain::permission::Role;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::sign_in::hash_of;
use crate::actor::{Actor, Grant};
use crate::admin_unit::units_by_id;
use crate::entities::{account, account_role, api_token};
use crate::fault::fault;
use crate::place::rows::parse;

/// The last use of a token is kept to the minute: reading must not write each time.
const LAST_USE: Duration = Duration::minutes(1);

/// The actor behind an account, as long as it is open and its credentials are those of `version`.
pub async fn actor_of(db: &DatabaseConnection, id: Uuid, version: i64) -> Result<Option<Actor>, Failure> {
    let account = account::Entity::find_by_id(id).one(db).await.map_err(fault)?;
    match account.filter(|account| account.closed_on.is_none() && account.credential_version == version) {
        Some(account) => actor(db, &account).await.map(Some),
        None => Ok(None),
    }
}

/// The actor behind a token that still holds: its account's rights, and no more than the token's own.
pub async fn actor_of_token(db: &DatabaseConnection, secret: &str, now: DateTime<Utc>) -> Result<Option<Actor>, Failure> {
    let token = api_token::Entity::find().filter(api_token::Column::TokenHash.eq(hash_of(secret))).one(db).await.map_err(fault)?;
    let Some(token) = token.filter(|token| token.ended_at.is_none() && token.expires_at > now) else { return Ok(None) };
    let account = account::Entity::find_by_id(token.account_id).one(db).await.map_err(fault)?;
    let Some(account) = account.filter(|account| account.closed_on.is_none()) else { return Ok(None) };
    if token.last_used_at.is_none_or(|last| now - last > LAST_USE) {
        api_token::Entity::update_many()
            .col_expr(api_token::Column::LastUsedAt, Expr::value(now))
            .filter(api_token::Column::Id.eq(token.id))
            .exec(db)
            .await
            .map_err(fault)?;
    }
    let mut actor = actor(db, &account).await?;
    actor.reads_only = !token.writes;
    actor.by_token = true;
    Ok(Some(actor))
}

pub(crate) async fn actor(db: &impl ConnectionTrait, account: &account::Model) -> Result<Actor, Failure> {
    let roles = account_role::Entity::find().filter(account_role::Column::AccountId.eq(account.id)).all(db).await.map_err(fault)?;
    let units = units_by_id(db, roles.iter().filter_map(|role| role.admin_unit_id)).await?;
    let in_force = |unit: &Uuid| units.get(unit).is_some_and(|unit| unit.valid_to.is_none());
    let mut grants: Vec<Grant> = Vec::new();
    for given in roles {
        let role: Role = parse(&given.role)?;
        let unit = given.admin_unit_id.filter(in_force);
        match grants.iter_mut().find(|grant| grant.role == role) {
            Some(grant) => grant.units.extend(unit),
            None => grants.push(Grant { role, units: unit.into_iter().collect() }),
        }
    }
    Ok(Actor { account: Some(account.id), name: account.id.to_string(), grants, reads_only: false, by_token: false })
}
