//! What was done about a breach after it was written down, each with its moment.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, text, timestamp_with_time_zone, uuid};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("breach_measure")
            .col(id())
            .col(uuid("breach_id"))
            .col(timestamp_with_time_zone("taken_at"))
            .col(text("what"))
            .col(string("recorded_by"))
            .foreign_key(ForeignKey::create().from("breach_measure", "breach_id").to("breach", "id").on_delete(ForeignKeyAction::Cascade))
            .take();
        manager.create_table(table).await?;
        index(manager, "breach_measure", &["breach_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("breach_measure").take()).await
    }
}
