//! `/places/{id}/agreements/new` and `/agreements/{id}/edit`: nothing typed is lost.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::agreement::AgreementDraft;
use domain::change::{Fields, before, fields};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use store::agreement::Agreement;
use uuid::Uuid;

use super::form::{AgreementForm, FormState};
use super::words::{operation, revision, said, title};
use crate::features::places::FormValues;
use crate::named::Named;
use crate::ui::{Choice, date};
use crate::visit::{Answer, Page, Visit};

pub async fn new(visit: Visit, Named(place): Named<Uuid>) -> Response {
    let page = blank(&visit, place).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, place: Uuid) -> Result<Page, Failure> {
    let place = visit.place_for(Action::AgreementChange, place).await?;
    let of_register = of_register(visit, &place).await?;
    let known = of_register.clone().unwrap_or_default();
    let mut values = FormValues::of_fields(fields(&known));
    let now = visit.session.organizations_at(place.id).await?.now;
    // Where there is one, it is likely that one.
    if let [only] = now.iter().filter(|share| share.organization.kind.is_party()).collect::<Vec<_>>().as_slice() {
        values.set("organization_id", only.organization.id.to_string());
    }
    new_page(visit, place, FormState { values, of_register: of_register.is_some(), ..FormState::default() }).await
}

/// What the register names and nobody has written down yet.
async fn of_register(visit: &Visit, place: &Place) -> Result<Option<AgreementDraft>, Failure> {
    let (number, signed_on) = (place.draft.agreement_number.clone(), place.draft.agreement_on);
    if (number.is_none() && signed_on.is_none()) || !visit.session.agreements_of(place.id).await?.is_empty() {
        return Ok(None);
    }
    Ok(Some(AgreementDraft { number, signed_on, ..AgreementDraft::default() }))
}

pub async fn add(visit: Visit, Named(place): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = add_typed(&visit, place, FormValues(typed)).await;
    visit.answer(answer).await
}

async fn add_typed(visit: &Visit, place: Uuid, typed: FormValues) -> Result<Answer, Failure> {
    let place = visit.place_for(Action::AgreementChange, place).await?;
    match visit.session.add_agreement(operation(&typed, place.id), place.id, said(&typed)).await {
        Ok(id) => Ok(saved(id)),
        Err(Failure::Invalid(errors)) => {
            let of_register = of_register(visit, &place).await?.is_some();
            let page = new_page(visit, place, FormState { values: typed, errors, of_register, ..FormState::default() }).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

/// The agreement's page, saying that it was saved.
pub fn saved(id: Uuid) -> Answer {
    Answer::SeeOther(format!("/agreements/{id}?saved=1"))
}

/// Party organizations that a place belongs to, and those that it did, which may have signed then.
async fn parties(visit: &Visit, place: Uuid) -> Result<Vec<Choice>, Failure> {
    let t = visit.texts;
    let found = visit.session.organizations_at(place).await?;
    let mut choices: Vec<Choice> = Vec::new();
    for share in found.now.iter().chain(&found.past).filter(|share| share.organization.kind.is_party()) {
        let words = match share.to {
            Some(to) => t.tf("agreements.party_until", &[("name", &share.organization.name), ("day", &date(t, to))]),
            None => share.organization.name.clone(),
        };
        let code = share.organization.id.to_string();
        if choices.iter().all(|choice| choice.code != code) {
            choices.push(Choice { code, words });
        }
    }
    Ok(choices)
}

async fn new_page(visit: &Visit, place: Place, state: FormState) -> Result<Page, Failure> {
    let state = FormState { parties: parties(visit, place.id).await?, ..state };
    let words = visit.texts.t("agreements.new");
    let (back, name) = (format!("/places/{}", place.id), place.draft.name);
    Ok(form_page(words, (back.clone(), name), format!("{back}/agreements/new"), state))
}

pub async fn edit(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = filled(&visit, id).await;
    visit.answer(page).await
}

/// An agreement that whoever asks may change; for any other there is no such page.
pub async fn own(visit: &Visit, id: Uuid) -> Result<Agreement, Failure> {
    let agreement = visit.session.agreement(id).await?;
    if visit.may_in(Action::AgreementChange, agreement.admin_unit_id) { Ok(agreement) } else { Err(Failure::NotFound) }
}

async fn filled(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let agreement = own(visit, id).await?;
    let mut values = FormValues::of_fields(fields(&agreement.draft));
    values.set("revision", agreement.revision.to_string());
    edit_page(visit, &agreement, FormState { values, ..FormState::default() }).await
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = save_typed(&visit, id, FormValues(typed)).await;
    visit.answer(answer).await
}

async fn save_typed(visit: &Visit, id: Uuid, typed: FormValues) -> Result<Answer, Failure> {
    own(visit, id).await?;
    let (fields, seen) = (said(&typed), revision(&typed));
    match visit.session.change_agreement(operation(&typed, id), id, seen, fields.clone()).await {
        Ok(_) => Ok(saved(id)),
        Err(Failure::Invalid(errors)) => Ok(again(visit, id, typed, errors).await?.into()),
        Err(Failure::Conflict { revision: latest, fields: conflicts }) if !conflicts.is_empty() => {
            let mut values = both(visit, id, seen, fields).await?;
            values.set("revision", latest.to_string());
            let agreement = own(visit, id).await?;
            let page = edit_page(visit, &agreement, FormState { values, conflicts, ..FormState::default() }).await?;
            Ok(page.with_status(StatusCode::CONFLICT).into())
        }
        Err(other) => Err(other),
    }
}

async fn again(visit: &Visit, id: Uuid, values: FormValues, errors: FieldErrors) -> Result<Page, Failure> {
    let agreement = own(visit, id).await?;
    let page = edit_page(visit, &agreement, FormState { values, errors, ..FormState::default() }).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What others changed since the revision, with all that the person changed on top.
async fn both(visit: &Visit, id: Uuid, revision: i64, said: Fields) -> Result<FormValues, Failure> {
    let mut now = fields(&visit.session.agreement(id).await?.draft);
    let history = visit.session.agreement_history(id, u64::from(u16::MAX)).await?;
    let later: Vec<_> = history.into_iter().rev().filter(|entry| entry.row_revision > revision).collect();
    let seen = before(&now, &later);
    now.extend(said.into_iter().filter(|(field, value)| seen.get(field) != Some(value)));
    Ok(FormValues::of_fields(now))
}

async fn edit_page(visit: &Visit, agreement: &Agreement, state: FormState) -> Result<Page, Failure> {
    let (back, t) = (format!("/agreements/{}", agreement.id), visit.texts);
    let parties = parties(visit, agreement.place_id).await?;
    let state = FormState { status: Some(agreement.draft.status()), parties, ..state };
    let name = format!("{} · {}", title(t, &agreement.draft), agreement.place_name);
    Ok(form_page(t.t("agreements.edit"), (back.clone(), name), format!("{back}/edit"), state))
}

fn form_page(heading: String, (back, name): (String, String), action: String, state: FormState) -> Page {
    Page::new(heading.clone(), move || {
        view! {
            <div class="narrow">
                <p><a href=back.clone()>"← "{name.clone()}</a></p>
                <h1>{heading.clone()}</h1>
                <AgreementForm action=action.clone() cancel=back.clone() state=state.clone()/>
            </div>
        }
    })
}
