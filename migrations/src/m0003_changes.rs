//! Who changed what, and which operations were applied already.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let log = Table::create()
            .table("change_log")
            .col(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(timestamp_with_time_zone_null("device_at"))
            .col(string("actor"))
            .col(string("action"))
            .col(uuid("operation_id"))
            .col(string("row_table"))
            .col(uuid("row_id"))
            .col(big_integer("row_revision"))
            // [{"field", "from", "to"}]
            .col(text("changes"))
            .take();
        manager.create_table(log).await?;
        index(manager, "change_log", &["row_id", "row_revision"], false).await?;
        index(manager, "change_log", &["operation_id"], false).await?;

        let operation = Table::create()
            .table("applied_operation")
            .col(string("actor"))
            .col(uuid("operation_id"))
            .col(string("content_hash"))
            .col(text("answer"))
            .col(timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("actor").col("operation_id"))
            .take();
        manager.create_table(operation).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["applied_operation", "change_log"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
