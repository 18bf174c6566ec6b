//! `/places/new` and `/places/{id}/edit`: every field, nothing typed is lost.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::change::{Fields, before, fields};
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use domain::permission::Action;
use domain::place::{PlaceDraft, PlaceKind};
use leptos::prelude::*;
use store::Operation;
use uuid::Uuid;

use super::actions::saved;
use super::facts::{field_words, value_words};
use super::form::{FormState, PlaceFields};
use super::form_values::FormValues;
use super::kept_draft::KeptDraft;
use crate::named::Named;
use crate::ui::{Notice, PostForm, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn new(visit: Visit) -> Response {
    let answer = blank(&visit).await;
    visit.answer(answer).await
}

async fn blank(visit: &Visit) -> Result<Page, Failure> {
    visit.session.allow(Action::PlaceAdd)?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let mut values = FormValues::of(&PlaceDraft::default());
    values.set("admin_unit_id", "");
    // The map hands in the point that was pressed, a ward's page its unit.
    for (name, value) in asked.into_iter().filter(|(name, _)| ["lon", "lat", "name", "kind"].contains(&name.as_str())) {
        values.set(&name, value);
    }
    values.set("operation", Uuid::now_v7().to_string());
    form_page(visit, None, FormState { values, ..FormState::default() }).await
}

pub async fn edit(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let answer = filled(&visit, id).await;
    visit.answer(answer).await
}

async fn filled(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let place = visit.place_for(Action::PlaceChange, id).await?;
    let mut values = FormValues::of(&place.draft);
    values.set("revision", place.revision.to_string());
    values.set("operation", Uuid::now_v7().to_string());
    form_page(visit, Some(id), FormState { values, ..FormState::default() }).await
}

pub async fn add(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = add_typed(&visit, FormValues(typed)).await;
    visit.answer(answer).await
}

async fn add_typed(visit: &Visit, typed: FormValues) -> Result<Answer, Failure> {
    visit.session.allow(Action::PlaceAdd)?;
    let (said, errors) = said(&typed);
    if !errors.is_empty() {
        return again(visit, None, typed, errors).await;
    }
    match visit.session.add_place(operation(&typed), said).await {
        Ok(id) => Ok(saved(id, operation_id(&typed))),
        Err(Failure::Invalid(errors)) => again(visit, None, typed, errors).await,
        Err(other) => Err(other),
    }
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = save_typed(&visit, id, FormValues(typed)).await;
    visit.answer(answer).await
}

async fn save_typed(visit: &Visit, id: Uuid, typed: FormValues) -> Result<Answer, Failure> {
    visit.place_for(Action::PlaceChange, id).await?;
    let (mut said, errors) = said(&typed);
    if !errors.is_empty() {
        return again(visit, Some(id), with_theirs(visit, id, typed).await?, errors).await;
    }
    // Where both changed a field the person chose: theirs stands, or mine is said once more.
    said.retain(|field, _| typed.get(&format!("choose_{field}")) != "theirs");
    let revision = typed.get("revision").parse().unwrap_or(0);
    let reason = typed.get("reason");
    match visit.session.change_place_because(operation(&typed), id, revision, said.clone(), reason.clone()).await {
        Ok(_) => Ok(saved(id, operation_id(&typed))),
        Err(Failure::Invalid(errors)) => again(visit, Some(id), with_theirs(visit, id, typed).await?, errors).await,
        Err(Failure::Conflict { revision: latest, fields: found }) if !found.is_empty() => {
            let mut values = both(visit, id, revision, said).await?;
            values.set("reason", reason);
            values.set("revision", latest.to_string());
            values.set("operation", Uuid::now_v7().to_string());
            let state = FormState { values, conflicts: found, ..FormState::default() };
            Ok(form_page(visit, Some(id), state).await?.with_status(StatusCode::CONFLICT).into())
        }
        Err(other) => Err(other),
    }
}

/// The form as it was typed, but with their value where the person chose it: it is shown without the
/// question, so the answer must stand in the field.
async fn with_theirs(visit: &Visit, id: Uuid, mut typed: FormValues) -> Result<FormValues, Failure> {
    let now = FormValues::of(&visit.session.place(id).await?.draft);
    let chosen: Vec<String> = typed
        .0
        .iter()
        .filter(|(_, choice)| choice == "theirs")
        .filter_map(|(name, _)| Some(name.strip_prefix("choose_")?.to_owned()))
        .collect();
    for field in chosen {
        typed.0.retain(|(name, _)| *name != field);
        typed.0.extend(now.all(&field).into_iter().map(|value| (field.clone(), value)));
    }
    Ok(typed)
}

/// What others changed since the revision, with all that the person changed on top: nothing typed is lost.
async fn both(visit: &Visit, id: Uuid, revision: i64, said: Fields) -> Result<FormValues, Failure> {
    let mut now = fields(&visit.session.place(id).await?.draft);
    let history = visit.session.place_history(id, u64::from(u16::MAX)).await?;
    let later: Vec<_> = history.into_iter().rev().filter(|entry| entry.row_revision > revision).collect();
    let seen = before(&now, &later);
    now.extend(said.into_iter().filter(|(field, value)| seen.get(field) != Some(value)));
    Ok(FormValues::of_fields(now))
}

/// The fields said, or a word on a unit that was not chosen: an empty id is not an id.
fn said(typed: &FormValues) -> (Fields, FieldErrors) {
    let said = typed.fields();
    let errors = match typed.get("admin_unit_id").parse::<Uuid>() {
        Ok(_) => FieldErrors::default(),
        Err(_) => FieldErrors::one("admin_unit_id", "required", ""),
    };
    (said, errors)
}

fn operation_id(typed: &FormValues) -> Uuid {
    typed.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7())
}

fn operation(typed: &FormValues) -> Operation {
    Operation::new(operation_id(typed), &typed.0)
}

async fn again(visit: &Visit, id: Option<Uuid>, values: FormValues, errors: FieldErrors) -> Result<Answer, Failure> {
    let page = form_page(visit, id, FormState { values, errors, ..FormState::default() }).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
}

async fn form_page(visit: &Visit, id: Option<Uuid>, mut state: FormState) -> Result<Page, Failure> {
    let t = visit.texts;
    state.changes = id.is_some();
    state.units = visit.session.admin_units().await?;
    let clusters = PlaceFilter { kind: Some(PlaceKind::BuildingCluster), ..PlaceFilter::default() };
    state.clusters = visit
        .session
        .places(&clusters, 500, None)
        .await?
        .items
        .into_iter()
        .map(|row| (row.id.to_string(), format!("{} · {}", row.name, row.admin_unit_name)))
        .collect();
    state.areas = areas(visit, id).await?;
    let title = if id.is_some() { t.t("places.edit") } else { t.t("places.add") };
    let action = id.map_or_else(|| "/places/new".to_owned(), |id| format!("/places/{id}/edit"));
    let cancel = id.map_or_else(|| "/places".to_owned(), |id| format!("/places/{id}"));
    Ok(Page::new(title.clone(), move || {
        let fields = view! { <PlaceFields state=state.clone()/> }.into_any();
        let conflicts = view! { <Conflicts state=state.clone()/> }.into_any();
        let (operation, revision, cancel) = (state.values.get("operation"), state.values.get("revision"), cancel.clone());
        view! {
            <div class="narrow">
                <h1>{title.clone()}</h1>
                {(!state.errors.is_empty()).then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
                <KeptDraft form="place-form" action=action.clone()/>
                <PostForm id="place-form" action=action.clone()>
                    <input type="hidden" name="operation" value=operation/>
                    <input type="hidden" name="revision" value=revision/>
                    {conflicts}
                    {fields}
                    <div class="row form-buttons">
                        <button>{t.t("places.form.save")}</button>
                        <a class="button plain" href=cancel>{t.t("places.form.cancel")}</a>
                    </div>
                </PostForm>
            </div>
        }
    })
    .with_module("/map/pick.js"))
}

/// Where a building may lie. One whose area has ended shows that one too, until another is chosen.
async fn areas(visit: &Visit, id: Option<Uuid>) -> Result<Vec<(String, String)>, Failure> {
    let open = PlaceFilter { kind: Some(PlaceKind::ResidentialArea), ..PlaceFilter::default() };
    let rows = visit.session.places(&open, 500, None).await?.items;
    let mut areas: Vec<(String, String)> =
        rows.into_iter().map(|row| (row.id.to_string(), format!("{} · {}", row.name, row.admin_unit_name))).collect();
    let Some(id) = id else { return Ok(areas) };
    let place = visit.session.place(id).await?;
    let lies_in = visit.session.area_of_place(&place).await?.lies_in;
    if let Some((area, name, _)) = lies_in.filter(|(area, ..)| areas.iter().all(|(id, _)| *id != area.to_string())) {
        areas.insert(0, (area.to_string(), format!("{name} ({})", visit.texts.t("places.closed"))));
    }
    Ok(areas)
}

/// Both values of each field that two people changed; the one who comes second chooses.
#[component]
fn Conflicts(state: FormState) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = state
        .conflicts
        .into_iter()
        .map(|conflict| {
            let name = format!("choose_{}", conflict.field);
            let (mine, theirs) = (value_words(t, &conflict.field, &conflict.mine), value_words(t, &conflict.field, &conflict.theirs));
            view! {
                <fieldset class="field">
                    <legend>{field_words(t, &conflict.field)}</legend>
                    <label class="check"><input type="radio" name=name.clone() value="theirs" checked=true/><span>{t.t("places.form.theirs")}": "<strong>{theirs}</strong></span></label>
                    <label class="check"><input type="radio" name=name value="mine"/><span>{t.t("places.form.mine")}": "<strong>{mine}</strong></span></label>
                </fieldset>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <Notice tone="bad"><p><strong>{t.t("places.form.conflict")}</strong></p>{rows}</Notice> })
}
