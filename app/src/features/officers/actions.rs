//! What the forms do: take, give, end, take over, take back.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::officer::{OfficerRole, TakeOver};
use domain::permission::Action;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::place_page;
use super::take_over::Moving;
use super::ward_page;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// A place given to somebody, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assigned {
    operation: Uuid,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub role: String,
}

/// The hidden fields of a one-button form.
#[derive(Clone, Deserialize)]
pub struct Press {
    operation: Uuid,
    /// Whose part at the place ends.
    #[serde(default)]
    officer: Option<Uuid>,
    /// The operation to take back.
    #[serde(default)]
    undone: Option<Uuid>,
}

pub async fn assign(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Assigned>) -> Response {
    // Whom there is to choose from is not told to those who may not choose.
    let allowed = visit.place_for(Action::OfficerAssign, id).await.map(drop);
    let done = match allowed.and_then(|()| Ok(chosen(&typed)?)) {
        Ok((account, role)) => {
            let operation = Operation::new(typed.operation, &("officer", id, account, role));
            visit.session.assign_officer(operation, id, account, role).await
        }
        Err(failure) => Err(failure),
    };
    after(visit, id, done, typed).await
}

fn chosen(typed: &Assigned) -> Result<(Uuid, OfficerRole), FieldErrors> {
    let mut errors = FieldErrors::default();
    let account = typed.account.trim().parse().map_err(|_| errors.push("account", "required", "")).ok();
    let role = typed.role.trim().parse().map_err(|_| errors.push("role", "not_a_choice", "")).ok();
    account.zip(role).ok_or(errors)
}

/// From the place's page, and back to it.
pub async fn take(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let operation = Operation::new(press.operation, &("take", id));
    let done = match visit.asker.actor.account {
        Some(own) => visit.session.assign_officer(operation, id, own, OfficerRole::Officer).await,
        None => Err(Failure::NotFound),
    };
    match done {
        Ok(()) => visit.answer(Ok(Answer::SeeOther(format!("/places/{id}")))).await,
        done => after(visit, id, done, Assigned::default()).await,
    }
}

pub async fn end(visit: Visit, Named(id): Named<Uuid>, Form(press): Form<Press>) -> Response {
    let operation = Operation::new(press.operation, &("end", id, press.officer));
    let done = visit.session.end_officer(operation, id, press.officer.unwrap_or_default()).await;
    after(visit, id, done, Assigned::default()).await
}

async fn after(visit: Visit, id: Uuid, done: Result<(), Failure>, typed: Assigned) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(format!("/places/{id}/officers"))),
        Err(Failure::Invalid(errors)) => {
            place_page::page(&visit, id, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

pub async fn take_over(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let moving = Moving::read(&typed);
    let done = match visit.session.allow(Action::OfficerAssign).and_then(|_| Ok(moving.check()?)) {
        Ok(said) => visit.session.take_over(operation(&moving, &said), said).await.map(drop),
        Err(failure) => Err(failure),
    };
    let target = format!("/officers?moved={}", moving.operation);
    after_moving(visit, done, moving, target).await
}

fn operation(moving: &Moving, said: &TakeOver) -> Operation {
    Operation::new(moving.operation, &("take_over", said))
}

pub async fn undo(visit: Visit, Form(press): Form<Press>) -> Response {
    let undone = press.undone.unwrap_or_default();
    let done = visit.session.undo_take_over(Operation::new(press.operation, &("undo", undone)), undone).await.map(drop);
    after_moving(visit, done, Moving::default(), "/officers?undone=1".into()).await
}

async fn after_moving(visit: Visit, done: Result<(), Failure>, moving: Moving, target: String) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(target)),
        Err(Failure::Invalid(errors)) => {
            ward_page::page(&visit, moving, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}
