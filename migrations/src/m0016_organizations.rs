//! Organizations as rows of their own: the ledger of what was decided about each, and the places that have a
//! share in it, from when to when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, boolean_null, date, date_null, integer_null, string, string_null, text, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::columns::{compare_as_bytes, edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(organization()).await?;
        for columns in [&["admin_unit_id", "name_sort"][..], &["name_sort", "id"], &["superior_id"], &["sample"]] {
            index(manager, "organization", columns, false).await?;
        }
        compare_as_bytes(manager, "organization", "name_sort").await?;

        manager.create_table(event()).await?;
        index(manager, "organization_event", &["admin_unit_id", "number_folded"], false).await?;
        let involved = Table::create()
            .table("organization_involved")
            .col(uuid("event_id"))
            .col(uuid("organization_id"))
            .primary_key(Index::create().col("organization_id").col("event_id"))
            .foreign_key(&mut of("organization_involved", "event_id", "organization_event"))
            .foreign_key(&mut of("organization_involved", "organization_id", "organization"))
            .take();
        manager.create_table(involved).await?;
        index(manager, "organization_involved", &["event_id"], false).await?;

        manager.create_table(link()).await?;
        index(manager, "organization_link", &["place_id", "ended_on"], false).await?;
        index(manager, "organization_link", &["organization_id", "ended_on"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["organization_link", "organization_involved", "organization_event", "organization"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

/// What goes with the row that it speaks of.
fn of(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(target, "id").on_delete(ForeignKeyAction::Cascade).take()
}

// Which kinds there are is not checked here or below: there will be more of them, and none must rebuild a table.
fn organization() -> TableCreateStatement {
    let mut table = Table::create()
        .table("organization")
        .col(id())
        .col(string("kind"))
        .col(string("name"))
        .col(string("name_folded"))
        .col(string("name_sort"))
        .col(uuid("admin_unit_id"))
        .col(uuid_null("superior_id"))
        .col(date_null("founded_on"))
        .col(date_null("ended_on"))
        // How many, never who.
        .col(integer_null("members"))
        .col(boolean_null("cell_committee"))
        .col(boolean("sample"))
        .foreign_key(ForeignKey::create().from("organization", "admin_unit_id").to("admin_unit", "id"))
        .foreign_key(ForeignKey::create().from("organization", "superior_id").to("organization", "id").on_delete(ForeignKeyAction::SetNull))
        .take();
    edited(&mut table).take()
}

fn event() -> TableCreateStatement {
    Table::create()
        .table("organization_event")
        .col(id())
        .col(uuid("organization_id"))
        // The ward in which it was decided: numbers are given once a year there.
        .col(uuid("admin_unit_id"))
        .col(date("day"))
        .col(string("kind"))
        .col(string_null("number_folded"))
        // All that was decided, as the domain writes it.
        .col(text("details"))
        .col(uuid("operation_id"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut of("organization_event", "organization_id", "organization"))
        .take()
}

fn link() -> TableCreateStatement {
    Table::create()
        .table("organization_link")
        .col(id())
        .col(uuid("place_id"))
        .col(uuid("organization_id"))
        // None for an organization that is not of the party.
        .col(string_null("kind"))
        .col(date("began_on"))
        .col(date_null("ended_on"))
        .col(date_null("review_on"))
        // Its end left the place without a party organization, and nothing has come in its stead.
        .col(boolean("needs_home"))
        .col(uuid("operation_id"))
        .col(uuid_null("ended_operation_id"))
        .foreign_key(&mut of("organization_link", "place_id", "place"))
        .foreign_key(&mut of("organization_link", "organization_id", "organization"))
        .take()
}
