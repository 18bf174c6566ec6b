//! `/calendar/{secret}.ics`: what is due, for a person's own calendar. Calendars cannot sign in, so the address
//! alone opens it: it is made and ended on `/account`, names no person, and is good for nothing else.

use app::server_context::ServerContext;
use app::texts::{Locale, Texts};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::failure::Failure;
use formats::{CalendarEntry, write_calendar};
use store::calendar::{Dates, dates};
use store::course::WorkRow;

use super::problem::problem;

pub fn routes() -> Router<ServerContext> {
    Router::new().route("/calendar/{token}", get(show))
}

async fn show(State(context): State<ServerContext>, headers: HeaderMap, name: Result<Path<String>, PathRejection>) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let found = match name.strip_suffix(".ics") {
        Some(secret) => dates(&context.db, &context.keys, secret, (context.clock)(), context.today()).await,
        None => Err(Failure::NotFound),
    };
    let mut response = match found {
        Ok(dates) => {
            let said = [
                (CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (CONTENT_DISPOSITION, "inline; filename=\"gandan.ics\""),
                (CACHE_CONTROL, "private, max-age=900"),
            ];
            (said, calendar(&context.address(&headers), dates)).into_response()
        }
        Err(failure) => problem(&headers, &failure),
    };
    // The address is a secret.
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn calendar(address: &str, dates: Dates) -> String {
    let t = Texts(Locale::from_code(dates.language.code()));
    let name = if dates.sample { format!("{} · {}", t.t("calendar.name"), t.t("shell.sample")) } else { t.t("calendar.name") };
    // As of this morning where the register is kept: fetched twice on a day, it says the same.
    let as_of = ServerContext::morning_of(dates.today);
    let entries = dates.work.into_iter().map(|row| entry(t, address, &row, dates.today));
    write_calendar(&name, as_of, entries)
}

fn entry(t: Texts, address: &str, row: &WorkRow, today: chrono::NaiveDate) -> CalendarEntry {
    let kind = row.kind.code();
    let what = format!("{} · {}", t.code("due", kind), row.place_name);
    let overdue = row.waits_until < today;
    let location: Vec<&str> = [row.address.as_str(), &row.admin_unit_name].into_iter().filter(|part| !part.is_empty()).collect();
    CalendarEntry {
        // A deadline that is put off is the same event on another day.
        uid: format!("{}-{kind}-{}@gan-dan", row.place_id, row.on),
        on: row.waits_until.max(today),
        summary: if overdue { t.tf("calendar.overdue", &[("what", &what)]) } else { what },
        description: t.tf("worklist.until", &[("day", &app::ui::date(t, row.on))]),
        location: location.join(", "),
        url: format!("{address}/places/{}", row.place_id),
    }
}
