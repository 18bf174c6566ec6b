//! What one button does: confirm, close, reopen, take back.

use axum::Form;
use axum::response::Response;
use domain::failure::Failure;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use crate::named::Named;
use crate::visit::{Answer, Visit};

/// The hidden fields of a one-button form.
#[derive(Clone, Deserialize)]
pub struct Press {
    operation: Uuid,
    #[serde(default)]
    revision: i64,
    /// The operation to take back.
    #[serde(default)]
    undone: Option<Uuid>,
}

/// The place's page, saying what this operation did.
pub fn saved(id: Uuid, operation: Uuid) -> Answer {
    Answer::SeeOther(format!("/places/{id}?saved={operation}"))
}

pub async fn confirm(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let done = visit.session.confirm_place(Operation::new(press.operation, &("confirm", id)), id).await;
    visit.answer(done.map(|_| saved(id, press.operation))).await
}

pub async fn close(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let done = visit.session.close_place(Operation::new(press.operation, &("close", id)), id, press.revision).await;
    visit.answer(done.map(|_| saved(id, press.operation))).await
}

pub async fn reopen(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let done = visit.session.reopen_place(Operation::new(press.operation, &("reopen", id)), id, press.revision).await;
    visit.answer(done.map(|_| saved(id, press.operation))).await
}

pub async fn undo(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let done = match press.undone {
        None => Err(Failure::NotFound),
        Some(undone) => visit.session.undo_place_change(Operation::new(press.operation, &("undo", id, undone)), id, undone).await,
    };
    visit.answer(done.map(|_| Answer::SeeOther(format!("/places/{id}?undone=1")))).await
}
