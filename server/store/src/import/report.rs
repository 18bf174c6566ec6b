//! What an import is asked, what it is handed, what it answers.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::course::BoardFact;
use domain::import::{ImportedPlace, Layout, Problem, RowDecisions, SheetRead};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the person chose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportOptions {
    /// The day on which the file speaks: names of units are those in force on it.
    pub sheet_date: NaiveDate,
    /// Two digits; implied where one province is loaded.
    pub province: Option<String>,
    /// Save the good rows although there are bad ones.
    pub skip_bad: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// What was decided about rows that resemble a place.
    pub decisions: RowDecisions,
}

/// What comes out of the file, in its order.
pub enum Incoming {
    Place {
        place: Box<ImportedPlace>,
        layout: Arc<Layout>,
    },
    /// A row that cannot be taken.
    Bad(Vec<Problem>),
    /// The file itself cannot be taken, or not to its end: no row is to blame.
    Unread(Vec<Problem>),
}

/// A change that the preview shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleChange {
    pub place_id: Uuid,
    pub name: String,
    pub row: u32,
    pub field: String,
    pub from: serde_json::Value,
    pub to: serde_json::Value,
}

/// A fact of a board that a row tells with its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleFact {
    /// None where the row adds a place.
    pub place_id: Option<Uuid>,
    pub name: String,
    pub sheet: String,
    pub row: u32,
    /// Without its key.
    pub fact: BoardFact,
}

/// A row that resembles places, for a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlikeRow {
    pub sheet: String,
    pub row: u32,
    pub name: String,
    pub address: String,
    /// At most one for each reason.
    pub resembles: Vec<Resembled>,
}

/// What a row resembles, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resembled {
    /// `same_name_in_unit` or `within_30_metres`.
    pub code: String,
    /// A place of the register; none where it is another row of the file.
    pub place: Option<Uuid>,
    /// That other row.
    pub row: Option<u32>,
    pub name: String,
    pub address: String,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    pub add: u64,
    pub change: u64,
    pub unchanged: u64,
    pub problems: Vec<Problem>,
    pub notes: Vec<Problem>,
    /// Rows that may be the same place as another: they count in `add` all the same.
    pub duplicates: Vec<Problem>,
    /// The same rows, and those that were decided on, with what they resemble.
    pub alike: Vec<AlikeRow>,
    /// Rows that were left out until somebody knows whether they are another place.
    pub left_out: Vec<Problem>,
    /// Headings of columns that must not be kept, as spelled.
    pub dropped_columns: Vec<String>,
    /// What was understood of each sheet.
    pub sheets: Vec<SheetRead>,
    /// Sheet and number of the rows that were not taken.
    pub rejected: Vec<(String, u32)>,
    /// The first changes, old and new.
    pub changes: Vec<SampleChange>,
    /// The first facts that are recorded with their days.
    pub facts: Vec<SampleFact>,
    /// How many there are in all.
    pub recorded: u64,
    /// Under this operation the change log holds what was saved, and it can be undone.
    pub operation_id: Option<Uuid>,
}

/// Changes that the preview shows in full.
pub(super) const SHOWN_CHANGES: usize = 200;
/// Rows without a decision that are shown with what they resemble; after them come the next.
pub(super) const SHOWN_ALIKE: usize = 200;
/// Notes and duplicates beyond this are counted by their kind only, so that a page stays readable.
pub(super) const SHOWN_NOTES: usize = 2_000;

impl ImportReport {
    /// Whether the file as a whole cannot be taken, so that there is nothing of it to keep or to correct.
    /// A table whose names were not recognised is no such file: a person can point them out.
    pub fn is_of_whole_file(&self) -> bool {
        self.problems.iter().any(|problem| problem.row.is_none())
    }

    pub(super) fn note(&mut self, note: Problem) {
        if self.notes.len() < SHOWN_NOTES {
            self.notes.push(note);
        }
    }

    pub(super) fn reject(&mut self, place: &ImportedPlace, problems: Vec<Problem>) {
        self.problems.extend(problems);
        self.rejected.push((place.sheet.clone(), place.row));
    }
}
