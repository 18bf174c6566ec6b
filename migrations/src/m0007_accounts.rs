//! Who may sign in, as what and where; sessions, links, tokens; and who looked at what is personal.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date_null, string, string_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::columns::{code, edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const ROLES: [&str; 7] = ["administrator", "city", "ward_lead", "ward_staff", "ward_viewer", "member", "data_protection_officer"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [account(), account_role(), session(), account_link(), api_token(), access_log()] {
            manager.create_table(table).await?;
        }
        index(manager, "account", &["user_name"], true).await?;
        index(manager, "account_role", &["account_id"], false).await?;
        index(manager, "session", &["account_id"], false).await?;
        index(manager, "session", &["expires_at"], false).await?;
        index(manager, "account_link", &["account_id"], false).await?;
        index(manager, "api_token", &["token_hash"], true).await?;
        index(manager, "api_token", &["account_id"], false).await?;
        index(manager, "access_log", &["at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["access_log", "api_token", "account_link", "session", "account_role", "account"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

/// Everything of an account goes with it.
fn of_account(table: &mut TableCreateStatement, name: &'static str) -> TableCreateStatement {
    table.foreign_key(ForeignKey::create().from(name, "account_id").to("account", "id").on_delete(ForeignKeyAction::Cascade)).take()
}

fn account() -> TableCreateStatement {
    let mut table = Table::create()
        .table("account")
        .col(id())
        .col(string("user_name"))
        .col(string("display_name"))
        .col(string_null("password_hash"))
        // Raised by whatever must end all sessions: a new password, a second factor, other roles.
        .col(big_integer("credential_version").default(1))
        .col(date_null("closed_on"))
        .col(boolean("sample"))
        .take();
    edited(&mut table).take()
}

fn account_role() -> TableCreateStatement {
    let mut table = Table::create()
        .table("account_role")
        .col(id())
        .col(uuid("account_id"))
        .col(code("role", &ROLES))
        .col(uuid_null("admin_unit_id"))
        .foreign_key(ForeignKey::create().from("account_role", "admin_unit_id").to("admin_unit", "id").on_delete(ForeignKeyAction::Cascade))
        .take();
    of_account(&mut table, "account_role")
}

fn session() -> TableCreateStatement {
    let mut table = Table::create()
        .table("session")
        // The hash of what the cookie says.
        .col(string("id_hash").primary_key())
        .col(uuid_null("account_id"))
        .col(string("device"))
        .col(text("data"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("seen_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .take();
    of_account(&mut table, "session")
}

fn account_link() -> TableCreateStatement {
    let mut table = Table::create()
        .table("account_link")
        .col(string("token_hash").primary_key())
        .col(uuid("account_id"))
        .col(code("kind", &["invitation", "reset"]))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .take();
    of_account(&mut table, "account_link")
}

fn api_token() -> TableCreateStatement {
    let mut table = Table::create()
        .table("api_token")
        .col(id())
        .col(uuid("account_id"))
        .col(string("name"))
        .col(string("token_hash"))
        .col(boolean("writes"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .take();
    of_account(&mut table, "api_token")
}

/// Outlives the account: who looked is told even after they have left.
fn access_log() -> TableCreateStatement {
    Table::create()
        .table("access_log")
        .col(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
        .col(timestamp_with_time_zone("at"))
        .col(string("actor"))
        .col(string("action"))
        .col(string("row_table"))
        .col(uuid_null("row_id"))
        .col(big_integer("row_count"))
        .take()
}
