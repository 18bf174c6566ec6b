//! No entry of the last 59 months leaves the change log, whatever the checkpoint or a setting says: the shortest
//! time for which it can be kept is 60.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

// In one go: the pool may answer the second of two statements from a connection that has not seen the first.
const SQLITE: [&str; 1] = ["DROP TRIGGER change_log_never_shrinks; \
     CREATE TRIGGER change_log_never_shrinks BEFORE DELETE ON change_log \
     WHEN OLD.seq > COALESCE((SELECT cut_seq FROM change_log_head), 0) OR OLD.at > datetime('now', '-59 months') \
     BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"];

const POSTGRES: [&str; 1] = ["CREATE OR REPLACE FUNCTION change_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'UPDATE' THEN IF OLD.hash = '' THEN RETURN NEW; END IF; END IF; \
       IF TG_OP = 'DELETE' THEN \
         IF OLD.seq <= COALESCE((SELECT cut_seq FROM change_log_head), 0) AND OLD.at <= now() - interval '59 months' THEN RETURN OLD; END IF; \
       END IF; \
       RAISE EXCEPTION 'the change log is append-only'; \
     END $$"];

const SQLITE_BEFORE: [&str; 1] = ["DROP TRIGGER change_log_never_shrinks; \
     CREATE TRIGGER change_log_never_shrinks BEFORE DELETE ON change_log \
     WHEN OLD.seq > COALESCE((SELECT cut_seq FROM change_log_head), 0) \
     BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"];

const POSTGRES_BEFORE: [&str; 1] = ["CREATE OR REPLACE FUNCTION change_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'UPDATE' THEN IF OLD.hash = '' THEN RETURN NEW; END IF; END IF; \
       IF TG_OP = 'DELETE' THEN \
         IF OLD.seq <= COALESCE((SELECT cut_seq FROM change_log_head), 0) THEN RETURN OLD; END IF; \
       END IF; \
       RAISE EXCEPTION 'the change log is append-only'; \
     END $$"];

async fn run(manager: &SchemaManager<'_>, sqlite: &[&str], postgres: &[&str]) -> Result<(), DbErr> {
    let statements = if manager.get_database_backend() == DatabaseBackend::Postgres { postgres } else { sqlite };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &SQLITE, &POSTGRES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &SQLITE_BEFORE, &POSTGRES_BEFORE).await
    }
}
