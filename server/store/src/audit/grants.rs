//! Who was let in to records of people: for the officer for data protection, who reads no other part of the change log.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::{Action, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::account::actor_names;
use crate::admin_unit::units_by_id;
use crate::entities::{account_role, change_log};
use crate::fault::fault;
use crate::place::entry;
use crate::session::Session;

/// Entries about accounts that are looked through at once.
const LOOKED_THROUGH: u64 = 500;

/// What opens records of people to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// Roles that it did not have before, each with the name of its unit.
    Roles(Vec<(Role, String)>),
    /// A link to choose a password for an account that has such a role.
    Link,
}

/// Somebody let somebody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub at: DateTime<Utc>,
    pub actor: String,
    /// Of who did it; none for the command line, and for those whose account is gone.
    pub actor_name: Option<String>,
    /// Whose account it is.
    pub account: Option<String>,
    pub granted: Granted,
}

impl Session {
    /// Latest first, as far as the latest entries about accounts go.
    pub async fn grants(&self, most: usize) -> Result<Vec<Grant>, Failure> {
        self.allow(Action::AccessLogRead)?;
        use change_log::Column as C;
        let actions = [Action::AccountAdd, Action::AccountRoles, Action::AccountInvite].map(Action::code);
        let rows = change_log::Entity::find().filter(C::RowTable.eq("account")).filter(C::Action.is_in(actions));
        let rows = rows.order_by_desc(C::Seq).limit(LOOKED_THROUGH).all(&self.db).await.map_err(fault)?;
        let entries = rows.into_iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let opening = self.accounts_that_open_people().await?;
        let new: Vec<HashSet<(Role, Uuid)>> = entries.iter().map(|entry| entry.changes.iter().flat_map(new_roles).collect()).collect();
        let units = units_by_id(&self.db, new.iter().flatten().map(|(_, unit)| *unit)).await?;
        let people = entries.iter().flat_map(|entry| [entry.actor.clone(), entry.row_id.to_string()]);
        let names: HashMap<String, String> = actor_names(&self.db, people).await?;
        let mut found = Vec::new();
        for (entry, new) in entries.into_iter().zip(new) {
            let link = entry.changes.iter().any(|change| change.field == "link") && opening.contains(&entry.row_id);
            let mut roles: Vec<(Role, String)> =
                new.into_iter().map(|(role, unit)| (role, units.get(&unit).map(|unit| unit.full_name()).unwrap_or_default())).collect();
            roles.sort();
            let granted = if link { Granted::Link } else { Granted::Roles(roles) };
            if granted != Granted::Roles(Vec::new()) {
                let account = names.get(&entry.row_id.to_string()).cloned();
                found.push(Grant { at: entry.at, actor_name: names.get(&entry.actor).cloned(), actor: entry.actor, account, granted });
            }
        }
        found.truncate(most);
        Ok(found)
    }

    async fn accounts_that_open_people(&self) -> Result<HashSet<Uuid>, Failure> {
        use account_role::Column as C;
        let roles = Role::all().iter().filter(|role| role.opens_people()).map(|role| role.code());
        let rows = account_role::Entity::find().filter(C::Role.is_in(roles)).select_only().column(C::AccountId);
        Ok(rows.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?.into_iter().collect())
    }
}

/// Roles that open people, and that were not there before.
fn new_roles(change: &FieldChange) -> Vec<(Role, Uuid)> {
    let read = |value: &serde_json::Value| -> HashSet<(String, Option<Uuid>)> { serde_json::from_value(value.clone()).unwrap_or_default() };
    if change.field != "roles" {
        return Vec::new();
    }
    let before = read(&change.from);
    let new = read(&change.to).into_iter().filter(|given| !before.contains(given));
    new.filter_map(|(role, unit)| Some((role.parse::<Role>().ok().filter(|role| role.opens_people())?, unit?))).collect()
}
