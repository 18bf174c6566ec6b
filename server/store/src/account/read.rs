//! Accounts as their administrator sees them, and as they see themselves.

use std::collections::HashMap;

use domain::account::{Account, GivenRole, GivenUnit, user_name};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::second_factor::with_second_factor;
use crate::admin_unit::units_by_id;
use crate::entities::{account, account_role, session};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

pub(super) async fn accounts(db: &impl ConnectionTrait, rows: Vec<account::Model>) -> Result<Vec<Account>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let roles = account_role::Entity::find().filter(account_role::Column::AccountId.is_in(ids.clone())).all(db).await.map_err(fault)?;
    let units = units_by_id(db, roles.iter().filter_map(|role| role.admin_unit_id)).await?;
    let mut given: HashMap<Uuid, Vec<GivenRole>> = HashMap::new();
    for role in roles {
        let unit = role.admin_unit_id.and_then(|id| units.get(&id)).map(|unit| GivenUnit {
            id: unit.id,
            code: unit.code.clone(),
            name: unit.full_name(),
            ended: unit.valid_to.is_some(),
        });
        given.entry(role.account_id).or_default().push(GivenRole { role: parse(&role.role)?, unit });
    }
    let secured = with_second_factor(db, &ids).await?;
    let seen: Vec<(Option<Uuid>, Option<chrono::DateTime<chrono::Utc>>)> = session::Entity::find()
        .filter(session::Column::AccountId.is_in(ids))
        .select_only()
        .column(session::Column::AccountId)
        .column_as(session::Column::SeenAt.max(), "seen_at")
        .group_by(session::Column::AccountId)
        .into_tuple()
        .all(db)
        .await
        .map_err(fault)?;
    let seen: HashMap<Uuid, _> = seen.into_iter().filter_map(|(id, at)| Some((id?, at?))).collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut roles = given.remove(&row.id).unwrap_or_default();
            roles.sort();
            Account {
                last_seen_at: seen.get(&row.id).copied(),
                id: row.id,
                user_name: row.user_name,
                display_name: row.display_name,
                roles,
                second_factor: secured.contains(&row.id),
                has_password: row.password_hash.is_some(),
                closed_on: row.closed_on,
                sample: row.sample,
                revision: row.revision,
                created_at: row.created_at,
            }
        })
        .collect())
}

impl Session {
    /// All accounts by user name, closed ones too.
    pub async fn accounts(&self) -> Result<Vec<Account>, Failure> {
        self.allow(Action::AccountRead)?;
        let rows = account::Entity::find().order_by_asc(account::Column::UserName).all(&self.db).await.map_err(fault)?;
        accounts(&self.db, rows).await
    }

    pub async fn account(&self, id: Uuid) -> Result<Account, Failure> {
        self.allow(Action::AccountRead)?;
        let rows = account::Entity::find_by_id(id).all(&self.db).await.map_err(fault)?;
        accounts(&self.db, rows).await?.pop().ok_or(Failure::NotFound)
    }

    /// By user name, for commands.
    pub async fn account_named(&self, name: &str) -> Result<Account, Failure> {
        self.allow(Action::AccountRead)?;
        let rows = account::Entity::find().filter(account::Column::UserName.eq(user_name(name))).all(&self.db).await.map_err(fault)?;
        accounts(&self.db, rows).await?.pop().ok_or(Failure::NotFound)
    }

    /// The actor's own account.
    pub async fn own_account(&self) -> Result<Account, Failure> {
        self.allow(Action::OwnAccountRead)?;
        let id = self.actor.account.ok_or(Failure::NotFound)?;
        let rows = account::Entity::find_by_id(id).all(&self.db).await.map_err(fault)?;
        accounts(&self.db, rows).await?.pop().ok_or(Failure::NotFound)
    }
}

/// Accounts whose password everybody knows are here: such a program stays on its own machine.
pub async fn has_sample_accounts(db: &DatabaseConnection) -> Result<bool, Failure> {
    let open = account::Entity::find().filter(account::Column::Sample.eq(true)).filter(account::Column::ClosedOn.is_null());
    Ok(open.count(db).await.map_err(fault)? > 0)
}

/// Names for the actors of log entries; accounts that are gone have none.
pub(crate) async fn actor_names(
    db: &impl ConnectionTrait,
    actors: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>, Failure> {
    let ids: std::collections::BTreeSet<Uuid> = actors.into_iter().filter_map(|actor| Uuid::parse_str(&actor).ok()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .into_tuple()
        .all(db)
        .await
        .map_err(fault)?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}
