//! `/places/{id}/merge`: a duplicate into the place that stays.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use domain::permission::Action;
use domain::place::{Place, PlaceRow};
use leptos::prelude::*;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::actions::saved;
use crate::named::Named;
use crate::ui::{Notice, PostForm};
use crate::visit::{Answer, Page, Visit};

#[derive(Clone, Debug, Deserialize)]
pub struct Merge {
    operation: Uuid,
    into: Uuid,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    into: Option<Uuid>,
}

pub async fn merge(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn merge_into(visit: Visit, Named(id): Named<Uuid>, Form(merge): Form<Merge>) -> Response {
    let operation = Operation::new(merge.operation, &("merge", id, merge.into));
    let answer = match visit.session.merge_place(operation, id, merge.into).await {
        Ok(into) => Ok(saved(into, merge.operation)),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

async fn page(visit: &Visit, id: Uuid, errors: FieldErrors) -> Result<Page, Failure> {
    let place = visit.place_for(Action::PlaceMerge, id).await?;
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let mut offered = visit.session.likely_duplicates(&place).await?;
    if !asked.q.trim().is_empty() {
        let filter = PlaceFilter { q: Some(asked.q.chars().take(200).collect()), kind: Some(place.draft.kind), ..PlaceFilter::default() };
        offered = visit.session.places(&filter, 20, None).await?.items;
    }
    if let Some(into) = asked.into {
        offered.retain(|row| row.id == into);
    }
    offered.retain(|row| row.id != id);
    let t = visit.texts;
    Ok(Page::new(t.t("places.merge"), move || {
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let rows: Vec<_> = offered.iter().map(|row| view! { <Offer place=place.clone() row=row.clone()/> }.into_any()).collect();
        view! {
            <div class="narrow">
                <p><a href=format!("/places/{id}")>"← "{place.draft.name.clone()}</a></p>
                <h1>{t.t("places.merge")}</h1>
                <p>{t.tf("places.merge_meaning", &[("name", &place.draft.name)])}</p>
                {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
                <form method="get" action=format!("/places/{id}/merge") class="row">
                    <input type="search" name="q" value=asked.q.clone() aria-label=t.t("places.merge_search") placeholder=t.t("places.merge_search") maxlength="200"/>
                    <button class="plain">{t.t("shell.search_button")}</button>
                </form>
                {rows.is_empty().then(|| view! { <p class="soft">{t.t("places.merge_none")}</p> })}
                <ul class="place-list">{rows}</ul>
            </div>
        }
    }))
}

#[component]
fn Offer(place: Place, row: PlaceRow) -> impl IntoView {
    let t = crate::ui::texts();
    view! {
        <li>
            <a class="name" href=format!("/places/{}", row.id)>{row.name.clone()}</a>
            <span class="address">{row.address}", "{row.admin_unit_name}</span>
            <PostForm action=format!("/places/{}/merge", place.id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="into" value=row.id.to_string()/>
                <button>{t.t("places.merge_into_this")}</button>
            </PostForm>
        </li>
    }
}
