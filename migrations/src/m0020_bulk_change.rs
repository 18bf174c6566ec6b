//! What was changed at many places in one operation: a receipt for each unit, so that it is found again and
//! can be taken back. What became of each place stands in the change log.
//!
//! With it, how fresh the data of each unit are: found from an index, however large the city is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bulk = Table::create()
            .table("bulk_change")
            .col(id())
            .col(uuid("operation_id"))
            .col(string("actor"))
            .col(uuid("admin_unit_id"))
            // What was said of all of them, without any free text.
            .col(text("said"))
            .col(big_integer("places"))
            .col(timestamp_with_time_zone("at"))
            .col(string_null("undone_by"))
            .col(timestamp_with_time_zone_null("undone_at"))
            .take();
        manager.create_table(bulk).await?;
        index(manager, "bulk_change", &["operation_id"], false).await?;
        index(manager, "bulk_change", &["admin_unit_id", "at"], false).await?;

        index(manager, "due_tally", &["kind", "day", "admin_unit_id", "count"], false).await?;
        index(manager, "place", &["admin_unit_id", "reviewed_on"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in [("place_by_admin_unit_id_reviewed_on", "place"), ("due_tally_by_kind_day_admin_unit_id_count", "due_tally")] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        manager.drop_table(Table::drop().table("bulk_change").take()).await
    }
}
