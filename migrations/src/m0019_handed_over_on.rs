//! The day of handover where more than its year is known, and whether a building has several owners: what
//! must have a board, and when its first meeting is due, follows from both.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean_null, date_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [date_null("handed_over_on"), boolean_null("several_owners")] {
            manager.alter_table(Table::alter().table("place").add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["several_owners", "handed_over_on"] {
            manager.alter_table(Table::alter().table("place").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
