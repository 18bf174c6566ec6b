//! Boards whose register and calendar say different things follow the calendar from now on: all are derived anew by
//! the next round.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let anew = Query::update().table("place").value("derived_until", Expr::null()).take();
        manager.execute(anew).await
    }

    /// What was derived in between stands in the log; the column holds what it held.
    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
