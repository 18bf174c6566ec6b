//! What an import would do, row by row.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::admin_unit::AdminUnit;
use domain::change::difference;
use domain::course::BoardFact;
use domain::failure::{Failure, FieldErrors};
use domain::import::{ImportedPlace, Layout, Problem, RowDecision, RowDecisions, UnitIndex};
use domain::organization::PlaceOrganization;
use domain::place::{Place, PlaceDraft, PlaceKind};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::course::{Facts, happened, with_clusters};
use super::match_rows::Known;
use super::numbers::Numbers;
use super::report::{ImportOptions, ImportReport, Incoming, SHOWN_CHANGES, SampleChange};
use crate::admin_unit::{UnitLocator, units_by_id};
use crate::agreement::places_with;
use crate::course::{Rulebook, facts_of};
use crate::entities::admin_unit;
use crate::fault::fault;
use crate::organization::held_at;

/// What a good row comes to.
pub(super) enum Planned {
    Add(Uuid, PlaceDraft, Vec<BoardFact>),
    /// With the facts to record where the board follows from facts; else its fields are as the draft says.
    Change(Box<Place>, PlaceDraft, Option<Vec<BoardFact>>),
}

impl Planned {
    fn parts(&self) -> (Uuid, &PlaceDraft) {
        match self {
            Self::Add(id, draft, _) => (*id, draft),
            Self::Change(before, draft, _) => (before.id, draft),
        }
    }

    fn before(&self) -> Option<&Place> {
        match self {
            Self::Add(..) => None,
            Self::Change(before, ..) => Some(before),
        }
    }

    fn facts(&self) -> &[BoardFact] {
        match self {
            Self::Add(_, _, facts) => facts,
            Self::Change(_, _, facts) => facts.as_deref().unwrap_or_default(),
        }
    }
}

/// Everything that rows are held against.
pub(super) struct Planner {
    pub(super) index: UnitIndex,
    pub(super) units: BTreeMap<Uuid, AdminUnit>,
    pub(super) locator: Option<UnitLocator>,
    pub(super) known: Known,
    /// Places that a row of this file spoke of already.
    seen: HashSet<Uuid>,
    /// Rows whose cluster was not there yet: it may stand below its buildings. With what to say if it does not.
    waiting: Vec<(Problem, Planned)>,
    numbers: Numbers,
    /// Places of these rows that have agreements of their own.
    agreed: HashSet<Uuid>,
    pub(super) decisions: RowDecisions,
    /// Places that the shown rows resemble, still without their names.
    pub(super) undecided: usize,
    pub(super) today: NaiveDate,
    pub(super) book: Rulebook,
}

impl Planner {
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        options: &ImportOptions,
        today: NaiveDate,
        report: &mut ImportReport,
    ) -> Result<Self, Failure> {
        use admin_unit::Column as C;
        let rows = admin_unit::Entity::find()
            .filter(C::ValidFrom.lte(options.sheet_date))
            .filter(Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(options.sheet_date)));
        let ids: Vec<(Uuid, String)> = {
            use sea_orm::QuerySelect;
            rows.select_only().columns([C::Id, C::ProvinceCode]).into_tuple().all(db).await.map_err(fault)?
        };
        let mut provinces: Vec<&str> = ids.iter().map(|(_, province)| province.as_str()).collect();
        provinces.sort_unstable();
        provinces.dedup();
        let province = match (&options.province, provinces.as_slice()) {
            (Some(chosen), _) if provinces.contains(&chosen.as_str()) => Some(chosen.clone()),
            (Some(chosen), _) => {
                report.problems.push(Problem::new("", None, "", "province_not_loaded", chosen));
                None
            }
            (None, [only]) => Some((*only).to_owned()),
            (None, []) => {
                report.problems.push(Problem::new("", None, "", "no_units_loaded", ""));
                None
            }
            (None, several) => {
                report.problems.push(Problem::new("", None, "", "province_needed", &several.join(", ")));
                None
            }
        };
        let of_province = ids.iter().filter(|(_, code)| Some(code) == province.as_ref()).map(|(id, _)| *id);
        let units = units_by_id(db, of_province).await?;
        let former = crate::admin_unit::former(db, None).await?;
        let index = UnitIndex::new(
            units.values().cloned().collect(),
            former.into_iter().filter(|old| units.values().any(|unit| unit.code == old.code)).collect(),
        );
        Ok(Self {
            index,
            units,
            locator: None,
            known: Known::load(db).await?,
            seen: HashSet::new(),
            waiting: Vec::new(),
            numbers: Numbers::default(),
            agreed: HashSet::new(),
            decisions: options.decisions.clone(),
            undecided: 0,
            today,
            book: Rulebook::read(db).await?,
        })
    }

    pub(super) fn units(&self) -> &BTreeMap<Uuid, AdminUnit> {
        &self.units
    }

    /// Plans some rows. Those that are unchanged or bad are counted and not answered.
    pub(super) async fn plan(
        &mut self,
        db: &impl ConnectionTrait,
        rows: Vec<Incoming>,
        report: &mut ImportReport,
    ) -> Result<Vec<Planned>, Failure> {
        let mut placed = Vec::with_capacity(rows.len());
        for row in rows {
            match row {
                Incoming::Unread(problems) => report.problems.extend(problems),
                Incoming::Bad(problems) => {
                    if let Some((sheet, row)) = problems.first().and_then(|problem| Some((problem.sheet.clone(), problem.row?))) {
                        report.rejected.push((sheet, row));
                    }
                    report.problems.extend(problems);
                }
                Incoming::Place { place, layout } => {
                    place.notes.iter().for_each(|note| report.note(note.clone()));
                    match self.unit_of(db, &place, &layout, report).await? {
                        Ok(unit) => {
                            let decided = self.decisions.of(&place.sheet, place.row);
                            let known = match (self.known.find(&place, unit), decided) {
                                (None, Some(RowDecision::Same(id))) => Some(id),
                                (found, _) => found,
                            };
                            if known.is_some_and(|id| !self.known.has(id)) {
                                report.reject(&place, vec![Problem::new(&place.sheet, Some(place.row), "", "decided_place_gone", "")]);
                            } else if known.or(place.id).is_some_and(|id| !self.seen.insert(id)) {
                                report.reject(&place, vec![Problem::new(&place.sheet, Some(place.row), "", "row_twice_in_file", "")]);
                            } else {
                                placed.push((place, layout, unit, known));
                            }
                        }
                        Err(problem) => report.reject(&place, vec![problem]),
                    }
                }
            }
        }
        let ids: Vec<Uuid> = placed.iter().filter_map(|(_, _, _, known)| *known).collect();
        let mut current: HashMap<Uuid, Place> = crate::place::load(db, &ids).await?.into_iter().map(|place| (place.id, place)).collect();
        self.agreed = places_with(db, &ids).await?;
        let mut held = held_at(db, &ids).await?;
        let ids = with_clusters(&current, placed.iter().map(|(place, ..)| &**place));
        let facts = facts_of(db, &ids).await?;
        let mut planned = Vec::with_capacity(placed.len());
        for (place, layout, unit, known) in placed {
            let before = known.and_then(|id| current.remove(&id)).map(|place| (held.remove(&place.id).unwrap_or_default(), place));
            let Some(plan) = self.plan_one(&place, &layout, unit, before, &facts, report) else { continue };
            let (id, draft) = plan.parts();
            if let Some(day) = self.numbers.elsewhere(db, id, plan.before(), draft).await? {
                let column = layout.heading_of("decision_number").unwrap_or_default();
                let day = day.format("%d/%m/%Y").to_string();
                report.note(Problem::new(&place.sheet, Some(place.row), column, "number_of_another_day", &day));
            }
            if draft.kind == PlaceKind::BuildingCluster {
                self.known.add_cluster(id);
            }
            match draft.parent_id {
                Some(parent) if draft.kind == PlaceKind::BuildingCluster || !self.known.has_cluster(parent) => {
                    let column = layout.heading_of("parent_id").unwrap_or_default();
                    let problem = Problem::new(&place.sheet, Some(place.row), column, "not_a_cluster", &parent.to_string());
                    self.waiting.push((problem, plan));
                }
                _ => planned.push(plan),
            }
        }
        self.name_alike(db, report).await?;
        Ok(planned)
    }

    /// After the last row: those whose cluster has come since. The others are problems.
    pub(super) fn finish(&mut self, report: &mut ImportReport) -> Vec<Planned> {
        let mut planned = Vec::new();
        for (problem, plan) in std::mem::take(&mut self.waiting) {
            let (_, draft) = plan.parts();
            if draft.kind != PlaceKind::BuildingCluster && draft.parent_id.is_some_and(|parent| self.known.has_cluster(parent)) {
                planned.push(plan);
                continue;
            }
            match &plan {
                Planned::Add(..) => report.add -= 1,
                Planned::Change(before, ..) => {
                    report.change -= 1;
                    report.changes.retain(|change| change.place_id != before.id);
                }
            }
            report.recorded -= happened(plan.facts()).count() as u64;
            report.facts.retain(|told| (&told.sheet, Some(told.row)) != (&problem.sheet, problem.row));
            report.rejected.extend(problem.row.map(|row| (problem.sheet.clone(), row)));
            report.problems.push(problem);
        }
        planned
    }

    fn plan_one(
        &mut self,
        place: &ImportedPlace,
        layout: &Layout,
        unit: Option<Uuid>,
        before: Option<(BTreeMap<PlaceOrganization, String>, Place)>,
        facts: &Facts,
        report: &mut ImportReport,
    ) -> Option<Planned> {
        let (held, before) = before.unzip();
        let mut blank = before.as_ref().map_or_else(PlaceDraft::default, |place| place.draft.clone());
        if let Some(unit) = unit {
            blank.admin_unit_id = unit;
        }
        let checked = place.overlay(&blank).and_then(|draft| draft.check(self.today));
        let (mut draft, news) = match checked.and_then(|draft| Ok((self.news(place, &draft, before.as_ref(), facts)?, draft))) {
            Ok((None, draft)) => (draft, None),
            Ok((Some(news), draft)) => (PlaceDraft { board: news.status.clone(), ..draft }, Some(news)),
            Err(errors) => {
                report.reject(place, of_fields(place, layout, &errors));
                return None;
            }
        };
        let Some(before) = before else {
            let id = place.id.unwrap_or_else(Uuid::now_v7);
            if !self.is_other_place(place, layout, &draft, report) {
                return None;
            }
            self.known.add(place.row, &draft);
            report.add += 1;
            if let Some(news) = &news {
                self.tell(place, layout, None, &draft.name, news, report);
            }
            return Some(Planned::Add(id, draft, news.map(|news| news.facts).unwrap_or_default()));
        };
        let was_cluster = before.draft.kind == PlaceKind::BuildingCluster;
        if was_cluster && draft.kind != PlaceKind::BuildingCluster && self.known.has_buildings(before.id) {
            let column = layout.heading_of("kind").unwrap_or_default();
            let problem = Problem::new(&place.sheet, Some(place.row), column, "cluster_of_buildings", &before.draft.name);
            report.reject(place, vec![problem]);
            return None;
        }
        // What an organization's own page says is ended there, and not by a table.
        for (kind, name) in held.unwrap_or_default() {
            if draft.organizations.insert(kind) {
                let column = layout.heading_of("organizations").unwrap_or_default();
                report.note(Problem::new(&place.sheet, Some(place.row), column, "held_by_link", &name));
            }
        }
        self.note_decided(place, unit, report);
        let of_agreement = |draft: &PlaceDraft| (draft.agreement_number.clone(), draft.agreement_on);
        if self.agreed.contains(&before.id) && of_agreement(&draft) != of_agreement(&before.draft) {
            // What follows from an agreement is not overwritten by a table.
            let column = layout.heading_of("agreement_number").unwrap_or_default();
            report.note(Problem::new(&place.sheet, Some(place.row), column, "agreement_has_a_page", ""));
            (draft.agreement_number, draft.agreement_on) = of_agreement(&before.draft);
        }
        let changes = difference(&before.draft, &draft);
        if let Some(news) = &news {
            self.tell(place, layout, Some(before.id), &before.draft.name, news, report);
        }
        if changes.is_empty() && news.as_ref().is_none_or(|news| news.facts.is_empty()) {
            report.unchanged += 1;
            return None;
        }
        report.change += 1;
        for change in changes {
            if report.changes.len() < SHOWN_CHANGES {
                let name = before.draft.name.clone();
                report.changes.push(SampleChange {
                    place_id: before.id,
                    name,
                    row: place.row,
                    field: change.field,
                    from: change.from,
                    to: change.to,
                });
            }
        }
        Some(Planned::Change(Box::new(before), draft, news.map(|news| news.facts)))
    }
}

/// Errors of fields as problems of the columns that they came from.
fn of_fields(place: &ImportedPlace, layout: &Layout, errors: &FieldErrors) -> Vec<Problem> {
    errors
        .0
        .iter()
        .map(|error| {
            Problem::new(&place.sheet, Some(place.row), layout.heading_of(&error.field).unwrap_or(&error.field), &error.code, &error.value)
        })
        .collect()
}
