//! Writing a breach down, that it was notified, and what was done about it.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Datelike, Duration, NaiveDateTime};
use domain::breach::BreachDraft;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::page::page;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    pub found_at: String,
    pub records: String,
    pub what: String,
    pub measures: String,
    /// What was done about this one.
    #[serde(skip)]
    pub of: Option<Uuid>,
    #[serde(skip)]
    pub measure: String,
}

#[derive(Deserialize)]
pub struct Done {
    operation: Uuid,
    #[serde(default)]
    measure: String,
}

#[derive(Deserialize)]
pub struct Notified {
    operation: Uuid,
}

pub async fn add(visit: Visit, Form(typed): Form<Typed>) -> Response {
    let done = match visit.session.allow(Action::BreachChange).and_then(|_| Ok(draft(&typed)?)) {
        Ok(draft) => visit.session.add_breach(Operation::new(typed.operation, &draft), draft).await.map(drop),
        Err(failure) => Err(failure),
    };
    after(visit, done, typed).await
}

pub async fn notified(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Notified>) -> Response {
    let done = visit.session.breach_notified(Operation::new(typed.operation, &("notified", id)), id).await;
    after(visit, done, Typed::default()).await
}

pub async fn measure(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Done>) -> Response {
    let operation = Operation::new(typed.operation, &("measure", id, &typed.measure));
    let done = visit.session.add_breach_measure(operation, id, typed.measure.clone()).await;
    after(visit, done, Typed { of: Some(id), measure: typed.measure, ..Typed::default() }).await
}

/// What the form says, or every field of it that is no number or moment. Times are those of the register, seven hours
/// ahead of UTC.
fn draft(typed: &Typed) -> Result<BreachDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let found_at = NaiveDateTime::parse_from_str(typed.found_at.trim(), "%Y-%m-%dT%H:%M").ok();
    let found_at = found_at.filter(|at| (1900..=2200).contains(&at.year())).map(|at| at.and_utc() - Duration::hours(7));
    if found_at.is_none() {
        errors.push("found_at", "not_understood", "");
    }
    let records = match typed.records.trim() {
        "" => Ok(0),
        text => text.parse(),
    };
    if records.is_err() {
        errors.push("records", "not_a_whole_number", "");
    }
    match (found_at, records) {
        (Some(found_at), Ok(records)) => Ok(BreachDraft { found_at, records, what: typed.what.clone(), measures: typed.measures.clone() }),
        _ => Err(errors),
    }
}

async fn after(visit: Visit, done: Result<(), Failure>, typed: Typed) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther("/breaches".into())),
        Err(Failure::Invalid(errors)) => {
            page(&visit, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(failure) => Err(failure),
    };
    visit.answer(answer).await
}
