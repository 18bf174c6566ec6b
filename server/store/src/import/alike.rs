//! Rows that may speak of a place that stands in the register: the decision on each.

use std::collections::HashMap;

use domain::failure::Failure;
use domain::import::{ImportedPlace, Layout, Problem, RowDecision};
use domain::place::PlaceDraft;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::match_rows::Alike;
use super::plan::Planner;
use super::report::{AlikeRow, ImportReport, Resembled, SHOWN_ALIKE, SHOWN_NOTES};

impl Planner {
    /// Whether a row that is no known place is to be added; what it resembles is noted for a decision.
    pub(super) fn is_other_place(&mut self, place: &ImportedPlace, layout: &Layout, draft: &PlaceDraft, report: &mut ImportReport) -> bool {
        let alike = self.known.alike(draft);
        if alike.is_empty() {
            return true;
        }
        let decided = self.decisions.of(&place.sheet, place.row);
        self.show(place, draft, &alike, report);
        let heading = layout.heading_of("name").unwrap_or_default();
        let problem = |code: &str| Problem::new(&place.sheet, Some(place.row), heading, code, &draft.name);
        if decided == Some(RowDecision::Later) {
            report.left_out.push(problem("decide_later"));
            report.rejected.push((place.sheet.clone(), place.row));
            return false;
        }
        for (code, _) in alike {
            if report.duplicates.len() < SHOWN_NOTES {
                report.duplicates.push(problem(code));
            }
        }
        true
    }

    /// A row that was said to speak of a place is shown with what it resembles, so that one can think again.
    pub(super) fn note_decided(&mut self, place: &ImportedPlace, unit: Option<Uuid>, report: &mut ImportReport) {
        if !matches!(self.decisions.of(&place.sheet, place.row), Some(RowDecision::Same(_))) {
            return;
        }
        let alone = PlaceDraft { admin_unit_id: unit.unwrap_or_default(), ..PlaceDraft::default() };
        if let Ok(draft) = place.overlay(&alone) {
            let alike = self.known.alike(&draft);
            self.show(place, &draft, &alike, report);
        }
    }

    fn show(&mut self, place: &ImportedPlace, draft: &PlaceDraft, alike: &[(&'static str, Alike)], report: &mut ImportReport) {
        if self.decisions.of(&place.sheet, place.row).is_none() {
            self.undecided += 1;
            if self.undecided > SHOWN_ALIKE {
                return;
            }
        }
        let resembled = |(code, alike): &(&'static str, Alike)| {
            let (place, row) = match alike {
                Alike::Place(id) => (Some(*id), None),
                Alike::Row(row) => (None, Some(*row)),
            };
            Resembled { code: (*code).to_owned(), place, row, name: String::new(), address: String::new() }
        };
        report.alike.push(AlikeRow {
            sheet: place.sheet.clone(),
            row: place.row,
            name: draft.name.clone(),
            address: draft.address.clone(),
            resembles: alike.iter().map(resembled).collect(),
        });
    }

    /// Names of the places that the last rows resemble.
    pub(super) async fn name_alike(&self, db: &impl ConnectionTrait, report: &mut ImportReport) -> Result<(), Failure> {
        let unnamed = || report.alike.iter().rev().take_while(|row| row.resembles.iter().all(|other| other.name.is_empty()));
        let ids: Vec<Uuid> = unnamed().flat_map(|row| row.resembles.iter().filter_map(|other| other.place)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let places = crate::place::load(db, &ids).await?;
        let names: HashMap<Uuid, (String, String)> =
            places.into_iter().map(|place| (place.id, (place.draft.name, place.draft.address))).collect();
        for other in report.alike.iter_mut().flat_map(|row| &mut row.resembles) {
            if let Some((name, address)) = other.place.and_then(|id| names.get(&id)) {
                other.name.clone_from(name);
                other.address.clone_from(address);
            }
        }
        Ok(())
    }
}
