//! `/sign-in`: user name and password. Whoever was asked to sign in goes on where they were, with what
//! they had typed.

use std::time::Duration;

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use leptos::prelude::*;
use serde::Deserialize;
use store::account::Refused;
use tower_sessions::Session as Browser;

use super::onward::{Asked, DEVICE_COOKIE, Onward, OnwardFields, welcome};
use super::own_path;
use crate::server_context::ClientAddress;
use crate::texts::Texts;
use crate::ui::{Field, Notice, PostForm, texts};
use crate::visit::{Page, Visit};

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    user_name: String,
    #[serde(default)]
    password: String,
    #[serde(flatten)]
    onward: Onward,
}

pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    if visit.asker.actor.account.is_some() {
        return Redirect::to(own_path(&asked.next)).into_response();
    }
    let page = page(&visit, Typed { onward: asked.into(), ..Typed::default() }, None);
    visit.answer(Ok(page)).await
}

/// A form came after the session had ended: nothing of it is lost.
pub async fn too_late(visit: Visit, to: String, fields: String) -> Response {
    let words = visit.texts.t("sign_in.too_late");
    let onward = Onward { resume_to: to, resume: fields, ..Onward::default() };
    let page = page(&visit, Typed { onward, ..Typed::default() }, Some(words)).with_status(StatusCode::UNAUTHORIZED);
    visit.answer(Ok(page)).await
}

pub async fn enter(visit: Visit, browser: Browser, from: ClientAddress, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    let known_device = visit.cookie(DEVICE_COOKIE);
    match visit.context.sign_ins.by_password(&typed.user_name, &typed.password, from.0, &known_device).await {
        Ok(passed) => welcome(visit, browser, &headers, passed, typed.onward).await,
        Err(Refused::Wrong) => {
            let words = visit.texts.t("sign_in.wrong");
            let page = page(&visit, typed, Some(words)).with_status(StatusCode::UNPROCESSABLE_ENTITY);
            visit.answer(Ok(page)).await
        }
        Err(Refused::SlowDown(wait)) => {
            let words = wait_words(visit.texts, wait);
            let page = page(&visit, typed, Some(words)).with_status(StatusCode::TOO_MANY_REQUESTS);
            come_back_after(wait, visit.answer(Ok(page)).await)
        }
        Err(Refused::Failed(failure)) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}

/// Too many tries: in words.
pub(super) fn wait_words(t: Texts, wait: Duration) -> String {
    t.tf("sign_in.slow_down", &[("seconds", &(wait.as_secs() + 1).to_string())])
}

/// Too many tries: for programs.
pub(super) fn come_back_after(wait: Duration, mut response: Response) -> Response {
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    response
}

/// The second step took too long, or the credentials have changed meanwhile: it begins again, with nothing lost.
pub(super) async fn begin_again(visit: Visit, onward: Onward) -> Response {
    let words = visit.texts.t("sign_in.begin_again");
    let page = page(&visit, Typed { onward, ..Typed::default() }, Some(words)).with_status(StatusCode::UNPROCESSABLE_ENTITY);
    visit.answer(Ok(page)).await
}

pub async fn leave(visit: Visit, browser: Browser) -> Response {
    match browser.flush().await {
        Ok(()) => Redirect::to("/sign-in").into_response(),
        Err(error) => {
            tracing::error!(%error, "a session could not be ended");
            visit.answer(Err::<Page, Failure>(Failure::Unavailable)).await
        }
    }
}

fn page(visit: &Visit, typed: Typed, wrong: Option<String>) -> Page {
    let demo = visit.context.demo_sign_in;
    Page::new(visit.texts.t("sign_in.title"), move || {
        let t = texts();
        let typed = typed.clone();
        view! {
            <section class="narrow sign-in">
                <h1>{t.t("sign_in.title")}</h1>
                {wrong.clone().map(|words| view! { <Notice tone="bad"><p>{words}</p></Notice> })}
                {demo.map(|password| view! {
                    <Notice tone="plain">
                        <p>{t.t("sign_in.demo")}" "<code>"city"</code>", "<code>"admin"</code>", "<code>"lead"</code>", "<code>"staff"</code>", "<code>"viewer"</code>", "<code>"member"</code>", "<code>"privacy"</code></p>
                        <p>{t.t("sign_in.demo_password")}" "<code>{password}</code></p>
                    </Notice>
                })}
                <PostForm action="/sign-in" class="card">
                    <Field name="user_name" label=t.t("sign_in.user_name") value=typed.user_name errors=Default::default() autocomplete="username"/>
                    <Field name="password" label=t.t("sign_in.password") value=String::new() errors=Default::default() kind="password" autocomplete="current-password"/>
                    <OnwardFields onward=typed.onward/>
                    <button>{t.t("sign_in.button")}</button>
                </PostForm>
                <p class="soft">{t.t("sign_in.forgotten")}</p>
            </section>
        }
    })
}
