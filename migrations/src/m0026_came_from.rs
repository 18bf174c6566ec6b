//! Where a household came from when its place went into another, so that it goes back with it; and when a request was
//! opened again, so that no answer is older than the question.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("household").add_column(uuid_null("came_from")).take()).await?;
        manager.alter_table(Table::alter().table("request").add_column(date_null("reopened_on")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("request").drop_column("reopened_on").take()).await?;
        manager.alter_table(Table::alter().table("household").drop_column("came_from").take()).await
    }
}
