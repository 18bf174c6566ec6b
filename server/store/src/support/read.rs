//! Months that were frozen, as the city reads them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::admin_unit::AdminUnitKind;
use domain::failure::Failure;
use domain::member::first_of;
use domain::permission::Action;
use domain::support_table::{SUM, SupportMeasure, last_of};
use domain::text;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::{admin_unit, support_figure};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

/// The tables of one month.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportTables {
    /// Its first day.
    pub month: NaiveDate,
    pub frozen_at: DateTime<Utc>,
    pub tables: Vec<SupportTable>,
}

/// One table, its rows in the order in which people list them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportTable {
    pub measure: SupportMeasure,
    /// The month was frozen late, and this could not be counted any more: there are no rows then.
    pub missed: bool,
    pub rows: Vec<SupportRow>,
    /// None: hidden. Nothing to tell where the measure has no sum.
    pub sum: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRow {
    pub code: String,
    /// Of a ward; others have their words by their code.
    pub name: String,
    /// None: hidden.
    pub value: Option<u64>,
}

impl Session {
    /// The months that were frozen, latest first, each by its first day.
    pub async fn support_months(&self) -> Result<Vec<NaiveDate>, Failure> {
        self.allow(Action::SupportTablesRead)?;
        self.months_frozen().await
    }

    /// The tables of the month of this day.
    pub async fn support_tables(&self, month: NaiveDate) -> Result<SupportTables, Failure> {
        self.allow(Action::SupportTablesRead)?;
        let month = first_of(month);
        let figures = support_figure::Entity::find().filter(support_figure::Column::Month.eq(month)).all(&self.db).await.map_err(fault)?;
        let frozen_at = figures.first().ok_or(Failure::NotFound)?.frozen_at;
        let names = self.names_in(month).await?;
        let mut tables = Vec::new();
        for measure in SupportMeasure::all() {
            let own = figures.iter().filter(|figure| figure.measure == measure.code());
            let told = |figure: &support_figure::Model| figure.value.and_then(|value| u64::try_from(value).ok());
            let missed = own.clone().next().is_none();
            let sum = own.clone().find(|figure| figure.cell == SUM).and_then(told);
            let rows = own.filter(|figure| figure.cell != SUM).map(|figure| SupportRow {
                code: figure.cell.clone(),
                name: names.get(&figure.cell).cloned().unwrap_or_default(),
                value: told(figure),
            });
            let mut rows: Vec<SupportRow> = rows.collect();
            let order = measure.rows();
            let place = |row: &SupportRow| order.iter().position(|code| *code == row.code).unwrap_or(order.len());
            rows.sort_by_cached_key(|row| (place(row), text::sort_key(&row.name), row.code.clone()));
            tables.push(SupportTable { measure: *measure, missed, rows, sum });
        }
        Ok(SupportTables { month, frozen_at, tables })
    }

    /// How the wards of a month were called, by their codes.
    async fn names_in(&self, month: NaiveDate) -> Result<HashMap<String, String>, Failure> {
        use admin_unit::Column as U;
        let units = admin_unit::Entity::find().filter(U::ValidFrom.lte(last_of(month))).order_by_asc(U::ValidFrom).select_only();
        let units: Vec<(String, String, String)> =
            units.column(U::Code).column(U::Kind).column(U::Name).into_tuple().all(&self.db).await.map_err(fault)?;
        let full =
            |(code, kind, name): (String, String, String)| Ok((code, format!("{} {name}", parse::<AdminUnitKind>(&kind)?.vietnamese())));
        units.into_iter().map(full).collect()
    }
}
