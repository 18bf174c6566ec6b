//! How a ward's offices keep up: from days and states alone. No record is opened for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::permission::Action;
use domain::request::{Office, median};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::OPEN;
use crate::entities::request;
use crate::fault::fault;
use crate::household::{opens_restricted, restricted};
use crate::place::rows::parse;
use crate::session::Session;

/// The requests of one office.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficeFigures {
    /// None: not forwarded to anybody.
    pub office: Option<Office>,
    /// Without an answer.
    pub open: u64,
    /// Of these, past their day.
    pub overdue: u64,
    pub answered: u64,
    /// Days from received to answered; none where nothing was answered.
    pub median_days: Option<f64>,
}

/// Office, state, received on, due on, answered on.
type Days = (Option<String>, String, NaiveDate, NaiveDate, Option<NaiveDate>);

impl Session {
    /// The figures of one ward by office, those not forwarded first.
    pub async fn request_figures(&self, unit: Uuid) -> Result<Vec<OfficeFigures>, Failure> {
        use request::Column as C;
        if !self.allow(Action::HouseholdRead)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut rows = request::Entity::find().filter(C::AdminUnitId.eq(unit)).select_only();
        if !opens_restricted(&self.actor, unit) {
            rows = rows.filter(C::HouseholdId.not_in_subquery(restricted()));
        }
        let rows = rows.columns([C::Office, C::State, C::ReceivedOn, C::DueOn, C::AnsweredOn]);
        let rows: Vec<Days> = rows.into_tuple().all(&self.db).await.map_err(fault)?;
        let mut offices: BTreeMap<Option<Office>, (OfficeFigures, Vec<i64>)> = BTreeMap::new();
        for (office, state, received_on, due_on, answered_on) in rows {
            let office = office.as_deref().map(parse).transpose()?;
            let (figures, days) = offices.entry(office).or_default();
            figures.office = office;
            if OPEN.iter().any(|open| open.code() == state) {
                figures.open += 1;
                figures.overdue += u64::from(due_on < self.today);
            }
            if let Some(answered_on) = answered_on {
                figures.answered += 1;
                days.push((answered_on - received_on).num_days());
            }
        }
        let figures = offices.into_values().map(|(figures, mut days)| OfficeFigures { median_days: median(&mut days), ..figures });
        Ok(figures.collect())
    }
}
