//! `/organizations`: finding an organization, also for a place that is to be linked.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::organization::OrganizationQuery;
use domain::permission::Action;
use leptos::prelude::*;
use store::organization::{OrganizationPage, OrganizationRow};
use uuid::Uuid;

use super::filters::Filters;
use crate::ui::{Notice, count, date, texts};
use crate::visit::{Page, Visit};

/// Rows of one page.
const ROWS: u64 = 50;

pub async fn list(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let t = visit.texts;
    let text = visit.uri.query().unwrap_or_default();
    let (query, unread) = match serde_html_form::from_str::<OrganizationQuery>(text) {
        Ok(query) => (query, None),
        Err(_) => (OrganizationQuery::default(), Some(FieldErrors::one("q", "not_understood", ""))),
    };
    let cursor = Some(query.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let found = match unread.map_or_else(|| query.check(), Err) {
        Ok(filter) => visit.session.organizations(&filter, ROWS, cursor).await,
        Err(errors) => visit.session.allow(Action::OrganizationRead).and(Err(errors.into())),
    };
    let (found, errors) = match found {
        Ok(found) => (found, FieldErrors::default()),
        Err(Failure::Invalid(errors)) => (OrganizationPage::default(), errors),
        Err(other) => return Err(other),
    };
    // Whoever comes from a place looks for an organization for it.
    let place = match query.place {
        None => None,
        Some(id) => Some(visit.place_for(Action::OrganizationLink, id).await?),
    };
    let units = visit.session.admin_units().await?;
    let adds = visit.may(Action::OrganizationAdd);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = Page::new(t.t("organizations.title"), move || {
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let chosen = place.as_ref().map(|place| (place.id, place.draft.name.clone()));
        view! {
            <div class="row heading">
                <h1>{t.t("organizations.title")}</h1>
                {adds.then(|| view! {
                    <span class="row no-print">
                        <a class="button plain" href="/organizations/new">{t.t("organizations.add")}</a>
                        <a class="button plain" href="/organizations/import">{t.t("members.import")}</a>
                    </span>
                })}
            </div>
            {chosen.clone().map(|(id, name)| view! {
                <Notice tone="plain"><p>{t.tf("organizations.choose_for", &[("name", &name)])}" "<a href=format!("/places/{id}")>{t.t("places.form.cancel")}</a></p></Notice>
            })}
            <Filters query=query.clone() units=units.clone() errors=errors.clone()/>
            {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
            <Found found=found.clone() query=query.clone() place=chosen.map(|(id, _)| id)/>
        }
    });
    Ok(page.with_status(status))
}

#[component]
fn Found(found: OrganizationPage, query: OrganizationQuery, place: Option<Uuid>) -> impl IntoView {
    let t = texts();
    let of = |query: &OrganizationQuery| serde_html_form::to_string(query).unwrap_or_default();
    let first = format!("/organizations?{}", of(&OrganizationQuery { cursor: String::new(), ..query.clone() }));
    let next = found.next_cursor.clone().map(|cursor| format!("/organizations?{}", of(&OrganizationQuery { cursor, ..query.clone() })));
    let rows: Vec<_> = found.items.iter().map(|row| view! { <Row row=row.clone() place=place/> }.into_any()).collect();
    view! {
        <p class="results"><strong>{count(t, found.total)}</strong>" "{t.t("organizations.found")}</p>
        {rows.is_empty().then(|| view! { <p class="card">{t.t("organizations.none")}</p> })}
        <ul class="place-list">{rows}</ul>
        <nav class="row no-print" aria-label=t.t("places.list.pages")>
            {(!query.cursor.is_empty()).then(|| view! { <a class="button plain" href=first>{t.t("places.list.first_page")}</a> })}
            {next.map(|next| view! { <a class="button plain" href=next rel="next">{t.t("places.list.next_page")}</a> })}
        </nav>
    }
}

#[component]
fn Row(row: OrganizationRow, place: Option<Uuid>) -> impl IntoView {
    let t = texts();
    let href = place.map_or_else(|| format!("/organizations/{}", row.id), |place| format!("/organizations/{}/link?place={place}", row.id));
    let places = t.tf("organizations.places_count", &[("count", &count(t, row.places))]);
    let members = row.members.map(|members| t.tf("organizations.members_count", &[("count", &count(t, members.into()))]));
    let state = match (row.ended_on, row.founded_on) {
        (Some(ended), _) => t.tf("organizations.ended_on", &[("day", &date(t, ended))]),
        (None, Some(founded)) => t.tf("organizations.since", &[("day", &date(t, founded))]),
        (None, None) => t.code("organization_state", "active"),
    };
    view! {
        <li>
            <a class="name" href=href>{row.name}</a>
            <span class="address">{t.code("organization_kind", row.kind.code())}<span class="soft">" · "{row.admin_unit_name}</span></span>
            <span>{places}{members.map(|members| format!(" · {members}"))}</span>
            <span class="soft reviewed">{state}</span>
        </li>
    }
}
