//! `gandan support`.

use std::process::ExitCode;

use anyhow::Context;
use app::texts::{Locale, Texts};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::failure::Failure;
use store::support::Frozen;

use super::{open, session};
use crate::config::Settings;

#[derive(Args)]
pub struct Support {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Freeze the tables of a month for the city; one that was frozen stays as it is
    Freeze {
        #[arg(long, value_name = "YYYY-MM")]
        month: String,
    },
}

impl Support {
    /// The serving program does the same by itself, some days after each month.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let What::Freeze { month } = self.what;
        let first: NaiveDate = format!("{month}-01").parse().with_context(|| format!("{month:?} is no month; write it as 2026-10"))?;
        let frozen = session(open(&settings).await?, &settings).freeze_support(first).await.map_err(said)?;
        println!(
            "{}",
            match frozen {
                Frozen::Now => "Đã chốt. / Frozen.",
                Frozen::Before => "Đã chốt từ trước, không thay đổi. / Frozen before; nothing changed.",
                Frozen::TooLate => {
                    "Không chốt được nữa: dữ liệu của tháng đó đã thay đổi. / Not frozen: what it would count is not there any more as it was."
                }
                Frozen::NothingThere => "Tháng đó chưa có hộ nào. / No household was recorded by then.",
            }
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// A terminal has no language, so both.
fn said(failure: Failure) -> anyhow::Error {
    anyhow::anyhow!("{} / {}", Texts(Locale::Vi).failure(&failure), Texts(Locale::En).failure(&failure))
}
