//! What holds, and what was set when.

use domain::failure::Failure;
use domain::permission::Action;
use domain::setting::{Holiday, Holidays, Rules, Setting, SettingValue};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use uuid::Uuid;

use crate::entities::{holiday, setting_value};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

/// A value with the id that names it when it is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSetting {
    pub id: Uuid,
    pub value: SettingValue,
}

/// A day with the id that names it when it is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptHoliday {
    pub id: Uuid,
    pub holiday: Holiday,
}

/// Every value that was ever set, for the rules of the domain.
pub(crate) async fn rules(db: &impl ConnectionTrait) -> Result<Rules, Failure> {
    Ok(Rules::new(values(db).await?.into_iter().map(|kept| kept.value).collect()))
}

/// Every day that is not what its weekday says, for the deadlines in working days.
pub(crate) async fn holidays(db: &impl ConnectionTrait) -> Result<Holidays, Failure> {
    Ok(Holidays::new(days(db).await?.into_iter().map(|kept| kept.holiday)))
}

/// Whoever writes past the form must not reach further than the form does.
pub(super) fn clamped(setting: Setting, value: i32) -> u32 {
    let bounds = setting.bounds();
    u32::try_from(value).unwrap_or_default().clamp(*bounds.start(), *bounds.end())
}

async fn days(db: &impl ConnectionTrait) -> Result<Vec<KeptHoliday>, Failure> {
    let rows = holiday::Entity::find().order_by_asc(holiday::Column::Day).all(db).await.map_err(fault)?;
    let kept = |row: holiday::Model| KeptHoliday { id: row.id, holiday: Holiday { on: row.day, name: row.name, free: row.free } };
    Ok(rows.into_iter().map(kept).collect())
}

async fn values(db: &impl ConnectionTrait) -> Result<Vec<KeptSetting>, Failure> {
    let rows = setting_value::Entity::find().order_by_asc(setting_value::Column::ValidFrom).all(db).await.map_err(fault)?;
    let kept = rows.into_iter().map(|row| {
        let setting: Setting = parse(&row.setting)?;
        let value = SettingValue { setting, valid_from: row.valid_from, value: clamped(setting, row.value), reason: row.reason };
        Ok(KeptSetting { id: row.id, value })
    });
    kept.collect()
}

impl Session {
    /// Every value that was ever set, oldest first.
    pub async fn settings(&self) -> Result<Vec<KeptSetting>, Failure> {
        self.allow(Action::SettingRead)?;
        values(&self.db).await
    }

    /// Every day that is not what its weekday says, in order.
    pub async fn holidays(&self) -> Result<Vec<KeptHoliday>, Failure> {
        self.allow(Action::SettingRead)?;
        days(&self.db).await
    }
}
