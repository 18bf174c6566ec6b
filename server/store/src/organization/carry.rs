//! A unit that ends carries its organizations along to the unit that took it over whole. Where it was split
//! they go where all their places went; where those went apart nothing is guessed.

use std::collections::{BTreeSet, HashMap};

use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait};
use serde_json::json;
use uuid::Uuid;

use super::rows::{changed, save_row};
use crate::account::successor;
use crate::admin_unit::units_by_id;
use crate::entities::{admin_unit, admin_unit_change, organization, organization_link, place};
use crate::fault::fault;
use crate::session::Write;

/// Moves organizations from units that have ended. Places have found their new units before.
pub(crate) async fn carry_organizations(write: &mut Write, in_force: &[AdminUnit]) -> Result<(), Failure> {
    let ended = admin_unit::Entity::find().filter(admin_unit::Column::ValidTo.is_not_null());
    let ended = ended.select_only().column(admin_unit::Column::Id).into_query();
    let rows = organization::Entity::find().filter(organization::Column::AdminUnitId.in_subquery(ended)).all(&write.tx).await;
    let rows = rows.map_err(fault)?;
    if rows.is_empty() {
        return Ok(());
    }
    let units = units_by_id(&write.tx, rows.iter().map(|row| row.admin_unit_id)).await?;
    let changes = admin_unit_change::Entity::find().all(&write.tx).await.map_err(fault)?;
    let by_code: HashMap<&str, &AdminUnit> = in_force.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    for row in rows {
        let whole = units.get(&row.admin_unit_id).and_then(|unit| successor(unit, &changes, &by_code, in_force));
        let home = match whole {
            Some(unit) => Some(unit),
            None => where_its_places_are(write, row.id).await?.filter(|unit| in_force.iter().any(|other| other.id == *unit)),
        };
        let Some(home) = home else { continue };
        let change = changed("admin_unit_id", json!(row.admin_unit_id), json!(home));
        let mut moved = row.clone().into_active_model();
        moved.admin_unit_id = Set(home);
        save_row(write, &row, moved, &Vec::from_iter(change)).await?;
    }
    Ok(())
}

/// The one unit in which all places lie that are linked now.
async fn where_its_places_are(write: &Write, id: Uuid) -> Result<Option<Uuid>, Failure> {
    use organization_link::Column as C;
    let linked = organization_link::Entity::find().filter(C::OrganizationId.eq(id)).filter(C::EndedOn.is_null());
    let linked = linked.select_only().column(C::PlaceId).into_query();
    let units = place::Entity::find().filter(place::Column::Id.in_subquery(linked)).select_only().column(place::Column::AdminUnitId);
    let units: Vec<Uuid> = units.distinct().into_tuple().all(&write.tx).await.map_err(fault)?;
    let units: BTreeSet<Uuid> = units.into_iter().collect();
    Ok(units.first().copied().filter(|_| units.len() == 1))
}
