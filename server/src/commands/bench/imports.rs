//! An import of many rows, held against reading the sheet alone and inserting the rows alone.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use domain::place::PlaceKind;
use formats::{ExportRow, Format, write_places};
use store::import::ImportOptions;
use uuid::Uuid;

use super::table::Table;
use crate::config::Settings;
use crate::transfer::places;

pub async fn measure(settings: &Settings, folder: &Path, rows: usize, table: &mut Table) -> anyhow::Result<()> {
    eprintln!("writing and importing {rows} rows …");
    let today = super::super::local(chrono::Utc::now()).date_naive();
    let scale = u32::try_from(rows / 1_246 + 1)?;
    let city = demo::city(today, scale);
    let names: std::collections::HashMap<_, _> =
        city.units.iter().map(|unit| (unit.code.clone(), format!("{} {}", unit.kind.vietnamese(), unit.name))).collect();
    let buildings = city.places().filter(|place| place.draft.kind == PlaceKind::ApartmentBuilding).take(rows).map(|place| {
        let mut draft = place.draft;
        draft.parent_id = None;
        ExportRow { id: place.id, unit_name: names.get(&place.unit_code).cloned().unwrap_or_default(), unit_code: place.unit_code, draft }
    });
    let mut file = Cursor::new(Vec::new());
    write_places(Format::Xlsx, buildings, None, &mut file)
        .map_err(|error| anyhow::anyhow!("the sheet cannot be written: {}", error.code()))?;
    let bytes = Arc::new(file.into_inner());

    let read = timed(|| {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice()))?;
        let name = workbook.sheet_names().first().cloned().unwrap_or_default();
        let cells = workbook.worksheet_range(&name)?.used_cells().count();
        anyhow::ensure!(cells > rows, "the sheet was not read");
        Ok(())
    })?;
    let streamed = timed(|| {
        let mut table = formats::Table::open("rows.xlsx", &bytes, None).map_err(|error| anyhow::anyhow!("{}", error.code()))?;
        table.for_each_row(0, &mut |_| ControlFlow::Continue(())).map_err(|error| anyhow::anyhow!("{}", error.code()))
    })?;
    table.add("reading the sheet row by row", rows, streamed, "raw read of the sheet by calamine", read);

    Table::forget_highest();
    let db = super::database(settings, folder, "import.db").await?;
    let session = super::session(&db);
    session.import_boundaries(city.units.clone(), Vec::new(), demo::VALID_FROM, false, false).await?;
    let options = ImportOptions { sheet_date: today, province: None, skip_bad: false, dry_run: true, ..ImportOptions::default() };
    let start = Instant::now();
    let report =
        places::import(&session, "rows.xlsx".into(), bytes.clone(), &domain::import::Choices::default(), options.clone(), |_| {}).await?;
    let previewed = start.elapsed();
    anyhow::ensure!(
        report.add == rows as u64 && report.problems.is_empty(),
        "the preview says {} to add, {} problems",
        report.add,
        report.problems.len()
    );
    table.add("preview of an import", rows, previewed, "raw read of the sheet by calamine", read);
    table.memory("after the preview");

    let start = Instant::now();
    places::import(
        &session,
        "rows.xlsx".into(),
        bytes,
        &domain::import::Choices::default(),
        ImportOptions { dry_run: false, ..options },
        |_| {},
    )
    .await?;
    let imported = start.elapsed();
    let bare = bare_insert(settings, folder, &city, rows, today).await?;
    table.add("import, reading included", rows, imported, "bare bulk insert of the same rows", bare);
    table.add(
        "writing of an import (import less preview)",
        rows,
        imported.saturating_sub(previewed),
        "bare bulk insert of the same rows",
        bare,
    );
    table.memory("after the import");
    Ok(())
}

async fn bare_insert(
    settings: &Settings,
    folder: &Path,
    city: &demo::City,
    rows: usize,
    today: chrono::NaiveDate,
) -> anyhow::Result<Duration> {
    let db = super::database(settings, folder, "bare.db").await?;
    let session = super::session(&db);
    session.import_boundaries(city.units.clone(), Vec::new(), demo::VALID_FROM, false, false).await?;
    let units: std::collections::HashMap<String, Uuid> =
        session.admin_units().await?.into_iter().map(|unit| (unit.code, unit.id)).collect();
    let buildings = city.places().filter(|place| place.draft.kind == PlaceKind::ApartmentBuilding).take(rows);
    let drafts: Vec<_> = buildings
        .filter_map(|place| {
            let mut draft = place.draft;
            draft.admin_unit_id = *units.get(&place.unit_code)?;
            draft.parent_id = None;
            draft.check(today).ok()
        })
        .collect();
    let start = Instant::now();
    store::bench::bare_insert(&session, drafts).await?;
    Ok(start.elapsed())
}

fn timed(run: impl Fn() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}
