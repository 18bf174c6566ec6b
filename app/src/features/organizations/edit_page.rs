//! `/organizations/new` and `/organizations/{id}/edit`: what an organization is.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::change::Fields;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{DecisionDraft, OrganizationDraft, OrganizationEventKind, OrganizationFilter, OrganizationKind};
use domain::permission::Action;
use domain::place::limits;
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::organization_for;
use super::typed::Typed;
use crate::features::places::KeptDraft;
use crate::named::Named;
use crate::ui::{Choice, Field, Notice, PostForm, Select, texts};
use crate::visit::{Answer, Page, Visit};

/// So many organizations are offered as superiors.
const OFFERED: u64 = 500;

/// All that the form shows.
#[derive(Clone, Default)]
struct State {
    typed: Typed,
    errors: FieldErrors,
    /// The organization that is corrected; none: a new one.
    id: Option<Uuid>,
    kind: Option<OrganizationKind>,
    units: Vec<Choice>,
    superiors: Vec<Choice>,
}

pub async fn new(visit: Visit) -> Response {
    let page = blank(&visit).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit) -> Result<Page, Failure> {
    visit.session.allow(Action::OrganizationAdd)?;
    form(visit, State { typed: Typed(vec![("kind".into(), OrganizationKind::PartyCell.code().into())]), ..State::default() }).await
}

pub async fn add(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = add_typed(&visit, Typed(typed)).await;
    visit.answer(answer).await
}

async fn add_typed(visit: &Visit, typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::OrganizationAdd)?;
    let mut said = said(&typed);
    said.insert("kind".into(), json!(typed.get("kind")));
    // An empty id is not an id; the check says that a ward is missing.
    let unit = typed.get("admin_unit_id").parse().unwrap_or(Uuid::nil());
    said.insert("admin_unit_id".into(), json!(unit));
    let added = match founding(&typed) {
        Ok(founding) => visit.session.add_organization(typed.operation(Uuid::nil()), said, founding).await,
        Err(errors) => Err(errors.into()),
    };
    match added {
        Ok(id) => Ok(Answer::SeeOther(format!("/organizations/{id}?saved={}", typed.operation_id()))),
        Err(Failure::Invalid(errors)) => again(visit, State { typed, errors, ..State::default() }, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(other) => Err(other),
    }
}

/// The decision that founded it, where its day is known.
fn founding(typed: &Typed) -> Result<Option<DecisionDraft>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let on = typed.day("on", &mut errors);
    let (number, issuer, overruled) = (typed.text("number"), typed.text("issuer"), typed.text("overruled"));
    if on.is_none() && errors.is_empty() && (number.is_some() || issuer.is_some()) {
        errors.push("on", "required", "");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(on.map(|on| DecisionDraft { number, issuer, overruled, ..DecisionDraft::new(OrganizationEventKind::Founded, on) }))
}

/// The fields that both forms have. What cannot be read stays text, so that the check names it.
fn said(typed: &Typed) -> Fields {
    let members = typed.text("members").map(|text| text.replace('.', ""));
    let members = members.map_or(Value::Null, |text| text.parse::<u32>().map_or_else(|_| json!(text), |members| json!(members)));
    let committee = match typed.get("cell_committee").as_str() {
        "true" => json!(true),
        "false" => json!(false),
        _ => Value::Null,
    };
    Fields::from([
        ("name".into(), json!(typed.get("name"))),
        ("superior_id".into(), json!(typed.text("superior_id"))),
        ("members".into(), members),
        ("cell_committee".into(), committee),
    ])
}

pub async fn edit(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = filled(&visit, id).await;
    visit.answer(page).await
}

async fn filled(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let found = organization_for(visit, Action::OrganizationChange, id).await?;
    let mut typed = of_draft(&found.draft);
    typed.set("revision", found.revision.to_string());
    form(visit, State { typed, id: Some(id), ..State::default() }).await
}

fn of_draft(draft: &OrganizationDraft) -> Typed {
    let mut typed = Typed::default();
    typed.set("name", draft.name.clone());
    typed.set("superior_id", draft.superior_id.map(|id| id.to_string()).unwrap_or_default());
    typed.set("members", draft.members.map(|members| members.to_string()).unwrap_or_default());
    typed.set("cell_committee", draft.cell_committee.map(|has| has.to_string()).unwrap_or_default());
    typed
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = save_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn save_typed(visit: &Visit, id: Uuid, mut typed: Typed) -> Result<Answer, Failure> {
    organization_for(visit, Action::OrganizationChange, id).await?;
    let revision = typed.get("revision").parse().unwrap_or(0);
    match visit.session.change_organization(typed.operation(id), id, revision, said(&typed)).await {
        Ok(_) => Ok(Answer::SeeOther(format!("/organizations/{id}?saved={}", typed.operation_id()))),
        Err(Failure::Invalid(errors)) => {
            again(visit, State { typed, errors, id: Some(id), ..State::default() }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        // Theirs is named beside what was typed; sent once more, mine stands.
        Err(Failure::Conflict { revision, fields }) if !fields.is_empty() => {
            let theirs = of_draft(&visit.session.organization(id).await?.draft);
            let mut errors = FieldErrors::default();
            for field in fields {
                errors.push(&field.field, "changed_by_another", theirs.get(&field.field));
            }
            typed.set("revision", revision.to_string());
            typed.set("operation", Uuid::now_v7().to_string());
            again(visit, State { typed, errors, id: Some(id), ..State::default() }, StatusCode::CONFLICT).await
        }
        Err(other) => Err(other),
    }
}

async fn again(visit: &Visit, state: State, status: StatusCode) -> Result<Answer, Failure> {
    Ok(form(visit, state).await?.with_status(status).into())
}

async fn form(visit: &Visit, mut state: State) -> Result<Page, Failure> {
    let t = visit.texts;
    let mut filter = OrganizationFilter::default();
    if let Some(id) = state.id {
        let found = visit.session.organization(id).await?;
        state.kind = Some(found.draft.kind);
        filter.unit = Some(found.admin_unit_code);
    }
    let units = visit.session.admin_units().await?.into_iter().filter(|unit| visit.may_in(Action::OrganizationAdd, unit.id));
    let units: Vec<Choice> = units.map(|unit| Choice { words: unit.full_name(), code: unit.id.to_string() }).collect();
    if let ([only], true) = (units.as_slice(), state.typed.get("admin_unit_id").is_empty()) {
        state.typed.set("admin_unit_id", only.code.clone());
    }
    state.units = units;
    let offered = match visit.session.organizations(&filter, OFFERED, None).await {
        Ok(found) => found.items,
        // Its ward has ended: nothing is offered.
        Err(Failure::Invalid(_)) => Vec::new(),
        Err(other) => return Err(other),
    };
    let fits = |kind: OrganizationKind| state.kind.is_none_or(|own| own.is_party() == kind.is_party());
    let offered = offered.into_iter().filter(|row| Some(row.id) != state.id && fits(row.kind));
    state.superiors = offered.map(|row| Choice { code: row.id.to_string(), words: row.name }).collect();
    let (title, action, cancel) = match state.id {
        Some(id) => (t.t("organizations.edit"), format!("/organizations/{id}/edit"), format!("/organizations/{id}")),
        None => (t.t("organizations.add"), "/organizations/new".to_owned(), "/organizations".to_owned()),
    };
    Ok(Page::new(title.clone(), move || {
        let (state, cancel) = (state.clone(), cancel.clone());
        let (operation, revision) = (state.typed.operation_id().to_string(), state.typed.get("revision"));
        let founding = state.id.is_none().then(|| view! { <FoundingFields state=state.clone()/> }.into_any());
        view! {
            <div class="narrow">
                <h1>{title.clone()}</h1>
                {(!state.errors.is_empty()).then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
                <KeptDraft form="organization-form" action=action.clone()/>
                <PostForm id="organization-form" action=action.clone()>
                    <input type="hidden" name="operation" value=operation/>
                    <input type="hidden" name="revision" value=revision/>
                    <OrganizationFields state=state/>
                    {founding}
                    <div class="row form-buttons">
                        <button>{t.t("places.form.save")}</button>
                        <a class="button plain" href=cancel>{t.t("places.form.cancel")}</a>
                    </div>
                </PostForm>
            </div>
        }
    }))
}

#[component]
fn OrganizationFields(state: State) -> impl IntoView {
    let t = texts();
    let State { typed: v, errors: e, id, kind, units, superiors } = state;
    let kinds: Vec<Choice> = OrganizationKind::all()
        .iter()
        .map(|kind| Choice { code: kind.code().into(), words: t.code("organization_kind", kind.code()) })
        .collect();
    let yes_no = vec![Choice { code: "true".into(), words: t.t("places.yes") }, Choice { code: "false".into(), words: t.t("places.no") }];
    let is_cell = kind.is_none_or(|kind| kind == OrganizationKind::PartyCell);
    let first = id.is_none().then(|| {
        view! {
            <Select name="kind" label=t.t("organizations.kind") value=v.get("kind") choices=kinds errors=e.clone()/>
            <Select name="admin_unit_id" label=t.t("places.unit") value=v.get("admin_unit_id") choices=units errors=e.clone() blank=t.t("places.form.choose")/>
        }
        .into_any()
    });
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("organizations.what_it_is")}</h2></legend>
            <Field name="name" label=t.t("organizations.name") hint=t.t("organizations.name_hint") value=v.get("name") errors=e.clone() required=true limit=limits::NAME/>
            <div class="columns">
                {first}
                <Select name="superior_id" label=t.t("organizations.superior") value=v.get("superior_id") choices=superiors errors=e.clone() blank=t.t("organizations.no_superior")/>
                <Field name="members" label=t.t("organizations.members") hint=t.t("organizations.members_hint") value=v.get("members") errors=e.clone() numeric=true/>
                {is_cell.then(|| view! { <Select name="cell_committee" label=t.t("organizations.cell_committee") value=v.get("cell_committee") choices=yes_no errors=e blank=t.t("places.unknown")/> })}
            </div>
        </fieldset>
    }
}

#[component]
fn FoundingFields(state: State) -> impl IntoView {
    let t = texts();
    let State { typed: v, errors: e, .. } = state;
    let warned = e.0.iter().any(|error| ["decision_number_shared", "cell_below_least_members"].contains(&error.code.as_str()))
        || !v.get("overruled").is_empty();
    view! {
        <fieldset class="card">
            <legend><h2>{t.code("organization_event", "founded")}</h2></legend>
            <p class="soft">{t.t("organizations.founding_hint")}</p>
            <div class="columns">
                <Field name="on" kind="date" label=t.t("organizations.founded_on") value=v.get("on") errors=e.clone()/>
                <Field name="number" label=t.t("organizations.number") value=v.get("number") errors=e.clone() limit=limits::NUMBER/>
                <Field name="issuer" label=t.t("organizations.issuer") value=v.get("issuer") errors=e.clone() limit=limits::NAME/>
            </div>
            {warned.then(|| view! { <Field name="overruled" label=t.t("course.overruled") value=v.get("overruled") errors=e limit=limits::NOTE/> })}
        </fieldset>
    }
}
