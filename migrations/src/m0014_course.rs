//! The course of management boards: facts with dates, what is due because of them, and until when what was
//! derived from them may be kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, string, text, timestamp_with_time_zone, uuid};

use crate::columns::{code, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const KINDS: [&str; 13] = [
    "meeting_held",
    "dossier_submitted",
    "recognised",
    "dossier_returned",
    "ward_convenes",
    "term_ended",
    "re_election_called",
    "board_vacated",
    "fund",
    "dispute_opened",
    "dispute_closed",
    "requirement_stated",
    "stated",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_place = |table: &'static str| {
            ForeignKey::create().from(table, "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade).take()
        };
        let fact = Table::create()
            .table("board_fact")
            .col(id())
            .col(uuid("place_id"))
            .col(date("day"))
            .col(code("kind", &KINDS))
            // The details that belong to the kind, as the domain writes them.
            .col(text("details"))
            .col(uuid("operation_id"))
            .col(string("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(&mut of_place("board_fact"))
            .take();
        manager.create_table(fact).await?;
        index(manager, "board_fact", &["place_id", "day"], false).await?;
        index(manager, "board_fact", &["operation_id"], false).await?;

        // Which kinds there are is not checked: rows are derived, and a kind more must not rebuild the table.
        let due = Table::create()
            .table("due")
            .col(uuid("place_id"))
            .col(string("kind"))
            .col(uuid("admin_unit_id"))
            .col(date("day"))
            // The day, or until when it was put off.
            .col(date("waits_until"))
            .primary_key(Index::create().col("place_id").col("kind"))
            .foreign_key(&mut of_place("due"))
            .take();
        manager.create_table(due).await?;
        index(manager, "due", &["admin_unit_id", "waits_until", "place_id"], false).await?;
        index(manager, "due", &["waits_until", "place_id"], false).await?;

        // How much waits until which day, of a unit and of the whole city (the nil id): what is overdue is told
        // without counting it.
        let tally = Table::create()
            .table("due_tally")
            .col(uuid("admin_unit_id"))
            .col(string("kind"))
            .col(date("day"))
            .col(big_integer("count"))
            .primary_key(Index::create().col("admin_unit_id").col("kind").col("day"))
            .take();
        manager.create_table(tally).await?;

        let postponed = Table::create()
            .table("postponed")
            .col(id())
            .col(uuid("place_id"))
            .col(string("kind"))
            .col(date("day"))
            .col(date("until"))
            .col(string("reason"))
            .col(string("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(&mut of_place("postponed"))
            .take();
        manager.create_table(postponed).await?;
        index(manager, "postponed", &["place_id"], false).await?;

        // Null: nothing was derived yet; what is older than this is made up for by the daily round.
        manager.alter_table(Table::alter().table("place").add_column(date_null("derived_until")).take()).await?;
        index(manager, "place", &["derived_until"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("place_by_derived_until").table("place").to_owned()).await?;
        manager.alter_table(Table::alter().table("place").drop_column("derived_until").take()).await?;
        for table in ["postponed", "due_tally", "due", "board_fact"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
