//! Residential areas: in which one a building lies, whether its head's post is filled, and which areas came
//! in the place of which.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, string, string_null, timestamp_with_time_zone, uuid, uuid_null};

use crate::columns::{id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key: SQLite would have to build the table anew for it. The store looks areas up.
        let columns = [uuid_null("residential_area_id"), string_null("head_post")];
        for column in columns {
            manager.alter_table(Table::alter().table("place").add_column(column).take()).await?;
        }
        index(manager, "place", &["residential_area_id"], false).await?;
        let of = |column: &'static str| {
            ForeignKey::create().from("area_succession", column).to("place", "id").on_delete(ForeignKeyAction::Cascade).take()
        };
        let succession = Table::create()
            .table("area_succession")
            .col(id())
            .col(uuid("old_id"))
            .col(uuid("new_id"))
            .col(date("day"))
            .col(string("kind"))
            .col(string("number"))
            .col(string_null("issuer"))
            .col(string("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(&mut of("old_id"))
            .foreign_key(&mut of("new_id"))
            .take();
        manager.create_table(succession).await?;
        index(manager, "area_succession", &["old_id"], false).await?;
        index(manager, "area_succession", &["new_id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("area_succession").take()).await?;
        manager.drop_index(Index::drop().name("place_by_residential_area_id").table("place").to_owned()).await?;
        for column in ["head_post", "residential_area_id"] {
            manager.alter_table(Table::alter().table("place").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
