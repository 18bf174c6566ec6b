//! `/officers`: the people of a ward and what each looks after, for its lead.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use domain::officer::LookedAfter;
use domain::place::PlaceRow;
use leptos::prelude::*;
use store::officer::{Person, TakenOver, WardOfficers};
use uuid::Uuid;

use super::take_over::{Moving, TakeOverForm};
use crate::ui::{Notice, PostForm, count, texts};
use crate::visit::{Page, Visit};

/// Places that a form lists, to be ticked one by one.
const LISTED: u64 = 300;

pub async fn show(visit: Visit) -> Response {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let page = page(&visit, Moving::read(&asked), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` opens the form of one person, and `errors` are of one that could not be taken.
pub async fn page(visit: &Visit, typed: Moving, errors: FieldErrors) -> Result<Page, Failure> {
    let wards = visit.session.ward_officers().await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let moved = asked.iter().find(|(name, _)| name == "moved").and_then(|(_, id)| id.parse::<Uuid>().ok());
    let moved = match moved {
        Some(operation) => visit.session.taken_over(operation).await?,
        None => None,
    };
    let undone = asked.iter().any(|(name, _)| name == "undone");
    let opened = opened(visit, &wards, &typed).await?;
    Ok(Page::new(visit.texts.t("officers.ward_title"), move || {
        let t = texts();
        // What is wrong with a field of the open form stands there; the rest above all.
        let beside = |field: &str| opened.is_some() && (field == "to" || field == "places");
        let above: Vec<String> = errors.0.iter().filter(|error| !beside(&error.field)).map(|error| t.field_error(error)).collect();
        let wards: Vec<_> = wards
            .iter()
            .map(|ward| {
                let form = opened.clone().filter(|(code, ..)| *code == ward.code).map(|(_, from, places)| {
                    view! { <TakeOverForm ward=ward.clone() from=from places=places typed=typed.clone() errors=errors.clone()/> }.into_any()
                });
                view! { <Ward ward=ward.clone()/>{form} }.into_any()
            })
            .collect();
        view! {
            <article class="narrow">
                <h1>{t.t("officers.ward_title")}</h1>
                {moved.clone().map(|moved| view! { <Moved moved=moved/> })}
                {undone.then(|| view! { <Notice tone="good"><p>{t.t("officers.taken_back")}</p></Notice> })}
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                {wards}
            </article>
        }
    }))
}

/// The person whose places are to go over, with those places; none where nobody was named.
async fn opened(visit: &Visit, wards: &[WardOfficers], typed: &Moving) -> Result<Option<(String, Person, Vec<PlaceRow>)>, Failure> {
    let Some(ward) = wards.iter().find(|ward| ward.code == typed.unit) else { return Ok(None) };
    let mut all = ward.people.iter().chain(&ward.left);
    let Some(from) = all.find(|person| person.account.to_string() == typed.from && person.places > 0) else { return Ok(None) };
    let filter = PlaceFilter { looked_after: Some(LookedAfter::By(from.account)), unit: Some(ward.code.clone()), ..PlaceFilter::default() };
    let places = visit.session.places(&filter, LISTED, None).await?.items;
    Ok(Some((ward.code.clone(), from.clone(), places)))
}

#[component]
fn Moved(moved: TakenOver) -> impl IntoView {
    let t = texts();
    let words = t.tf("officers.moved", &[("count", &count(t, moved.places)), ("from", &moved.from), ("to", &moved.to)]);
    view! {
        <Notice tone="good">
            <p>{words}</p>
            {moved.can_undo.then(|| view! {
                <PostForm action="/officers/take-over/undo">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="undone" value=moved.operation.to_string()/>
                    <button class="plain">{t.t("places.undo")}</button>
                </PostForm>
            })}
        </Notice>
    }
}

#[component]
fn Ward(ward: WardOfficers) -> impl IntoView {
    let t = texts();
    let code = ward.code.clone();
    let list = |whose: String| format!("/places?unit={code}&looked_after={whose}");
    let people: Vec<_> =
        ward.people.iter().map(|person| view! { <Row person=person.clone() unit=ward.code.clone()/> }.into_any()).collect();
    let left: Vec<_> = ward
        .left
        .iter()
        .map(|person| {
            let words = t.tf("officers.person_with", &[("name", &person.name), ("count", &count(t, person.places))]);
            view! { <li class="row"><span>{words}</span><HandOver unit=ward.code.clone() person=person.clone()/></li> }
        })
        .collect();
    let nobody = t.tf("officers.nobody_count", &[("count", &count(t, ward.nobody))]);
    view! {
        <section>
            <h2>{ward.name.clone()}</h2>
            {(!left.is_empty()).then(|| view! {
                <Notice tone="plain"><p><strong>{t.t("officers.waiting")}</strong></p><ul class="plain-list">{left}</ul></Notice>
            })}
            <p>{if ward.nobody == 0 { nobody.into_any() } else { view! { <a href=list(LookedAfter::Nobody.to_string())>{nobody}</a> }.into_any() }}</p>
            <ul class="plain-list card">{people}</ul>
            <p class="soft">{t.t("officers.numbers_meaning")}</p>
        </section>
    }
}

#[component]
fn Row(person: Person, unit: String) -> impl IntoView {
    let t = texts();
    let places = t.tf("officers.places", &[("count", &count(t, person.places))]);
    let follows = (person.follows > 0).then(|| t.tf("officers.follows", &[("count", &count(t, person.follows))]));
    let list = format!("/places?unit={unit}&looked_after={}", person.account);
    view! {
        <li class="row">
            <span><strong>{person.name.clone()}</strong><br/>
                {if person.places == 0 { places.into_any() } else { view! { <a href=list>{places}</a> }.into_any() }}
                {follows.map(|words| view! { " "<span class="soft">{words}</span> })}
            </span>
            {(person.places > 0).then(|| view! { <HandOver unit=unit person=person/> })}
        </li>
    }
}

/// Opens the form of one person.
#[component]
fn HandOver(unit: String, person: Person) -> impl IntoView {
    let t = texts();
    let label = t.tf("officers.take_over_from", &[("name", &person.name)]);
    let href = format!("/officers?unit={unit}&from={}#take-over", person.account);
    view! { <a class="button plain no-print" href=href aria-label=label>{t.t("officers.hand_over")}</a> }
}
