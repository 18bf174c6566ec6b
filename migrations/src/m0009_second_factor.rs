//! A second factor beside the password, and codes for the day on which its phone is lost.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let factor = Table::create()
            .table("second_factor")
            .col(uuid("account_id").primary_key())
            // Under a key that does not stand in the database.
            .col(string("secret_sealed"))
            .col(timestamp_with_time_zone("confirmed_at"))
            // The last step of thirty seconds whose code was taken: none is good twice.
            .col(big_integer("last_step"))
            .foreign_key(&mut of_account("second_factor"))
            .take();
        manager.create_table(factor).await?;
        let code = Table::create()
            .table("recovery_code")
            .col(id())
            .col(uuid("account_id"))
            .col(string("code_hash"))
            .col(timestamp_with_time_zone_null("used_at"))
            .foreign_key(&mut of_account("recovery_code"))
            .take();
        manager.create_table(code).await?;
        index(manager, "recovery_code", &["account_id", "code_hash"], true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["recovery_code", "second_factor"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

/// Everything of an account goes with it.
fn of_account(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "account_id").to("account", "id").on_delete(ForeignKeyAction::Cascade).take()
}
