//! Receiving a request, and taking it one step on.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use store::Operation;
use uuid::Uuid;

use super::form::Typed;
use super::steps::StepTyped;
use super::{household_page, request_page};
use crate::named::Named;
use crate::visit::{Answer, Page, Visit};

pub async fn add(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let answer = match add_typed(&visit, id, &typed).await {
        Ok(_) => Ok(Answer::SeeOther(household_page::address(id))),
        Err(Failure::Invalid(errors)) => household_page::page(&visit, id, typed, errors).await.map(refused),
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

async fn add_typed(visit: &Visit, id: Uuid, typed: &Typed) -> Result<Uuid, Failure> {
    visit.session.household_heading(id).await?;
    let draft = typed.draft()?;
    visit.session.add_request(Operation::new(typed.operation, &("request", id, &draft)), id, draft).await
}

pub async fn take_step(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<StepTyped>) -> Response {
    let done = match typed.step() {
        Ok(step) => {
            let operation = Operation::new(typed.operation, &("request step", id, typed.revision, &step));
            visit.session.step_request(operation, id, typed.revision, step).await.map(drop)
        }
        Err(errors) => Err(errors.into()),
    };
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(request_page::address(id))),
        Err(Failure::Invalid(errors)) => request_page::page(&visit, id, typed, errors).await.map(refused),
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

fn refused(page: Page) -> Answer {
    Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
