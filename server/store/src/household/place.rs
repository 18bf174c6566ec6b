//! What becomes of households when something becomes of their places.

use domain::failure::{Failure, FieldErrors};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::{household, request};
use crate::fault::fault;
use crate::session::Write;

/// A place that lies in another unit now takes its households along, with what they asked for.
pub(crate) async fn follow(write: &Write, place: Uuid, unit: Uuid) -> Result<(), Failure> {
    let of = household::Entity::find().filter(household::Column::PlaceId.eq(place)).select_only().column(household::Column::Id);
    let ids: Vec<Uuid> = of.into_tuple().all(&write.tx).await.map_err(fault)?;
    for ids in ids.chunks(500) {
        let moved = household::Entity::update_many().col_expr(household::Column::AdminUnitId, Expr::value(unit));
        moved.filter(household::Column::Id.is_in(ids.iter().copied())).exec(&write.tx).await.map_err(fault)?;
        let moved = request::Entity::update_many().col_expr(request::Column::AdminUnitId, Expr::value(unit));
        moved.filter(request::Column::HouseholdId.is_in(ids.iter().copied())).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

/// Refuses to take places out at which households are recorded: nobody loses a record by an import that is undone.
pub(crate) async fn check_none(write: &Write, places: &[Uuid]) -> Result<(), Failure> {
    for places in places.chunks(500) {
        let there = household::Entity::find().filter(household::Column::PlaceId.is_in(places.iter().copied()));
        if there.count(&write.tx).await.map_err(fault)? > 0 {
            return Err(FieldErrors::one("place", "place_has_households", "").into());
        }
    }
    Ok(())
}
