//! Households go with their places: into the one that stays of two, and into the unit that takes an ended one over.
//! Members, and what people asked about their records, go with the unit. The keyed sums by which a duplicate is found
//! stay those of before; to make them anew every record would have to be opened.

use std::collections::{BTreeMap, HashMap};

use domain::admin_unit::AdminUnit;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::place::{end_of_other_wards, follow, move_to};
use crate::account::{heirs, successor};
use crate::admin_unit::units_by_id;
use crate::entities::{admin_unit, admin_unit_change, household, household_assignment, member, person_request, place};
use crate::fault::fault;
use crate::session::Write;

/// Households of a place that goes into another. Each row keeps the first place that it came from, and the log no
/// place at all: it is kept longer than the household.
pub(crate) async fn carry(write: &Write, from: Uuid, to: Uuid) -> Result<(), Failure> {
    use household::Column as C;
    let first = Func::coalesce([Expr::col(C::CameFrom), Expr::value(from)]);
    let moved = household::Entity::update_many().col_expr(C::CameFrom, first.into()).col_expr(C::PlaceId, Expr::value(to));
    // A form that was opened before is told so.
    let moved = moved.col_expr(C::Revision, Expr::col(C::Revision).add(1));
    moved.filter(C::PlaceId.eq(from)).exec(&write.tx).await.map(drop).map_err(fault)
}

/// The place is one of its own again: those that came from it, or from places that had gone into it, and are where it
/// went, go back. Not out of another ward: that ward keeps what it recorded until somebody of both says otherwise.
pub(crate) async fn come_back(write: &mut Write, to: Uuid, unit: Uuid) -> Result<(), Failure> {
    use household::Column as C;
    let (mut came_from, mut next) = (vec![to], vec![to]);
    while !next.is_empty() {
        let into = place::Entity::find().filter(place::Column::MergedInto.is_in(next)).select_only().column(place::Column::Id);
        next = into.into_tuple().all(&write.tx).await.map_err(fault)?;
        next.retain(|id| !came_from.contains(id));
        came_from.extend(&next);
    }
    let those = || household::Entity::find().filter(C::CameFrom.is_in(came_from.iter().copied()));
    let units: Vec<Uuid> = those().select_only().column(C::AdminUnitId).distinct().into_tuple().all(&write.tx).await.map_err(fault)?;
    if units.iter().any(|unit| !write.scope.holds(*unit)) {
        return Err(FieldErrors::one("closed_on", "households_are_of_another_ward", "").into());
    }
    let none: Option<Uuid> = None;
    let moved = || {
        let moved = household::Entity::update_many().col_expr(C::PlaceId, Expr::value(to));
        moved.col_expr(C::Revision, Expr::col(C::Revision).add(1))
    };
    moved().filter(C::CameFrom.is_in(came_from.iter().copied())).exec(&write.tx).await.map_err(fault)?;
    let own = household::Entity::update_many().col_expr(C::CameFrom, Expr::value(none));
    own.filter(C::CameFrom.eq(to)).exec(&write.tx).await.map_err(fault)?;
    follow(write, to, unit).await
}

/// People of units that have ended. Places have found their new units before; who lives nowhere that is known goes to
/// the unit that took the old one over whole. Where it was split, members go where most of those live whom they help, or
/// else to the first unit that took a part: somebody has to be able to answer for their record.
pub(crate) async fn carry_people(write: &mut Write, in_force: &[AdminUnit]) -> Result<(), Failure> {
    let ended = admin_unit::Entity::find().filter(admin_unit::Column::ValidTo.is_not_null());
    let ended: Vec<Uuid> = ended.select_only().column(admin_unit::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    let changes = admin_unit_change::Entity::find().all(&write.tx).await.map_err(fault)?;
    let units = units_by_id(&write.tx, ended.iter().copied()).await?;
    let by_code: HashMap<&str, &AdminUnit> = in_force.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    let mut came = Vec::new();
    for old in ended {
        let heir = units.get(&old).and_then(|unit| successor(unit, &changes, &by_code, in_force));
        came.extend(households_of(write, old, heir, in_force).await?);
        let parts = || units.get(&old).and_then(|unit| heirs(unit, &changes, &by_code).first().map(|(_, part)| part.id));
        match heir {
            Some(heir) => members_of(write, old, heir).await?,
            None => {
                if let Some(first) = parts() {
                    came.extend(members_of_parts(write, old, first, in_force).await?);
                }
            }
        }
    }
    // Only when all have come where they belong.
    for (household, unit) in came {
        end_of_other_wards(write, household, unit).await?;
    }
    Ok(())
}

/// Members go with what is asked about their records.
async fn members_of(write: &mut Write, old: Uuid, heir: Uuid) -> Result<(), Failure> {
    for row in member::Entity::find().filter(member::Column::AdminUnitId.eq(old)).all(&write.tx).await.map_err(fault)? {
        member_to(write, &row, heir).await?;
    }
    // Those of records that are gone.
    let moved = person_request::Entity::update_many().col_expr(person_request::Column::AdminUnitId, Expr::value(heir));
    moved.filter(person_request::Column::AdminUnitId.eq(old)).exec(&write.tx).await.map(drop).map_err(fault)
}

/// The same of a unit that was split. Says where the households are that they help.
async fn members_of_parts(write: &mut Write, old: Uuid, first: Uuid, in_force: &[AdminUnit]) -> Result<Vec<(Uuid, Uuid)>, Failure> {
    use household_assignment::Column as A;
    let mut helped_there = Vec::new();
    for row in member::Entity::find().filter(member::Column::AdminUnitId.eq(old)).all(&write.tx).await.map_err(fault)? {
        let open = household_assignment::Entity::find().filter(A::MemberId.eq(row.id)).filter(A::EndedOn.is_null());
        let helped = open.filter(A::ToDay.gte(write.today)).select_only().column(A::HouseholdId);
        let helped: Vec<Uuid> = helped.into_tuple().all(&write.tx).await.map_err(fault)?;
        let homes = household::Entity::find().filter(household::Column::Id.is_in(helped));
        let homes = homes.select_only().columns([household::Column::Id, household::Column::AdminUnitId]).into_tuple::<(Uuid, Uuid)>();
        let mut there: BTreeMap<Uuid, usize> = BTreeMap::new();
        for (household, unit) in homes.all(&write.tx).await.map_err(fault)? {
            if in_force.iter().any(|known| known.id == unit) {
                *there.entry(unit).or_default() += 1;
                helped_there.push((household, unit));
            }
        }
        let most = there.into_iter().max_by_key(|(_, households)| *households).map(|(unit, _)| unit);
        member_to(write, &row, most.unwrap_or(first)).await?;
    }
    Ok(helped_there)
}

async fn member_to(write: &mut Write, row: &member::Model, unit: Uuid) -> Result<(), Failure> {
    let change = FieldChange { field: "admin_unit_id".into(), from: json!(row.admin_unit_id), to: json!(unit) };
    write.log(crate::member::TABLE, row.id, row.revision, &[change]).await?;
    let moved = member::Entity::update_many().col_expr(member::Column::AdminUnitId, Expr::value(unit));
    moved.filter(member::Column::Id.eq(row.id)).exec(&write.tx).await.map_err(fault)?;
    let moved = person_request::Entity::update_many().col_expr(person_request::Column::AdminUnitId, Expr::value(unit));
    moved.filter(person_request::Column::RecordId.eq(row.id)).exec(&write.tx).await.map(drop).map_err(fault)
}

/// Each to the unit of its place. Says which came where.
async fn households_of(write: &mut Write, old: Uuid, heir: Option<Uuid>, in_force: &[AdminUnit]) -> Result<Vec<(Uuid, Uuid)>, Failure> {
    let mut came = Vec::new();
    let rows = household::Entity::find().filter(household::Column::AdminUnitId.eq(old)).all(&write.tx).await.map_err(fault)?;
    for row in rows {
        let home = place::Entity::find_by_id(row.place_id).select_only().column(place::Column::AdminUnitId).into_tuple::<Uuid>();
        let home = home.one(&write.tx).await.map_err(fault)?.filter(|home| in_force.iter().any(|unit| unit.id == *home));
        let Some(home) = home.or(heir) else { continue };
        move_to(write, &row, home).await?;
        came.push((row.id, home));
    }
    Ok(came)
}
