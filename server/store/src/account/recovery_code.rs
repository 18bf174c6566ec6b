//! Codes on paper, for the day on which the phone is lost. Each is good once; the database knows only their
//! keyed sums.

use chrono::{DateTime, Utc};
use domain::account::limits;
use domain::failure::Failure;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::recovery_code::{ActiveModel, Column, Entity};
use crate::fault::fault;
use crate::keys::{Keys, Purpose, random_bytes};

/// The same digits are another sum for another account.
fn sum(keys: &Keys, account: Uuid, code: &str) -> String {
    keys.sum(Purpose::RecoveryCode, &format!("{account}.{code}"))
}

/// Digits that are all alike likely: bytes of 250 and more would favour some.
fn random_digits() -> String {
    let mut digits = String::with_capacity(limits::RECOVERY_CODE);
    while digits.len() < limits::RECOVERY_CODE {
        let room = limits::RECOVERY_CODE - digits.len();
        digits.extend(random_bytes::<32>().into_iter().filter(|byte| *byte < 250).map(|byte| char::from(b'0' + byte % 10)).take(room));
    }
    digits
}

/// New codes, to be shown once.
pub(super) fn make() -> Vec<String> {
    (0..limits::RECOVERY_CODES).map(|_| random_digits()).collect()
}

/// Keeps these codes, and no others any more.
pub(super) async fn keep(db: &impl ConnectionTrait, keys: &Keys, account: Uuid, codes: &[String]) -> Result<(), Failure> {
    drop_all(db, account).await?;
    let rows = codes.iter().map(|code| ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account),
        code_hash: Set(sum(keys, account, code)),
        used_at: Set(None),
    });
    Entity::insert_many(rows).exec_without_returning(db).await.map_err(fault)?;
    Ok(())
}

pub(super) async fn drop_all(db: &impl ConnectionTrait, account: Uuid) -> Result<(), Failure> {
    Entity::delete_many().filter(Column::AccountId.eq(account)).exec(db).await.map(drop).map_err(fault)
}

/// How many are still good.
pub(super) async fn left(db: &DatabaseConnection, account: Uuid) -> Result<usize, Failure> {
    let left = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::UsedAt.is_null()).count(db).await.map_err(fault)?;
    Ok(usize::try_from(left).unwrap_or_default())
}

/// Takes a code, if it is one and was not taken before.
pub(super) async fn take(db: &DatabaseConnection, keys: &Keys, account: Uuid, code: &str, now: DateTime<Utc>) -> Result<bool, Failure> {
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::AccountId.eq(account))
        .filter(Column::CodeHash.eq(sum(keys, account, code)))
        .filter(Column::UsedAt.is_null())
        .exec(db)
        .await
        .map_err(fault)?;
    Ok(taken.rows_affected > 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ten_codes_of_twenty_digits_are_ten_different_ones() {
        let codes: BTreeSet<String> = make().into_iter().collect();
        assert_eq!(codes.len(), 10);
        assert!(codes.iter().all(|code| code.len() == 20 && code.bytes().all(|byte| byte.is_ascii_digit())), "{codes:?}");
    }
}
