//! `/places/{id}/record?correct=…`: a fact that stands, in the form that recorded it. What was recorded by mistake is
//! taken out from the place's history.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::course::{BoardFact, FactKind};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::Operation;
use uuid::Uuid;

use super::fact_form::{FactForm, FactState};
use super::fact_words::title;
use super::happening::Happening;
use super::record_page::no_day;
use super::recorded::Recorded;
use crate::named::Named;
use crate::ui::{Notice, PostForm, date, texts};
use crate::visit::{Answer, Page, Visit};

/// A fact that was recorded at this place itself, and not for its cluster.
pub(super) async fn own_fact(visit: &Visit, place: &Place, id: Uuid) -> Result<BoardFact, Failure> {
    let facts = visit.session.course(place).await?.facts;
    let own = facts.into_iter().find(|recorded| recorded.fact.id == id && !recorded.of_cluster);
    own.map(|recorded| recorded.fact).ok_or(Failure::NotFound)
}

/// What was said of it instead; where that cannot be taken, the form is shown again with what was typed.
pub(super) async fn save(visit: &Visit, place: Place, was: BoardFact, recorded: Recorded) -> Result<Answer, Failure> {
    let id = place.id;
    match take(visit, id, was, &recorded).await {
        Ok(()) => Ok(Answer::SeeOther(format!("/places/{id}?corrected=1"))),
        Err(Failure::Invalid(errors)) => {
            Ok(page(visit, place, recorded, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

async fn take(visit: &Visit, place: Uuid, was: BoardFact, recorded: &Recorded) -> Result<(), Failure> {
    let happening = Happening::of_fact(&was).ok_or_else(|| FieldErrors::one("fact", "not_a_choice", ""))?;
    let on = recorded.on(visit.session.today).ok_or_else(|| no_day(recorded))?;
    let told = recorded.board_fact(happening, on)?;
    // What the form has no field for stays as it is.
    let asked = matches!(was.kind, FactKind::RequirementStated | FactKind::DossierReturned);
    let reason = if asked { told.reason.clone() } else { was.reason.clone() };
    let operation = Operation::new(recorded.operation, &(place, recorded));
    visit.session.correct_fact(operation, place, was, BoardFact { reason, ..told }).await.map(drop)
}

/// The form, filled with what stands or with what was typed.
pub(super) async fn page(visit: &Visit, place: Place, typed: Recorded, errors: FieldErrors) -> Result<Page, Failure> {
    let (t, today) = (visit.texts, visit.session.today);
    let was = typed.corrects().ok_or(Failure::NotFound)?;
    let happening = Happening::of_fact(&was).ok_or(Failure::NotFound)?;
    let status = visit.session.course(&place).await?.derived.map(|derived| derived.status).unwrap_or_default();
    let heading = t.t("course.correct");
    Ok(Page::new(format!("{heading} · {}", place.draft.name), move || {
        let (place_id, revision) = (place.id, place.revision);
        let (typed, errors, status) = (Some(typed.clone()), errors.clone(), status.clone());
        let wrong = !errors.is_empty();
        let state = FactState { place: place_id, revision, happening, status, today, typed, errors };
        view! {
            <div class="narrow">
                <p><a href=format!("/places/{place_id}")>"← "{place.draft.name.clone()}</a></p>
                <h1>{heading.clone()}</h1>
                {wrong.then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
                <p>{title(t, &was)}" · "{date(t, was.on)}</p>
                <p class="soft">{t.t("course.correct_meaning")}</p>
                <div class="fact-list"><FactForm state=state/></div>
            </div>
        }
    }))
}

/// What the button beside a fact sends.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Withdrawing {
    operation: Uuid,
    fact: Uuid,
}

pub async fn withdraw_fact(visit: Visit, Named(id): Named<Uuid>, Form(sent): Form<Withdrawing>) -> Response {
    let answer = withdraw(&visit, id, sent).await;
    visit.answer(answer).await
}

async fn withdraw(visit: &Visit, id: Uuid, sent: Withdrawing) -> Result<Answer, Failure> {
    let place = visit.place_for(Action::PlaceChange, id).await?;
    match visit.session.withdraw_fact(Operation::new(sent.operation, &("withdraw", id, sent.fact)), id, sent.fact).await {
        Ok(_) => Ok(Answer::SeeOther(format!("/places/{id}?withdrawn=1"))),
        Err(Failure::Invalid(errors)) => {
            let (t, name) = (visit.texts, place.draft.name);
            let page = Page::new(format!("{} · {name}", t.t("course.withdraw")), move || {
                let wrong: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
                view! {
                    <div class="narrow">
                        <p><a href=format!("/places/{id}")>"← "{name.clone()}</a></p>
                        <h1>{t.t("course.withdraw")}</h1>
                        <Notice tone="bad">{wrong}</Notice>
                    </div>
                }
            });
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

/// Beside a fact in the history, for whoever may change the place.
#[component]
pub fn PutRight(place: Uuid, fact: BoardFact) -> impl IntoView {
    let t = texts();
    let about = format!("{} {}", title(t, &fact), date(t, fact.on));
    let (correct, withdraw) = (t.t("course.correct"), t.t("course.withdraw"));
    let form = Happening::of_fact(&fact).is_some();
    view! {
        <div class="row no-print">
            {form.then(|| view! {
                <a class="button plain" href=format!("/places/{place}/record?correct={}", fact.id) aria-label=format!("{correct}: {about}")>{correct.clone()}</a>
            })}
            <details class="folded">
                <summary aria-label=format!("{withdraw}: {about}")>{withdraw.clone()}</summary>
                <PostForm action=format!("/places/{place}/record/withdraw")>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="fact" value=fact.id.to_string()/>
                    <p class="soft">{t.t("course.withdraw_meaning")}</p>
                    <button class="plain">{t.t("course.withdraw_save")}</button>
                </PostForm>
            </details>
        </div>
    }
}
