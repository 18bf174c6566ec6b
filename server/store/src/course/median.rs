//! How long buildings usually stay in a stage.

use chrono::{Datelike, Months, NaiveDate};
use domain::course::FunnelStage;
use domain::failure::Failure;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::actor::Scope;
use crate::entities::{stage_median, stage_stay, stay_tally};
use crate::fault::fault;
use crate::session::Session;

/// Stays that ended within these months, and since the beginning of the half-year in which they began, make the median:
/// how it goes now, not how it went once.
const MONTHS: u32 = 24;

/// The first day of the half-year of a day.
pub(crate) fn half_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), if day.month() < 7 { 1 } else { 7 }, 1).unwrap_or(day)
}

/// The first day of the stays that make the median of a day.
fn since(today: NaiveDate) -> NaiveDate {
    half_year(today.checked_sub_months(Months::new(MONTHS)).unwrap_or(today))
}

impl Session {
    /// The median days of the stays in a stage that ended lately; none where none did. Of the whole city as the last write
    /// left it, of a part of it from its own stays.
    pub(super) async fn median_stay(&self, scope: &Scope, unit: Option<Uuid>, stage: FunnelStage) -> Result<Option<u32>, Failure> {
        let since = since(self.today);
        let days = if let (Scope::Everywhere, None) = (scope, unit) {
            let kept = stage_median::Entity::find_by_id(stage.code()).filter(stage_median::Column::Since.eq(since));
            match kept.one(&self.db).await.map_err(fault)? {
                Some(kept) => kept.days,
                // A half-year has begun since, or nothing was written yet.
                None => of_the_city(&self.db, stage.code(), since).await?,
            }
        } else {
            use stage_stay::Column as C;
            let all = scope.on(C::AdminUnitId).add(C::Stage.eq(stage.code())).add(C::EndedOn.gte(since));
            let rows = stage_stay::Entity::find().filter(all.add_option(unit.map(|unit| C::AdminUnitId.eq(unit)))).order_by_asc(C::Days);
            let rows = rows.select_only().column(C::Days).column_as(Expr::col(C::Days).count(), "count").group_by(C::Days);
            middle(&rows.into_tuple::<(i64, i64)>().all(&self.db).await.map_err(fault)?)
        };
        Ok(days.and_then(|days| u32::try_from(days).ok()))
    }
}

/// What a write that changed stays in a stage keeps for its readers.
pub(crate) async fn keep_median(db: &impl ConnectionTrait, stage: &str, today: NaiveDate) -> Result<(), Failure> {
    use stage_median::Column as C;
    let since = since(today);
    let days = of_the_city(db, stage, since).await?;
    let row = stage_median::ActiveModel { stage: Set(stage.to_owned()), since: Set(since), days: Set(days) };
    let same = OnConflict::column(C::Stage).update_columns([C::Since, C::Days]).to_owned();
    stage_median::Entity::insert(row).on_conflict(same).exec_without_returning(db).await.map(drop).map_err(fault)
}

async fn of_the_city(db: &impl ConnectionTrait, stage: &str, since: NaiveDate) -> Result<Option<i64>, Failure> {
    use stay_tally::Column as C;
    let rows = stay_tally::Entity::find().filter(C::Stage.eq(stage)).filter(C::HalfYear.gte(since)).order_by_asc(C::Days);
    let rows = rows.select_only().columns([C::Days, C::Count]).into_tuple::<(i64, i64)>();
    Ok(middle(&rows.all(db).await.map_err(fault)?))
}

/// The number in the middle of numbers that rise, each with how often it stands there; of two in the middle what lies
/// between them, rounded up.
fn middle(counted: &[(i64, i64)]) -> Option<i64> {
    let total: i64 = counted.iter().map(|(_, count)| count).sum();
    let at = |place: i64| {
        let mut passed = 0;
        let found = counted.iter().find(|(_, count)| {
            passed += count;
            passed > place
        });
        found.map(|(number, _)| *number)
    };
    if total == 0 { None } else { Some((at((total - 1) / 2)? + at(total / 2)? + 1) / 2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_counted_numbers_counts_each_as_often_as_it_stands_there() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[(7, 1)]), Some(7));
        assert_eq!(middle(&[(1, 1), (5, 3), (90, 1)]), Some(5));
        assert_eq!(middle(&[(4, 1), (10, 1)]), Some(7), "of two what lies between them");
        assert_eq!(middle(&[(4, 2), (9, 2)]), Some(7), "rounded up");
    }

    #[test]
    fn a_year_has_two_halves() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(half_year(day("2026-06-30")), day("2026-01-01"));
        assert_eq!(half_year(day("2026-07-01")), day("2026-07-01"));
    }
}
