//! The facts that rows tell of boards.

use std::collections::HashMap;

use domain::course::{BoardFact, FactKind, with_cluster};
use domain::failure::{Failure, FieldErrors};
use domain::import::{Book, ImportedPlace, Known, Layout, News, Problem, news};
use domain::place::{Place, PlaceDraft, PlaceKind};
use uuid::Uuid;

use super::plan::{Planned, Planner};
use super::report::{ImportReport, SHOWN_CHANGES, SampleFact};
use super::run::REASON;
use crate::course::{buildings_of, derive_again, keep, register_before};
use crate::place::load;
use crate::session::Write;

/// Facts of places, each in the order in which they happened.
pub(super) type Facts = HashMap<Uuid, Vec<BoardFact>>;

/// The places that rows speak of, and the clusters in which they stand or will.
pub(super) fn with_clusters<'a>(current: &HashMap<Uuid, Place>, rows: impl Iterator<Item = &'a ImportedPlace>) -> Vec<Uuid> {
    let said = rows.filter_map(|row| row.fields.get("parent_id")?.as_str()?.parse().ok());
    let mut ids: Vec<Uuid> = current.values().flat_map(|place| [Some(place.id), place.draft.parent_id]).flatten().chain(said).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Planner {
    /// What a row brings to the course of a board; none where only fields are said.
    pub(super) fn news(
        &self,
        row: &ImportedPlace,
        draft: &PlaceDraft,
        before: Option<&Place>,
        facts: &Facts,
    ) -> Result<Option<News>, FieldErrors> {
        if !draft.has_board() {
            return Ok(None);
        }
        let of = |id: Option<Uuid>| id.and_then(|id| facts.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let known = with_cluster(of(before.map(|place| place.id)), of(draft.parent_id));
        let known = before.map(|place| Known { status: &place.draft.board, facts: known });
        let book = Book { rules: &self.book.rules, holidays: &self.book.holidays, today: self.today, reason: REASON };
        let register = |first| match before {
            Some(place) => register_before(&place.draft, place.created_at.date_naive().min(self.today), Some(first)),
            None => Vec::new(),
        };
        news(row, draft, known, register, book, Uuid::now_v7)
    }

    /// Says which facts will be recorded, and where the row says otherwise than those that stand.
    pub(super) fn tell(
        &self,
        row: &ImportedPlace,
        layout: &Layout,
        place_id: Option<Uuid>,
        name: &str,
        news: &News,
        report: &mut ImportReport,
    ) {
        for difference in &news.differences {
            let heading = layout.heading_of(difference.field).unwrap_or(difference.field);
            report.note(Problem::new(&row.sheet, Some(row.row), heading, "facts_stand", &difference.said));
        }
        for fact in happened(&news.facts) {
            report.recorded += 1;
            if report.facts.len() < SHOWN_CHANGES {
                let fact = BoardFact { id: Uuid::nil(), ..fact.clone() };
                let (name, sheet) = (name.to_owned(), row.sheet.clone());
                report.facts.push(SampleFact { place_id, name, sheet, row: row.row, fact });
            }
        }
    }
}

/// Those that are told with their day; what is only stated shows as a change of its field.
pub(super) fn happened(facts: &[BoardFact]) -> impl Iterator<Item = &BoardFact> {
    facts.iter().filter(|fact| fact.kind != FactKind::Stated)
}

/// Keeps the facts of a place that stands in the register. Answers the draft that goes with them: its board
/// follows from them.
pub(super) async fn keep_news(write: &mut Write, before: &Place, draft: PlaceDraft, facts: &[BoardFact]) -> Result<PlaceDraft, Failure> {
    keep(write, before.id, facts).await?;
    Ok(PlaceDraft { board: before.draft.board.clone(), ..draft })
}

/// The facts of a cluster hold for its buildings: last of all, when every row is saved.
pub(super) async fn derive_buildings(write: &mut Write, clusters: &[Uuid]) -> Result<(), Failure> {
    for cluster in load(&write.tx, clusters).await? {
        for building in buildings_of(write, &cluster).await? {
            derive_again(write, &building, None).await?;
        }
    }
    Ok(())
}

impl Planned {
    /// A cluster of which facts are recorded.
    pub(super) fn cluster_with_news(&self) -> Option<Uuid> {
        match self {
            Self::Change(before, draft, Some(facts)) if draft.kind == PlaceKind::BuildingCluster && !facts.is_empty() => Some(before.id),
            _ => None,
        }
    }
}
