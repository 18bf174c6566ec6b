//! Places whose unit has ended.

use std::collections::BTreeMap;

use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use domain::place::PlaceDraft;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::BoundaryReport;
use crate::admin_unit::UnitLocator;
use crate::entities::{admin_unit, place};
use crate::fault::fault;
use crate::place::{load, save_change};
use crate::session::Write;

/// Gives places whose unit has ended the unit that their point lies in, else the one that bears the same
/// code and name.
pub(super) async fn rehome(write: &mut Write, in_force: &[AdminUnit], report: &mut BoundaryReport) -> Result<(), Failure> {
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
