//! The command line: one file for each command. Exit status 0: fine; 2: problems found or input refused.

mod bench;
mod demo;
mod export;
mod import;
mod import_report;
mod serve;
mod settings;

use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{Parser, Subcommand};
use migrations::{Migrator, MigratorTrait};
use store::{Actor, DatabaseConnection, Session};

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
    /// Show the settings and where each comes from
    Config,
    /// Measure, as ratios to baselines
    Bench(bench::Bench),
}

impl Gandan {
    /// Runs the command that was asked for.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
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
            Command::Config => settings::show(),
        }
    }
}

/// Opens the configured database with its schema up to date.
pub async fn open(settings: &Settings) -> anyhow::Result<DatabaseConnection> {
    let db = store::connect(&settings.database_url).await.context("the database cannot be opened; check DATABASE_URL")?;
    Migrator::up(&db, None).await.context("the schema cannot be brought up to date")?;
    Ok(db)
}

/// The session of a command: whoever sits at this machine, now.
pub fn session(db: DatabaseConnection) -> Session {
    Session::new(db, Actor::local(), Utc::now(), local(Utc::now()).date_naive())
}

fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    app::server_context::ServerContext::local(at)
}
