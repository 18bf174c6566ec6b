//! Columns that recur, so that every table spells them alike.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, timestamp_with_time_zone, uuid};

/// The key: a UUIDv7.
pub fn id() -> ColumnDef {
    uuid("id").primary_key().take()
}

/// Revision and times of a row that people edit.
pub fn edited(table: &mut TableCreateStatement) -> &mut TableCreateStatement {
    table.col(big_integer("revision").default(1)).col(timestamp_with_time_zone("created_at")).col(timestamp_with_time_zone("updated_at"))
}

/// Text that is one of these codes.
pub fn code(name: &'static str, codes: &[&'static str]) -> ColumnDef {
    string(name).check(Expr::col(name).is_in(codes.iter().copied())).take()
}

/// Text that is one of these codes, or nothing.
pub fn code_null(name: &'static str, codes: &[&'static str]) -> ColumnDef {
    string_null(name).check(Expr::col(name).is_in(codes.iter().copied())).take()
}

/// PostgreSQL orders text by its locale; a sort key must be compared byte by byte there too.
pub async fn compare_as_bytes(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres {
        let sql = format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE \"C\"");
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// An index named after what it holds.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str], unique: bool) -> Result<(), DbErr> {
    let mut statement = Index::create().name(format!("{table}_by_{}", columns.join("_"))).table(table).take();
    for column in columns {
        statement.col(*column);
    }
    if unique {
        statement.unique();
    }
    manager.create_index(statement).await
}
