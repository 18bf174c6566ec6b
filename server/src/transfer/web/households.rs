//! Table C, handed in on its page: read, tried out or taken in, and let go. The file is kept nowhere.

use app::features::households::{ImportChoices, ImportOutcome, import_page};
use app::server_context::ServerContext;
use app::visit::{Page, Visit};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::failure::{Failure, FieldErrors};
use domain::import::HouseholdTable;
use domain::permission::Action;
use formats::Format;
use store::Operation;
use store::household::HouseholdImportOptions;

use super::attachment;
use crate::http::FIELD;

/// A ward has some hundreds of households: a larger file is another.
const MOST: usize = 4 * 1024 * 1024;

pub fn routes() -> MethodRouter<ServerContext> {
    post(hand_in).layer(DefaultBodyLimit::max(MOST))
}

pub async fn empty_table(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(failure) = visit.session.allow(Action::HouseholdAdd) {
        return crate::http::problem(&headers, &failure);
    }
    match formats::empty_household_table() {
        Ok(file) => attachment("bang-c.xlsx", Format::Xlsx.media_type(), file),
        Err(error) => {
            tracing::error!(code = error.code(), "the empty table could not be written");
            crate::http::problem(&headers, &Failure::Unavailable)
        }
    }
}

/// What the form brought.
// No Debug: it holds names.
#[derive(Default)]
struct Sent {
    choices: ImportChoices,
    file_name: String,
    bytes: Vec<u8>,
    preview: bool,
}

async fn hand_in(visit: Visit, request: Request) -> Response {
    let page = match visit.session.allow(Action::HouseholdAdd) {
        Ok(_) => take_in(&visit, request).await,
        Err(failure) => Err(failure),
    };
    visit.answer(page).await
}

async fn take_in(visit: &Visit, request: Request) -> Result<Page, Failure> {
    let mut sent = Sent::default();
    let read = match receive(visit, request, &mut sent).await {
        Ok(()) => table(visit, &sent),
        Err(code) => Err(FieldErrors::one("file", code, "")),
    };
    let read = match read {
        Ok(read) => read,
        Err(errors) => {
            let foreign = errors.0.iter().any(|error| error.code == "foreign_form");
            let page = import_page(visit, sent.choices, None, errors).await?;
            return Ok(if foreign { page.with_status(StatusCode::FORBIDDEN) } else { page });
        }
    };
    let unit = visit.session.admin_units().await?.into_iter().filter(|unit| visit.may_in(Action::HouseholdAdd, unit.id));
    let code = &sent.choices.unit;
    let unit = unit.into_iter().find(|unit| code.is_empty() || unit.code == *code).ok_or(Failure::NotFound)?;
    let options = HouseholdImportOptions { dry_run: sent.preview, skip_bad: sent.choices.skip_bad };
    let HouseholdTable { rows, bad, dropped, unread } = read;
    let done = visit.session.import_households(Operation::once(), unit.id, rows, bad, options).await?;
    let outcome = ImportOutcome { preview: sent.preview, done, dropped, unread };
    import_page(visit, sent.choices, Some(outcome), FieldErrors::default()).await
}

/// The error is the code of a sentence.
async fn receive(visit: &Visit, request: Request, sent: &mut Sent) -> Result<(), &'static str> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| "file_incomplete")?;
    let mut token = String::new();
    sent.preview = true;
    while let Some(field) = form.next_field().await.map_err(|_| "file_incomplete")? {
        match field.name() {
            Some(FIELD) => token = field.text().await.unwrap_or_default(),
            // The token stands before everything else: nothing that another site sends is taken in.
            Some(_) if !visit.asker.sent(&visit.context.keys, &token) => return Err("foreign_form"),
            Some("file") => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = field.bytes().await.map_err(|_| "household_file_too_large")?.into();
            }
            Some("unit") => sent.choices.unit = field.text().await.unwrap_or_default(),
            Some("text_version") => sent.choices.text_version = field.text().await.unwrap_or_default(),
            Some("skip_bad") => sent.choices.skip_bad = true,
            // What is not clearly asked for is tried out.
            Some("step") => sent.preview = field.text().await.unwrap_or_default() != "import",
            _ => {}
        }
    }
    if !visit.asker.sent(&visit.context.keys, &token) {
        return Err("foreign_form");
    }
    if sent.file_name.is_empty() && sent.bytes.is_empty() { Err("file_missing") } else { Ok(()) }
}

fn table(visit: &Visit, sent: &Sent) -> Result<HouseholdTable, FieldErrors> {
    let sheets = formats::read_sheets(&sent.file_name, &sent.bytes).map_err(|error| {
        tracing::debug!(code = error.code(), "table C could not be read");
        FieldErrors::one("file", "household_file_not_read", "")
    })?;
    HouseholdTable::read(&sheets, &sent.choices.text_version, visit.session.today)
}
