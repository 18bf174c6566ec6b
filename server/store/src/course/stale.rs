//! How fresh the data of each unit are.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::due::DueKind;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SubQueryStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::{admin_unit, due_tally, place};
use crate::fault::fault;
use crate::session::Session;
use crate::tally::CITY;

/// The places of one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Open places.
    pub places: u64,
    /// Those that nobody has confirmed for longer than the settings allow, and that were not put off.
    pub stale: u64,
    /// The last field review of any of them.
    pub reviewed_on: Option<NaiveDate>,
}

impl Session {
    /// By unit, from sums: it costs the same however many places there are. Units without places are left out.
    pub async fn freshness(&self) -> Result<BTreeMap<Uuid, Freshness>, Failure> {
        let scope = self.allow(Action::WorkRead)?;
        use due_tally::Column as C;
        let overdue = CaseStatement::new().case(C::Day.lt(self.today), Expr::col((due_tally::Entity, C::Count))).finally(0);
        let bigint = || Alias::new("bigint");
        let sums = due_tally::Entity::find()
            .filter(scope.on(C::AdminUnitId))
            .filter(C::Kind.eq(DueKind::Confirm.code()))
            .filter(C::AdminUnitId.ne(CITY))
            .select_only()
            .column(C::AdminUnitId)
            .column_as(C::Count.sum().cast_as(bigint()), "places")
            .column_as(Expr::expr(overdue).sum().cast_as(bigint()), "stale")
            .group_by(C::AdminUnitId);
        let sums: Vec<(Uuid, i64, i64)> = sums.into_tuple().all(&self.db).await.map_err(fault)?;
        let reviewed = self.last_reviews(&scope).await?;
        let whole = |count: i64| u64::try_from(count).unwrap_or_default();
        let of_unit = |(unit, places, stale)| {
            let reviewed_on = reviewed.get(&unit).copied().flatten();
            (unit, Freshness { places: whole(places), stale: whole(stale), reviewed_on })
        };
        Ok(sums.into_iter().map(of_unit).collect())
    }

    /// One look into an index for each unit in force.
    async fn last_reviews(&self, scope: &crate::Scope) -> Result<BTreeMap<Uuid, Option<NaiveDate>>, Failure> {
        use admin_unit::Column as U;
        let last = Query::select()
            .expr(Expr::col((place::Entity, place::Column::ReviewedOn)).max())
            .from(place::Entity)
            .and_where(Expr::col((place::Entity, place::Column::AdminUnitId)).equals((admin_unit::Entity, U::Id)))
            .to_owned();
        let units = admin_unit::Entity::find().filter(scope.on(U::Id)).filter(U::ValidTo.is_null()).select_only().column(U::Id);
        let units = units.column_as(Expr::from(SubQueryStatement::from(last)), "reviewed_on");
        let rows: Vec<(Uuid, Option<NaiveDate>)> = units.into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(rows.into_iter().collect())
    }
}
