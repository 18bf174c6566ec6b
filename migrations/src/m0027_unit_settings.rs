//! What a ward settles for itself beside the city's settings, with the day from which it holds.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer_null, string, uuid};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("unit_setting")
            .col(id())
            .col(uuid("admin_unit_id"))
            // Not checked against a list, like those of the city.
            .col(string("setting"))
            .col(date("valid_from"))
            // Nothing: again as the city has it.
            .col(integer_null("value"))
            .col(string("reason"))
            .foreign_key(
                ForeignKey::create().from("unit_setting", "admin_unit_id").to("admin_unit", "id").on_delete(ForeignKeyAction::Cascade),
            )
            .take();
        manager.create_table(table).await?;
        index(manager, "unit_setting", &["admin_unit_id", "setting", "valid_from"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("unit_setting").take()).await
    }
}
