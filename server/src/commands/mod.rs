//! The command line: one file for each command. Exit status 0: fine; 2: problems found or input refused.

mod audit;
mod backup;
mod bench;
mod data_key;
mod demo;
mod demo_ward;
mod export;
mod import;
mod import_report;
mod retention;
mod serve;
mod settings;
mod support;
mod token;
mod user;

use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{Parser, Subcommand};
use migrations::{Migrator, MigratorTrait};
use tracing_subscriber::EnvFilter;

use store::{Actor, DatabaseConnection, Keys, Session};

use crate::config::Settings;

/// Gần Dân: a city's register of apartment buildings and residential areas.
#[derive(Parser)]
#[command(name = "gandan", version, about)]
pub struct Gandan {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API
    Serve(serve::Serve),
    /// Bring the schema up to date
    Migrate,
    /// Fill an empty database with an invented city
    Demo(demo::Demo),
    /// Take in boundaries, former units or places from a file
    Import(import::Import),
    /// Write places to a file
    Export(export::Export),
    /// Add users, and make links with which they choose a password
    User(user::User),
    /// Make tokens for scripts
    Token(token::Token),
    /// Check that the change log is whole
    Audit(audit::Audit),
    /// Look at the data key, under which all that is personal is sealed, and change it
    DataKey(data_key::DataKey),
    /// Let go of what has been kept long enough
    Retention(retention::Retention),
    /// Freeze the monthly tables about help for households
    Support(support::Support),
    /// Write a copy of the database, also while it serves
    Backup(backup::Backup),
    /// Bring a copy back, into a database in which nothing is yet
    Restore(backup::Restore),
    /// Show the settings and where each comes from
    Config,
    /// Measure, as ratios to baselines
    Bench(bench::Bench),
}

impl Gandan {
    /// Runs the command that was asked for.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        log_to_standard_error();
        let settings = Settings::load()?;
        match self.command {
            Command::Serve(serve) => serve.run(settings).await,
            Command::Migrate => {
                open(&settings).await?;
                println!("Lược đồ dữ liệu đã mới nhất. / The schema is up to date.");
                Ok(ExitCode::SUCCESS)
            }
            Command::Demo(demo) => demo.run(settings).await,
            Command::Import(import) => import.run(settings).await,
            Command::Export(export) => export.run(settings).await,
            Command::Bench(bench) => bench.run(settings).await,
            Command::User(user) => user.run(settings).await,
            Command::Token(token) => token.run(settings).await,
            Command::Audit(audit) => audit.run(settings).await,
            Command::DataKey(data_key) => data_key.run(settings).await,
            Command::Retention(retention) => retention.run(settings).await,
            Command::Support(support) => support.run(settings).await,
            Command::Backup(backup) => backup.run(settings).await,
            Command::Restore(restore) => restore.run(settings).await,
            Command::Config => settings::show(),
        }
    }
}

/// Opens the configured database with its schema up to date.
pub async fn open(settings: &Settings) -> anyhow::Result<DatabaseConnection> {
    let db = store::connect(&settings.database_url).await.context("the database cannot be opened; check DATABASE_URL")?;
    let pending = Migrator::get_pending_migrations(&db).await.context("the schema cannot be read")?;
    Migrator::up(&db, None).await.context("the schema cannot be brought up to date")?;
    if pending.iter().any(|migration| migration.name() == CHAIN) {
        // The secret vouches for a log from its first entry on. One that was there before the chain, or that
        // somebody makes to look so, is vouched for by nobody until a person has looked: `gandan audit seal`.
        let fresh = pending.len() == Migrator::migrations().len();
        store::audit::begin(&db, &if fresh { settings.keys() } else { Keys::new("") }).await?;
    }
    Ok(db)
}

/// The migration after which the change log is a chain.
const CHAIN: &str = "m0006_audit_chain";

/// Everything that went wrong inside is told here, and what people are shown names it by its id.
fn log_to_standard_error() {
    let filter =
        EnvFilter::try_from_env("GANDAN_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn,tower_http=info"));
    // A second one in the same process is no reason to stop.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// The session of a command: whoever sits at this machine, now.
pub fn session(db: DatabaseConnection, settings: &Settings) -> Session {
    Session::new(db, settings.keys(), Actor::local(), Utc::now(), local(Utc::now()).date_naive())
}

fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    app::server_context::ServerContext::local(at)
}
