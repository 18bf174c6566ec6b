//! How long buildings usually stay in a stage.

use chrono::{Datelike, Months, NaiveDate};
use domain::course::FunnelStage;
use domain::failure::Failure;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::actor::Scope;
use crate::entities::{stage_stay, stay_tally};
use crate::fault::fault;
use crate::session::Session;

/// Stays that ended within these months, and since the beginning of the half-year in which they began, make the median:
/// how it goes now, not how it went once.
const MONTHS: u32 = 24;

/// The first day of the half-year of a day.
pub(crate) fn half_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), if day.month() < 7 { 1 } else { 7 }, 1).unwrap_or(day)
}

impl Session {
    /// The median days of the stays in a stage that ended lately; none where none did. For the whole city from what is
    /// counted, for a part of it from its own stays.
    pub(super) async fn median_stay(&self, scope: &Scope, unit: Option<Uuid>, stage: FunnelStage) -> Result<Option<u32>, Failure> {
        let since = half_year(self.today.checked_sub_months(Months::new(MONTHS)).unwrap_or(self.today));
        let counted: Vec<(i64, i64)> = if let (Scope::Everywhere, None) = (scope, unit) {
            use stay_tally::Column as C;
            let rows = stay_tally::Entity::find().filter(C::Stage.eq(stage.code())).filter(C::HalfYear.gte(since)).order_by_asc(C::Days);
            rows.select_only().columns([C::Days, C::Count]).into_tuple().all(&self.db).await.map_err(fault)?
        } else {
            use stage_stay::Column as C;
            let all = scope.on(C::AdminUnitId).add(C::Stage.eq(stage.code())).add(C::EndedOn.gte(since));
            let rows = stage_stay::Entity::find().filter(all.add_option(unit.map(|unit| C::AdminUnitId.eq(unit)))).order_by_asc(C::Days);
            let rows = rows.select_only().column(C::Days).column_as(Expr::col(C::Days).count(), "count").group_by(C::Days);
            rows.into_tuple().all(&self.db).await.map_err(fault)?
        };
        Ok(middle(&counted).and_then(|days| u32::try_from(days).ok()))
    }
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
