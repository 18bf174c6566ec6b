//! What a ward settles for itself: load, rhythm and deadlines of help.

use std::collections::HashMap;

use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Rules, UnitSetting, UnitSettingDraft};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::read::{clamped, rules};
use super::write::{all, gone};
use crate::entities::unit_setting;
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::{Operation, Session};

/// The table's name in the change log.
const TABLE: &str = "unit_setting";

/// A value of a unit with the id that names it when it is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptUnitSetting {
    pub id: Uuid,
    pub said: UnitSetting,
}

/// All that holds in one unit, for the rules of the domain.
pub(crate) async fn rules_in(db: &impl ConnectionTrait, unit: Uuid) -> Result<Rules, Failure> {
    let own = of_unit(db, unit).await?.into_iter().map(|kept| kept.said).collect();
    Ok(rules(db).await?.with_own(own))
}

/// Oldest first.
async fn of_unit(db: &impl ConnectionTrait, unit: Uuid) -> Result<Vec<KeptUnitSetting>, Failure> {
    use unit_setting::Column as C;
    let rows = unit_setting::Entity::find().filter(C::AdminUnitId.eq(unit)).order_by_asc(C::ValidFrom);
    rows.all(db).await.map_err(fault)?.into_iter().map(kept).collect()
}

fn kept(row: unit_setting::Model) -> Result<KeptUnitSetting, Failure> {
    let setting = parse(&row.setting)?;
    let value = row.value.map(|value| clamped(setting, value));
    Ok(KeptUnitSetting { id: row.id, said: UnitSetting { setting, valid_from: row.valid_from, value, reason: row.reason } })
}

impl Session {
    /// What one unit has settled, oldest first, and with it what holds there.
    pub async fn unit_settings(&self, unit: Uuid) -> Result<(Vec<KeptUnitSetting>, Rules), Failure> {
        if !self.allow(Action::UnitSettingRead)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let own = of_unit(&self.db, unit).await?;
        let rules = rules(&self.db).await?.with_own(own.iter().map(|kept| kept.said.clone()).collect());
        Ok((own, rules))
    }

    /// Settles a value for one unit from a day on, or goes by the city again. What was due before stays as it was.
    pub async fn set_unit_setting(&self, operation: Operation, unit: Uuid, draft: UnitSettingDraft) -> Result<Uuid, Failure> {
        self.write(Action::UnitSettingChange, operation, move |write| {
            Box::pin(async move {
                if !write.scope.holds(unit) {
                    return Err(Failure::NotFound);
                }
                let there: Vec<UnitSetting> = of_unit(&write.tx, unit).await?.into_iter().map(|kept| kept.said).collect();
                let said = draft.check(&there)?;
                let id = Uuid::now_v7();
                let row = unit_setting::ActiveModel {
                    id: Set(id),
                    admin_unit_id: Set(unit),
                    setting: Set(said.setting.code().into()),
                    valid_from: Set(said.valid_from),
                    value: Set(said.value.map(|value| i32::try_from(value).unwrap_or(i32::MAX))),
                    reason: Set(said.reason.clone()),
                };
                unit_setting::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, 1, &all(&logged(unit, &said), false)).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Takes a value of one unit back that does not hold before today; one that has held stays.
    pub async fn take_unit_setting_back(&self, operation: Operation, unit: Uuid, id: Uuid) -> Result<(), Failure> {
        self.write(Action::UnitSettingChange, operation, move |write| {
            Box::pin(async move {
                if !write.scope.holds(unit) {
                    return Err(Failure::NotFound);
                }
                let found = unit_setting::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let found = found.filter(|row| row.admin_unit_id == unit).ok_or_else(gone)?;
                if found.valid_from < write.today {
                    return Err(FieldErrors::one("valid_from", "has_held_already", "").into());
                }
                let was = logged(unit, &kept(found.clone())?.said);
                found.delete(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, 2, &all(&was, true)).await
            })
        })
        .await
    }
}

/// All fields that the change log keeps of it.
fn logged(unit: Uuid, said: &UnitSetting) -> HashMap<&'static str, serde_json::Value> {
    use serde_json::json;
    HashMap::from([
        ("admin_unit_id", json!(unit)),
        ("setting", json!(said.setting)),
        ("valid_from", json!(said.valid_from)),
        ("value", json!(said.value)),
        ("reason", json!(said.reason)),
    ])
}
