//! The account with which a member sees their own households.

use domain::failure::{Failure, FieldErrors};
use domain::member::MemberState;
use domain::permission::{Action, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::state::{keep, said};
use super::write::own;
use crate::entities::{account, account_role, member};
use crate::fault::fault;
use crate::session::{Operation, Session};

impl Session {
    /// Says with which account a member sees their households; none: with no account. Answers the new revision.
    pub async fn link_member_account(&self, operation: Operation, id: Uuid, account: Option<Uuid>) -> Result<i64, Failure> {
        self.write(Action::MemberChange, operation, move |write| {
            Box::pin(async move {
                let row = own(write, id).await?;
                if row.account_id == account {
                    return Ok(row.revision);
                }
                if let Some(account) = account {
                    if row.state != MemberState::Active.code() {
                        return Err(FieldErrors::one("account", "member_helps_no_more", "").into());
                    }
                    if !accounts_of(&write.tx, row.admin_unit_id).await?.iter().any(|(open, _)| *open == account) {
                        return Err(FieldErrors::one("account", "account_of_no_member", "").into());
                    }
                    let taken = member::Entity::find().filter(member::Column::AccountId.eq(account));
                    if taken.count(&write.tx).await.map_err(fault)? > 0 {
                        return Err(FieldErrors::one("account", "account_of_another_member", "").into());
                    }
                }
                let text = |account: Option<Uuid>| account.map(|account| account.to_string());
                let (before, after) = (text(row.account_id), text(account));
                let change = said(write, id, "account", before.as_deref(), after.as_deref()).await?;
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.account_id = Set(account);
                keep(write, row, revision, &[change]).await
            })
        })
        .await
    }

    /// Accounts of a ward that can be a member's, by the names that they were given: those that are nobody's yet, and
    /// the one that is this member's.
    pub async fn accounts_for_member(&self, id: Uuid) -> Result<Vec<(Uuid, String)>, Failure> {
        let scope = self.allow(Action::MemberChange)?;
        let row = member::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = row.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let mut all = accounts_of(&self.db, row.admin_unit_id).await?;
        let taken = member::Entity::find().filter(member::Column::AccountId.is_in(all.iter().map(|(account, _)| *account)));
        let taken = taken.filter(member::Column::Id.ne(id)).select_only().column(member::Column::AccountId);
        let taken: Vec<Option<Uuid>> = taken.into_tuple().all(&self.db).await.map_err(fault)?;
        all.retain(|(account, _)| !taken.contains(&Some(*account)));
        all.sort_by_cached_key(|(_, name)| domain::text::sort_key(name));
        Ok(all)
    }
}

/// Open accounts that are trusted as a member's in this unit: id and display name.
async fn accounts_of(db: &impl ConnectionTrait, unit: Uuid) -> Result<Vec<(Uuid, String)>, Failure> {
    let given = account_role::Entity::find()
        .filter(account_role::Column::AdminUnitId.eq(unit))
        .filter(account_role::Column::Role.eq(Role::Member.code()))
        .select_only()
        .column(account_role::Column::AccountId);
    let given: Vec<Uuid> = given.into_tuple().all(db).await.map_err(fault)?;
    let open = account::Entity::find()
        .filter(account::Column::Id.is_in(given))
        .filter(account::Column::ClosedOn.is_null())
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName]);
    open.into_tuple().all(db).await.map_err(fault)
}
