//! `/places/{id}/record`: a fact, then the day, and that tap saves.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::fact::Fact;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use store::Operation;
use uuid::Uuid;

use super::actions::saved;
use super::correct_page::{self, own_fact};
use super::fact_form::{FactForm, FactState};
use super::happening::Happening;
use super::recorded::Recorded;
use crate::named::Named;
use crate::ui::{Notice, texts};
use crate::visit::{Answer, Page, Visit};

/// What was sent and could not be taken, with what is wrong.
type Refused = Option<(Recorded, FieldErrors)>;

pub async fn record(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = blank(&visit, id).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let place = visit.place_for(Action::PlaceChange, id).await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    if let Some((_, fact)) = asked.iter().find(|(name, _)| name == "correct") {
        let fact = own_fact(visit, &place, fact.parse().map_err(|_| Failure::NotFound)?).await?;
        return correct_page::page(visit, place, Recorded::of(&fact).ok_or(Failure::NotFound)?, FieldErrors::default()).await;
    }
    page(visit, place, None).await
}

pub async fn record_fact(visit: Visit, Named(id): Named<Uuid>, Form(recorded): Form<Recorded>) -> Response {
    let answer = save(&visit, id, recorded).await;
    visit.answer(answer).await
}

async fn save(visit: &Visit, id: Uuid, recorded: Recorded) -> Result<Answer, Failure> {
    let place = visit.place_for(Action::PlaceChange, id).await?;
    if let Some(was) = recorded.corrects() {
        return correct_page::save(visit, place, was, recorded).await;
    }
    let happening = Happening::of_code(&recorded.fact).ok_or_else(|| FieldErrors::one("fact", "not_a_choice", ""))?;
    let done = match recorded.on(visit.session.today) {
        None => Err(no_day(&recorded).into()),
        Some(on) => take(visit, &place, happening, &recorded, on).await,
    };
    match done {
        Ok(()) => Ok(saved(id, recorded.operation)),
        Err(Failure::Invalid(errors)) => {
            Ok(page(visit, place, Some((recorded, errors))).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(Failure::Conflict { .. }) => {
            let place = visit.place_for(Action::PlaceChange, id).await?;
            let errors = FieldErrors::one("fact", "changed_meanwhile", "");
            Ok(page(visit, place, Some((recorded, errors))).await?.with_status(StatusCode::CONFLICT).into())
        }
        Err(other) => Err(other),
    }
}

async fn take(visit: &Visit, place: &Place, happening: Happening, recorded: &Recorded, on: NaiveDate) -> Result<(), Failure> {
    let operation = Operation::new(recorded.operation, &(place.id, recorded));
    if place.draft.closed_on.is_some() {
        return Err(FieldErrors::one("kind", "place_is_closed", "").into());
    }
    match happening {
        Happening::Organizations(fact) => {
            let said = Fact::fields(fact, &place.draft, on, &recorded.number);
            visit.session.change_place(operation, place.id, recorded.revision, said).await.map(drop)
        }
        _ => visit.session.record_fact(operation, place.id, recorded.board_fact(happening, on)?).await.map(drop),
    }
}

pub(super) fn no_day(recorded: &Recorded) -> FieldErrors {
    let code = if recorded.chosen.is_empty() { "required" } else { "not_understood" };
    FieldErrors::one("chosen", code, &recorded.chosen)
}

async fn page(visit: &Visit, place: Place, refused: Refused) -> Result<Page, Failure> {
    let t = visit.texts;
    let today = visit.session.today;
    let derived = visit.session.course(&place).await?.derived;
    let cluster = match place.draft.parent_id {
        Some(parent) => visit.session.places_whole(&[parent]).await?.pop().map(|cluster| (cluster.id, cluster.draft.name)),
        None => None,
    };
    let mut happenings = Happening::likeliest_first(derived.as_ref());
    // What was sent is shown again and first, also where it can no longer come next.
    if let Some(sent) = refused.as_ref().and_then(|(recorded, _)| Happening::of_code(&recorded.fact)) {
        happenings.retain(|happening| *happening != sent);
        happenings.insert(0, sent);
    }
    let status = derived.map(|derived| derived.status).unwrap_or_default();
    let closed = place.draft.closed_on.is_some();
    if closed {
        happenings.clear();
    }
    Ok(Page::new(format!("{} · {}", t.t("places.record"), place.draft.name), move || {
        let forms = |about_organizations: bool| -> Vec<AnyView> {
            let of_part = happenings.iter().filter(|it| matches!(it, Happening::Organizations(_)) == about_organizations);
            let state = of_part.map(|happening| {
                let refused = refused.clone().filter(|(recorded, _)| recorded.fact == happening.code());
                let (typed, errors) = refused.map(|(typed, errors)| (Some(typed), errors)).unwrap_or_default();
                let (place, revision) = (place.id, place.revision);
                FactState { place, revision, happening: *happening, status: status.clone(), today, typed, errors }
            });
            state.map(|state| view! { <FactForm state=state/> }.into_any()).collect()
        };
        let (board, organizations) = (forms(false), forms(true));
        view! {
            <div class="narrow">
                <p><a href=format!("/places/{}", place.id)>"← "{place.draft.name.clone()}</a></p>
                <h1>{t.t("places.record_title")}</h1>
                {closed.then(|| view! { <Notice tone="bad"><p>{t.t("errors.place_is_closed")}</p></Notice> })}
                {(refused.is_some() && !closed).then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
                {cluster.clone().map(|cluster| view! { <ForTheCluster cluster=cluster/> })}
                {(!board.is_empty()).then(|| view! { <h2>{t.t("places.board")}</h2><div class="fact-list">{board}</div> })}
                {(!organizations.is_empty()).then(|| view! { <h2>{t.t("places.organizations")}</h2><div class="fact-list">{organizations}</div> })}
                <p><a href=format!("/places/{}/edit", place.id)>{t.t("places.all_fields")}</a></p>
            </div>
        }
    }))
}

/// A fact of a cluster is recorded once, for all its buildings.
#[component]
fn ForTheCluster(cluster: (Uuid, String)) -> impl IntoView {
    let t = texts();
    let (id, name) = cluster;
    view! { <p class="card">{t.t("course.of_cluster_hint")}" "<a href=format!("/places/{id}/record")>{name}</a></p> }
}
