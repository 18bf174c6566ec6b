//! Uploads and downloads of the running program.

mod agreement;
mod decide;
mod households;
mod members;
mod organizations;
mod sheet_form;
mod upload;

use std::sync::Arc;

use app::named::Named;
use app::server_context::{Asker, ServerContext};
use app::visit::{Answer, Visit};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use formats::Format;
use serde::Deserialize;
use store::Operation;
use store::import::{ImportOptions, ImportReport};
use uuid::Uuid;

use self::upload::upload;
use super::{export, places};
use crate::http::api_query;

/// Uploads and downloads; `most` bytes a file.
pub fn routes(most: usize) -> Router<ServerContext> {
    Router::new()
        .route("/import/file", post(move |visit, request| upload(visit, request, most)).layer(DefaultBodyLimit::max(most)))
        .route("/import/table-a.xlsx", get(empty_table))
        .route("/import/{id}/columns", post(decide::columns))
        .route("/import/{id}/duplicates", post(decide::duplicates))
        .route("/import/{id}/run", post(run))
        .route("/import/{id}/undo", post(undo))
        .route("/import/{id}/rejected.xlsx", get(rejected))
        .route("/import/{id}/progress", get(progress))
        .route("/places/export", get(export_places))
        .route("/members/import", members::routes(most))
        .route("/members/table.xlsx", get(members::empty_table))
        .route("/organizations/import", organizations::routes(most))
        .route("/organizations/table.xlsx", get(organizations::empty_table))
        .route("/agreements/{id}/file", agreement::routes())
        .route("/households/import", households::routes())
        .route("/households/table.xlsx", get(households::empty_table))
}

/// Where the list's links lead: `/places/export?format=xlsx&…` with the filters of the list.
async fn export_places(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, uri: Uri) -> Response {
    let found = async {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(uri.query().unwrap_or_default()).unwrap_or_default();
        let name = pairs.iter().find(|(name, _)| name == "format").map_or("xlsx", |(_, value)| value.as_str());
        let format = Format::of_name(name).ok_or_else(|| Failure::from(FieldErrors::one("format", "not_a_choice", "")))?;
        let filter = api_query(&uri)?.check()?;
        export::places(&context.session(&asker), &filter, format).await.map(|file| (format, file))
    };
    match found.await {
        Err(failure) => crate::http::problem(&headers, &failure),
        Ok((format, file)) => attachment(&format!("gan-dan-{}.{}", context.today(), format.extension()), format.media_type(), file),
    }
}

fn attachment(name: &str, kind: &str, file: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file).into_response()
}

async fn empty_table(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(failure) = visit.session.allow(Action::PlacesImport) {
        return crate::http::problem(&headers, &failure);
    }
    match formats::empty_table_a() {
        Ok(file) => attachment("bang-a.xlsx", Format::Xlsx.media_type(), file),
        Err(error) => {
            tracing::error!(code = error.code(), "the empty table could not be written");
            crate::http::problem(&headers, &Failure::Unavailable)
        }
    }
}

fn options(visit: &Visit, skip_bad: bool, dry_run: bool) -> ImportOptions {
    let province = Some(visit.context.province.clone()).filter(|province| !province.is_empty());
    ImportOptions { sheet_date: visit.session.today, province, skip_bad, dry_run, ..ImportOptions::default() }
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    skip_bad: bool,
}

async fn run(visit: Visit, Named(id): Named<Uuid>, Form(choice): Form<Choice>) -> Response {
    let answer = start(&visit, id, choice).await;
    visit.answer(answer).await
}

/// Starts the import and lets the person go on: the page of the import shows how far it is.
async fn start(visit: &Visit, id: Uuid, choice: Choice) -> Result<Answer, Failure> {
    let bytes = Arc::new(visit.session.import_content(id).await?);
    visit.session.move_import(id, "previewed", "running", None).await?;
    // Read only now: from here on nothing can be decided any more.
    let run = visit.session.import_run(id).await?;
    let (session, imports) = (visit.session.clone(), visit.context.imports.clone());
    let options = ImportOptions { sheet_date: run.sheet_date, ..options(visit, choice.skip_bad, false) };
    tokio::spawn(async move {
        let told = imports.clone();
        let progress = move |rows| drop(told.lock().map(|mut running| running.insert(id, rows)));
        let done = places::import(&session, run.file_name, bytes, &run.choices, options, progress).await;
        let (state, report) = match &done {
            Ok(report) if report.operation_id.is_some() => ("done", Some(report)),
            Ok(report) => ("failed", Some(report)),
            Err(failure) => {
                tracing::error!(%failure, %id, "an import failed");
                ("failed", None::<&ImportReport>)
            }
        };
        if let Err(failure) = session.move_import(id, "running", state, report).await {
            tracing::error!(%failure, %id, "the end of an import could not be kept");
        }
        // The file is kept only as long as rows of it are to be corrected.
        if (state == "failed" || report.is_some_and(|report| report.rejected.is_empty()))
            && let Err(failure) = session.drop_import_content(id).await
        {
            tracing::error!(%failure, %id, "the file of an import could not be let go");
        }
        drop(imports.lock().map(|mut running| running.remove(&id)));
    });
    Ok(Answer::SeeOther(format!("/import/{id}")))
}

async fn undo(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let answer = async {
        let run = visit.session.import_run(id).await?;
        let undone = run.report.operation_id.ok_or(Failure::NotFound)?;
        if run.state != "done" {
            return Err(Failure::Conflict { revision: 0, fields: Vec::new() });
        }
        // It is called undone once it is. Whoever was faster has left nothing that a second time could take back.
        visit.session.undo_import(Operation::once(), undone).await?;
        visit.session.move_import(id, "done", "undone", None).await?;
        visit.session.drop_import_content(id).await?;
        Ok(Answer::SeeOther(format!("/import/{id}")))
    };
    let answer = answer.await;
    visit.answer(answer).await
}

/// The rows that were not taken, with the reasons, in the person's language.
async fn rejected(visit: Visit, headers: HeaderMap, Named(id): Named<Uuid>) -> Response {
    let file = async {
        let run = visit.session.import_run(id).await?;
        let bytes = visit.session.import_content(id).await?;
        let t = visit.texts;
        let problems = [run.report.problems, run.report.left_out].concat();
        super::rejected::workbook(&run.file_name, &bytes, &run.choices, &problems, |problem| t.problem_words(problem))
            .map_err(|error| FieldErrors::one("file", error.code(), error.value()).into())
    };
    match file.await {
        Ok(file) => attachment("can-sua.xlsx", Format::Xlsx.media_type(), file),
        Err(failure) => crate::http::problem(&headers, &failure),
    }
}

/// How many rows a running import has read.
async fn progress(visit: Visit, State(context): State<ServerContext>, Named(id): Named<Uuid>) -> Json<Option<u64>> {
    if !visit.may(Action::PlacesImport) {
        return Json(None);
    }
    Json(context.imports.lock().ok().and_then(|running| running.get(&id).copied()))
}
