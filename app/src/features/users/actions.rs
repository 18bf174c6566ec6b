//! What an administrator changes about accounts.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::Response;
use domain::account::{AccountDraft, LinkKind};
use domain::failure::Failure;
use serde::Deserialize;
use store::Operation;
use store::account::NewAccount;
use uuid::Uuid;

use super::list_page::blank;
use super::roles;
use super::user_page::page;
use crate::named::Named;
use crate::visit::{Answer, Page, Visit};

type Pairs = Vec<(String, String)>;

pub async fn add(visit: Visit, headers: HeaderMap, Form(typed): Form<Pairs>) -> Response {
    let answer = match add_typed(&visit, &headers, &typed).await {
        Err(Failure::Invalid(errors)) => blank(&visit, typed, errors).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY)),
        other => other,
    };
    visit.answer(answer).await
}

/// The new account's page with its invitation, which is shown once.
async fn add_typed(visit: &Visit, headers: &HeaderMap, typed: &Pairs) -> Result<Page, Failure> {
    let of = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let draft = AccountDraft { user_name: of("user_name"), display_name: of("display_name") }.check()?;
    let units = visit.session.admin_units().await?;
    let new = NewAccount { draft, roles: roles::read(typed, &units)?, password_hash: None };
    let id = visit.session.add_account(Operation::once(), new).await?;
    let link = visit.session.make_link(Operation::once(), id, LinkKind::Invitation).await?;
    page(visit, id, Some(whole(visit, headers, &link)), Default::default()).await
}

/// As it is handed to the person.
fn whole(visit: &Visit, headers: &HeaderMap, secret: &str) -> String {
    format!("{}/link/{secret}", visit.context.address(headers))
}

pub async fn invite(visit: Visit, Named(id): Named<Uuid>, headers: HeaderMap) -> Response {
    let answer = async {
        let account = visit.session.account(id).await?;
        let kind = if account.has_password { LinkKind::Reset } else { LinkKind::Invitation };
        let link = visit.session.make_link(Operation::once(), id, kind).await?;
        page(&visit, id, Some(whole(&visit, &headers, &link)), Default::default()).await
    };
    let answer = answer.await;
    visit.answer(answer).await
}

#[derive(Deserialize)]
pub struct Name {
    #[serde(default)]
    display_name: String,
}

pub async fn rename(visit: Visit, Named(id): Named<Uuid>, Form(name): Form<Name>) -> Response {
    let done = visit.session.rename_account(Operation::once(), id, name.display_name).await;
    settled(visit, id, done).await
}

pub async fn set_roles(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Pairs>) -> Response {
    let done = async {
        let units = visit.session.admin_units().await?;
        visit.session.set_roles(Operation::once(), id, roles::read(&typed, &units)?).await
    };
    let done = done.await;
    settled(visit, id, done).await
}

/// Only takes it away: the person signs in with their password and sets another up.
pub async fn reset_second_factor(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let done = visit.session.reset_second_factor(Operation::once(), id).await;
    settled(visit, id, done).await
}

pub async fn close(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let done = visit.session.close_account(Operation::once(), id).await;
    settled(visit, id, done).await
}

async fn settled(visit: Visit, id: Uuid, done: Result<(), Failure>) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(format!("/users/{id}"))),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, None, errors).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}
