//! Setting a value from a day on, and entering holidays. What held in the past is never changed: figures of
//! the past keep the rule of their time.

use domain::change::{FieldChange, fields};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Holiday, Holidays, SettingDraft};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{HOLIDAY, SETTING, rules};
use crate::course::derive_everything_again;
use crate::entities::{holiday, setting_value};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

/// All fields of a value that came or went.
pub(super) fn all<T: Serialize>(value: &T, went: bool) -> Vec<FieldChange> {
    let change = |(field, said): (String, Value)| {
        let (from, to) = if went { (said, Value::Null) } else { (Value::Null, said) };
        FieldChange { field, from, to }
    };
    fields(value).into_iter().map(change).collect()
}

impl Session {
    /// Sets a value from a day on.
    pub async fn set_setting(&self, operation: Operation, draft: SettingDraft) -> Result<Uuid, Failure> {
        self.write(Action::SettingChange, operation, move |write| {
            Box::pin(async move {
                let value = draft.check(&rules(&write.tx).await?)?;
                let id = Uuid::now_v7();
                let row = setting_value::ActiveModel {
                    id: Set(id),
                    setting: Set(value.setting.code().into()),
                    valid_from: Set(value.valid_from),
                    value: Set(i32::try_from(value.value).unwrap_or(i32::MAX)),
                    reason: Set(value.reason.clone()),
                };
                setting_value::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                derive_everything_again(write).await?;
                write.log(SETTING, id, 1, &all(&value, false)).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Takes a value back that does not hold before today; one that has held stays.
    pub async fn take_setting_back(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        self.write(Action::SettingChange, operation, move |write| {
            Box::pin(async move {
                let found = setting_value::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or_else(gone)?;
                if found.valid_from < write.today {
                    return Err(FieldErrors::one("valid_from", "has_held_already", "").into());
                }
                let was = serde_json::json!({ "setting": found.setting, "valid_from": found.valid_from, "value": found.value });
                found.delete(&write.tx).await.map_err(fault)?;
                derive_everything_again(write).await?;
                write.log(SETTING, id, 2, &all(&was, true)).await
            })
        })
        .await
    }

    /// Enters a day that is not what its weekday says.
    pub async fn add_holiday(&self, operation: Operation, day: Holiday) -> Result<(), Failure> {
        self.write(Action::SettingChange, operation, move |write| {
            Box::pin(async move {
                let day = day.check()?;
                if entered(write, &day).await? {
                    return Err(FieldErrors::one("on", "holiday_stands_already", "").into());
                }
                enter(write, day).await
            })
        })
        .await
    }

    /// Enters the holidays of a year that have a fixed date, as far as they do not stand there; answers how
    /// many.
    pub async fn add_fixed_holidays(&self, operation: Operation, year: i32) -> Result<u64, Failure> {
        self.write(Action::SettingChange, operation, move |write| {
            Box::pin(async move {
                let mut added = 0;
                for day in Holidays::fixed(year) {
                    let day = day.check()?;
                    if !entered(write, &day).await? {
                        enter(write, day).await?;
                        added += 1;
                    }
                }
                Ok(added)
            })
        })
        .await
    }

    /// Takes a day out again.
    pub async fn remove_holiday(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        self.write(Action::SettingChange, operation, move |write| {
            Box::pin(async move {
                let found = holiday::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or_else(gone)?;
                let was = Holiday { on: found.day, name: found.name.clone(), free: found.free };
                found.delete(&write.tx).await.map_err(fault)?;
                derive_everything_again(write).await?;
                write.log(HOLIDAY, id, 2, &all(&was, true)).await
            })
        })
        .await
    }
}

/// Somebody else was faster, or the button was pressed twice.
pub(super) fn gone() -> Failure {
    FieldErrors::one("setting", "no_longer_there", "").into()
}

async fn entered(write: &Write, day: &Holiday) -> Result<bool, Failure> {
    let found = holiday::Entity::find().filter(holiday::Column::Day.eq(day.on)).count(&write.tx).await.map_err(fault)?;
    Ok(found > 0)
}

async fn enter(write: &mut Write, day: Holiday) -> Result<(), Failure> {
    let id = Uuid::now_v7();
    let row = holiday::ActiveModel { id: Set(id), day: Set(day.on), name: Set(day.name.clone()), free: Set(day.free) };
    holiday::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    derive_everything_again(write).await?;
    write.log(HOLIDAY, id, 1, &all(&day, false)).await
}
