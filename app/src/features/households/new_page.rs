//! `/households/new?place={id}`: a household is recorded, its consent first. Until all of it can be taken, nothing of it
//! is kept anywhere but in the page that comes back.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::household::{ConsentDraft, ConsentHow, TextVersion};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use uuid::Uuid;

use super::form::{HouseholdFields, draft};
use super::typed::Typed;
use super::{address, choose_place};
use crate::ui::{Choice, Field, Notice, PostForm, Select, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn new(visit: Visit) -> Response {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let place = asked.iter().find(|(name, _)| name == "place").and_then(|(_, id)| id.parse().ok());
    let page = match place {
        None => choose_place::page(&visit).await,
        Some(id) => blank(&visit, id).await,
    };
    visit.answer(page).await
}

async fn blank(visit: &Visit, place: Uuid) -> Result<Page, Failure> {
    let version = TextVersion::printed(visit.session.kept_for().await?).to_string();
    let typed = Typed(vec![("text_version".into(), version), ("how".into(), ConsentHow::PaperForm.code().into())]);
    page(visit, place, typed, FieldErrors::default()).await
}

pub async fn add(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = add_typed(&visit, Typed(typed)).await;
    visit.answer(answer).await
}

async fn add_typed(visit: &Visit, typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::HouseholdAdd)?;
    let place: Uuid = typed.get("place").parse().map_err(|_| FieldErrors::one("place", "choose_a_place", ""))?;
    visit.place_for(Action::HouseholdAdd, place).await?;
    let (mut errors, consent) = consent(&typed);
    // All that is wrong is said at once; what is checked here is checked again where it is written.
    if errors.is_empty() {
        errors = consent.clone().check(visit.session.today).err().unwrap_or_default();
    }
    let said = draft(&typed);
    let done = match said {
        Ok(draft) if errors.is_empty() => visit.session.add_household(typed.operation("household", place), place, consent, draft).await,
        said => {
            errors.0.extend(said.err().unwrap_or_default().0);
            Err(errors.into())
        }
    };
    match done {
        Ok(id) => Ok(Answer::SeeOther(address(id))),
        Err(Failure::Invalid(errors)) => Ok(page(visit, place, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(other) => Err(other),
    }
}

fn consent(typed: &Typed) -> (FieldErrors, ConsentDraft) {
    let mut errors = FieldErrors::default();
    let consent = ConsentDraft {
        agreed: typed.ticked("agreed"),
        given_on: typed.day("given_on", &mut errors),
        how: typed.read("how", &mut errors),
        text_version: typed.get("text_version"),
        form_number: typed.get("form_number"),
    };
    (errors, consent)
}

async fn page(visit: &Visit, place: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let place = visit.place_for(Action::HouseholdAdd, place).await?;
    Ok(Page::new(visit.texts.t("households.add"), move || {
        let t = texts();
        let form = view! { <NewForm place=place.clone() typed=typed.clone() errors=errors.clone()/> }.into_any();
        view! {
            <div class="narrow">
                <p><a href=format!("/places/{}", place.id)>"← "{place.draft.name.clone()}</a></p>
                <h1>{t.t("households.add")}</h1>
                {form}
            </div>
        }
    }))
}

#[component]
fn NewForm(place: Place, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let closed = place.draft.closed_on.is_some();
    if closed {
        return view! { <Notice tone="plain"><p>{t.t("errors.place_is_closed")}</p></Notice> }.into_any();
    }
    let of_place = errors.of("place").map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    view! {
        {(!errors.is_empty()).then(|| view! { <Notice tone="bad"><p>{t.t("households.nothing_kept")}" "{of_place}</p></Notice> })}
        <PostForm action="/households/new" about_people=true>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="place" value=place.id.to_string()/>
            <ConsentFields typed=typed.clone() errors=errors.clone()/>
            <HouseholdFields typed=typed errors=errors/>
            <div class="row form-buttons">
                <button>{t.t("households.save")}</button>
                <a class="button plain" href=format!("/places/{}", place.id)>{t.t("households.leave")}</a>
            </div>
        </PostForm>
    }
    .into_any()
}

#[component]
fn ConsentFields(typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let (v, e) = (typed, errors);
    let refused = e.of("agreed").map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    let wrong = !refused.is_empty();
    let hows = ConsentHow::all().iter().map(|how| Choice { code: how.code().into(), words: t.code("consent_how", how.code()) }).collect();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("households.consent_first")}</h2></legend>
            <p>{t.t("households.consent_meaning")}" "<a href="/households/consent-form">{t.t("households.consent_form")}</a></p>
            <div class="field" class:wrong=wrong>
                <label class="check">
                    <input type="checkbox" name="agreed" value="1" checked=v.ticked("agreed") aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some("agreed-error")/>
                    <span>{t.t("households.agreed")}</span>
                </label>
                {wrong.then(|| view! { <p class="error" id="agreed-error">{refused}</p> })}
            </div>
            <div class="columns">
                <Field name="form_number" label=t.t("households.form_number") hint=t.t("households.form_number_hint") value=v.get("form_number") errors=e.clone() required=true limit=40/>
                <Field name="given_on" kind="date" label=t.t("households.given_on") value=v.get("given_on") errors=e.clone() required=true/>
                <Select name="how" label=t.t("households.how") value=v.get("how") choices=hows errors=e.clone()/>
                <Field name="text_version" label=t.t("households.text_version") hint=t.t("households.text_version_hint") value=v.get("text_version") errors=e required=true limit=40/>
            </div>
        </fieldset>
    }
}
