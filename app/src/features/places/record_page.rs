//! `/places/{id}/record`: a fact, then the day, and that tap saves.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use domain::fact::Fact;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::Operation;
use uuid::Uuid;

use super::actions::saved;
use crate::named::Named;
use crate::ui::{Notice, PostForm, texts};
use crate::visit::{Answer, Page, Visit};

/// What the form of one fact sends.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Recorded {
    operation: Uuid,
    revision: i64,
    fact: String,
    /// `today`, `yesterday` or `chosen`.
    day: String,
    #[serde(default)]
    chosen: String,
    #[serde(default)]
    number: String,
}

pub async fn record(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = match visit.place_for(Action::PlaceChange, id).await {
        Ok(place) => Ok(page(&visit, place, None, FieldErrors::default())),
        Err(failure) => Err(failure),
    };
    visit.answer(page).await
}

pub async fn record_fact(visit: Visit, Named(id): Named<Uuid>, Form(recorded): Form<Recorded>) -> Response {
    let answer = save(&visit, id, recorded).await;
    visit.answer(answer).await
}

async fn save(visit: &Visit, id: Uuid, recorded: Recorded) -> Result<Answer, Failure> {
    let place = visit.place_for(Action::PlaceChange, id).await?;
    let fact: Fact = recorded.fact.parse().map_err(|_| FieldErrors::one("fact", "not_a_choice", ""))?;
    let today = visit.session.today;
    let day = match recorded.day.as_str() {
        "today" => Some(today),
        "yesterday" => today.checked_sub_days(Days::new(1)),
        _ => recorded.chosen.parse::<NaiveDate>().or_else(|_| NaiveDate::parse_from_str(&recorded.chosen, "%d/%m/%Y")).ok(),
    };
    let failed = |errors: FieldErrors| {
        Ok(page(visit, place.clone(), Some(recorded.clone()), errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
    };
    let Some(day) = day else { return failed(FieldErrors::one("chosen", "not_understood", &recorded.chosen)) };
    let said = fact.fields(&place.draft, day, &recorded.number);
    let operation = Operation::new(recorded.operation, &(id, &recorded));
    match visit.session.change_place(operation, id, recorded.revision, said).await {
        Ok(_) => Ok(saved(id, recorded.operation)),
        Err(Failure::Invalid(errors)) => failed(errors),
        Err(Failure::Conflict { .. }) => {
            let place = visit.place_for(Action::PlaceChange, id).await?;
            let errors = FieldErrors::one("fact", "changed_meanwhile", "");
            Ok(page(visit, place, Some(recorded), errors).with_status(StatusCode::CONFLICT).into())
        }
        Err(other) => Err(other),
    }
}

fn page(visit: &Visit, place: Place, typed: Option<Recorded>, errors: FieldErrors) -> Page {
    let t = visit.texts;
    let today = visit.session.today;
    Page::new(format!("{} · {}", t.t("places.record"), place.draft.name), move || {
        let likely = Fact::likeliest(&place.draft.board).filter(|_| place.draft.has_board());
        let mut facts: Vec<Fact> = likely.into_iter().collect();
        facts.extend(
            Fact::all().iter().copied().filter(|fact| Some(*fact) != likely && (place.draft.has_board() || fact.is_about_organizations())),
        );
        let messages: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let forms: Vec<_> = facts
            .into_iter()
            .map(|fact| {
                let typed = typed.clone().filter(|typed| typed.fact == fact.code());
                view! { <FactForm place=place.clone() fact=fact typed=typed today=today/> }.into_any()
            })
            .collect();
        view! {
            <div class="narrow">
                <p><a href=format!("/places/{}", place.id)>"← "{place.draft.name.clone()}</a></p>
                <h1>{t.t("places.record_title")}</h1>
                {(!messages.is_empty()).then(|| view! { <Notice tone="bad">{messages}</Notice> })}
                <div class="fact-list">{forms}</div>
                <p><a href=format!("/places/{}/edit", place.id)>{t.t("places.all_fields")}</a></p>
            </div>
        }
    })
}

#[component]
fn FactForm(place: Place, fact: Fact, typed: Option<Recorded>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let open = typed.is_some();
    let (chosen, number) = typed.map(|typed| (typed.chosen, typed.number)).unwrap_or_default();
    let code = fact.code();
    view! {
        <details class="fact" name="fact" open=open>
            <summary>{t.t(&format!("places.fact.{code}"))}</summary>
            // A link to what lies inside opens it: the building's page leads to its likeliest fact.
            <PostForm id=code action=format!("/places/{}/record", place.id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=place.revision.to_string()/>
                <input type="hidden" name="fact" value=code/>
                {fact.has_number().then(|| view! {
                    <div class="field">
                        <label for=format!("number-{code}")>{t.t("places.decision_number")}</label>
                        <p class="hint">{t.t("places.number_later")}</p>
                        <input id=format!("number-{code}") name="number" value=number maxlength="100" autocomplete="off"/>
                    </div>
                })}
                <div class="row days">
                    <button name="day" value="today">{t.t("places.today")}</button>
                    <button name="day" value="yesterday">{t.t("places.yesterday")}</button>
                </div>
                <div class="row days">
                    <label class="hidden" for=format!("chosen-{code}")>{t.t("places.choose_day")}</label>
                    <input id=format!("chosen-{code}") type="date" name="chosen" value=chosen max=today.to_string()/>
                    <button class="plain" name="day" value="chosen">{t.t("places.save_day")}</button>
                </div>
            </PostForm>
        </details>
    }
}
