//! What one form of the agreement's page does: a step of its course, removing the document or a draft.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::agreement::AgreementStep;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use uuid::Uuid;

use super::edit_page::{own, saved};
use super::page::{Tried, page};
use super::words::{operation, revision, said};
use crate::features::places::FormValues;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// Where the worklist leads: to the agreement in force, or to where it is written down.
pub async fn current(visit: Visit, Named(place): Named<Uuid>) -> Response {
    let answer = find(&visit, place).await;
    visit.answer(answer).await
}

async fn find(visit: &Visit, id: Uuid) -> Result<Answer, Failure> {
    let found = visit.session.agreements_of(id).await?;
    let today = visit.session.today;
    if let Some(agreement) = found.iter().find(|agreement| agreement.draft.holds_on(today)) {
        return Ok(Answer::SeeOther(format!("/agreements/{}#review", agreement.id)));
    }
    let writes = visit.place_for(Action::AgreementChange, id).await.is_ok();
    let to = if writes && found.is_empty() { "/agreements/new" } else { "#agreements" };
    Ok(Answer::SeeOther(format!("/places/{id}{to}")))
}

type Sent = Form<Vec<(String, String)>>;

pub async fn sign(visit: Visit, Named(id): Named<Uuid>, Form(typed): Sent) -> Response {
    step(visit, AgreementStep::Sign, id, FormValues(typed)).await
}

pub async fn review(visit: Visit, Named(id): Named<Uuid>, Form(typed): Sent) -> Response {
    step(visit, AgreementStep::Review, id, FormValues(typed)).await
}

pub async fn end(visit: Visit, Named(id): Named<Uuid>, Form(typed): Sent) -> Response {
    step(visit, AgreementStep::End, id, FormValues(typed)).await
}

async fn step(visit: Visit, step: AgreementStep, id: Uuid, typed: FormValues) -> Response {
    let done = visit.session.step_agreement(step, operation(&typed, id), id, revision(&typed), said(&typed)).await;
    after(visit, id, done.map(|_| saved(id)), step.code(), typed).await
}

pub async fn remove(visit: Visit, Named(id): Named<Uuid>, Form(typed): Sent) -> Response {
    let typed = FormValues(typed);
    let done = visit.session.remove_agreement(operation(&typed, id), id).await;
    let done = done.map(|place| Answer::SeeOther(format!("/places/{place}#agreements")));
    after(visit, id, done, "remove", typed).await
}

pub async fn remove_file(visit: Visit, Named(id): Named<Uuid>, Form(typed): Sent) -> Response {
    let typed = FormValues(typed);
    let done = visit.session.detach_from_agreement(operation(&typed, id), id).await;
    after(visit, id, done.map(|_| saved(id)), "file", typed).await
}

/// The page again with what was typed, where it could not be taken.
async fn after(visit: Visit, id: Uuid, done: Result<Answer, Failure>, form: &'static str, typed: FormValues) -> Response {
    let (errors, status) = match done {
        Err(Failure::Invalid(errors)) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Failure::Conflict { fields, .. }) => {
            let field = fields.first().map(|conflict| conflict.field.clone()).unwrap_or_default();
            (FieldErrors::one(&field, "agreement_changed_meanwhile", ""), StatusCode::CONFLICT)
        }
        done => return visit.answer(done).await,
    };
    let again = async {
        own(&visit, id).await?;
        Ok(Answer::Page(page(&visit, id, Tried { form, typed, errors }).await?.with_status(status)))
    };
    let again = again.await;
    visit.answer(again).await
}
