//! `/places/bulk`: one change at many places: the places, what is said of them, a preview, and the way back.
//! What was chosen travels in the form, so that nothing is kept before it is saved.

mod asked;
mod choose;
mod preview;
mod receipt;
mod words;

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::bulk::{Chosen, MOST};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use store::Operation;
use uuid::Uuid;

use super::form_values::FormValues;
use crate::named::Named;
use crate::visit::{Answer, Page, Visit};
use asked::Asked;

/// Of the last changes, as many as are looked for.
const LATELY: usize = 5;

pub async fn choose(visit: Visit) -> Response {
    let page = choosing(&visit, None, FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn act(visit: Visit, Form(sent): Form<Vec<(String, String)>>) -> Response {
    let answer = sent_form(&visit, FormValues(sent)).await;
    visit.answer(answer).await
}

pub async fn show_receipt(visit: Visit, Named(operation): Named<Uuid>) -> Response {
    let page = visit.session.places_changed(operation).await.map(|found| receipt::page(&visit, operation, found));
    visit.answer(page).await
}

pub async fn take_back(visit: Visit, Named(undone): Named<Uuid>, Form(sent): Form<Vec<(String, String)>>) -> Response {
    let operation = FormValues(sent).get("operation").parse().unwrap_or_else(|_| Uuid::now_v7());
    let done = visit.session.undo_places_change(Operation::new(operation, &("undo", undone)), undone).await;
    let answer = match done {
        // Of what was taken back before, the receipt says so.
        Ok(_) | Err(Failure::Invalid(_)) => Ok(Answer::SeeOther(format!("/places/bulk/{undone}"))),
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

/// The places and the change; `sent` is what was typed and is to be looked at again.
async fn choosing(visit: &Visit, sent: Option<FormValues>, mut errors: FieldErrors) -> Result<Page, Failure> {
    visit.session.allow(Action::PlacesChange)?;
    let asked = Asked::read(visit.uri.query().unwrap_or_default());
    let found = match asked.query.check() {
        Ok(filter) => visit.session.places_to_change(&filter, MOST as u64).await,
        Err(wrong) => Err(wrong.into()),
    };
    let (items, total) = match found {
        Ok(found) => (found.items, found.total),
        Err(Failure::Invalid(wrong)) => {
            errors.0.extend(wrong.0);
            (Vec::new(), 0)
        }
        Err(other) => return Err(other),
    };
    let lately = visit.session.places_changed_lately(LATELY).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let state = choose::State { asked, items, total, sent, errors, lately, today: visit.session.today };
    Ok(choose::page(visit, state).with_status(status))
}

async fn sent_form(visit: &Visit, sent: FormValues) -> Result<Answer, Failure> {
    visit.session.allow(Action::PlacesChange)?;
    let asked = Asked::read(visit.uri.query().unwrap_or_default());
    let Some(kind) = asked.kind else {
        let wrong = FieldErrors::one("change", "not_a_choice", "");
        return Ok(choosing(visit, Some(sent), wrong).await?.into());
    };
    let change = match asked::change(kind, &sent, visit.session.today) {
        Ok(change) => change,
        Err(wrong) => return Ok(choosing(visit, Some(sent), wrong).await?.into()),
    };
    if sent.get("step") == "edit" {
        return Ok(choosing(visit, Some(sent), FieldErrors::default()).await?.into());
    }
    let mut status = StatusCode::OK;
    if sent.get("step") == "save" {
        let operation: Uuid = sent.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7());
        let seen: Vec<Chosen> = sent.all("seen").iter().filter_map(|text| asked::seen(text)).collect();
        let typed: Vec<_> = sent.0.iter().filter(|(name, _)| name != "form_token").collect();
        let said = Operation::new(operation, &typed);
        match visit.session.change_places(said, change.clone(), seen).await {
            Ok(saved) if saved.is_saved() => return Ok(Answer::SeeOther(format!("/places/bulk/{operation}"))),
            // Somebody came first, or something refuses now: nothing is saved, and the preview says what holds.
            Ok(_) | Err(Failure::Invalid(_)) => status = StatusCode::CONFLICT,
            Err(other) => return Err(other),
        }
    }
    let places: Vec<Uuid> = sent.all("places").iter().filter_map(|id| id.parse().ok()).collect();
    match visit.session.try_places_change(change.clone(), places).await {
        Ok(found) => {
            let again = status == StatusCode::CONFLICT;
            Ok(preview::page(visit, preview::State { asked, change, sent, found, again }).with_status(status).into())
        }
        Err(Failure::Invalid(wrong)) => Ok(choosing(visit, Some(sent), wrong).await?.into()),
        Err(other) => Err(other),
    }
}
