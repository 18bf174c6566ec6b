//! Units in versions: each file says which hold from its day on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnit, AdminUnitDraft};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::BoundaryReport;
use super::check::{Checked, Named, check};
use super::former::read_predecessors;
use crate::admin_unit::read::{units_by_id, units_in_force};
use crate::entities::admin_unit;
use crate::fault::fault;
use crate::place::renew_search;
use crate::session::Write;

/// Saves checked units of one date: the one door for importer and demo city. Answers the units in force.
/// `rejected`: codes of features that were refused before they came here; their units have not ended.
pub async fn unit_rows(
    write: &mut Write,
    units: Vec<AdminUnitDraft>,
    rejected: &[String],
    valid_from: NaiveDate,
    sample: bool,
    report: &mut BoundaryReport,
) -> Result<Vec<AdminUnit>, Failure> {
    let provinces: BTreeSet<String> = units.iter().map(|unit| unit.province_code.clone()).collect();
    let hashes: Vec<(String, String)> = admin_unit::Entity::find()
        .filter(admin_unit::Column::ValidFrom.eq(valid_from))
        .select_only()
        .columns([admin_unit::Column::Code, admin_unit::Column::ContentHash])
        .into_tuple()
        .all(&write.tx)
        .await
        .map_err(fault)?;
    let Named { checked, codes, unclear } = check(units, rejected, &hashes.into_iter().collect(), report);
    let mut known: BTreeMap<String, Vec<admin_unit::Model>> = BTreeMap::new();
    // Files may come in any order: where a later one spoke for a province, this one ends.
    let mut next: BTreeMap<String, NaiveDate> = BTreeMap::new();
    let rows = admin_unit::Entity::find().order_by_asc(admin_unit::Column::ValidFrom).all(&write.tx).await.map_err(fault)?;
    for row in rows.into_iter().filter(|row| codes.contains(&row.code) || provinces.contains(&row.province_code)) {
        if row.valid_from > valid_from {
            next.entry(row.province_code.clone()).or_insert(row.valid_from);
        }
        known.entry(row.code.clone()).or_default().push(row);
    }
    let mut current = Vec::new();
    for unit in &checked {
        let versions = known.remove(&unit.draft.code).unwrap_or_default();
        let next = next.get(&unit.draft.province_code).copied();
        if save_version(write, unit, &versions, valid_from, next, sample, report).await? {
            current.push(unit);
        }
    }
    // What the file no longer names in its provinces has ended, if it began before.
    let has_ended = |row: &admin_unit::Model| {
        !codes.contains(&row.code) && row.valid_from < valid_from && row.valid_to.is_none_or(|end| end > valid_from)
    };
    for gone in known.into_values().flatten().filter(has_ended) {
        if unclear {
            report.kept += 1;
            continue;
        }
        close(write, gone, valid_from).await?;
        report.closed += 1;
    }
    read_predecessors(write, &current, valid_from, sample).await?;
    units_in_force(&write.tx).await
}

/// `next`: the day from which a later file speaks for the province. Answers whether the unit is in force.
async fn save_version(
    write: &mut Write,
    unit: &Checked,
    versions: &[admin_unit::Model],
    valid_from: NaiveDate,
    next: Option<NaiveDate>,
    sample: bool,
    report: &mut BoundaryReport,
) -> Result<bool, Failure> {
    if let Some(same) = versions.iter().find(|version| version.valid_from == valid_from) {
        let mut corrected = row(same.id, valid_from, sample, write, unit);
        corrected.valid_to = Set(same.valid_to);
        corrected.created_at = Set(same.created_at);
        corrected.revision = Set(same.revision + 1);
        let changes =
            [change("name", json!(same.name), json!(unit.draft.name)), change("content_hash", json!(same.content_hash), json!(unit.hash))];
        let changes: Vec<_> = changes.into_iter().filter(|change| change.from != change.to).collect();
        write.log("admin_unit", same.id, same.revision + 1, &changes).await?;
        corrected.update(&write.tx).await.map_err(fault)?;
        if (same.name.as_str(), same.kind.as_str()) != (unit.draft.name.as_str(), unit.draft.kind.code()) {
            for unit in units_by_id(&write.tx, [same.id]).await?.values() {
                renew_search(write, unit).await?;
            }
        }
        report.change += 1;
        return Ok(same.valid_to.is_none());
    }
    let id = Uuid::now_v7();
    let mut added = row(id, valid_from, sample, write, unit);
    let later = versions.iter().find(|version| version.valid_from > valid_from).map(|version| version.valid_from);
    let ends = later.into_iter().chain(next).min();
    added.valid_to = Set(ends);
    if let Some(earlier) =
        versions.iter().rfind(|version| version.valid_from < valid_from && version.valid_to.is_none_or(|end| end > valid_from))
    {
        close(write, earlier.clone(), valid_from).await?;
        report.closed += 1;
    }
    admin_unit::Entity::insert(added).exec_without_returning(&write.tx).await.map_err(fault)?;
    let said = [
        change("code", Value::Null, json!(unit.draft.code)),
        change("valid_from", Value::Null, json!(valid_from)),
        change("name", Value::Null, json!(unit.draft.name)),
    ];
    write.log("admin_unit", id, 1, &said).await?;
    report.add += 1;
    Ok(ends.is_none())
}

fn change(field: &str, from: Value, to: Value) -> FieldChange {
    FieldChange { field: field.into(), from, to }
}

async fn close(write: &mut Write, version: admin_unit::Model, on: NaiveDate) -> Result<(), Failure> {
    let (id, revision, until) = (version.id, version.revision + 1, version.valid_to);
    let mut closed = version.into_active_model();
    closed.valid_to = Set(Some(on));
    closed.revision = Set(revision);
    closed.updated_at = Set(write.now);
    closed.update(&write.tx).await.map_err(fault)?;
    write.log("admin_unit", id, revision, &[change("valid_to", json!(until), json!(on))]).await
}

fn row(id: Uuid, valid_from: NaiveDate, sample: bool, write: &Write, unit: &Checked) -> admin_unit::ActiveModel {
    let Checked { draft, boundary, hash } = unit;
    admin_unit::ActiveModel {
        id: Set(id),
        code: Set(draft.code.clone()),
        valid_from: Set(valid_from),
        valid_to: Set(None),
        kind: Set(draft.kind.code().into()),
        name: Set(draft.name.clone()),
        name_folded: Set(text::fold(&draft.name)),
        name_sort: Set(text::sort_key(&draft.name)),
        province_code: Set(draft.province_code.clone()),
        area_km2: Set(draft.area_km2),
        predecessors: Set(draft.predecessors.clone()),
        approximate: Set(draft.approximate),
        sample: Set(sample),
        west: Set(boundary.bbox[0]),
        south: Set(boundary.bbox[1]),
        east: Set(boundary.bbox[2]),
        north: Set(boundary.bbox[3]),
        label_lon: Set(boundary.label[0]),
        label_lat: Set(boundary.label[1]),
        boundary: Set(boundary.text.clone()),
        outline: Set(boundary.outline.clone()),
        content_hash: Set(hash.clone()),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
    }
}
