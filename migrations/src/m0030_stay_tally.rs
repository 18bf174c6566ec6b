//! How long buildings of the city stayed in each stage, counted, and the median of it as the last write left it: what a
//! reader pays does not grow with the city.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, date, string};
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tally = Table::create()
            .table("stay_tally")
            .col(string("stage"))
            // The first day of the half-year in which the stays ended: old ones are passed over by it.
            .col(date("half_year"))
            .col(big_integer("days"))
            .col(big_integer("count"))
            .primary_key(Index::create().col("stage").col("half_year").col("days"))
            .take();
        manager.create_table(tally).await?;
        let median = Table::create()
            .table("stage_median")
            .col(string("stage").primary_key())
            // Of stays that ended since then.
            .col(date("since"))
            .col(big_integer_null("days"))
            .take();
        manager.create_table(median).await?;
        let half_year = match manager.get_database_backend() {
            DatabaseBackend::Postgres => {
                "make_date(EXTRACT(YEAR FROM ended_on)::int, CASE WHEN EXTRACT(MONTH FROM ended_on) < 7 THEN 1 ELSE 7 END, 1)"
            }
            _ => "strftime('%Y', ended_on) || CASE WHEN strftime('%m', ended_on) < '07' THEN '-01-01' ELSE '-07-01' END",
        };
        let fill = format!("INSERT INTO stay_tally SELECT stage, {half_year}, days, COUNT(*) FROM stage_stay GROUP BY 1, 2, 3");
        manager.get_connection().execute_unprepared(&fill).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["stage_median", "stay_tally"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
