//! `gandan bench`: what things cost, each as a ratio to a baseline that is measured in the same run.

mod imports;
mod requests;
mod table;

use std::process::ExitCode;

use chrono::Utc;
use clap::Args;
use store::{Actor, DatabaseConnection, Keys, Session};

use crate::config::Settings;
use table::Table;

#[derive(Args)]
pub struct Bench {
    /// How many times as large as the sample city the large one is
    #[arg(long, default_value_t = 80)]
    scale: u32,
    /// Rows of the import
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// Leave the import out
    #[arg(long)]
    no_import: bool,
}

impl Bench {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        // It asks faster than anybody may.
        let settings = Settings { requests_per_second: 0, ..settings };
        let folder = std::env::temp_dir().join(format!("gandan-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut table = Table::default();
        let done = self.measure(&settings, &folder, &mut table).await;
        std::fs::remove_dir_all(&folder)?;
        done?;
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }

    async fn measure(&self, settings: &Settings, folder: &std::path::Path, table: &mut Table) -> anyhow::Result<()> {
        let small = city(settings, folder, 1).await?;
        let in_box = requests::measure(settings, &small, 1, None, table).await?;
        drop(small);
        if self.scale > 1 {
            let large = city(settings, folder, self.scale).await?;
            Table::forget_highest();
            requests::measure(settings, &large, self.scale, Some(in_box), table).await?;
        }
        table.memory(&format!("after serving scale {}", self.scale));
        if !self.no_import {
            imports::measure(settings, folder, self.rows, table).await?;
        }
        Ok(())
    }
}

async fn city(settings: &Settings, folder: &std::path::Path, scale: u32) -> anyhow::Result<DatabaseConnection> {
    eprintln!("loading the sample city at scale {scale} …");
    let db = database(settings, folder, &format!("scale-{scale}.db")).await?;
    let today = super::local(Utc::now()).date_naive();
    let city: &'static demo::City = Box::leak(Box::new(demo::city(today, scale)));
    let places = city.places().map(|place| {
        let demo::DemoPlace { id, unit_code, draft, facts } = place;
        store::sample::SamplePlace { id, unit_code, draft, facts }
    });
    session(&db).load_sample(city.units.clone(), city.former_units.clone(), demo::VALID_FROM, Box::new(places)).await?;
    Ok(db)
}

/// A database of its own: the configured one is never touched.
async fn database(settings: &Settings, folder: &std::path::Path, name: &str) -> anyhow::Result<DatabaseConnection> {
    let url = format!("sqlite://{}", folder.join(name).display());
    super::open(&Settings { database_url: url, ..settings.clone() }).await
}

fn session(db: &DatabaseConnection) -> Session {
    Session::new(db.clone(), Keys::new(""), Actor::local(), Utc::now(), super::local(Utc::now()).date_naive())
}
