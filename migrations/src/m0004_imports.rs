//! Files that were handed in: what was understood, how far the import is, what came of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob_null, boolean, date, string, text, timestamp_with_time_zone, uuid, uuid_null};

use crate::columns::{code, id};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let run = Table::create()
            .table("import_run")
            .col(id())
            .col(code("kind", &["places"]))
            .col(code("state", &["previewing", "previewed", "running", "done", "failed", "undone"]))
            .col(string("actor"))
            .col(string("file_name"))
            .col(date("sheet_date"))
            .col(boolean("skip_bad"))
            // What the person changed: province, and columns that mean something else than was understood.
            .col(text("choices"))
            // The file itself, until the import is done or abandoned.
            .col(blob_null("content"))
            // The preview and the receipt, as JSON.
            .col(text("preview"))
            .col(big_integer("done"))
            .col(big_integer("total"))
            // The operation under which the change log holds it, so that it can be undone whole.
            .col(uuid("operation_id"))
            .col(uuid_null("undone_by"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .take();
        manager.create_table(run).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("import_run").take()).await
    }
}
