//! Recording and correcting a visit, and taking back what one tap recorded.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use domain::visit::VisitOutcome;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::page::{address, page};
use super::typed::Typed;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// What goes again.
#[derive(Deserialize)]
pub struct Pressed {
    operation: Uuid,
    visit: Uuid,
}

pub async fn record(visit: Visit, Named(id): Named<Uuid>, Form(sent): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed::read(sent);
    let done = record_typed(&visit, id, &typed).await.map(|saved| match typed.outcome() {
        Some(VisitOutcome::NobodyHome) if typed.corrects().is_none() => format!("{}?missed={saved}", address(id)),
        _ => address(id),
    });
    after(visit, id, done, Some(typed)).await
}

async fn record_typed(visit: &Visit, id: Uuid, typed: &Typed) -> Result<Uuid, Failure> {
    visit.session.household_heading(id).await?;
    let draft = typed.draft(visit.session.today)?;
    visit.session.record_visit(typed.operation(id, &draft), id, draft, typed.corrects()).await
}

pub async fn take_back(visit: Visit, Named(id): Named<Uuid>, Form(pressed): Form<Pressed>) -> Response {
    let operation = Operation::new(pressed.operation, &("visit back", pressed.visit));
    let done = visit.session.take_back_visit(operation, pressed.visit).await.map(|()| address(id));
    after(visit, id, done, None).await
}

async fn after(visit: Visit, id: Uuid, done: Result<String, Failure>, typed: Option<Typed>) -> Response {
    let answer = match done {
        Ok(target) => Ok(Answer::SeeOther(target)),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}
