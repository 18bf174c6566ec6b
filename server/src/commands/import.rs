//! `gandan import boundaries|former-units|places FILE`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use app::texts::{Locale, Texts};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::import::{Choices, Problem};
use store::admin_unit::BoundaryReport;
use store::import::ImportOptions;

use super::import_report::{Outcome, print};
use super::{open, session};
use crate::config::Settings;
use crate::transfer;

#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Args)]
struct File {
    /// The file to take in
    file: PathBuf,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print the outcome as JSON, and nothing else, to standard output
    #[arg(long)]
    json: bool,
    /// Language of the messages: vi or en
    #[arg(long, default_value = "vi")]
    language: String,
}

#[derive(Subcommand)]
enum What {
    /// Administrative units with their boundaries, from GeoJSON
    Boundaries {
        #[command(flatten)]
        file: File,
        /// The first day on which they hold
        #[arg(long, value_name = "YYYY-MM-DD")]
        valid_from: NaiveDate,
        /// Take in the good units although there are bad ones
        #[arg(long)]
        skip_bad: bool,
    },
    /// Former units and the units of today that took them over, from a table
    FormerUnits {
        #[command(flatten)]
        file: File,
    },
    /// Places, from .xlsx, .csv or .geojson
    Places {
        #[command(flatten)]
        file: File,
        /// Take in the good rows although there are bad ones; the bad ones go to a sheet beside the file
        #[arg(long)]
        skip_bad: bool,
        /// Two digits; implied where one province is loaded
        #[arg(long, value_name = "CODE")]
        province: Option<String>,
        /// The day on which the file speaks (default: today)
        #[arg(long, value_name = "YYYY-MM-DD")]
        sheet_date: Option<NaiveDate>,
        /// For text files of old programs: windows-1258
        #[arg(long)]
        encoding: Option<String>,
    },
}

impl Import {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Boundaries { file, valid_from, skip_bad } => boundaries(settings, file, valid_from, skip_bad).await,
            What::FormerUnits { file } => former_units(settings, file).await,
            What::Places { file, skip_bad, province, sheet_date, encoding } => {
                let encoding = match encoding.as_deref() {
                    None => None,
                    Some(name) if formats::Encoding::of_name(name).is_some() => Some(name.to_owned()),
                    Some(other) => anyhow::bail!("the encoding {other:?} is not known; windows-1258 is"),
                };
                let choices = Choices { encoding, ..Choices::default() };
                places(settings, file, skip_bad, province, sheet_date, choices).await
            }
        }
    }
}

fn texts(file: &File) -> Texts {
    Texts(Locale::from_code(&file.language))
}

fn read(file: &File) -> anyhow::Result<(String, Vec<u8>)> {
    let bytes = std::fs::read(&file.file).with_context(|| format!("{} cannot be read", file.file.display()))?;
    Ok((name(&file.file), bytes))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn refused(file: &File, error: &formats::FormatError) -> ExitCode {
    let outcome = Outcome { problems: vec![Problem::new("", None, "", error.code(), error.value())], ..Outcome::default() };
    print(texts(file), file.json, file.dry_run, &outcome)
}

async fn boundaries(settings: Settings, file: File, valid_from: NaiveDate, skip_bad: bool) -> anyhow::Result<ExitCode> {
    let (_, bytes) = read(&file)?;
    let (units, bad) = match transfer::boundaries::units(&bytes) {
        Ok(found) => found,
        Err(error) => return Ok(refused(&file, &error)),
    };
    let dry = file.dry_run || (!bad.is_empty() && !skip_bad);
    let session = session(open(&settings).await?, &settings);
    let rejected = bad.iter().map(|(_, code, _)| code.clone()).collect();
    let mut report = session.import_boundaries(units, rejected, valid_from, dry, skip_bad).await?;
    report.problems.splice(0..0, bad);
    let saved = !dry && (report.problems.is_empty() || skip_bad);
    Ok(print(texts(&file), file.json, !saved, &of_units(report)))
}

fn of_units(report: BoundaryReport) -> Outcome {
    let place = |(row, code, message): (usize, String, String)| Problem::new("", u32::try_from(row).ok(), "code", &message, &code);
    let mut notes: Vec<Problem> = report.notes.into_iter().map(place).collect();
    for (count, code) in [
        (report.closed, "units_closed"),
        (report.kept, "units_kept"),
        (report.moved_places, "places_moved"),
        (report.homeless_places, "places_homeless"),
    ] {
        if count > 0 {
            notes.push(Problem::new("", None, "", code, &count.to_string()));
        }
    }
    let problems = report.problems.into_iter().map(place).collect();
    Outcome { add: report.add, change: report.change, unchanged: report.unchanged, problems, notes, ..Outcome::default() }
}

async fn former_units(settings: Settings, file: File) -> anyhow::Result<ExitCode> {
    let (file_name, bytes) = read(&file)?;
    let (former, bad) = match transfer::former_units::former_units(&file_name, &bytes) {
        Ok(found) => found,
        Err(error) => return Ok(refused(&file, &error)),
    };
    let dry = file.dry_run || !bad.is_empty();
    let report = session(open(&settings).await?, &settings).import_former_units(former, dry).await?;
    let saved = !dry && report.problems.is_empty();
    let mut outcome = of_units(report);
    outcome.problems.splice(0..0, bad);
    Ok(print(texts(&file), file.json, !saved, &outcome))
}

async fn places(
    settings: Settings,
    file: File,
    skip_bad: bool,
    province: Option<String>,
    sheet_date: Option<NaiveDate>,
    choices: Choices,
) -> anyhow::Result<ExitCode> {
    let (file_name, bytes) = read(&file)?;
    let session = session(open(&settings).await?, &settings);
    let province = province.or_else(|| Some(settings.province.clone()).filter(|province| !province.is_empty()));
    let options = ImportOptions {
        sheet_date: sheet_date.unwrap_or(session.today),
        province,
        skip_bad,
        dry_run: file.dry_run,
        ..ImportOptions::default()
    };
    let quiet = file.json || !std::io::IsTerminal::is_terminal(&std::io::stderr());
    let progress = move |rows: u64| {
        if !quiet {
            eprint!("\r{rows} dòng / rows");
        }
    };
    let bytes = Arc::new(bytes);
    let report = transfer::places::import(&session, file_name.clone(), bytes.clone(), &choices, options, progress).await?;
    if !quiet {
        eprintln!();
    }
    let saved = report.operation_id.is_some();
    if saved && !report.rejected.is_empty() {
        let beside = file.file.with_file_name(format!("{}-rejected.xlsx", file.file.file_stem().unwrap_or_default().to_string_lossy()));
        let t = texts(&file);
        let written = transfer::rejected::workbook(&file_name, &bytes, &choices, &report.problems, |problem| t.problem_words(problem));
        std::fs::write(&beside, written.map_err(|error| anyhow::anyhow!("the rejected rows cannot be written: {}", error.code()))?)?;
        eprintln!("{}", t.tf("import_page.rejected_file", &[("file", &beside.display().to_string())]));
    }
    let rejected = report.rejected.len();
    let outcome = Outcome {
        add: report.add,
        change: report.change,
        unchanged: report.unchanged,
        problems: report.problems,
        notes: report.notes,
        duplicates: report.duplicates,
        dropped_columns: report.dropped_columns,
        recorded: report.recorded,
    };
    tracing::debug!(rejected, "rows were rejected");
    Ok(print(texts(&file), file.json, !saved, &outcome))
}
