//! What is personal is kept sealed: each record under a key of its own, which is wrapped by the data key of the
//! settings. Erasing a record takes its key away; the change log keeps what nobody can open. First of the kind:
//! contacts of boards.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::columns::{edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One row. What it seals opens with the right data key alone, so that a wrong one is found out at once.
        let data_key = Table::create()
            .table("data_key")
            .col(integer("id").primary_key())
            .col(big_integer("version"))
            .col(string("lookup_sealed"))
            .col(timestamp_with_time_zone("since"))
            .take();
        manager.create_table(data_key).await?;

        let record_key = Table::create()
            .table("record_key")
            .col(uuid("record_id").primary_key())
            // Which records there are grows; no check, so that no table is rebuilt for it.
            .col(string("kind"))
            // Null: erased.
            .col(string_null("wrapped"))
            .col(big_integer("key_version"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("erased_at"))
            // Erased, and not yet in the list that every restore applies.
            .col(boolean("to_list").default(false))
            .take();
        manager.create_table(record_key).await?;
        index(manager, "record_key", &["to_list"], false).await?;

        let contact = edited(
            Table::create()
                .table("board_contact")
                .col(id())
                .col(uuid("place_id"))
                .col(string("post"))
                .col(text("name_sealed"))
                .col(text("phone_sealed"))
                .col(date("since"))
                // Said by somebody; what facts and the term say is worked out from them.
                .col(date_null("ended_on"))
                .col(string("recorded_by")),
        )
        // No cascade: a place that goes takes its contacts' keys along first.
        .foreign_key(&mut ForeignKey::create().from("board_contact", "place_id").to("place", "id").take())
        .take();
        manager.create_table(contact).await?;
        index(manager, "board_contact", &["place_id"], false).await?;

        // Which records somebody looked at.
        manager.alter_table(Table::alter().table("access_log").add_column(text_null("row_ids")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("access_log").drop_column("row_ids").take()).await?;
        for table in ["board_contact", "record_key", "data_key"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
