//! Coordination agreements between a building's party organization and its management board, with the document
//! of each.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, date_null, string, string_null, text_null, timestamp_with_time_zone, uuid};

use crate::columns::{edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut agreement = Table::create()
            .table("agreement")
            .col(id())
            .col(uuid("place_id"))
            .col(string_null("number"))
            // As a search compares it: the same number is found however it was typed.
            .col(string_null("number_folded"))
            .col(string_null("party_organization"))
            .col(text_null("scope"))
            .col(date_null("signed_on"))
            .col(date_null("review_on"))
            .col(date_null("reviewed_on"))
            .col(date_null("ended_on"))
            .col(text_null("overruled"))
            .foreign_key(ForeignKey::create().from("agreement", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
            .take();
        manager.create_table(edited(&mut agreement).take()).await?;
        index(manager, "agreement", &["place_id"], false).await?;
        index(manager, "agreement", &["number_folded"], false).await?;

        // One document an agreement. It stands in a table of its own, so that no list reads it, and in the database,
        // so that a copy of the database is a copy of everything and undoing a write undoes the document too.
        let file = Table::create()
            .table("agreement_file")
            .col(uuid("agreement_id").primary_key())
            .col(string("name"))
            .col(string("kind"))
            .col(big_integer("size"))
            .col(string("sha256"))
            .col(string("uploaded_by"))
            .col(timestamp_with_time_zone("uploaded_at"))
            .col(blob("content"))
            .foreign_key(
                ForeignKey::create().from("agreement_file", "agreement_id").to("agreement", "id").on_delete(ForeignKeyAction::Cascade),
            )
            .take();
        manager.create_table(file).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["agreement_file", "agreement"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
