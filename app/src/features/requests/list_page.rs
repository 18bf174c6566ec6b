//! `/requests`: what the households of a ward ask for, the longest overdue first.

use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use store::request::WardRequest;

use super::figures::Figures;
use super::filters::{Asked, Filters};
use super::words::{due_words, state_words};
use crate::ui::{Notice, Pager, Span, count, date, texts};
use crate::visit::{Page, Visit};

/// Rows of the page; each is opened for it.
const ROWS: usize = 100;

pub async fn list(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    visit.session.allow(Action::HouseholdRead)?;
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let mut units = visit.session.admin_units().await?;
    units.retain(|unit| visit.may_in(Action::HouseholdRead, unit.id));
    let unit = units.iter().find(|unit| unit.code == asked.unit).or(units.first()).map(|unit| unit.id).ok_or(Failure::NotFound)?;
    let (filter, errors) = match asked.filter() {
        Ok(filter) => (filter, FieldErrors::default()),
        Err(errors) => (Default::default(), errors),
    };
    let figures = visit.session.request_figures(unit).await?;
    // What was not understood is said, and nobody's record is opened for it.
    let (found, total) = if errors.is_empty() { visit.session.requests_of_ward(unit, &filter, ROWS).await? } else { (Vec::new(), 0) };
    let today = visit.session.today;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = Page::new(visit.texts.t("requests.title"), move || {
        let t = texts();
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let rows: Vec<_> = found.iter().map(|row| view! { <Row row=row.clone() today=today/> }.into_any()).collect();
        let none = rows.is_empty() && errors.is_empty();
        let shown = count(t, rows.len() as u64);
        let span = Span { skip: asked.skip, shown: rows.len(), total, most: ROWS };
        view! {
            <article>
                <h1>{t.t("requests.title")}</h1>
                <Figures figures=figures.clone()/>
                <Filters asked=asked.clone() units=units.clone() errors=errors.clone()/>
                {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
                <p class="results">{t.tf("requests.shown", &[("shown", &shown), ("total", &count(t, total as u64))])}</p>
                {none.then(|| view! { <p class="card">{t.t("requests.none")}</p> })}
                <ul class="work card">{rows}</ul>
                <Pager span=span action="/requests" asked=asked.fields() posted=false/>
            </article>
        }
    });
    Ok(page.with_status(status))
}

#[component]
fn Row(row: WardRequest, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let WardRequest { request, household_code, due_soon } = row;
    let late = request.overdue(today).is_some();
    let (state, due) = (state_words(t, &request), due_words(t, &request, today));
    let received = t.tf("requests.received_on", &[("day", &date(t, request.received_on))]);
    view! {
        <li class="row" class:work-overdue=late class:work-this_week=due_soon>
            <p>
                <a class="name" href=format!("/requests/{}", request.id)>{household_code}" · "{t.code("help_kind", request.draft.category.code())}</a>
                <br/>{request.draft.asked}
                <br/><strong>{state}</strong>" · "<span class="until">{due}</span>
                {due_soon.then(|| view! { " "<span class="tag">{t.t("requests.due_soon")}</span> })}
                <br/><span class="soft">{received}</span>
            </p>
        </li>
    }
}
