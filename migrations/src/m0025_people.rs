//! Members who help, households that are helped, and what was done for them. Whatever says something about a person
//! stands in a column that is sealed under that record's own key; beside it stand days and states that the program
//! works by. No name, phone, apartment number, category or text has a column here.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::columns::{edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables, those that others point to last.
const TABLES: [&str; 11] = [
    "breach",
    "person_request",
    "support_figure",
    "request",
    "visit",
    "household_assignment",
    "consent",
    "household",
    "monthly_check",
    "member_task",
    "member",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [member(), member_task(), monthly_check(), household(), consent(), assignment(), visit(), request()] {
            manager.create_table(table).await?;
        }
        for table in [support_figure(), person_request(), breach()] {
            manager.create_table(table).await?;
        }
        let indexes: [(&'static str, &[&'static str], bool); 17] = [
            ("member", &["admin_unit_id", "state"], false),
            ("member", &["admin_unit_id", "alike"], false),
            ("member", &["account_id"], true),
            ("member_task", &["member_id"], false),
            ("household", &["admin_unit_id", "ended_on"], false),
            ("household", &["admin_unit_id", "alike"], false),
            ("household", &["place_id"], false),
            ("household", &["code"], true),
            ("consent", &["household_id"], false),
            ("consent", &["form_number"], true),
            ("household_assignment", &["household_id"], false),
            ("household_assignment", &["member_id", "ended_on"], false),
            ("visit", &["household_id", "day"], false),
            ("visit", &["kept_until"], false),
            ("request", &["admin_unit_id", "state"], false),
            ("request", &["household_id"], false),
            ("person_request", &["admin_unit_id", "answered_on"], false),
        ];
        for (table, columns, unique) in indexes {
            index(manager, table, columns, unique).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

/// No cascade: keys of records go first, and what is about to leave them behind is refused.
fn of(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(target, "id").take()
}

// Which states and kinds there are is not checked here: a new one must not rebuild a table.
fn member() -> TableCreateStatement {
    let mut table = Table::create()
        .table("member")
        .col(id())
        .col(uuid("admin_unit_id"))
        .col(string("state"))
        .col(date_null("ended_on"))
        // Whose own page shows their households; one account is one member.
        .col(uuid_null("account_id"))
        // A keyed sum of name and phone, for finding the same person twice.
        .col(string_null("alike"))
        .col(text("sealed"))
        .col(string("recorded_by"))
        .col(boolean("sample").default(false))
        .foreign_key(&mut of("member", "admin_unit_id", "admin_unit"))
        .foreign_key(&mut of("member", "account_id", "account"))
        .take();
    edited(&mut table).take()
}

/// Sealed under the member's key.
fn member_task() -> TableCreateStatement {
    Table::create()
        .table("member_task")
        .col(id())
        .col(uuid("member_id"))
        .col(date("from_day"))
        .col(date("to_day"))
        .col(date_null("ended_on"))
        .col(text("sealed"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut of("member_task", "member_id", "member"))
        .take()
}

/// Sealed under the member's key: a list of months done and not done would be a score.
fn monthly_check() -> TableCreateStatement {
    Table::create()
        .table("monthly_check")
        .col(uuid("task_id"))
        .col(date("month"))
        .col(text("sealed"))
        .primary_key(Index::create().col("task_id").col("month"))
        .foreign_key(&mut of("monthly_check", "task_id", "member_task"))
        .take()
}

fn household() -> TableCreateStatement {
    let mut table = Table::create()
        .table("household")
        .col(id())
        .col(string("code"))
        .col(uuid("admin_unit_id"))
        .col(uuid("place_id"))
        .col(string_null("alike"))
        .col(text("sealed"))
        .col(date_null("supported_until"))
        .col(date_null("ended_on"))
        .col(string_null("end_kind"))
        .col(boolean("restricted").default(false))
        .col(date_null("last_met_on"))
        .col(date_null("next_visit_on"))
        .col(string("recorded_by"))
        .col(boolean("sample").default(false))
        .foreign_key(&mut of("household", "admin_unit_id", "admin_unit"))
        .foreign_key(&mut of("household", "place_id", "place"))
        .take();
    edited(&mut table).take()
}

/// Outlives the household as its proof: numbers and days, nothing by which somebody without the paper finds whose.
fn consent() -> TableCreateStatement {
    Table::create()
        .table("consent")
        .col(id())
        .col(uuid("household_id"))
        .col(date("given_on"))
        .col(string("how"))
        .col(string("text_version"))
        .col(string("form_number"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(date_null("withdrawn_on"))
        .col(date_null("kept_until"))
        .take()
}

/// Sealed under the household's key.
fn assignment() -> TableCreateStatement {
    Table::create()
        .table("household_assignment")
        .col(id())
        .col(uuid("household_id"))
        .col(uuid("member_id"))
        .col(date("from_day"))
        .col(date("to_day"))
        .col(date_null("ended_on"))
        .col(string_null("end_kind"))
        .col(text("sealed"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut of("household_assignment", "household_id", "household"))
        .foreign_key(&mut of("household_assignment", "member_id", "member"))
        .take()
}

/// Each under a key of its own: some are kept shorter than others.
fn visit() -> TableCreateStatement {
    Table::create()
        .table("visit")
        .col(id())
        .col(uuid("household_id"))
        .col(date("day"))
        .col(text("sealed"))
        .col(uuid_null("corrects"))
        // Goes with the next visit.
        .col(boolean("until_next"))
        .col(date("kept_until"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut of("visit", "household_id", "household"))
        .take()
}

/// Each under a key of its own.
fn request() -> TableCreateStatement {
    let mut table = Table::create()
        .table("request")
        .col(id())
        .col(uuid("household_id"))
        .col(uuid("admin_unit_id"))
        .col(string("state"))
        .col(date("received_on"))
        .col(string_null("office"))
        .col(date_null("forwarded_on"))
        .col(date("due_on"))
        .col(date_null("answered_on"))
        .col(date_null("confirmed_on"))
        .col(integer("reopened").default(0))
        .col(text("sealed"))
        .col(text_null("answer_sealed"))
        .col(string("recorded_by"))
        .foreign_key(&mut of("request", "household_id", "household"))
        .foreign_key(&mut of("request", "admin_unit_id", "admin_unit"))
        .take();
    edited(&mut table).take()
}

/// Figures of months that are over, already without those that are too small to be told.
fn support_figure() -> TableCreateStatement {
    Table::create()
        .table("support_figure")
        .col(date("month"))
        // Which table: by ward, by category, by kind of help, by office.
        .col(string("measure"))
        // The row's code; empty for the sum of all.
        .col(string("cell"))
        // None: too small to be told, or it would tell another.
        .col(big_integer_null("value"))
        .col(timestamp_with_time_zone("frozen_at"))
        .primary_key(Index::create().col("month").col("measure").col("cell"))
        .take()
}

/// What somebody asked about their own record, with its clock.
fn person_request() -> TableCreateStatement {
    let mut table = Table::create()
        .table("person_request")
        .col(id())
        .col(uuid("admin_unit_id"))
        // "household" or "member", and which; the record itself may be gone when this is answered.
        .col(string("about"))
        .col(uuid("record_id"))
        .col(string("kind"))
        .col(date("received_on"))
        .col(date("acknowledge_by"))
        .col(date_null("acknowledged_on"))
        .col(date("due_on"))
        .col(boolean("extended").default(false))
        .col(date_null("answered_on"))
        .col(string_null("outcome"))
        .col(string("recorded_by"))
        .foreign_key(&mut of("person_request", "admin_unit_id", "admin_unit"))
        .take();
    edited(&mut table).take()
}

/// The register of breaches. It says what happened, never to whom.
fn breach() -> TableCreateStatement {
    let mut table = Table::create()
        .table("breach")
        .col(id())
        .col(timestamp_with_time_zone("found_at"))
        .col(timestamp_with_time_zone("notify_by"))
        .col(timestamp_with_time_zone_null("notified_at"))
        .col(big_integer("records"))
        .col(text("what"))
        .col(text("measures"))
        .col(string("recorded_by"))
        .take();
    edited(&mut table).take()
}
