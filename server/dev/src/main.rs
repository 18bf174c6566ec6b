//! `cargo dev`: one command for each thing a developer does here.

mod bench;
mod frontend;
mod postgres;
mod report;
mod run;
mod setup;
mod test;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo dev", bin_name = "cargo dev", about = "Sets up, builds, runs, tests and measures Gần Dân")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the other commands need, and nothing else
    Setup,
    /// Build the front end and the release server
    Build,
    /// Build, fill an empty database with the demo city, and serve it
    Run {
        /// Leave an empty database empty
        #[arg(long)]
        empty: bool,
        /// Where to listen
        #[arg(long, default_value = "127.0.0.1:3000")]
        listen: String,
    },
    /// Set up and run every test, on SQLite, on PostgreSQL and in a browser
    Test {
        /// Only one kind of tests
        #[arg(long)]
        only: Option<test::Only>,
    },
    /// Build the release server and measure it; arguments go to `gandan bench`
    Bench {
        /// Arguments of `gandan bench`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    workspace::outlive_interrupts()?;
    let workspace = Workspace::find()?;
    match task {
        Task::Setup => return Ok(setup::everything(&workspace)),
        Task::Build => run::build_release(&workspace)?,
        Task::Run { empty, listen } => run::run(&workspace, empty, &listen)?,
        Task::Test { only } => return Ok(test::test(&workspace, only)),
        Task::Bench { args } => bench::bench(&workspace, &args)?,
    }
    Ok(ExitCode::SUCCESS)
}
