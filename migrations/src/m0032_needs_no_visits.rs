//! That a household said it needs no visits stands in a column of its own, and no more as the last day of all.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("household").add_column(boolean("needs_no_visits").default(false)).take()).await?;
        let convert = "UPDATE household SET needs_no_visits = TRUE, next_visit_on = NULL WHERE next_visit_on = '9999-12-31'";
        manager.get_connection().execute_unprepared(convert).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let convert = "UPDATE household SET next_visit_on = '9999-12-31' WHERE needs_no_visits";
        manager.get_connection().execute_unprepared(convert).await?;
        manager.alter_table(Table::alter().table("household").drop_column("needs_no_visits").take()).await
    }
}
