//! How far each building is on the way to a recognised board, counted by unit, and how long it stayed in
//! each stage.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, uuid};
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::{code, code_null, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const STAGES: [&str; 6] = ["required", "meeting_due", "meeting_held", "elected", "submitted", "recognised"];

/// The stage that the fields of a board come to.
const STAGE_OF: &str = "CASE \
    WHEN recognition = 'recognised' THEN 'recognised' \
    WHEN recognition IN ('submitted', 'awaiting_number') THEN 'submitted' \
    WHEN recognition IN ('dossier_due', 'returned') OR meeting_stage = 'elected' THEN 'elected' \
    WHEN meeting_stage IN ('held_no_quorum', 'held_no_board') THEN 'meeting_held' \
    WHEN meeting_stage IN ('due', 'overdue', 'ward_convening') THEN 'meeting_due' \
    ELSE 'required' END";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [code_null("stage", &STAGES), date_null("stage_since")];
        for column in columns {
            manager.alter_table(Table::alter().table("place").add_column(column).take()).await?;
        }
        index(manager, "place", &["stage", "stage_since", "admin_unit_id"], false).await?;
        let tally = Table::create()
            .table("stage_tally")
            .col(uuid("admin_unit_id"))
            .col(code("stage", &STAGES))
            .col(big_integer("count"))
            .primary_key(Index::create().col("admin_unit_id").col("stage"))
            .take();
        manager.create_table(tally).await?;
        let stay = Table::create()
            .table("stage_stay")
            .col(uuid("place_id"))
            .col(uuid("admin_unit_id"))
            .col(code("stage", &STAGES))
            .col(date("began_on"))
            .col(date("ended_on"))
            .col(big_integer("days"))
            .primary_key(Index::create().col("place_id").col("began_on").col("stage"))
            .foreign_key(ForeignKey::create().from("stage_stay", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
            .take();
        manager.create_table(stay).await?;
        index(manager, "stage_stay", &["stage", "ended_on", "admin_unit_id", "days"], false).await?;

        let city = match manager.get_database_backend() {
            DatabaseBackend::Postgres => "'00000000-0000-0000-0000-000000000000'::uuid",
            _ => "zeroblob(16)",
        };
        let counted = "kind = 'apartment_building' AND closed_on IS NULL AND merged_into IS NULL AND stage IS NOT NULL";
        for statement in [
            format!(
                "UPDATE place SET stage = (SELECT {STAGE_OF} FROM board_status WHERE place_id = place.id AND requirement = 'required') \
                 WHERE kind = 'apartment_building'"
            ),
            format!(
                "INSERT INTO stage_tally SELECT admin_unit_id, stage, COUNT(*) FROM place WHERE {counted} GROUP BY admin_unit_id, stage"
            ),
            format!("INSERT INTO stage_tally SELECT {city}, stage, COUNT(*) FROM place WHERE {counted} GROUP BY stage"),
        ] {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["stage_stay", "stage_tally"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        manager.drop_index(Index::drop().name("place_by_stage_stage_since_admin_unit_id").table("place").to_owned()).await?;
        for column in ["stage_since", "stage"] {
            manager.alter_table(Table::alter().table("place").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
