//! Where a place lies on a grid of 0.002 degrees (some 220 metres): an index by longitude alone reads the
//! city from north to south to answer a box of one kilometre.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What the index holds besides the cell: all that a list asks before it has chosen.
const CELL: [&str; 8] = ["cell", "kind", "closed_on", "merged_into", "name_sort", "id", "lon", "lat"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("place").add_column(big_integer_null("cell")).take()).await?;
        // Both sums are positive, where cutting off and rounding down are the same; only PostgreSQL rounds.
        let whole = match manager.get_database_backend() {
            DatabaseBackend::Postgres => |sum: &str| format!("CAST(FLOOR({sum}) AS BIGINT)"),
            _ => |sum: &str| format!("CAST({sum} AS INTEGER)"),
        };
        let (row, column) = (whole("(lat + 90) * 500"), whole("(lon + 180) * 500"));
        let fill = format!("UPDATE place SET cell = {row} * 1000000 + {column} WHERE lon IS NOT NULL AND lat IS NOT NULL");
        manager.get_connection().execute_unprepared(&fill).await?;
        index(manager, "place", &CELL, false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(format!("place_by_{}", CELL.join("_"))).table("place").to_owned()).await?;
        manager.alter_table(Table::alter().table("place").drop_column("cell").take()).await
    }
}
