//! What the forms of these pages do.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestOutcome, PersonRequestStep};
use serde::{Deserialize, Serialize};
use store::Operation;
use store::person::HeldHousehold;
use uuid::Uuid;

use super::{address, household_page, list_page, member_page};
use crate::named::Named;
use crate::visit::{Answer, Page, Visit};

/// A code that somebody looks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: String,
}

/// A request that somebody makes about their record.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub operation: Uuid,
    pub kind: String,
    pub received_on: String,
}

/// A step of a request.
#[derive(Deserialize)]
pub struct Stepped {
    operation: Uuid,
    step: String,
    #[serde(default)]
    outcome: String,
}

#[derive(Deserialize)]
pub struct Restricted {
    operation: Uuid,
    restricted: bool,
}

#[derive(Deserialize)]
pub struct Erased {
    operation: Uuid,
    #[serde(default)]
    sure: String,
}

/// Codes stand in no address: they are looked for by a form that is posted.
pub async fn find(visit: Visit, Form(typed): Form<Code>) -> Response {
    let found = match visit.session.household_of_code(&typed.code).await {
        Ok(Some(id)) => Ok(Answer::SeeOther(address(PersonKind::Household, id))),
        Ok(None) => {
            let errors = FieldErrors::one("code", "no_household_of_that_code", "");
            list_page::page(&visit, typed.code, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(failure) => Err(failure),
    };
    visit.answer(found).await
}

pub async fn ask(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Asked>) -> Response {
    let done = ask_about(&visit, PersonKind::Household, id, &typed).await;
    after(visit, PersonKind::Household, id, done, typed).await
}

pub async fn ask_of_member(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Asked>) -> Response {
    let done = ask_about(&visit, PersonKind::Member, id, &typed).await;
    after(visit, PersonKind::Member, id, done, typed).await
}

async fn ask_about(visit: &Visit, about: PersonKind, record: Uuid, typed: &Asked) -> Result<(), Failure> {
    visit.session.allow(Action::PersonRequestChange)?;
    let mut errors = FieldErrors::default();
    let kind = typed.kind.parse().map_err(|_| errors.push("kind", "not_a_choice", "")).ok();
    let received_on = domain::text::day(&typed.received_on);
    if received_on.is_none() {
        errors.push("received_on", "not_understood", "");
    }
    let (Some(kind), Some(received_on)) = (kind, received_on) else { return Err(errors.into()) };
    let draft = PersonRequestDraft { about, record, kind, received_on };
    visit.session.add_person_request(Operation::new(typed.operation, &draft), draft).await.map(drop)
}

pub async fn restrict(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Restricted>) -> Response {
    let operation = Operation::new(typed.operation, &("restrict", id, typed.restricted));
    let done = visit.session.restrict_household(operation, id, typed.restricted).await;
    after(visit, PersonKind::Household, id, done, Asked::default()).await
}

pub async fn erase(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Erased>) -> Response {
    erase_record(visit, PersonKind::Household, id, typed).await
}

pub async fn erase_member(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Erased>) -> Response {
    erase_record(visit, PersonKind::Member, id, typed).await
}

async fn erase_record(visit: Visit, about: PersonKind, id: Uuid, typed: Erased) -> Response {
    if typed.sure.is_empty() {
        let unsure = FieldErrors::one("sure", "say_that_you_are_sure", "");
        return after(visit, about, id, Err(unsure.into()), Asked::default()).await;
    }
    let operation = Operation::new(typed.operation, &("erase", about, id));
    match visit.session.erase_person(operation, about, id).await {
        Ok(()) => visit.answer(Ok(Answer::SeeOther("/data-rights?erased=1".into()))).await,
        failed => after(visit, about, id, failed, Asked::default()).await,
    }
}

pub async fn step(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Stepped>) -> Response {
    let step = match typed.step.as_str() {
        "acknowledge" => Ok(PersonRequestStep::Acknowledge),
        "extend" => Ok(PersonRequestStep::Extend),
        "answer" => typed.outcome.parse::<PersonRequestOutcome>().map(PersonRequestStep::Answer).map_err(drop),
        _ => Err(()),
    };
    let done = match step {
        Ok(step) => visit.session.step_person_request(Operation::new(typed.operation, &(id, step)), id, step).await,
        Err(()) => visit.session.allow(Action::PersonRequestChange).and(Err(FieldErrors::one("step", "not_a_choice", "").into())),
    };
    // Whoever was slower sees how it stands now.
    let answer = match done {
        Ok(()) | Err(Failure::Invalid(_)) => Ok(Answer::SeeOther("/data-rights".into())),
        Err(failure) => Err(failure),
    };
    visit.answer(answer).await
}

async fn after(visit: Visit, about: PersonKind, id: Uuid, done: Result<(), Failure>, typed: Asked) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(address(about, id))),
        Err(Failure::Invalid(errors)) => {
            let page = match about {
                PersonKind::Household => household_page::page(&visit, id, typed, errors).await,
                PersonKind::Member => member_page::page(&visit, id, typed, errors).await,
            };
            page.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(failure) => Err(failure),
    };
    visit.answer(answer).await
}

/// The copy that a person takes with them, for other programs to read.
pub async fn copy_of_household(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let held = visit.session.held_of_household(id).await.map(HeldHousehold::copy);
    copy(visit, held).await
}

pub async fn copy_of_member(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let held = visit.session.held_of_member(id).await;
    copy(visit, held).await
}

async fn copy(visit: Visit, held: Result<impl Serialize, Failure>) -> Response {
    let text = held.map(|held| serde_json::to_string_pretty(&held).unwrap_or_default());
    match text {
        Ok(text) => {
            let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, "attachment; filename=\"ban-sao.json\"")];
            (headers, text).into_response()
        }
        Err(failure) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}
