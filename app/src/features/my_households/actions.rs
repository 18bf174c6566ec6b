//! What a member records: a visit, a request, and taking back what one tap recorded.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use domain::permission::Action;
use domain::visit::VisitOutcome;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::card::address;
use super::household_page::{Refused, page};
use crate::features::house_visits::Typed as VisitTyped;
use crate::features::requests::Typed as RequestTyped;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// What goes again.
#[derive(Deserialize)]
pub struct Pressed {
    operation: Uuid,
    visit: Uuid,
}

pub async fn record(visit: Visit, Named(id): Named<Uuid>, Form(sent): Form<Vec<(String, String)>>) -> Response {
    let typed = VisitTyped::read(sent);
    let missed = typed.outcome() == Some(VisitOutcome::NobodyHome) && typed.corrects().is_none();
    match record_typed(&visit, id, &typed).await {
        // Back to the list, where the next household is.
        Ok(saved) if missed => see(visit, format!("/my-households?saved={id}&missed={saved}")).await,
        Ok(_) => see(visit, format!("/my-households?saved={id}")).await,
        Err(Failure::Invalid(errors)) => refuse(visit, id, Refused { visit: Some((typed, errors)), request: None }).await,
        Err(other) => visit.answer(Err::<Answer, Failure>(other)).await,
    }
}

async fn record_typed(visit: &Visit, id: Uuid, typed: &VisitTyped) -> Result<Uuid, Failure> {
    visit.session.allow(Action::OwnVisitRecord)?;
    let draft = typed.draft(visit.session.today)?;
    visit.session.record_own_visit(typed.operation(id, &draft), id, draft, typed.corrects()).await
}

pub async fn take_back(visit: Visit, Named(id): Named<Uuid>, Form(pressed): Form<Pressed>) -> Response {
    let operation = Operation::new(pressed.operation, &("visit back", pressed.visit));
    match visit.session.take_back_own_visit(operation, pressed.visit).await {
        Ok(()) => see(visit, format!("/my-households?back={id}")).await,
        Err(Failure::Invalid(errors)) => {
            let typed = VisitTyped::begun(visit.session.today, None);
            refuse(visit, id, Refused { visit: Some((typed, errors)), request: None }).await
        }
        Err(other) => visit.answer(Err::<Answer, Failure>(other)).await,
    }
}

pub async fn ask(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<RequestTyped>) -> Response {
    match ask_typed(&visit, id, &typed).await {
        Ok(_) => see(visit, format!("{}#requests", address(id))).await,
        Err(Failure::Invalid(errors)) => refuse(visit, id, Refused { visit: None, request: Some((typed, errors)) }).await,
        Err(other) => visit.answer(Err::<Answer, Failure>(other)).await,
    }
}

async fn ask_typed(visit: &Visit, id: Uuid, typed: &RequestTyped) -> Result<Uuid, Failure> {
    visit.session.allow(Action::OwnRequestAdd)?;
    let draft = typed.draft()?;
    visit.session.add_own_request(Operation::new(typed.operation, &("request", id, &draft)), id, draft).await
}

async fn see(visit: Visit, target: String) -> Response {
    visit.answer(Ok(Answer::SeeOther(target))).await
}

/// The page with what was typed; whose household it is not finds none.
async fn refuse(visit: Visit, id: Uuid, refused: Refused) -> Response {
    let page = page(&visit, id, refused).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    visit.answer(page).await
}
