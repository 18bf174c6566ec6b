//! Units that were before, from the text of a boundary file or from a table of their own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::admin_unit::FormerUnit;
use domain::failure::Failure;
use domain::predecessors::predecessors;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::BoundaryReport;
use super::check::Checked;
use crate::admin_unit::read::units_in_force;
use crate::entities::admin_unit_change;
use crate::fault::fault;
use crate::session::Write;

/// Former units from the free text, for units about which no table of former units was taken in.
pub(super) async fn read_predecessors(write: &mut Write, units: &[&Checked], valid_from: NaiveDate, sample: bool) -> Result<(), Failure> {
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
    let untold: Vec<&Checked> = units.iter().copied().filter(|unit| !told.contains(&unit.draft.code)).collect();
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

/// Saves former units: the one door for importer and demo city.
pub(crate) async fn former_rows(
    write: &mut Write,
    former: Vec<FormerUnit>,
    sample: bool,
    report: &mut BoundaryReport,
) -> Result<(), Failure> {
    let units: BTreeMap<String, NaiveDate> =
        units_in_force(&write.tx).await?.into_iter().map(|unit| (unit.code, unit.valid_from)).collect();
    let known: BTreeSet<FormerKey> = crate::admin_unit::read::former(&write.tx, None).await?.iter().map(former_key).collect();
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
