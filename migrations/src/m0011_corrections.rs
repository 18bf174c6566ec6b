//! What the city asked a ward to look at again, and what the ward answered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("correction")
            .col(id())
            .col(uuid("place_id"))
            .col(string("asked_by"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(text("question"))
            .col(string_null("answered_by"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(text_null("answer"))
            .foreign_key(ForeignKey::create().from("correction", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
            .take();
        manager.create_table(table).await?;
        index(manager, "correction", &["place_id"], false).await?;
        index(manager, "correction", &["answered_at", "asked_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("correction").take()).await
    }
}
