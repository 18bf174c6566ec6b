//! A sheet of members: looked at with nothing kept, or taken in as a whole. The file comes anew for each of the two, so
//! that no name waits in between.

use app::features::members::{Seen, import_page};
use app::server_context::ServerContext;
use app::visit::{Answer, Visit};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::failure::{Failure, FieldErrors};
use domain::import::{MemberColumn, MemberRow, Problem, read_members};
use domain::permission::Action;
use formats::{Format, read_sheets};
use store::Operation;
use store::member::MembersTakenIn;
use uuid::Uuid;

use super::attachment;
use super::sheet_form::{Refused, Sent, receive};

/// Members of one sheet: more than a ward has.
const MOST_ROWS: usize = 5_000;

/// `most` bytes a file.
pub fn routes(most: usize) -> MethodRouter<ServerContext> {
    post(move |visit, request| take_in(visit, request, most)).layer(DefaultBodyLimit::max(most))
}

pub async fn empty_table(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(failure) = visit.session.allow(Action::MemberChange) {
        return crate::http::problem(&headers, &failure);
    }
    match formats::empty_member_table() {
        Ok(file) => attachment("dang-vien.xlsx", Format::Xlsx.media_type(), file),
        Err(error) => {
            tracing::error!(code = error.code(), "the empty table could not be written");
            crate::http::problem(&headers, &Failure::Unavailable)
        }
    }
}

async fn take_in(visit: Visit, request: Request, most: usize) -> Response {
    let answer = match visit.session.allow(Action::MemberChange) {
        Err(failure) => Err(failure),
        Ok(_) => match receive(&visit, request, most).await {
            Ok(sent) => read(&visit, sent).await,
            Err(Refused(code, status)) => {
                let seen = Seen { problems: vec![Problem::new("", None, "", code, "")], ..Seen::default() };
                import_page(&visit, seen, status).await.map(Answer::from)
            }
        },
    };
    visit.answer(answer).await
}

async fn read(visit: &Visit, sent: Sent) -> Result<Answer, Failure> {
    let unit = unit_of(visit, &sent.unit).await?;
    let (name, bytes) = (sent.file_name, sent.bytes);
    let read = tokio::task::spawn_blocking(move || {
        let sheets = read_sheets(&name, &bytes).map_err(|error| Problem::new("", None, "", error.code(), error.value()))?;
        read_members(&sheets)
    });
    let read = read.await.map_err(|error| {
        // What kind of end it was, not what stood in the file.
        tracing::error!(panicked = error.is_panic(), "a sheet of members could not be read");
        Failure::Unavailable
    })?;
    let table = match read {
        Ok(table) if table.rows.len() > MOST_ROWS => Err(Problem::new("", None, "", "file_too_large", "")),
        read => read,
    };
    let mut seen = Seen { unit: sent.unit, skip_bad: sent.skip_bad, refused: sent.saves, ..Seen::default() };
    let table = match table {
        Ok(table) => table,
        Err(problem) => {
            seen.problems.push(problem);
            return import_page(visit, seen, StatusCode::UNPROCESSABLE_ENTITY).await.map(Answer::from);
        }
    };
    let rows = table.rows.clone();
    // With a row that could not even be read nothing may be kept either.
    let looks = !sent.saves || (!table.problems.is_empty() && !sent.skip_bad);
    let operation = Operation::new(sent.operation.unwrap_or_else(Uuid::now_v7), &("members", unit, sent.skip_bad, looks, &table.rows));
    let taken = visit.session.import_members(operation, unit, table.rows, sent.skip_bad, looks).await?;
    seen.to_add = Some(taken.added);
    seen.by_default = taken.by_default;
    seen.problems = table.problems;
    seen.problems.extend(problems_of(&taken, &rows));
    (seen.dropped, seen.unknown) = (table.dropped, table.unknown);
    seen.problems.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
    if !looks && (sent.skip_bad || seen.problems.is_empty()) {
        return Ok(Answer::SeeOther(format!("/members/import?unit={}&added={}", seen.unit, taken.added)));
    }
    let status = if sent.saves { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    import_page(visit, seen, status).await.map(Answer::from)
}

/// The ward that the form named, by its code.
async fn unit_of(visit: &Visit, code: &str) -> Result<Uuid, Failure> {
    let unit = visit.session.admin_unit(code).await?;
    if visit.may_in(Action::MemberChange, unit.id) { Ok(unit.id) } else { Err(Failure::NotFound) }
}

/// By the rows of the sheet and the headings that our own table has.
fn problems_of(taken: &MembersTakenIn, rows: &[MemberRow]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, FieldErrors(errors)) in &taken.problems {
        let Some(row) = usize::try_from(*at).ok().and_then(|at| rows.get(at)) else { continue };
        for error in errors {
            let heading = error.field.parse::<MemberColumn>().map_or("", MemberColumn::heading);
            problems.push(Problem::new(&row.sheet, Some(row.number), heading, &error.code, &error.value));
        }
    }
    problems
}
