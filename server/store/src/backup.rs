//! A whole copy of an SQLite database, consistent while others write.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

/// Writes a copy to a file that does not exist yet.
pub async fn copy_to(db: &DatabaseConnection, file: &Path) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO ?", [file.display().to_string().into()]);
    db.execute_raw(statement).await.map(drop)
}

/// Whether this is a database of this program, of whatever age.
pub async fn has_schema(db: &DatabaseConnection) -> bool {
    db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations"))
        .await
        .is_ok_and(|row| row.is_some())
        && db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) FROM place")).await.is_ok()
}
