//! `gandan export places`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use domain::filter::PlaceFilter;
use formats::Format;

use super::{open, session};
use crate::config::Settings;
use crate::transfer::export;

#[derive(Args)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// All open places, to be edited and imported again
    Places {
        /// xlsx, csv or geojson
        #[arg(long, value_parser = ["xlsx", "csv", "geojson"])]
        format: String,
        /// The file to write (default: standard output)
        #[arg(long)]
        out: Option<PathBuf>,
        /// Also places that are closed
        #[arg(long)]
        closed: bool,
    },
}

impl Export {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let What::Places { format, out, closed } = self.what;
        let format = Format::of_name(&format).context("the format is not known")?;
        let filter = PlaceFilter { closed, ..PlaceFilter::default() };
        let file = export::places(&session(open(&settings).await?, &settings), &filter, format).await?;
        match out {
            Some(path) => std::fs::write(&path, file).with_context(|| format!("{} cannot be written", path.display()))?,
            None => std::io::stdout().write_all(&file)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
