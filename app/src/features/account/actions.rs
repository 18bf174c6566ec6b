//! What a person changes about their own account.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::{Failure, FieldErrors};
use serde::Deserialize;
use store::Operation;
use tower_sessions::Session as Browser;
use uuid::Uuid;

use super::page::{Said, page};
use crate::features::sign_in::open;
use crate::visit::{Answer, Visit};

#[derive(Deserialize)]
pub struct Passwords {
    #[serde(default)]
    old_password: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// Ends the sessions of all devices, and goes on in a new one here.
pub async fn change_password(visit: Visit, browser: Browser, headers: HeaderMap, Form(typed): Form<Passwords>) -> Response {
    let changed = match typed.password == typed.again {
        true => {
            let ins = &visit.context.sign_ins;
            visit.session.change_own_password(Operation::once(), ins, &typed.old_password, &typed.password).await
        }
        false => Err(FieldErrors::one("again", "password_not_the_same", "").into()),
    };
    match changed {
        Ok(signed_in) => match open(&browser, &signed_in, &headers, visit.session.now).await {
            Ok(()) => Redirect::to("/account").into_response(),
            Err(failure) => visit.answer(Err::<Answer, Failure>(failure)).await,
        },
        Err(failure) => again(visit, &browser, failure).await,
    }
}

#[derive(Deserialize)]
pub struct Device {
    handle: String,
}

pub async fn sign_out_device(visit: Visit, Form(device): Form<Device>) -> Response {
    let done = visit.session.sign_out_device(&device.handle).await;
    visit.answer(done.map(|()| Answer::SeeOther("/account".into()))).await
}

#[derive(Deserialize)]
pub struct NewToken {
    #[serde(default)]
    name: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    writes: bool,
}

/// Answers with the page itself: the token is shown once, and nowhere else.
pub async fn make_token(visit: Visit, browser: Browser, Form(typed): Form<NewToken>) -> Response {
    let made = match (visit.asker.actor.account, typed.days.trim().parse::<i64>()) {
        (None, _) => Err(Failure::NotFound),
        (_, Err(_)) => Err(FieldErrors::one("days", "not_understood", &typed.days).into()),
        (Some(account), Ok(days)) => visit.session.make_token(Operation::once(), account, &typed.name, typed.writes, days).await,
    };
    match made {
        Ok(token) => {
            let page = page(&visit, &browser, Said { token: Some(token), ..Said::default() }).await;
            visit.answer(page).await
        }
        Err(failure) => again(visit, &browser, failure).await,
    }
}

#[derive(Deserialize)]
pub struct TokenId {
    id: Uuid,
}

pub async fn end_token(visit: Visit, Form(token): Form<TokenId>) -> Response {
    let done = visit.session.end_token(Operation::once(), token.id).await;
    visit.answer(done.map(|()| Answer::SeeOther("/account".into()))).await
}

pub(super) async fn again(visit: Visit, browser: &Browser, failure: Failure) -> Response {
    let found = match failure {
        Failure::Invalid(errors) => {
            page(&visit, browser, Said { errors, ..Said::default() }).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        other => Err(other),
    };
    visit.answer(found).await
}
