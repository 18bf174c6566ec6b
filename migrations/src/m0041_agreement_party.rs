//! Which organization of the place agrees with its board, where it is one that the register knows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // No foreign key: SQLite cannot add one to a table that is there, and an organization is never removed while
    // something speaks of it, but with the sample city, whose agreements go too.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("agreement").add_column(uuid_null("organization_id")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("agreement").drop_column("organization_id").take()).await
    }
}
