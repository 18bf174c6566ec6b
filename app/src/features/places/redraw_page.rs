//! `/places/{id}/redraw`: a decision that redraws residential areas, with what comes in their place and where
//! their buildings lie from then on.

use std::collections::{BTreeMap, BTreeSet};

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::{Place, PlaceKind, PlaceRow};
use domain::residential::RedrawDraft;
use leptos::prelude::*;
use store::Operation;
use uuid::Uuid;

use super::form_values::FormValues;
use crate::named::Named;
use crate::ui::{CheckGroup, Choice, Field, Notice, PostForm, texts};
use crate::visit::{Answer, Page, Visit};

/// Lines for names of new areas.
const NAMES: usize = 4;

pub async fn redraw(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, FormValues::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn redraw_areas(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = send(&visit, id, FormValues(typed)).await;
    visit.answer(answer).await
}

async fn send(visit: &Visit, id: Uuid, typed: FormValues) -> Result<Answer, Failure> {
    visit.place_for(Action::AreaRedraw, id).await?;
    let draft = match said(id, &typed) {
        Ok(draft) => draft,
        Err(errors) => return again(visit, id, typed, errors).await,
    };
    let operation = typed.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7());
    match visit.session.redraw_areas(Operation::new(operation, &("redraw", id, &draft)), draft).await {
        // What ended says which areas came in its place.
        Ok(_) => Ok(Answer::SeeOther(format!("/places/{id}?redrawn"))),
        Err(Failure::Invalid(errors)) => again(visit, id, typed, errors).await,
        Err(other) => Err(other),
    }
}

async fn again(visit: &Visit, id: Uuid, typed: FormValues, errors: FieldErrors) -> Result<Answer, Failure> {
    Ok(page(visit, id, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
}

/// What was typed, as a decision; a day that cannot be read is an error of its field.
fn said(id: Uuid, typed: &FormValues) -> Result<RedrawDraft, FieldErrors> {
    let on = typed.day("on")?;
    let others = typed.all("old").iter().filter_map(|id| id.parse().ok()).collect::<BTreeSet<Uuid>>();
    // Blank lines are skipped, and the buildings follow the lines that stay.
    let lines: Vec<(usize, String)> = typed.all("new").into_iter().enumerate().filter(|(_, name)| !name.trim().is_empty()).collect();
    let place = |line: usize| lines.iter().position(|(at, _)| *at == line);
    let home = |(name, line): &(String, String)| {
        let building = name.strip_prefix("home_")?.parse::<Uuid>().ok()?;
        let line = line.parse::<usize>().ok()?;
        // A line that bears no name is no home: the rules say so.
        Some((building, place(line).unwrap_or(usize::MAX)))
    };
    let homes: BTreeMap<Uuid, usize> = typed.0.iter().filter_map(home).collect();
    let old = std::iter::once(id).chain(others).collect();
    let new = lines.into_iter().map(|(_, name)| name).collect();
    Ok(RedrawDraft { on, number: typed.get("number"), issuer: typed.get("issuer"), old, new, homes })
}

async fn page(visit: &Visit, id: Uuid, typed: FormValues, errors: FieldErrors) -> Result<Page, Failure> {
    let place = visit.place_for(Action::AreaRedraw, id).await?;
    if place.draft.kind != PlaceKind::ResidentialArea {
        return Err(FieldErrors::one("kind", "only_areas_are_redrawn", "").into());
    }
    let mut others = visit.session.areas_of_ward(place.draft.admin_unit_id).await?;
    others.retain(|(other, _)| *other != id);
    let buildings = visit.session.area_of_place(&place).await?.buildings;
    let t = visit.texts;
    Ok(Page::new(t.t("areas.redraw"), move || {
        view! { <RedrawForm place=place.clone() others=others.clone() buildings=buildings.clone() typed=typed.clone() errors=errors.clone()/> }
    }))
}

#[component]
fn RedrawForm(
    place: Place,
    others: Vec<(Uuid, String)>,
    buildings: Vec<PlaceRow>,
    typed: FormValues,
    errors: FieldErrors,
) -> impl IntoView {
    let t = texts();
    let id = place.id;
    let others: Vec<Choice> = others.into_iter().map(|(id, words)| Choice { code: id.to_string(), words }).collect();
    let old = (!others.is_empty()).then(|| {
        view! { <CheckGroup name="old" label=t.t("areas.ends_too") values=typed.all("old") errors=errors.clone() choices=others/> }
            .into_any()
    });
    let decision = view! {
        <div class="columns">
            <Field name="number" label=t.t("areas.number") value=typed.get("number") errors=errors.clone() required=true limit=100/>
            <Field name="on" kind="date" label=t.t("areas.on") value=typed.get("on") errors=errors.clone() required=true/>
            <Field name="issuer" label=t.t("areas.issuer") value=typed.get("issuer") errors=errors.clone() limit=200/>
        </div>
    }
    .into_any();
    let words = errors.of("new").chain(errors.of("homes")).map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    let names = view! { <Names typed=typed.clone() words=words/> }.into_any();
    let homes = (!buildings.is_empty()).then(|| view! { <Homes buildings=buildings typed=typed/> }.into_any());
    view! {
        <div class="narrow">
            <p><a href=format!("/places/{id}")>"← "{place.draft.name.clone()}</a></p>
            <h1>{t.tf("areas.redraw_name", &[("name", &place.draft.name)])}</h1>
            <p>{t.t("areas.meaning")}</p>
            {(!errors.is_empty()).then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
            <PostForm action=format!("/places/{id}/redraw")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <fieldset class="card"><legend><h2>{t.t("areas.decision")}</h2></legend>{decision}{old}</fieldset>
                {names}
                {homes}
                <div class="row form-buttons">
                    <button>{t.t("areas.carry_out")}</button>
                    <a class="button plain" href=format!("/places/{id}")>{t.t("places.form.cancel")}</a>
                </div>
            </PostForm>
        </div>
    }
}

/// Lines for the names of what comes; several fields of one name, so they are not `Field`s.
#[component]
fn Names(typed: FormValues, words: String) -> impl IntoView {
    let t = texts();
    let values = typed.all("new");
    let wrong = !words.is_empty();
    let lines: Vec<_> = (0..NAMES.max(values.len()))
        .map(|line| {
            let id = format!("new-{line}");
            view! {
                <div class="field">
                    <label for=id.clone()>{t.tf("areas.new_name", &[("number", &(line + 1).to_string())])}</label>
                    <input id=id name="new" value=values.get(line).cloned().unwrap_or_default() maxlength="200" autocomplete="off" aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some("new-error")/>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("areas.comes")}</h2></legend>
            <p class="hint">{t.t("areas.comes_hint")}</p>
            {lines}
            {wrong.then(|| view! { <p class="error" id="new-error">{words}</p> })}
        </fieldset>
    }
}

#[component]
fn Homes(buildings: Vec<PlaceRow>, typed: FormValues) -> impl IntoView {
    let t = texts();
    let line = |line: usize| Choice { code: line.to_string(), words: t.tf("areas.new_name", &[("number", &(line + 1).to_string())]) };
    let lines: Vec<Choice> = (0..NAMES.max(typed.all("new").len())).map(line).collect();
    let rows: Vec<_> = buildings
        .into_iter()
        .map(|row| {
            let name = format!("home_{}", row.id);
            let value = typed.get(&name);
            let options: Vec<_> = lines
                .iter()
                .map(|line| view! { <option value=line.code.clone() selected=line.code == value>{line.words.clone()}</option> })
                .collect();
            view! {
                <div class="field">
                    <label for=name.clone()>{row.name}</label>
                    <select id=name.clone() name=name><option value="">{t.t("areas.home_later")}</option>{options}</select>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("areas.homes")}</h2></legend>
            <p class="hint">{t.t("areas.homes_hint")}</p>
            {rows}
        </fieldset>
    }
}
