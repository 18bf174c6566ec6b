//! Taking in boundaries and tables of former units.

mod check;
mod former;
mod rehome;
mod versions;

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnitDraft, FormerUnit};
use domain::failure::Failure;
use domain::permission::Action;

pub(crate) use former::former_rows;
use rehome::rehome;
pub use versions::unit_rows;

use crate::account::carry_roles;
use crate::household::carry_people;
use crate::organization::carry_organizations;
use crate::session::{Operation, Session};

/// What became of the units of a file.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BoundaryReport {
    pub add: u64,
    pub change: u64,
    pub unchanged: u64,
    /// Position in the file from 1, code of the unit, code of the message.
    pub problems: Vec<(usize, String, String)>,
    pub notes: Vec<(usize, String, String)>,
    /// Units that the file does not name, kept because a bad feature may be any of them.
    #[serde(default)]
    pub kept: u64,
    /// Older versions that ended, and units of these provinces that are no longer.
    pub closed: u64,
    /// Places that lie in another unit now.
    pub moved_places: u64,
    /// Places whose unit ended and for which no new one was found.
    pub homeless_places: u64,
}

impl Session {
    /// Takes in the units of a file; `rejected` holds the codes of features that could not even be
    /// read. With problems nothing is saved, unless `skip_bad`; with `dry_run` nothing is saved at all.
    pub async fn import_boundaries(
        &self,
        units: Vec<AdminUnitDraft>,
        rejected: Vec<String>,
        valid_from: NaiveDate,
        dry_run: bool,
        skip_bad: bool,
    ) -> Result<BoundaryReport, Failure> {
        self.try_out(
            Action::BoundariesImport,
            Operation::once(),
            dry_run,
            |report: &BoundaryReport| skip_bad || report.problems.is_empty(),
            move |write| {
                Box::pin(async move {
                    let mut report = BoundaryReport::default();
                    let units = unit_rows(write, units, &rejected, valid_from, false, &mut report).await?;
                    if skip_bad || report.problems.is_empty() {
                        rehome(write, &units, &mut report).await?;
                        carry_roles(write, &units).await?;
                        carry_organizations(write, &units).await?;
                        carry_people(write, &units).await?;
                    }
                    Ok(report)
                })
            },
        )
        .await
    }

    /// Takes in a table of former units: it replaces what was known of the units that it names.
    pub async fn import_former_units(&self, former: Vec<FormerUnit>, dry_run: bool) -> Result<BoundaryReport, Failure> {
        self.try_out(
            Action::FormerUnitsImport,
            Operation::once(),
            dry_run,
            |report: &BoundaryReport| report.problems.is_empty(),
            move |write| {
                Box::pin(async move {
                    let mut report = BoundaryReport::default();
                    former_rows(write, former, false, &mut report).await?;
                    Ok(report)
                })
            },
        )
        .await
    }
}
