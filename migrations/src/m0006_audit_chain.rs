//! The change log only grows: every entry carries the hash of the one before it, and both databases
//! refuse to change or remove one. How far the log reaches stands beside it, keyed (`change_log_head`).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, string};
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

// Entries of before have no hash yet; giving them one is the only change that is let through. The oldest
// may go once `cut_seq` says so, which the key of the head vouches for.
const SQLITE: [&str; 3] = [
    "CREATE TRIGGER change_log_never_changes BEFORE UPDATE ON change_log WHEN OLD.hash <> '' \
     BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END",
    "CREATE TRIGGER change_log_never_shrinks BEFORE DELETE ON change_log \
     WHEN OLD.seq > COALESCE((SELECT cut_seq FROM change_log_head), 0) \
     BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END",
    // INSERT OR REPLACE takes a row away without asking the trigger above.
    "CREATE TRIGGER change_log_never_replaces BEFORE INSERT ON change_log \
     WHEN EXISTS (SELECT 1 FROM change_log WHERE seq = NEW.seq) \
     BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END",
];

const POSTGRES: [&str; 4] = [
    "CREATE FUNCTION change_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'UPDATE' THEN IF OLD.hash = '' THEN RETURN NEW; END IF; END IF; \
       IF TG_OP = 'DELETE' THEN \
         IF OLD.seq <= COALESCE((SELECT cut_seq FROM change_log_head), 0) THEN RETURN OLD; END IF; \
       END IF; \
       RAISE EXCEPTION 'the change log is append-only'; \
     END $$",
    "CREATE TRIGGER change_log_never_changes BEFORE UPDATE ON change_log FOR EACH ROW EXECUTE FUNCTION change_log_append_only()",
    "CREATE TRIGGER change_log_never_shrinks BEFORE DELETE ON change_log FOR EACH ROW EXECUTE FUNCTION change_log_append_only()",
    "CREATE TRIGGER change_log_never_empties BEFORE TRUNCATE ON change_log FOR EACH STATEMENT EXECUTE FUNCTION change_log_append_only()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["previous_hash", "hash"] {
            let add = Table::alter().table("change_log").add_column(string(column).default("")).take();
            manager.alter_table(add).await?;
        }
        let head = Table::create()
            .table("change_log_head")
            .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
            .col(big_integer("seq"))
            .col(big_integer("entries"))
            .col(string("hash"))
            // Entries up to this one were let go, and this was the hash of the last of them.
            .col(big_integer("cut_seq"))
            .col(string("cut_hash"))
            .col(string("key_id"))
            .col(string("mac"))
            .take();
        manager.create_table(head).await?;
        let statements = if manager.get_database_backend() == DatabaseBackend::Postgres { &POSTGRES[..] } else { &SQLITE[..] };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drops: &[&str] = if manager.get_database_backend() == DatabaseBackend::Postgres {
            &["DROP FUNCTION change_log_append_only CASCADE"]
        } else {
            &["DROP TRIGGER change_log_never_changes", "DROP TRIGGER change_log_never_shrinks", "DROP TRIGGER change_log_never_replaces"]
        };
        for statement in drops {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        manager.drop_table(Table::drop().table("change_log_head").take()).await?;
        for column in ["hash", "previous_hash"] {
            manager.alter_table(Table::alter().table("change_log").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
