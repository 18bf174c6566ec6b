//! `/places`: finding a place.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceQuery;
use domain::permission::Action;
use domain::place::PlaceRow;
use leptos::prelude::*;
use store::place::PlacePage;

use super::corrections::{LISTED, OpenCorrections};
use super::list_filters::ListFilters;
use super::near::Near;
use crate::features::officers::{Whose, WhoseTabs};
use crate::ui::{BoardMark, Notice, PartyMark, ago, count, texts};
use crate::visit::{Page, Visit};

/// Rows of one page.
const ROWS: u64 = 50;

pub async fn list(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let t = visit.texts;
    // What makes no sense is named beside the filters; the page still stands.
    let text = visit.uri.query().unwrap_or_default();
    let query: PlaceQuery = serde_html_form::from_str(text).map_err(|_| FieldErrors::one("q", "not_understood", ""))?;
    let whose = Whose::of(visit, &query.looked_after, query.is_plain()).await?;
    let query = PlaceQuery { looked_after: whose.value.clone(), ..query };
    let cursor = Some(query.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let found = match query.check() {
        Ok(filter) => visit.session.places(&filter, ROWS, cursor).await,
        Err(errors) => Err(errors.into()),
    };
    let (found, errors) = match found {
        Ok(found) => (found, FieldErrors::default()),
        Err(Failure::Invalid(errors)) => (PlacePage { items: Vec::new(), next_cursor: None, total: 0 }, errors),
        Err(other) => return Err(other),
    };
    let units = visit.session.admin_units().await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let today = visit.session.today;
    let (adds, imports) = (visit.may(Action::PlaceAdd), visit.may(Action::PlacesImport));
    let many = visit.may(Action::PlacesChange);
    // Whoever looks for something has seen them on the way here.
    let first = query.q.is_empty() && query.cursor.is_empty() && visit.may(Action::CorrectionRead);
    let (waiting, waiting_total) = if first { visit.session.open_corrections(LISTED).await? } else { (Vec::new(), 0) };
    // Whoever searches, or turned a page, looks for something else.
    let near = query.cursor.is_empty() && found.total > 0;
    let nearest = near && query.q.is_empty();
    let page = Page::new(t.t("places.title"), move || {
        let others = PlaceQuery { cursor: String::new(), ..query.clone() };
        let link = move |looked_after| {
            format!("/places?{}", serde_html_form::to_string(PlaceQuery { looked_after, ..others.clone() }).unwrap_or_default())
        };
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        view! {
            <div class="row heading">
                <h1>{t.t("places.title")}</h1>
                {adds.then(|| view! { <a class="button plain no-print" href="/places/new">{t.t("places.add")}</a> })}
            </div>
            <OpenCorrections open=waiting.clone() total=waiting_total/>
            <WhoseTabs whose=whose.clone() link=link/>
            <ListFilters offered=whose.offered query=query.clone() units=units.clone() errors=errors.clone()/>
            {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
            {near.then(|| view! { <Near query=query.clone() first=nearest/> })}
            <Found found=found.clone() query=query.clone() today=today adds=adds imports=imports many=many/>
        }
    });
    Ok(page.with_status(status).with_module("/places-near.js"))
}

#[component]
fn Found(
    found: PlacePage,
    query: PlaceQuery,
    today: chrono::NaiveDate,
    adds: bool,
    imports: bool,
    /// Whoever asks may change many places at once.
    many: bool,
) -> impl IntoView {
    let t = texts();
    let of = |query: &PlaceQuery| serde_html_form::to_string(query).unwrap_or_default();
    let first = PlaceQuery { cursor: String::new(), ..query.clone() };
    let export = |format: &str| format!("/places/export?format={format}&{}", of(&first));
    let next = found.next_cursor.clone().map(|cursor| format!("/places?{}", of(&PlaceQuery { cursor, ..query.clone() })));
    let rows: Vec<_> = found.items.iter().map(|row| view! { <Row row=row.clone() today=today/> }.into_any()).collect();
    let map = format!("/map?{}", of(&first));
    let bulk = (many && found.total > 0).then(|| format!("/places/bulk?{}", of(&first)));
    view! {
        <div class="row results">
            <p><strong>{count(t, found.total)}</strong>" "{t.t("places.list.found")}</p>
            <p class="row no-print">
                {bulk.map(|bulk| view! { <a href=bulk>{t.t("bulk.title")}</a> })}
                <a href=map>{t.t("places.list.on_map")}</a>
                <span>{t.t("places.list.export")}": "<a href=export("xlsx")>"Excel"</a>" · "<a href=export("csv")>"CSV"</a>" · "<a href=export("geojson")>"GeoJSON"</a></span>
            </p>
        </div>
        {rows.is_empty().then(|| view! { <div class="card"><p>{t.t("places.list.none")}</p><p class="row">
            {adds.then(|| view! { <a href="/places/new">{t.t("places.add")}</a> })}
            {imports.then(|| view! { <a href="/import">{t.t("nav.import")}</a> })}
        </p></div> })}
        <ul class="place-list">{rows}</ul>
        <nav class="row no-print" aria-label=t.t("places.list.pages")>
            {(!query.cursor.is_empty()).then(|| view! { <a class="button plain" href=format!("/places?{}", of(&first))>{t.t("places.list.first_page")}</a> })}
            {next.map(|next| view! { <a class="button plain" href=next rel="next">{t.t("places.list.next_page")}</a> })}
        </nav>
    }
}

#[component]
fn Row(row: PlaceRow, today: chrono::NaiveDate) -> impl IntoView {
    let t = texts();
    let reviewed =
        row.reviewed_on.map_or_else(|| t.t("places.never_reviewed"), |day| t.tf("places.reviewed_ago", &[("ago", &ago(t, day, today))]));
    let address =
        [row.address.as_str(), &row.admin_unit_name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let area = row.kind == domain::place::PlaceKind::ResidentialArea;
    view! {
        <li>
            <a class="name" href=format!("/places/{}", row.id)>{row.name}</a>
            <span class="address">{address}{row.former_district.map(|district| view! { <span class="soft">" · "{district}</span> })}</span>
            <span class="marks">{(!area).then(|| view! { <BoardMark board=row.board/> })}<PartyMark party=row.party/></span>
            <span class="soft reviewed">{if row.closed_on.is_some() { t.t("places.closed") } else { reviewed }}</span>
        </li>
    }
}
