//! Taking in boundaries and tables of former units.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnit, AdminUnitDraft, FormerUnit};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::PlaceDraft;
use domain::predecessors::predecessors;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::geometry::{Boundary, boundary};
use super::locator::UnitLocator;
use super::read::{units_by_id, units_in_force};
use crate::account::carry_roles;
use crate::entities::{admin_unit, admin_unit_change, place};
use crate::fault::fault;
use crate::place::{load, renew_search, save_change};
use crate::session::{Operation, Session, Write, hex};

/// What became of the units of a file.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BoundaryReport {
    pub add: u64,
    pub change: u64,
    pub unchanged: u64,
    /// Position in the file from 1, code of the unit, code of the message.
    pub problems: Vec<(usize, String, String)>,
    pub notes: Vec<(usize, String, String)>,
    /// Older versions that ended, and units of these provinces that are no longer.
    pub closed: u64,
    /// Places that lie in another unit now.
    pub moved_places: u64,
    /// Places whose unit ended and for which no new one was found.
    pub homeless_places: u64,
}

/// A unit that was checked: ready to become a row.
struct Checked {
    draft: AdminUnitDraft,
    boundary: Boundary,
    hash: String,
}

/// What was said of a unit, as a hash: saying it again changes nothing.
fn hash_of(draft: &AdminUnitDraft) -> String {
    let said = (&draft.kind, &draft.name, &draft.province_code, draft.area_km2.map(f64::to_bits), &draft.predecessors, &draft.boundary);
    hex(&Sha256::digest(format!("{said:?}|{}", draft.approximate).as_bytes()))
}

/// `known`: hashes of the versions of this date, whose boundaries were checked before.
fn check(units: Vec<AdminUnitDraft>, known: &BTreeMap<String, String>, report: &mut BoundaryReport) -> (Vec<Checked>, BTreeSet<String>) {
    let mut seen = BTreeSet::new();
    let mut checked = Vec::with_capacity(units.len());
    for (at, draft) in units.into_iter().enumerate() {
        if known.get(&draft.code).is_some_and(|hash| *hash == hash_of(&draft)) && seen.insert(draft.code.clone()) {
            report.unchanged += 1;
            continue;
        }
        let mut problem = |code: &str| report.problems.push((at + 1, draft.code.clone(), code.to_owned()));
        if draft.code.len() != 5 || !draft.code.bytes().all(|byte| byte.is_ascii_digit()) {
            problem("unit_code_not_five_digits");
        } else if !seen.insert(draft.code.clone()) {
            problem("unit_twice_in_file");
        } else if draft.name.is_empty() || draft.name.chars().count() > domain::place::limits::NAME {
            problem("unit_name_missing_or_long");
        } else {
            match boundary(&draft.boundary) {
                Err(code) => problem(code),
                Ok(boundary) => {
                    if boundary.repaired {
                        report.notes.push((at + 1, draft.code.clone(), "boundary_repaired".into()));
                    }
                    let said = (
                        &draft.kind,
                        &draft.name,
                        &draft.province_code,
                        draft.area_km2.map(f64::to_bits),
                        &draft.predecessors,
                        &draft.boundary,
                    );
                    let hash = hex(&Sha256::digest(format!("{said:?}|{}", draft.approximate).as_bytes()));
                    checked.push(Checked { draft, boundary, hash });
                }
            }
        }
    }
    (checked, seen)
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

/// Saves checked units of one date: the one door for importer and demo city. Answers the units in force.
pub async fn unit_rows(
    write: &mut Write,
    units: Vec<AdminUnitDraft>,
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
    let (checked, codes) = check(units, &hashes.into_iter().collect(), report);
    let mut known: BTreeMap<String, Vec<admin_unit::Model>> = BTreeMap::new();
    let rows = admin_unit::Entity::find().order_by_asc(admin_unit::Column::ValidFrom).all(&write.tx).await.map_err(fault)?;
    for row in rows.into_iter().filter(|row| codes.contains(&row.code) || provinces.contains(&row.province_code)) {
        known.entry(row.code.clone()).or_default().push(row);
    }
    for unit in &checked {
        let versions = known.remove(&unit.draft.code).unwrap_or_default();
        save_version(write, unit, &versions, valid_from, sample, report).await?;
    }
    // What the file no longer names in its provinces has ended, if it began before.
    let gone =
        known.into_values().flatten().filter(|row| !codes.contains(&row.code) && row.valid_to.is_none() && row.valid_from < valid_from);
    for gone in gone {
        close(write, gone, valid_from).await?;
        report.closed += 1;
    }
    read_predecessors(write, &checked, valid_from, sample).await?;
    units_in_force(&write.tx).await
}

async fn save_version(
    write: &mut Write,
    unit: &Checked,
    versions: &[admin_unit::Model],
    valid_from: NaiveDate,
    sample: bool,
    report: &mut BoundaryReport,
) -> Result<(), Failure> {
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
        return Ok(());
    }
    let id = Uuid::now_v7();
    let mut added = row(id, valid_from, sample, write, unit);
    if let Some(later) = versions.iter().find(|version| version.valid_from > valid_from) {
        added.valid_to = Set(Some(later.valid_from));
    }
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
    Ok(())
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

/// Former units from the free text, for units about which no table of former units was taken in.
async fn read_predecessors(write: &mut Write, units: &[Checked], valid_from: NaiveDate, sample: bool) -> Result<(), Failure> {
    let told: BTreeSet<String> = admin_unit_change::Entity::find()
        .filter(admin_unit_change::Column::FromText.eq(false))
        .select_only()
        .column(admin_unit_change::Column::NewCode)
        .distinct()
        .into_tuple()
        .all(&write.tx)
        .await
        .map_err(fault)?
        .into_iter()
        .collect();
    let untold: Vec<&Checked> = units.iter().filter(|unit| !told.contains(&unit.draft.code)).collect();
    let named: Vec<_> =
        untold.iter().flat_map(|unit| predecessors(&unit.draft.predecessors).into_iter().map(move |old| (*unit, old))).collect();
    // A former unit that two units name was split between them.
    let mut times: BTreeMap<(String, String, String), BTreeSet<&str>> = BTreeMap::new();
    let key = |unit: &Checked, name: &str, district: &str| (unit.draft.province_code.clone(), text::fold(name), text::fold(district));
    for (unit, old) in &named {
        times.entry(key(unit, &old.name, &old.district)).or_default().insert(&unit.draft.code);
    }
    let former: Vec<FormerUnit> = named
        .iter()
        .map(|(unit, old)| FormerUnit {
            code: unit.draft.code.clone(),
            name: old.name.clone(),
            district: old.district.clone(),
            province: String::new(),
            split: old.partial || times.get(&key(unit, &old.name, &old.district)).is_some_and(|codes| codes.len() > 1),
        })
        .collect();
    let codes: Vec<String> = untold.iter().map(|unit| unit.draft.code.clone()).collect();
    replace_former(write, &codes, former, valid_from, true, sample).await
}

async fn replace_former(
    write: &mut Write,
    codes: &[String],
    former: Vec<FormerUnit>,
    valid_from: NaiveDate,
    from_text: bool,
    sample: bool,
) -> Result<(), Failure> {
    use admin_unit_change::Column as C;
    for codes in codes.chunks(500) {
        admin_unit_change::Entity::delete_many().filter(C::NewCode.is_in(codes.iter().cloned())).exec(&write.tx).await.map_err(fault)?;
    }
    let rows: Vec<_> = former
        .into_iter()
        .map(|unit| admin_unit_change::ActiveModel {
            id: Set(Uuid::now_v7()),
            new_code: Set(unit.code),
            new_valid_from: Set(valid_from),
            old_name_folded: Set(text::fold(&unit.name)),
            old_name: Set(text::clean(&unit.name)),
            old_district: Set(text::clean(&unit.district)),
            old_province: Set(text::clean(&unit.province)),
            partial: Set(unit.split),
            from_text: Set(from_text),
            sample: Set(sample),
        })
        .collect();
    for chunk in rows.chunks(500) {
        admin_unit_change::Entity::insert_many(chunk.to_vec()).exec_without_returning(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

impl Session {
    /// Takes in the units of a file. With problems nothing is saved, unless `skip_bad`; with `dry_run`
    /// nothing is saved at all.
    pub async fn import_boundaries(
        &self,
        units: Vec<AdminUnitDraft>,
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
                    let units = unit_rows(write, units, valid_from, false, &mut report).await?;
                    if skip_bad || report.problems.is_empty() {
                        rehome(write, &units, &mut report).await?;
                        carry_roles(write, &units).await?;
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

/// Saves former units: the one door for importer and demo city.
pub(crate) async fn former_rows(
    write: &mut Write,
    former: Vec<FormerUnit>,
    sample: bool,
    report: &mut BoundaryReport,
) -> Result<(), Failure> {
    let units: BTreeMap<String, NaiveDate> =
        units_in_force(&write.tx).await?.into_iter().map(|unit| (unit.code, unit.valid_from)).collect();
    let known: BTreeSet<FormerKey> = super::read::former(&write.tx, None).await?.iter().map(former_key).collect();
    let mut codes = BTreeSet::new();
    for (at, unit) in former.iter().enumerate() {
        if !units.contains_key(&unit.code) {
            report.problems.push((at + 2, unit.code.clone(), "unit_not_found".into()));
        }
        match known.contains(&former_key(unit)) {
            true => report.unchanged += 1,
            false => report.add += 1,
        }
        codes.insert(unit.code.clone());
    }
    let codes: Vec<String> = codes.into_iter().collect();
    let valid_from = units.values().max().copied().unwrap_or(write.today);
    replace_former(write, &codes, former, valid_from, false, sample).await
}

type FormerKey = (String, String, String, String, bool);

fn former_key(unit: &FormerUnit) -> FormerKey {
    (unit.code.clone(), text::clean(&unit.name), text::clean(&unit.district), text::clean(&unit.province), unit.split)
}

/// Gives places whose unit has ended the unit that their point lies in, else the one that bears the same
/// code and name.
async fn rehome(write: &mut Write, in_force: &[AdminUnit], report: &mut BoundaryReport) -> Result<(), Failure> {
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let ended = Query::select()
        .column(admin_unit::Column::Id)
        .from(admin_unit::Entity)
        .and_where(Expr::col(admin_unit::Column::ValidTo).is_not_null())
        .to_owned();
    let ids: Vec<Uuid> = place::Entity::find()
        .filter(place::Column::AdminUnitId.in_subquery(ended))
        .select_only()
        .column(place::Column::Id)
        .into_tuple()
        .all(&write.tx)
        .await
        .map_err(fault)?;
    if ids.is_empty() {
        return Ok(());
    }
    let locator = UnitLocator::load(&write.tx, &in_force.iter().map(|unit| unit.id).collect::<Vec<_>>()).await?;
    let units: BTreeMap<Uuid, AdminUnit> = in_force.iter().map(|unit| (unit.id, unit.clone())).collect();
    let same: BTreeMap<(&str, String), Uuid> = in_force.iter().map(|unit| ((unit.code.as_str(), unit.full_name()), unit.id)).collect();
    for ids in ids.chunks(500) {
        for current in load(&write.tx, ids).await? {
            let at_point = current.draft.lon.zip(current.draft.lat).and_then(|(lon, lat)| locator.unit_at(lon, lat));
            let home = at_point.or_else(|| same.get(&(current.admin_unit_code.as_str(), current.admin_unit_name.clone())).copied());
            match home {
                None => report.homeless_places += 1,
                Some(admin_unit_id) => {
                    let moved = PlaceDraft { admin_unit_id, ..current.draft.clone() };
                    save_change(write, &current, moved, &units).await?;
                    report.moved_places += 1;
                }
            }
        }
    }
    Ok(())
}
