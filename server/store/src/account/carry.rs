//! A unit that ends carries its users along to the unit that took it over whole. Where it was split
//! nothing is guessed: the administrator sees a role whose unit has ended.

use std::collections::HashMap;

use domain::admin_unit::AdminUnit;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::entities::{account_role, admin_unit_change};
use crate::fault::fault;
use crate::session::Write;

/// Moves roles from units that have ended to their successors in force.
pub(crate) async fn carry_roles(write: &mut Write, in_force: &[AdminUnit]) -> Result<(), Failure> {
    let roles = account_role::Entity::find().all(&write.tx).await.map_err(fault)?;
    let units = units_by_id(&write.tx, roles.iter().filter_map(|role| role.admin_unit_id)).await?;
    let ended: Vec<_> = roles
        .into_iter()
        .filter_map(|role| {
            let unit = units.get(&role.admin_unit_id?).filter(|unit| unit.valid_to.is_some())?;
            Some((role, unit))
        })
        .collect();
    if ended.is_empty() {
        return Ok(());
    }
    let changes = admin_unit_change::Entity::find().all(&write.tx).await.map_err(fault)?;
    let by_code: HashMap<&str, &AdminUnit> = in_force.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    for (role, unit) in ended {
        let Some(successor) = successor(unit, &changes, &by_code, in_force) else { continue };
        let (id, account) = (role.admin_unit_id, role.account_id);
        let mut row = role.into_active_model();
        row.admin_unit_id = Set(Some(successor));
        row.update(&write.tx).await.map_err(fault)?;
        let change = FieldChange { field: "role_unit".into(), from: json!(id), to: json!(successor) };
        write.log("account", account, 0, &[change]).await?;
    }
    Ok(())
}

/// The units that took this one over on the day that it ended, and whether each took only a part.
pub(crate) fn heirs<'a>(
    unit: &AdminUnit,
    changes: &[admin_unit_change::Model],
    by_code: &HashMap<&str, &'a AdminUnit>,
) -> Vec<(bool, &'a AdminUnit)> {
    let name = text::fold(&unit.full_name());
    let then = changes.iter().filter(|change| Some(change.new_valid_from) == unit.valid_to && change.old_name_folded == name);
    let heirs = then.filter_map(|change| Some((change.partial, *by_code.get(change.new_code.as_str())?)));
    heirs.filter(|(_, heir)| heir.province_code == unit.province_code).collect()
}

/// The one unit that took this one over whole on the day that it ended. Names recur from reform to reform,
/// so only what changed on that day counts.
pub(crate) fn successor(
    unit: &AdminUnit,
    changes: &[admin_unit_change::Model],
    by_code: &HashMap<&str, &AdminUnit>,
    in_force: &[AdminUnit],
) -> Option<Uuid> {
    match heirs(unit, changes, by_code).as_slice() {
        [(false, heir)] => Some(heir.id),
        // It goes on under its own name, perhaps with other borders.
        [] => in_force.iter().find(|other| other.code == unit.code && other.full_name() == unit.full_name()).map(|unit| unit.id),
        _ => None,
    }
}
