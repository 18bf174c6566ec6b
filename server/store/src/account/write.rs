//! Accounts, their roles and their end. What a person is called stands in the account alone, never in the
//! change log, so that erasing the account erases the name.

use std::collections::BTreeSet;

use domain::account::AccountDraft;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::{Action, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::calendar::end_feeds_of;
use crate::entities::{account, account_role, admin_unit, api_token, session};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

/// An account to add, with the roles that it has from the start.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub draft: AccountDraft,
    /// Each with its unit; none for a role of the whole city.
    pub roles: Vec<(Role, Option<Uuid>)>,
    /// From the command line; others choose their own by an invitation.
    pub password_hash: Option<String>,
}

/// An account of the demo: its unit by code.
#[derive(Clone, Debug)]
pub struct SampleAccount {
    pub user_name: String,
    pub display_name: String,
    pub role: Role,
    pub unit_code: Option<String>,
    pub password_hash: String,
}

fn change(field: &str, from: Value, to: Value) -> FieldChange {
    FieldChange { field: field.into(), from, to }
}

impl Session {
    /// Adds an account and answers its id.
    pub async fn add_account(&self, operation: Operation, new: NewAccount) -> Result<Uuid, Failure> {
        let at_the_server = self.actor.is_local();
        self.write(Action::AccountAdd, operation, move |write| {
            Box::pin(async move {
                let draft = new.draft.check()?;
                let taken = account::Entity::find().filter(account::Column::UserName.eq(&draft.user_name)).count(&write.tx).await;
                if taken.map_err(fault)? > 0 {
                    return Err(FieldErrors::one("user_name", "user_name_taken", "").into());
                }
                check_roles(&write.tx, &new.roles, at_the_server).await?;
                insert(write, draft, new.password_hash, &new.roles, false).await
            })
        })
        .await
    }

    /// Changes what an account is called. The names stay out of the log: only that they changed is kept.
    pub async fn rename_account(&self, operation: Operation, id: Uuid, display_name: String) -> Result<(), Failure> {
        self.write(Action::AccountChange, operation, move |write| {
            Box::pin(async move {
                let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                let draft = AccountDraft { user_name: found.user_name.clone(), display_name }.check()?;
                let revision = found.revision + 1;
                let mut row = found.into_active_model();
                row.display_name = Set(draft.display_name);
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log("account", id, revision, &[change("display_name", Value::Null, json!("changed"))]).await
            })
        })
        .await
    }

    /// Gives an account exactly these roles; its sessions end, so that nothing goes on with the old ones.
    pub async fn set_roles(&self, operation: Operation, id: Uuid, roles: Vec<(Role, Option<Uuid>)>) -> Result<(), Failure> {
        let own = self.actor.account;
        let at_the_server = self.actor.is_local();
        self.write(Action::AccountRoles, operation, move |write| {
            Box::pin(async move {
                let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
                let before = roles_of(&write.tx, id).await?;
                let after: BTreeSet<(String, Option<Uuid>)> = roles.iter().map(|(role, unit)| (role.code().to_owned(), *unit)).collect();
                if before == after {
                    return Ok(());
                }
                // Nobody opens a door to themselves, or locks themselves out.
                if own == Some(id) {
                    return Err(FieldErrors::one("roles", "own_roles", "").into());
                }
                check_roles(&write.tx, &roles, at_the_server).await?;
                account_role::Entity::delete_many().filter(account_role::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
                give(write, id, &roles).await?;
                let revision = touch(write, found, false).await?;
                write.log("account", id, revision, &[change("roles", json!(before), json!(after))]).await
            })
        })
        .await
    }

    /// Closes an account: it cannot sign in any more, its sessions and tokens end. Its changes stay.
    pub async fn close_account(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let own = self.actor.account;
        self.write(Action::AccountClose, operation, move |write| {
            Box::pin(async move {
                if own == Some(id) {
                    return Err(FieldErrors::one("account", "own_account_stays", "").into());
                }
                let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let found = found.filter(|account| account.closed_on.is_none()).ok_or(Failure::NotFound)?;
                close(write, found).await
            })
        })
        .await
    }

    /// The accounts of the demo, in one go; none where there are accounts already.
    pub async fn add_sample_accounts(&self, accounts: Vec<SampleAccount>) -> Result<(), Failure> {
        self.write(Action::DemoLoad, Operation::once(), move |write| {
            Box::pin(async move {
                if account::Entity::find().count(&write.tx).await.map_err(fault)? > 0 {
                    return Err(Failure::NotAllowed);
                }
                for sample in accounts {
                    let unit = match &sample.unit_code {
                        Some(code) => unit_in_force(&write.tx, code).await?,
                        None => None,
                    };
                    let draft = AccountDraft { user_name: sample.user_name, display_name: sample.display_name };
                    insert(write, draft, Some(sample.password_hash), &[(sample.role, unit)], true).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// An account that is over: sessions, tokens and feeds go with it.
async fn close(write: &mut Write, found: account::Model) -> Result<(), Failure> {
    let id = found.id;
    api_token::Entity::delete_many().filter(api_token::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
    end_feeds_of(&write.tx, id, write.now).await?;
    let revision = touch(write, found, true).await?;
    write.log("account", id, revision, &[change("closed_on", Value::Null, json!(write.today))]).await
}

/// The account of a member whose record goes is closed. One that somebody works with otherwise only loses what it had as
/// that member's.
pub(crate) async fn end_member(write: &mut Write, id: Uuid, unit: Uuid) -> Result<(), Failure> {
    let found = account::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    let Some(found) = found.filter(|account| account.closed_on.is_none()) else { return Ok(()) };
    let before = roles_of(&write.tx, id).await?;
    let mut after = before.clone();
    after.remove(&(Role::Member.code().to_owned(), Some(unit)));
    if after.is_empty() {
        return close(write, found).await;
    }
    use account_role::Column as C;
    let gone = account_role::Entity::delete_many().filter(C::AccountId.eq(id)).filter(C::Role.eq(Role::Member.code()));
    gone.filter(C::AdminUnitId.eq(unit)).exec(&write.tx).await.map_err(fault)?;
    let revision = touch(write, found, false).await?;
    write.log("account", id, revision, &[change("roles", json!(before), json!(after))]).await
}

async fn unit_in_force(db: &impl ConnectionTrait, code: &str) -> Result<Option<Uuid>, Failure> {
    admin_unit::Entity::find()
        .filter(admin_unit::Column::Code.eq(code))
        .filter(admin_unit::Column::ValidTo.is_null())
        .select_only()
        .column(admin_unit::Column::Id)
        .into_tuple()
        .one(db)
        .await
        .map_err(fault)
}

/// Takes the accounts of the demo out.
pub(crate) async fn remove_sample_accounts(write: &mut Write) -> Result<(), Failure> {
    let rows = account::Entity::find().filter(account::Column::Sample.eq(true)).all(&write.tx).await.map_err(fault)?;
    for row in rows {
        write.log("account", row.id, row.revision + 1, &[change("removed", Value::Null, json!(true))]).await?;
    }
    account::Entity::delete_many().filter(account::Column::Sample.eq(true)).exec(&write.tx).await.map_err(fault)?;
    Ok(())
}

async fn insert(
    write: &mut Write,
    draft: AccountDraft,
    password_hash: Option<String>,
    roles: &[(Role, Option<Uuid>)],
    sample: bool,
) -> Result<Uuid, Failure> {
    let id = Uuid::now_v7();
    let row = account::ActiveModel {
        id: Set(id),
        user_name: Set(draft.user_name),
        display_name: Set(draft.display_name),
        password_hash: Set(password_hash),
        credential_version: Set(1),
        closed_on: Set(None),
        sample: Set(sample),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
    };
    account::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    give(write, id, roles).await?;
    let given: Vec<_> = roles.iter().map(|(role, unit)| (role.code(), unit)).collect();
    write.log("account", id, 1, &[change("roles", Value::Null, json!(given))]).await?;
    Ok(id)
}

/// A role of a unit needs one that is in force, a role of the city has none; and whoever hands roles out opens no record
/// of people. Whoever has a shell on the server is above that: they hold the keys.
async fn check_roles(db: &impl ConnectionTrait, roles: &[(Role, Option<Uuid>)], at_the_server: bool) -> Result<(), Failure> {
    if roles.is_empty() {
        return Err(FieldErrors::one("roles", "role_missing", "").into());
    }
    let units = units_by_id(db, roles.iter().filter_map(|(_, unit)| *unit)).await?;
    for (role, unit) in roles {
        let in_force = unit.and_then(|unit| units.get(&unit)).is_some_and(|unit| unit.valid_to.is_none());
        if *role == Role::Local || role.is_of_a_unit() != unit.is_some() || (unit.is_some() && !in_force) {
            return Err(FieldErrors::one("roles", "role_needs_unit", "").into());
        }
    }
    let has = |of: fn(Role) -> bool| roles.iter().any(|(role, _)| of(*role));
    if !at_the_server && has(|role| role == Role::Administrator) && has(Role::opens_people) {
        return Err(FieldErrors::one("roles", "administrator_opens_nobody", "").into());
    }
    Ok(())
}

async fn roles_of(db: &impl ConnectionTrait, id: Uuid) -> Result<BTreeSet<(String, Option<Uuid>)>, Failure> {
    let rows = account_role::Entity::find().filter(account_role::Column::AccountId.eq(id)).all(db).await.map_err(fault)?;
    Ok(rows.into_iter().map(|row| (row.role, row.admin_unit_id)).collect())
}

async fn give(write: &Write, id: Uuid, roles: &[(Role, Option<Uuid>)]) -> Result<(), Failure> {
    let once: BTreeSet<_> = roles.iter().copied().collect();
    let rows = once.into_iter().map(|(role, unit)| account_role::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(id),
        role: Set(role.code().into()),
        admin_unit_id: Set(unit),
    });
    account_role::Entity::insert_many(rows).exec_without_returning(&write.tx).await.map_err(fault)?;
    Ok(())
}

/// Raises the revision and ends all sessions.
pub(super) async fn touch(write: &Write, found: account::Model, close: bool) -> Result<i64, Failure> {
    let (id, revision, version) = (found.id, found.revision + 1, found.credential_version + 1);
    let mut row = found.into_active_model();
    row.revision = Set(revision);
    row.credential_version = Set(version);
    row.updated_at = Set(write.now);
    if close {
        row.closed_on = Set(Some(write.today));
    }
    row.update(&write.tx).await.map_err(fault)?;
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(&write.tx).await.map_err(fault)?;
    Ok(revision)
}
