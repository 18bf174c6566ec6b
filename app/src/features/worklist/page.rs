//! `/worklist`: "3 quá hạn · 5 trong tuần", then the work.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{OrganizationFilter, OrganizationState};
use domain::permission::Action;
use leptos::prelude::*;
use store::Scope;
use store::course::WorkPage;

use super::asked::Asked;
use super::filters::Filters;
use super::rows::{Groups, Task};
use crate::features::officers::{Whose, WhoseTabs};
use crate::features::places::{LISTED, OpenCorrections};
use crate::ui::{Notice, count, texts};
use crate::visit::{Page, Visit};

/// Rows of one page.
const ROWS: u64 = 50;

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let t = visit.texts;
    let everywhere = visit.session.allow(Action::WorkRead)? == Scope::Everywhere;
    let today = visit.session.today;
    // What makes no sense is named beside the filters; the page still stands.
    let (whose, asked, found) = match Asked::read(visit.uri.query().unwrap_or_default()) {
        Ok(asked) => {
            let whose = Whose::of(visit, &asked.looked_after, asked.is_plain()).await?;
            let asked = Asked { looked_after: whose.value.clone(), ..asked };
            let found = match asked.check(today) {
                Ok(query) => visit.session.work(&query, ROWS).await,
                Err(errors) => Err(errors.into()),
            };
            (whose, asked, found)
        }
        Err(errors) => (Whose::default(), Asked::default(), Err(errors.into())),
    };
    let (found, errors) = match found {
        Ok(found) => (found, FieldErrors::default()),
        Err(Failure::Invalid(errors)) => (WorkPage { items: Vec::new(), next_cursor: None, overdue: 0, this_week: 0 }, errors),
        Err(other) => return Err(other),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let units = visit.session.admin_units().await?;
    let first = asked.cursor.is_empty() && visit.may(Action::CorrectionRead);
    let (waiting, waiting_total) = if first { visit.session.open_corrections(LISTED).await? } else { (Vec::new(), 0) };
    // Whose ward it is finds them a place; who sees the whole city does not.
    let homeless = if first && !everywhere && visit.may(Action::OrganizationLink) {
        let filter = OrganizationFilter { state: Some(OrganizationState::NeedsHome), ..OrganizationFilter::default() };
        visit.session.organizations(&filter, 1, None).await?.total
    } else {
        0
    };
    let records = |row: &store::course::WorkRow| visit.may_in(Action::PlaceChange, row.admin_unit_id);
    let tasks: Vec<Task> = found.items.iter().map(|row| (row.clone(), records(row))).collect();
    let next = found.next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link());
    let numbers = [count(t, found.overdue), count(t, found.this_week)];
    let page = Page::new(t.t("worklist.title"), move || {
        let t = texts();
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let summary = t.tf("worklist.summary", &[("overdue", &numbers[0]), ("this_week", &numbers[1])]);
        let others = asked.first();
        let link = move |looked_after| Asked { looked_after, ..others.clone() }.link();
        let nothing = tasks.is_empty() && errors.is_empty();
        view! {
            <article class="worklist">
                <h1>{t.t("worklist.title")}</h1>
                <WhoseTabs whose=whose.clone() link=link/>
                <p class="work-summary"><strong>{summary}</strong></p>
                <NeedHomes organizations=homeless/>
                <OpenCorrections open=waiting.clone() total=waiting_total/>
                <Filters asked=asked.clone() units=units.clone() everywhere=everywhere offered=whose.offered errors=errors.clone()/>
                {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
                <Groups tasks=tasks.clone() today=today/>
                {nothing.then(|| view! { <Nothing asked=asked.clone()/> })}
                <nav class="row no-print" aria-label=t.t("places.list.pages")>
                    {(!asked.cursor.is_empty()).then(|| view! { <a class="button plain" href=asked.first().link()>{t.t("places.list.first_page")}</a> })}
                    {next.clone().map(|next| view! { <a class="button plain" href=next rel="next">{t.t("places.list.next_page")}</a> })}
                </nav>
            </article>
        }
    });
    Ok(page.with_status(status))
}

/// Organizations whose places have ended.
#[component]
fn NeedHomes(organizations: u64) -> impl IntoView {
    let t = texts();
    (organizations > 0).then(|| {
        let words = t.tf("worklist.organizations_need_homes", &[("count", &count(t, organizations))]);
        view! { <p><a href="/organizations?state=needs_home">{words}</a></p> }
    })
}

/// What to do where nothing is due.
#[component]
fn Nothing(asked: Asked) -> impl IntoView {
    let t = texts();
    let ahead = Asked { all: "1".into(), ..asked.first() };
    view! {
        <div class="card">
            <p>{t.t(if asked.is_narrowed() { "worklist.nothing_like_that" } else { "worklist.nothing" })}</p>
            <p class="row">
                {asked.is_narrowed().then(|| view! { <a href="/worklist">{t.t("places.list.clear")}</a> })}
                {asked.all.is_empty().then(|| view! { <a href=ahead.link()>{t.t("worklist.show_far_ahead")}</a> })}
                <a href="/places?kind=apartment_building">{t.t("worklist.to_buildings")}</a>
            </p>
        </div>
    }
}
