//! Counts of places that are alike, kept by every write: a summary reads some hundred rows, however
//! large the city is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::place::PlaceDraft;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::course::{half_year, keep_median};
use crate::entities::{due_tally, place_tally as table, stage_tally, stay_tally};
use crate::fault::fault;

/// Stands for the unit where the counts are those of the whole city.
pub(crate) const CITY: Uuid = Uuid::nil();

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    admin_unit_id: Uuid,
    former_district: String,
    kind: &'static str,
    board: &'static str,
    required: bool,
    party: &'static str,
    cell_committee: bool,
    agreement: bool,
}

/// What one write changes in the counts. In key order, so that two writers never wait for each other in a circle.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    alike: BTreeMap<Key, i64>,
    /// Buildings of a unit in a stage of the funnel.
    stages: BTreeMap<(Uuid, &'static str), i64>,
    /// Work of a unit, of a kind, that waits until a day.
    due: BTreeMap<(Uuid, String, NaiveDate), i64>,
    /// Stays in a stage that ended in a half-year after so many days.
    stays: BTreeMap<(String, NaiveDate, i64), i64>,
}

impl Tally {
    /// Counts an open place in (+1) or out (-1); closed and merged ones are not counted at all.
    pub(crate) fn count(&mut self, place: &PlaceDraft, by: i64) {
        if place.closed_on.is_some() || place.merged_into.is_some() {
            return;
        }
        let key = Key {
            admin_unit_id: place.admin_unit_id,
            former_district: place.former_district.clone().unwrap_or_default(),
            kind: place.kind.code(),
            board: place.board.category().code(),
            required: place.board.requirement == domain::board::Requirement::Required,
            party: place.party().code(),
            cell_committee: place.cell_committee == Some(true),
            agreement: place.agreement_number.is_some() || place.agreement_on.is_some(),
        };
        // Once for its unit, and once for the whole city: that sum stays as small as it is in one unit.
        let city = Key { admin_unit_id: CITY, former_district: String::new(), ..key.clone() };
        *self.alike.entry(city).or_default() += by;
        *self.alike.entry(key).or_default() += by;
        if let Some(stage) = place.stage() {
            for unit in [CITY, place.admin_unit_id] {
                *self.stages.entry((unit, stage.code())).or_default() += by;
            }
        }
    }

    /// Counts a piece of work in (+1) or out (-1).
    pub(crate) fn due(&mut self, unit: Uuid, kind: &str, waits_until: NaiveDate, by: i64) {
        for unit in [CITY, unit] {
            *self.due.entry((unit, kind.to_owned(), waits_until)).or_default() += by;
        }
    }

    /// Counts an ended stay in a stage in (+1) or out (-1).
    pub(crate) fn stay(&mut self, stage: &str, ended_on: NaiveDate, days: i64, by: i64) {
        *self.stays.entry((stage.to_owned(), half_year(ended_on), days)).or_default() += by;
    }

    pub(crate) async fn flush(self, db: &impl ConnectionTrait, today: NaiveDate) -> Result<(), Failure> {
        flush_stages(self.stages, db).await?;
        flush_due(self.due, db).await?;
        flush_stays(self.stays, db, today).await?;
        let rows: Vec<_> = self
            .alike
            .into_iter()
            .filter(|(_, by)| *by != 0)
            .map(|(key, by)| table::ActiveModel {
                id: Set(Uuid::now_v7()),
                admin_unit_id: Set(key.admin_unit_id),
                former_district: Set(key.former_district),
                kind: Set(key.kind.into()),
                board: Set(key.board.into()),
                required: Set(key.required),
                party: Set(key.party.into()),
                cell_committee: Set(key.cell_committee),
                agreement: Set(key.agreement),
                count: Set(by),
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        use table::Column as C;
        for chunk in rows.chunks(500) {
            let add = Expr::col((table::Entity, C::Count)).add(Expr::col(("excluded", C::Count)));
            let same = OnConflict::columns([
                C::AdminUnitId,
                C::FormerDistrict,
                C::Kind,
                C::Board,
                C::Required,
                C::Party,
                C::CellCommittee,
                C::Agreement,
            ])
            .value(C::Count, add)
            .to_owned();
            table::Entity::insert_many(chunk.to_vec()).on_conflict(same).exec_without_returning(db).await.map_err(fault)?;
        }
        table::Entity::delete_many().filter(C::Count.eq(0)).exec(db).await.map_err(fault)?;
        Ok(())
    }
}

async fn flush_stages(stages: BTreeMap<(Uuid, &'static str), i64>, db: &impl ConnectionTrait) -> Result<(), Failure> {
    use stage_tally::Column as C;
    let rows: Vec<_> = stages
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((unit, stage), by)| stage_tally::ActiveModel { admin_unit_id: Set(unit), stage: Set(stage.into()), count: Set(by) })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let add = Expr::col((stage_tally::Entity, C::Count)).add(Expr::col(("excluded", C::Count)));
    let same = OnConflict::columns([C::AdminUnitId, C::Stage]).value(C::Count, add).to_owned();
    for chunk in rows.chunks(500) {
        let insert = stage_tally::Entity::insert_many(chunk.to_vec()).on_conflict(same.clone());
        insert.exec_without_returning(db).await.map_err(fault)?;
    }
    Ok(())
}

async fn flush_stays(stays: BTreeMap<(String, NaiveDate, i64), i64>, db: &impl ConnectionTrait, today: NaiveDate) -> Result<(), Failure> {
    use stay_tally::Column as C;
    let rows: Vec<_> = stays
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((stage, half_year, days), by)| stay_tally::ActiveModel {
            stage: Set(stage),
            half_year: Set(half_year),
            days: Set(days),
            count: Set(by),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let stages: BTreeSet<String> = rows.iter().filter_map(|row| row.stage.try_as_ref().cloned()).collect();
    let add = Expr::col((stay_tally::Entity, C::Count)).add(Expr::col(("excluded", C::Count)));
    let same = OnConflict::columns([C::Stage, C::HalfYear, C::Days]).value(C::Count, add).to_owned();
    for chunk in rows.chunks(500) {
        let insert = stay_tally::Entity::insert_many(chunk.to_vec()).on_conflict(same.clone());
        insert.exec_without_returning(db).await.map_err(fault)?;
    }
    stay_tally::Entity::delete_many().filter(C::Stage.is_in(&stages)).filter(C::Count.eq(0)).exec(db).await.map_err(fault)?;
    for stage in stages {
        keep_median(db, &stage, today).await?;
    }
    Ok(())
}

async fn flush_due(due: BTreeMap<(Uuid, String, NaiveDate), i64>, db: &impl ConnectionTrait) -> Result<(), Failure> {
    use due_tally::Column as C;
    let units: BTreeSet<Uuid> = due.keys().map(|(unit, ..)| *unit).collect();
    let kinds: BTreeSet<String> = due.keys().map(|(_, kind, _)| kind.clone()).collect();
    let rows: Vec<_> = due
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((unit, kind, day), by)| due_tally::ActiveModel { admin_unit_id: Set(unit), kind: Set(kind), day: Set(day), count: Set(by) })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let add = Expr::col((due_tally::Entity, C::Count)).add(Expr::col(("excluded", C::Count)));
    let same = OnConflict::columns([C::AdminUnitId, C::Kind, C::Day]).value(C::Count, add).to_owned();
    for chunk in rows.chunks(500) {
        let insert = due_tally::Entity::insert_many(chunk.to_vec()).on_conflict(same.clone());
        insert.exec_without_returning(db).await.map_err(fault)?;
    }
    // Only where something was counted: looking for noughts everywhere costs more the larger the city is.
    let empty = due_tally::Entity::delete_many().filter(C::AdminUnitId.is_in(units)).filter(C::Kind.is_in(kinds)).filter(C::Count.eq(0));
    empty.exec(db).await.map_err(fault)?;
    Ok(())
}
