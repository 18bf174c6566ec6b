//! Counts of the whole city beside those of its units, and indexes from which a map's box and the banner of
//! every page are answered alone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What the indexes of places in a box hold besides the point: all that a list asks before it has chosen.
const BOX: [&str; 7] = ["lon", "lat", "kind", "closed_on", "merged_into", "name_sort", "id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (id, city) = match manager.get_database_backend() {
            DatabaseBackend::Postgres => ("gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"),
            _ => ("randomblob(16)", "zeroblob(16)"),
        };
        let columns = "kind, board, required, party, cell_committee, agreement";
        let sum = format!(
            "INSERT INTO place_tally (id, admin_unit_id, former_district, {columns}, count) \
             SELECT {id}, {city}, '', {columns}, SUM(count) FROM place_tally GROUP BY {columns}"
        );
        let sum =
            if manager.get_database_backend() == DatabaseBackend::Postgres { sum.replace(city, &format!("{city}::uuid")) } else { sum };
        manager.get_connection().execute_unprepared(&sum).await?;
        manager.drop_index(Index::drop().name("place_by_lon_lat").table("place").to_owned()).await?;
        index(manager, "place", &BOX, false).await?;
        // Every page asks whether anything is invented; where nothing is, that read the whole table.
        index(manager, "place", &["sample"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let city = match manager.get_database_backend() {
            DatabaseBackend::Postgres => "'00000000-0000-0000-0000-000000000000'",
            _ => "zeroblob(16)",
        };
        manager.get_connection().execute_unprepared(&format!("DELETE FROM place_tally WHERE admin_unit_id = {city}")).await?;
        manager.drop_index(Index::drop().name("place_by_sample").table("place").to_owned()).await?;
        manager.drop_index(Index::drop().name(format!("place_by_{}", BOX.join("_"))).table("place").to_owned()).await?;
        index(manager, "place", &["lon", "lat"], false).await
    }
}
