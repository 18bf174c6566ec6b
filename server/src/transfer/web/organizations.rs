//! A sheet of organizations: looked at with nothing kept, or taken in as a whole. The file comes anew for each of the
//! two.

use app::features::organizations::{Seen, SeenRow, import_page};
use app::server_context::ServerContext;
use app::visit::{Answer, Visit};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::failure::Failure;
use domain::import::{OrganizationColumn, OrganizationRow, Problem, read_organizations};
use domain::permission::Action;
use formats::{Format, read_sheets};
use store::Operation;
use store::organization::{OrganizationsTakenIn, Taken};
use uuid::Uuid;

use super::attachment;
use super::sheet_form::{Refused, Sent, receive};

/// Rows of one sheet: more than a ward has organizations and places of theirs.
const MOST_ROWS: usize = 1_000;

/// `most` bytes a file.
pub fn routes(most: usize) -> MethodRouter<ServerContext> {
    post(move |visit, request| take_in(visit, request, most)).layer(DefaultBodyLimit::max(most))
}

pub async fn empty_table(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(failure) = visit.session.allow(Action::OrganizationAdd) {
        return crate::http::problem(&headers, &failure);
    }
    match formats::empty_organization_table() {
        Ok(file) => attachment("to-chuc.xlsx", Format::Xlsx.media_type(), file),
        Err(error) => {
            tracing::error!(code = error.code(), "the empty table could not be written");
            crate::http::problem(&headers, &Failure::Unavailable)
        }
    }
}

async fn take_in(visit: Visit, request: Request, most: usize) -> Response {
    let answer = match visit.session.allow(Action::OrganizationAdd) {
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
        read_organizations(&sheets)
    });
    let read = read.await.map_err(|error| {
        tracing::error!(panicked = error.is_panic(), "a sheet of organizations could not be read");
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
    // With a row that could not even be read nothing may be kept either.
    let looks = !sent.saves || (!table.problems.is_empty() && !sent.skip_bad);
    let content = ("organizations", unit, sent.skip_bad, looks, &table.rows);
    let operation = Operation::new(sent.operation.unwrap_or_else(Uuid::now_v7), &content);
    let taken = visit.session.import_organizations(operation, unit, table.rows.clone(), sent.skip_bad, looks).await?;
    seen.problems = table.problems;
    seen.problems.extend(problems_of(&taken, &table.rows));
    seen.problems.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
    if !looks && (sent.skip_bad || seen.problems.is_empty()) {
        let of = |what: &[Taken]| taken.count(|row| what.contains(&row.what));
        let (added, changed, places) = (of(&[Taken::Added]), of(&[Taken::Changed, Taken::Renamed]), taken.places());
        let told = format!("unit={}&added={added}&changed={changed}&places={places}", seen.unit);
        return Ok(Answer::SeeOther(format!("/organizations/import?{told}")));
    }
    (seen.dropped, seen.unknown) = (table.dropped, table.unknown);
    seen.rows = Some(rows_of(&taken, &table.rows));
    let status = if sent.saves { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    import_page(visit, seen, status).await.map(Answer::from)
}

/// The ward that the form named, by its code.
async fn unit_of(visit: &Visit, code: &str) -> Result<Uuid, Failure> {
    let unit = visit.session.admin_unit(code).await?;
    if visit.may_in(Action::OrganizationAdd, unit.id) { Ok(unit.id) } else { Err(Failure::NotFound) }
}

fn row_at(rows: &[OrganizationRow], at: u32) -> Option<&OrganizationRow> {
    usize::try_from(at).ok().and_then(|at| rows.get(at))
}

fn rows_of(taken: &OrganizationsTakenIn, rows: &[OrganizationRow]) -> Vec<SeenRow> {
    let seen = taken.rows.iter().filter_map(|(at, of_row)| {
        let row = row_at(rows, *at)?;
        Some(SeenRow { number: row.number, name: row.draft.name.clone(), what: of_row.what, places: of_row.places })
    });
    seen.collect()
}

/// By the rows of the sheet and the headings that our own table has.
fn problems_of(taken: &OrganizationsTakenIn, rows: &[OrganizationRow]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, errors) in &taken.problems {
        let Some(row) = row_at(rows, *at) else { continue };
        for error in &errors.0 {
            let field = if error.field == "organization_id" { "name" } else { error.field.as_str() };
            let heading = field.parse::<OrganizationColumn>().map_or("", OrganizationColumn::heading);
            problems.push(Problem::new(&row.sheet, Some(row.number), heading, &error.code, &error.value));
        }
    }
    problems
}
