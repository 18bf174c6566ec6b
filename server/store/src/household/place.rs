//! What becomes of households when something becomes of their places.

use std::collections::HashSet;

use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use crate::assignment::{close, holding};
use crate::entities::{admin_unit, household, member, person_request, request};
use crate::fault::fault;
use crate::session::Write;

/// A place that lies in another unit now takes its households along.
pub(crate) async fn follow(write: &mut Write, place: Uuid, unit: Uuid) -> Result<(), Failure> {
    let of = household::Entity::find().filter(household::Column::PlaceId.eq(place)).filter(household::Column::AdminUnitId.ne(unit));
    let rows = of.all(&write.tx).await.map_err(fault)?;
    for row in &rows {
        move_to(write, row, unit).await?;
    }
    for row in rows {
        end_of_other_wards(write, row.id, unit).await?;
    }
    Ok(())
}

/// A household comes to a unit, with what it asked for and what was asked about its record.
pub(super) async fn move_to(write: &mut Write, row: &household::Model, unit: Uuid) -> Result<(), Failure> {
    let moved = household::Entity::update_many().col_expr(household::Column::AdminUnitId, Expr::value(unit));
    moved.filter(household::Column::Id.eq(row.id)).exec(&write.tx).await.map_err(fault)?;
    let moved = request::Entity::update_many().col_expr(request::Column::AdminUnitId, Expr::value(unit));
    moved.filter(request::Column::HouseholdId.eq(row.id)).exec(&write.tx).await.map_err(fault)?;
    let moved = person_request::Entity::update_many().col_expr(person_request::Column::AdminUnitId, Expr::value(unit));
    moved.filter(person_request::Column::RecordId.eq(row.id)).exec(&write.tx).await.map_err(fault)?;
    let change = FieldChange { field: "admin_unit_id".into(), from: json!(row.admin_unit_id), to: json!(unit) };
    write.log(super::TABLE, row.id, row.revision, &[change]).await
}

/// Members help in their own ward: the new one finds the household among those without anybody.
pub(super) async fn end_of_other_wards(write: &mut Write, household: Uuid, unit: Uuid) -> Result<(), Failure> {
    for row in holding(write, household).await? {
        let of = member::Entity::find_by_id(row.member_id).select_only().column(member::Column::AdminUnitId).into_tuple::<Uuid>();
        let Some(of) = of.one(&write.tx).await.map_err(fault)? else { continue };
        // A member of a unit that has ended comes to another: then it is known.
        if of != unit && is_in_force(write, of).await? {
            close(write, row, AssignmentEnd::Over).await?;
        }
    }
    Ok(())
}

async fn is_in_force(write: &Write, unit: Uuid) -> Result<bool, Failure> {
    let unit = admin_unit::Entity::find_by_id(unit).filter(admin_unit::Column::ValidTo.is_null());
    Ok(unit.count(&write.tx).await.map_err(fault)? > 0)
}

/// Those of these places at which households are recorded.
pub(crate) async fn places_with_households(write: &Write, places: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
    let mut there = HashSet::new();
    for places in places.chunks(500) {
        let rows = household::Entity::find().filter(household::Column::PlaceId.is_in(places.iter().copied()));
        let rows = rows.select_only().column(household::Column::PlaceId).distinct();
        there.extend(rows.into_tuple::<Uuid>().all(&write.tx).await.map_err(fault)?);
    }
    Ok(there)
}

/// Refuses to take places out at which households are recorded: nobody loses a record by what becomes of a place. Whoever
/// is refused may know nothing of households, and is told nothing of them.
pub(crate) async fn check_none(write: &Write, places: &[Uuid]) -> Result<(), Failure> {
    match places_with_households(write, places).await?.is_empty() {
        true => Ok(()),
        false => Err(FieldErrors::one("place", "place_is_needed", "").into()),
    }
}
