//! Freezing a month, once.

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::first_of;
use domain::permission::Action;
use domain::setting::days_after;
use domain::support_table::{figures, freezes_on, last_of, month_to_freeze};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::audit::begins;
use crate::entities::{household, support_figure};
use crate::fault::fault;
use crate::session::{Operation, Session};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frozen {
    Now,
    /// It stands since before, and stays as it is.
    Before,
    /// It lies before the first household.
    NothingThere,
    /// It was missed, and what it would count is not there any more as it was.
    TooLate,
}

impl Session {
    /// Freezes the latest month that is over, unless that was done: a job's daily round.
    pub async fn freeze_support_due(&self) -> Result<Frozen, Failure> {
        self.freeze_support(month_to_freeze(self.today)).await
    }

    /// Freezes the month of this day. A month that was frozen never changes; one that is not over for some days is
    /// refused.
    pub async fn freeze_support(&self, month: NaiveDate) -> Result<Frozen, Failure> {
        self.allow(Action::SupportTablesFreeze)?;
        let month = first_of(month);
        if self.today < freezes_on(month) {
            let mut errors = FieldErrors::default();
            errors.push_day("month", "frozen_later", freezes_on(month));
            return Err(errors.into());
        }
        if is_frozen(&self.db, month).await? {
            return Ok(Frozen::Before);
        }
        // Recorded before the month was over, as far as they are still there.
        let first = household::Entity::find().filter(household::Column::CreatedAt.lt(begins(days_after(last_of(month), 1))));
        if first.count(&self.db).await.map_err(fault)? == 0 {
            return Ok(Frozen::NothingThere);
        }
        let countable = self.countable(month).await?;
        if countable.is_empty() {
            return Ok(Frozen::TooLate);
        }
        let mut told = figures(&self.count_support(month).await?);
        told.retain(|figure| countable.contains(&figure.measure));
        self.write(Action::SupportTablesFreeze, Operation::once(), move |write| {
            Box::pin(async move {
                if is_frozen(&write.tx, month).await? {
                    return Ok(Frozen::Before);
                }
                for told in told.chunks(500) {
                    let rows = told.iter().map(|figure| support_figure::ActiveModel {
                        month: Set(month),
                        measure: Set(figure.measure.code().into()),
                        cell: Set(figure.cell.clone()),
                        value: Set(figure.value.map(|value| i64::try_from(value).unwrap_or(i64::MAX))),
                        frozen_at: Set(write.now),
                    });
                    support_figure::Entity::insert_many(rows).exec_without_returning(&write.tx).await.map_err(fault)?;
                }
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                write.log(TABLE, Uuid::nil(), 1, &[said("month", json!(month)), said("figures", json!(told.len()))]).await?;
                Ok(Frozen::Now)
            })
        })
        .await
    }
}

async fn is_frozen(db: &impl ConnectionTrait, month: NaiveDate) -> Result<bool, Failure> {
    let rows = support_figure::Entity::find().filter(support_figure::Column::Month.eq(month));
    Ok(rows.count(db).await.map_err(fault)? > 0)
}
