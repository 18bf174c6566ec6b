//! `/organizations/{id}/links/{link}`: a link ends, or is looked at again.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use store::organization::{OrganizationView, PlaceAt};
use uuid::Uuid;

use super::organization_for;
use super::places::kind_words;
use super::typed::Typed;
use crate::named::Named;
use crate::ui::{Field, Notice, PostForm, date, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn link(visit: Visit, Named((id, link)): Named<(Uuid, Uuid)>) -> Response {
    let page = blank(&visit, id, link).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, id: Uuid, link: Uuid) -> Result<Page, Failure> {
    let (today, again) = (visit.session.today, visit.session.look_again_on().await?);
    let typed = Typed(vec![("to".into(), today.to_string()), ("review_on".into(), again.to_string())]);
    page(visit, id, link, typed, FieldErrors::default()).await
}

pub async fn settle(visit: Visit, Named((id, link)): Named<(Uuid, Uuid)>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = settle_typed(&visit, id, link, Typed(typed)).await;
    visit.answer(answer).await
}

async fn settle_typed(visit: &Visit, id: Uuid, link: Uuid, typed: Typed) -> Result<Answer, Failure> {
    organization_for(visit, Action::OrganizationLink, id).await?;
    let (operation, mut errors) = (typed.operation(link), FieldErrors::default());
    let ends = typed.get("what") == "end";
    let day = typed.day(if ends { "to" } else { "review_on" }, &mut errors);
    let done = match (ends, day) {
        _ if !errors.is_empty() => Err(errors.into()),
        (true, None) => Err(FieldErrors::one("to", "required", "").into()),
        (true, Some(to)) => visit.session.end_link(operation, id, link, to).await,
        (false, day) => visit.session.review_link(operation, id, link, day).await,
    };
    match done {
        Ok(_) => Ok(Answer::SeeOther(format!("/organizations/{id}?saved={}", typed.operation_id()))),
        Err(Failure::Invalid(errors)) => {
            Ok(page(visit, id, link, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

async fn page(visit: &Visit, id: Uuid, link: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let t = visit.texts;
    let found = organization_for(visit, Action::OrganizationLink, id).await?;
    let all = found.places.iter().chain(&found.past);
    let place = all.into_iter().find(|place| place.link_id == link).cloned().ok_or(Failure::NotFound)?;
    Ok(Page::new(place.name.clone(), move || {
        let others: Vec<_> = errors.0.iter().filter(|error| !["to", "review_on"].contains(&error.field.as_str())).collect();
        let others: Vec<_> = others.into_iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let forms = place
            .to
            .is_none()
            .then(|| view! { <Forms found=found.clone() place=place.clone() typed=typed.clone() errors=errors.clone()/> }.into_any());
        let (name, kind) = (found.draft.name.clone(), kind_words(t, place.kind).map(|kind| format!("{kind} · ")));
        let since = t.tf("organizations.since", &[("day", &date(t, place.from))]);
        let over = place.to.map(|to| t.tf("organizations.from_to", &[("from", &date(t, place.from)), ("to", &date(t, to))]));
        view! {
            <div class="narrow">
                <p><a href=format!("/organizations/{id}")>"← "{name}</a></p>
                <h1>{place.name.clone()}</h1>
                <p>{kind}{over.unwrap_or(since)}</p>
                {(!others.is_empty()).then(|| view! { <Notice tone="bad">{others}</Notice> })}
                {forms}
            </div>
        }
    }))
}

#[component]
fn Forms(found: OrganizationView, place: PlaceAt, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let action = format!("/organizations/{}/links/{}", found.id, place.link_id);
    let (review_on, to, of_review) = (typed.get("review_on"), typed.get("to"), errors.clone());
    let planned = place.review_on.map(|day| t.tf("organizations.review_on", &[("day", &date(t, day))]));
    view! {
        <PostForm action=action.clone() class="card">
            <h2>{t.t("organizations.review_link")}</h2>
            {planned.map(|planned| view! { <p class="soft">{planned}</p> })}
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="what" value="review"/>
            <Field name="review_on" kind="date" label=t.t("organizations.review_label") hint=t.t("organizations.review_none_hint") value=review_on errors=of_review/>
            <button>{t.t("organizations.review_save")}</button>
        </PostForm>
        <PostForm action=action class="card">
            <h2>{t.t("organizations.end_link")}</h2>
            <p class="soft">{t.t("organizations.end_hint")}</p>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="what" value="end"/>
            <Field name="to" kind="date" label=t.t("organizations.to") hint=t.t("organizations.to_hint") value=to errors=errors/>
            <button class="plain">{t.t("organizations.end_save")}</button>
        </PostForm>
    }
}
