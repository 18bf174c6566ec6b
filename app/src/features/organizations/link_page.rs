//! `/organizations/{id}/link`: a place comes to an organization.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::{PartyFilter, PlaceFilter};
use domain::organization::{LinkDraft, LinkKind};
use domain::permission::Action;
use domain::place::{Place, limits};
use leptos::prelude::*;
use serde::Deserialize;
use store::organization::OrganizationView;
use uuid::Uuid;

use super::organization_for;
use super::typed::Typed;
use crate::features::places::KeptDraft;
use crate::named::Named;
use crate::ui::{Choice, Field, Notice, PostForm, Select, texts};
use crate::visit::{Answer, Page, Visit};

/// Places that are offered at a time.
const OFFERED: u64 = 20;
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    /// The place from which somebody came here.
    place: Option<Uuid>,
}

/// A place that can be chosen.
#[derive(Clone)]
struct Offer {
    id: String,
    name: String,
    address: String,
}

pub async fn choose(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = blank(&visit, id).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let found = organization_for(visit, Action::OrganizationLink, id).await?;
    let review = visit.session.look_again_on().await?.to_string();
    let typed = Typed(vec![("review_on".into(), review), ("from".into(), visit.session.today.to_string())]);
    page(visit, found, typed, FieldErrors::default()).await
}

pub async fn link(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = link_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn link_typed(visit: &Visit, id: Uuid, typed: Typed) -> Result<Answer, Failure> {
    let found = organization_for(visit, Action::OrganizationLink, id).await?;
    let linked = match draft(&typed) {
        Ok(draft) => visit.session.link_place(typed.operation(id), id, draft).await,
        Err(errors) => Err(errors.into()),
    };
    match linked {
        Ok(_) => Ok(Answer::SeeOther(format!("/organizations/{id}?saved={}", typed.operation_id()))),
        Err(Failure::Invalid(errors)) => Ok(page(visit, found, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(other) => Err(other),
    }
}

fn draft(typed: &Typed) -> Result<LinkDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let place = typed.id("place_id", &mut errors);
    if place.is_none() && errors.is_empty() {
        errors.push("place_id", "required", "");
    }
    let kind = typed.code::<LinkKind>("kind", &mut errors);
    let from = typed.day("from", &mut errors);
    if from.is_none() && errors.of("from").next().is_none() {
        errors.push("from", "required", "");
    }
    let to = typed.day("to", &mut errors);
    // A cell of its own stands in the place of nothing.
    let review_on = typed.day("review_on", &mut errors).filter(|_| kind != Some(LinkKind::OwnCell));
    match (place, from) {
        (Some(place_id), Some(from)) if errors.is_empty() => {
            Ok(LinkDraft { place_id, kind, from, to, review_on, overruled: typed.text("overruled") })
        }
        _ => Err(errors),
    }
}

async fn page(visit: &Visit, found: OrganizationView, mut typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let t = visit.texts;
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let chosen = typed.get("place_id").parse().ok().or(asked.place);
    let chosen = match chosen {
        None => Vec::new(),
        Some(id) => visit.session.places_whole(&[id]).await?,
    };
    if let Some(place) = chosen.first() {
        typed.set("place_id", place.id.to_string());
    }
    let offer = |place: Place| Offer { id: place.id.to_string(), name: place.draft.name, address: place.draft.address };
    let mut offers: Vec<Offer> = chosen.into_iter().map(offer).collect();
    // Where its place was redrawn, it is most likely to come to one of those that came instead.
    let gone: Vec<Uuid> = found.past.iter().map(|place| place.place_id).collect();
    let instead = visit.session.areas_instead_of(&gone).await?;
    let instead = visit.session.places_whole(&instead).await?;
    offers.extend(instead.into_iter().filter(|place| Some(place.id) != asked.place).map(offer));
    let words: String = asked.q.chars().take(200).collect();
    let mut filter = PlaceFilter { unit: Some(found.admin_unit_code.clone()), ..PlaceFilter::default() };
    if words.trim().is_empty() {
        // Those that have none come first to mind.
        filter.party = Some(PartyFilter::None);
    } else {
        filter.q = Some(words.clone());
    }
    if asked.place.is_none() || !words.trim().is_empty() {
        let rows = match visit.session.places(&filter, OFFERED, None).await {
            Ok(page) => page.items,
            // Its ward has ended: nothing is offered.
            Err(Failure::Invalid(_)) => Vec::new(),
            Err(other) => return Err(other),
        };
        let linked: Vec<Uuid> = found.places.iter().map(|place| place.place_id).collect();
        let new = rows.into_iter().filter(|row| !linked.contains(&row.id));
        let new: Vec<Offer> = new.map(|row| Offer { id: row.id.to_string(), name: row.name, address: row.address }).collect();
        let known: Vec<String> = offers.iter().map(|offer| offer.id.clone()).collect();
        offers.extend(new.into_iter().filter(|offer| !known.contains(&offer.id)));
    }
    let title = t.t("organizations.link_place");
    Ok(Page::new(title.clone(), move || {
        let (id, name) = (found.id, found.draft.name.clone());
        let form = view! { <LinkForm found=found.clone() typed=typed.clone() errors=errors.clone() offers=offers.clone()/> }.into_any();
        view! {
            <div class="narrow">
                <p><a href=format!("/organizations/{id}")>"← "{name}</a></p>
                <h1>{title.clone()}</h1>
                <form method="get" action=format!("/organizations/{id}/link") class="row">
                    <input type="search" name="q" value=words.clone() aria-label=t.t("organizations.search_place") placeholder=t.t("organizations.search_place") maxlength="200"/>
                    <button class="plain">{t.t("shell.search_button")}</button>
                </form>
                {form}
            </div>
        }
    }))
}

#[component]
fn LinkForm(found: OrganizationView, typed: Typed, errors: FieldErrors, offers: Vec<Offer>) -> impl IntoView {
    let t = texts();
    let v = typed;
    let of_form = ["place_id", "kind", "from", "to", "review_on", "overruled"];
    let others = errors.0.iter().filter(|error| !of_form.contains(&error.field.as_str()));
    let others: Vec<_> = others.map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
    let wrong: Vec<String> = errors.of("place_id").map(|error| t.field_error(error)).collect();
    let none = offers.is_empty();
    let chosen = v.get("place_id");
    let radios: Vec<_> = offers
        .into_iter()
        .map(|offer| {
            let checked = offer.id == chosen;
            view! {
                <label class="check"><input type="radio" name="place_id" value=offer.id checked=checked/>
                    <span>{offer.name}{(!offer.address.is_empty()).then(|| view! { <span class="soft">" · "{offer.address}</span> })}</span></label>
            }
        })
        .collect();
    let kinds: Vec<Choice> =
        LinkKind::all().iter().map(|kind| Choice { code: kind.code().into(), words: t.code("link_kind", kind.code()) }).collect();
    let of_party = found.draft.kind.is_party();
    let warned = errors.0.iter().any(|error| error.code == "cell_below_least_members") || !v.get("overruled").is_empty();
    let ended = !v.get("to").is_empty() || errors.of("to").next().is_some();
    view! {
        <KeptDraft form="link-form" action=format!("/organizations/{}/link", found.id)/>
        <PostForm id="link-form" action=format!("/organizations/{}/link", found.id) class="card">
            <input type="hidden" name="operation" value=v.operation_id().to_string()/>
            {(!others.is_empty()).then(|| view! { <Notice tone="bad">{others}</Notice> })}
            <fieldset class="field" class:wrong=!wrong.is_empty()>
                <legend>{t.t("organizations.which_place")}</legend>
                {none.then(|| view! { <p class="soft">{t.t("organizations.no_place_found")}</p> })}
                {radios}
                {(!wrong.is_empty()).then(|| view! { <p class="error">{wrong.join(" ")}</p> })}
            </fieldset>
            <div class="columns">
                {of_party.then(|| view! { <Select name="kind" label=t.t("organizations.link_kind") value=v.get("kind") choices=kinds errors=errors.clone() blank=t.t("places.form.choose")/> })}
                <Field name="from" kind="date" label=t.t("organizations.from") value=v.get("from") errors=errors.clone() required=true/>
                <Field name="review_on" kind="date" label=t.t("organizations.review_label") hint=t.t("organizations.review_hint") value=v.get("review_on") errors=errors.clone()/>
            </div>
            {warned.then(|| view! { <Field name="overruled" label=t.t("course.overruled") value=v.get("overruled") errors=errors.clone() limit=limits::NOTE/> })}
            <details class="folded" open=ended>
                <summary>{t.t("organizations.ended_already")}</summary>
                <Field name="to" kind="date" label=t.t("organizations.to") hint=t.t("organizations.to_hint") value=v.get("to") errors=errors/>
            </details>
            <div class="row form-buttons">
                <button>{t.t("organizations.link_save")}</button>
                <a class="button plain" href=format!("/organizations/{}", found.id)>{t.t("places.form.cancel")}</a>
            </div>
        </PostForm>
    }
}
