//! A whole copy of an SQLite database, consistent while others write.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, Statement};

use crate::entities::{account, account_link, admin_unit, api_token, calendar_feed, change_log, place, recovery_code, session};

/// Writes a copy to a file that does not exist yet, and that only its owner reads.
pub async fn copy_to(db: &DatabaseConnection, file: &Path) -> Result<(), DbErr> {
    own_file(file).map_err(|error| DbErr::Custom(error.to_string()))?;
    let statement = Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO ?", [file.display().to_string().into()]);
    db.execute_raw(statement).await.map(drop)
}

/// Ends every session, link, token, calendar feed and recovery code: what was ended after a backup was made must not come back with it.
pub async fn end_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    session::Entity::delete_many().exec(db).await?;
    account_link::Entity::delete_many().exec(db).await?;
    recovery_code::Entity::delete_many().exec(db).await?;
    calendar_feed::Entity::delete_many().exec(db).await?;
    api_token::Entity::delete_many().exec(db).await.map(drop)
}

/// Whether this is a database of this program, of whatever age.
pub async fn has_schema(db: &DatabaseConnection) -> bool {
    db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations"))
        .await
        .is_ok_and(|row| row.is_some())
        && db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) FROM place")).await.is_ok()
}

/// Nothing was ever put in: no unit, no place, no account, no change.
pub async fn is_blank(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let rows = admin_unit::Entity::find().count(db).await?
        + place::Entity::find().count(db).await?
        + account::Entity::find().count(db).await?
        + change_log::Entity::find().count(db).await?;
    Ok(rows == 0)
}

/// Makes an empty file that only its owner may read, before anything stands in it.
pub(crate) fn own_file(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}
