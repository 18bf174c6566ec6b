//! Running an import, with or without saving.

use domain::failure::Failure;
use domain::permission::Action;
use tokio::sync::mpsc::Receiver;

use super::course::{derive_buildings, keep_news};
use super::plan::{Planned, Planner};
use super::report::{ImportOptions, ImportReport, Incoming};
use crate::place::{NewPlace, save_change, save_new};
use crate::session::{Operation, Session, Write};

/// The table of buildings, as the city calls it.
pub(super) const REASON: &str = "Bảng A";

impl Session {
    /// Takes in places. Rows come in chunks, in the order of the file; after each chunk `progress` hears how
    /// many there were so far. Nothing is saved where there are problems, unless `skip_bad`.
    pub async fn import_places(
        &self,
        options: ImportOptions,
        mut incoming: Receiver<Vec<Incoming>>,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<ImportReport, Failure> {
        self.allow(Action::PlacesImport)?;
        if options.dry_run {
            let mut report = ImportReport::default();
            let mut planner = Planner::load(&self.db, &options, self.today, &mut report).await?;
            let mut rows = 0;
            while let Some(chunk) = incoming.recv().await {
                rows += chunk.len() as u64;
                planner.plan(&self.db, chunk, &mut report).await?;
                progress(rows);
            }
            planner.finish(&mut report);
            return Ok(report);
        }
        let operation = Operation::once();
        let (id, skip_bad) = (operation.id, options.skip_bad);
        let keep = move |report: &ImportReport| skip_bad || report.problems.is_empty();
        let mut report = self
            .try_out(Action::PlacesImport, operation, false, keep, move |write| {
                Box::pin(async move { save_all(write, &options, &mut incoming, &progress).await })
            })
            .await?;
        report.operation_id = keep(&report).then_some(id);
        Ok(report)
    }
}

async fn save_all(
    write: &mut Write,
    options: &ImportOptions,
    incoming: &mut Receiver<Vec<Incoming>>,
    progress: &(impl Fn(u64) + Sync),
) -> Result<ImportReport, Failure> {
    // What a table says of a board that has facts becomes facts with this reason.
    write.reason = Some(REASON.into());
    let mut report = ImportReport::default();
    let mut planner = Planner::load(&write.tx, options, write.today, &mut report).await?;
    let (mut rows, mut clusters) = (0, Vec::new());
    while let Some(chunk) = incoming.recv().await {
        rows += chunk.len() as u64;
        let planned = planner.plan(&write.tx, chunk, &mut report).await?;
        // With problems nothing will be kept: what is left is only read, to name them all.
        if options.skip_bad || report.problems.is_empty() {
            clusters.extend(planned.iter().filter_map(Planned::cluster_with_news));
            save(write, &planner, planned).await?;
        }
        progress(rows);
    }
    let last = planner.finish(&mut report);
    if options.skip_bad || report.problems.is_empty() {
        save(write, &planner, last).await?;
        derive_buildings(write, &clusters).await?;
    }
    Ok(report)
}

async fn save(write: &mut Write, planner: &Planner, planned: Vec<Planned>) -> Result<(), Failure> {
    let mut new = Vec::new();
    for plan in planned {
        match plan {
            Planned::Add(id, draft, facts) => new.push(NewPlace { id, draft, sample: false, facts }),
            Planned::Change(before, draft, facts) => {
                let draft = match facts {
                    Some(facts) => keep_news(write, &before, draft, &facts).await?,
                    None => draft,
                };
                let mut units = planner.units().clone();
                if !units.contains_key(&draft.admin_unit_id) {
                    units.extend(crate::admin_unit::units_by_id(&write.tx, [draft.admin_unit_id]).await?);
                }
                save_change(write, &before, draft, &units).await?;
            }
        }
    }
    save_new(write, new, planner.units()).await
}
