//! Administrative units in versions, and the units that were before them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, date_null, double, double_null, string, text};

use crate::columns::{code, compare_as_bytes, edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut unit = Table::create()
            .table("admin_unit")
            .col(id())
            .col(string("code"))
            .col(date("valid_from"))
            .col(date_null("valid_to"))
            .col(code("kind", &["ward", "commune", "special_zone"]))
            .col(string("name"))
            .col(string("name_folded"))
            .col(string("name_sort"))
            .col(string("province_code"))
            .col(double_null("area_km2"))
            .col(text("predecessors"))
            .col(boolean("approximate"))
            .col(boolean("sample"))
            .col(double("west"))
            .col(double("south"))
            .col(double("east"))
            .col(double("north"))
            .col(double("label_lon"))
            .col(double("label_lat"))
            // GeoJSON geometry: as handed in (repaired where it had to be), and simplified for drawing.
            .col(text("boundary"))
            .col(text("outline"))
            .col(string("content_hash"))
            .take();
        manager.create_table(edited(&mut unit).take()).await?;
        index(manager, "admin_unit", &["code", "valid_from"], true).await?;
        index(manager, "admin_unit", &["valid_to", "province_code"], false).await?;
        compare_as_bytes(manager, "admin_unit", "name_sort").await?;

        let change = Table::create()
            .table("admin_unit_change")
            .col(id())
            .col(string("new_code"))
            .col(date("new_valid_from"))
            .col(string("old_name"))
            .col(string("old_name_folded"))
            .col(string("old_district"))
            .col(string("old_province"))
            // Only a part of the old unit went to this new one.
            .col(boolean("partial"))
            // Read from the free text of the boundary file, not from a table of former units.
            .col(boolean("from_text"))
            .col(boolean("sample"))
            .take();
        manager.create_table(change).await?;
        index(manager, "admin_unit_change", &["old_name_folded"], false).await?;
        index(manager, "admin_unit_change", &["new_code", "new_valid_from"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["admin_unit_change", "admin_unit"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
