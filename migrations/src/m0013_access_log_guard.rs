//! The access log only grows too: no entry changes, and none of the last eleven months can be removed. What
//! is older goes when the time for which it is kept (at least twelve months) is over.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: [&str; 3] = [
    "CREATE TRIGGER access_log_never_changes BEFORE UPDATE ON access_log \
     BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    "CREATE TRIGGER access_log_keeps_the_last_months BEFORE DELETE ON access_log \
     WHEN OLD.at > datetime('now', '-11 months') \
     BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    // INSERT OR REPLACE takes a row away without asking the trigger above.
    "CREATE TRIGGER access_log_never_replaces BEFORE INSERT ON access_log \
     WHEN EXISTS (SELECT 1 FROM access_log WHERE seq = NEW.seq) \
     BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
];

const POSTGRES: [&str; 4] = [
    "CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'DELETE' THEN IF OLD.at <= now() - interval '11 months' THEN RETURN OLD; END IF; END IF; \
       RAISE EXCEPTION 'the access log is append-only'; \
     END $$",
    "CREATE TRIGGER access_log_never_changes BEFORE UPDATE ON access_log FOR EACH ROW EXECUTE FUNCTION access_log_append_only()",
    "CREATE TRIGGER access_log_keeps_the_last_months BEFORE DELETE ON access_log \
     FOR EACH ROW EXECUTE FUNCTION access_log_append_only()",
    "CREATE TRIGGER access_log_never_empties BEFORE TRUNCATE ON access_log \
     FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = if manager.get_database_backend() == DatabaseBackend::Postgres { &POSTGRES[..] } else { &SQLITE[..] };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drops: &[&str] = if manager.get_database_backend() == DatabaseBackend::Postgres {
            &["DROP FUNCTION access_log_append_only CASCADE"]
        } else {
            &[
                "DROP TRIGGER access_log_never_changes",
                "DROP TRIGGER access_log_keeps_the_last_months",
                "DROP TRIGGER access_log_never_replaces",
            ]
        };
        for statement in drops {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
