//! Who looks after what; and the feeds that put its dates into a person's own calendar.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, date_null, string, string_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_account = |table: &'static str| {
            ForeignKey::create().from(table, "account_id").to("account", "id").on_delete(ForeignKeyAction::Cascade).take()
        };
        // One row from the day on which somebody begins to the day on which they stop; it is never overwritten.
        let officer = Table::create()
            .table("place_officer")
            .col(id())
            .col(uuid("place_id"))
            .col(uuid("account_id"))
            // Not checked against a list: roles may be added, and that must not rebuild the table.
            .col(string("role"))
            .col(date("valid_from"))
            .col(date_null("valid_to"))
            // What began it and what ended it, so that what was taken over in bulk is taken back in bulk.
            .col(uuid("operation_id"))
            .col(uuid_null("ended_operation_id"))
            .col(string("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(string_null("ended_by"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .foreign_key(ForeignKey::create().from("place_officer", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(&mut of_account("place_officer"))
            .take();
        manager.create_table(officer).await?;
        index(manager, "place_officer", &["account_id", "valid_to", "place_id"], false).await?;
        index(manager, "place_officer", &["place_id", "valid_to"], false).await?;
        index(manager, "place_officer", &["operation_id"], false).await?;
        index(manager, "place_officer", &["ended_operation_id"], false).await?;
        // Who works in a ward is asked for by the ward.
        index(manager, "account_role", &["admin_unit_id"], false).await?;

        let feed = Table::create()
            .table("calendar_feed")
            .col(id())
            .col(uuid("account_id"))
            .col(string("token_hash"))
            .col(string("language"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .foreign_key(&mut of_account("calendar_feed"))
            .take();
        manager.create_table(feed).await?;
        index(manager, "calendar_feed", &["token_hash"], true).await?;
        index(manager, "calendar_feed", &["account_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("account_role_by_admin_unit_id").table("account_role").to_owned()).await?;
        for table in ["calendar_feed", "place_officer"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
