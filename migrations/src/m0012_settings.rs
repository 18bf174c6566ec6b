//! Thresholds and deadlines with the day from which they hold, and days that are not what their weekday
//! says.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, integer, string};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let value = Table::create()
            .table("setting_value")
            .col(id())
            // Not checked against a list: settings come more often than a table is worth rebuilding.
            .col(string("setting"))
            .col(date("valid_from"))
            .col(integer("value"))
            .col(string("reason"))
            .take();
        manager.create_table(value).await?;
        index(manager, "setting_value", &["setting", "valid_from"], true).await?;
        let holiday = Table::create().table("holiday").col(id()).col(date("day")).col(string("name")).col(boolean("free")).take();
        manager.create_table(holiday).await?;
        index(manager, "holiday", &["day"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["holiday", "setting_value"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
