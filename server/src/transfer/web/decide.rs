//! What a person decides about a file before agreeing to it: the preview is made anew with it.

use std::sync::Arc;

use app::features::import::{Again, again, choices, heading_errors, row_decisions};
use app::named::Named;
use app::visit::{Answer, Visit};
use axum::Form;
use axum::response::Response;
use domain::failure::Failure;
use domain::import::Choices;
use store::import::{ImportOptions, ImportReport, ImportRun};
use uuid::Uuid;

use super::options;
use crate::transfer::places;

/// Sheets, heading rows, meanings of columns, encoding.
pub async fn columns(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = decide_columns(&visit, id, typed).await;
    visit.answer(answer).await
}

async fn decide_columns(visit: &Visit, id: Uuid, typed: Vec<(String, String)>) -> Result<Answer, Failure> {
    let run = visit.session.import_run(id).await?;
    let choices = match choices(&run, &typed) {
        Ok(choices) => choices,
        Err(errors) => return Ok(again(visit, id, Again { typed, errors, ..Again::default() }).await?.into()),
    };
    let report = preview(visit, &run, &choices).await?;
    let errors = heading_errors(&choices, &report.sheets);
    let problems = if report.is_of_whole_file() { report.problems.clone() } else { Vec::new() };
    if !errors.is_empty() || !problems.is_empty() {
        return Ok(again(visit, id, Again { typed, errors, problems }).await?.into());
    }
    visit.session.choose_in_import(id, &choices, &report).await?;
    Ok(Answer::SeeOther(format!("/import/{id}")))
}

/// Rows that resemble a place: the same, another, or not known yet.
pub async fn duplicates(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = decide_duplicates(&visit, id, typed).await;
    visit.answer(answer).await
}

async fn decide_duplicates(visit: &Visit, id: Uuid, typed: Vec<(String, String)>) -> Result<Answer, Failure> {
    let run = visit.session.import_run(id).await?;
    let choices = match row_decisions(&run, &typed) {
        Ok(choices) => choices,
        Err(errors) => return Ok(again(visit, id, Again { errors, ..Again::default() }).await?.into()),
    };
    let report = preview(visit, &run, &choices).await?;
    visit.session.choose_in_import(id, &choices, &report).await?;
    Ok(Answer::SeeOther(format!("/import/{id}")))
}

async fn preview(visit: &Visit, run: &ImportRun, choices: &Choices) -> Result<ImportReport, Failure> {
    let bytes = Arc::new(visit.session.import_content(run.id).await?);
    let options = ImportOptions { sheet_date: run.sheet_date, ..options(visit, false, true) };
    places::import(&visit.session, run.file_name.clone(), bytes, choices, options, |_| {}).await
}
