//! `/sign-in`: user name and password. Whoever was asked to sign in goes on where they were, with what
//! they had typed.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue, RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use leptos::prelude::*;
use serde::Deserialize;
use store::account::{Refused, SignedIn, actor_of};
use tower_sessions::Session as Browser;

use super::{open, own_path};
use crate::server_context::{Asker, ClientAddress};
use crate::ui::{Field, Notice, PostForm, texts};
use crate::visit::{Page, Visit};

/// Says that this person signed in on this device before.
pub const DEVICE_COOKIE: &str = "known_device";

#[derive(Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: String,
}

/// What the form sends. `resume` is a form that was sent too late: where to, and its fields.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    user_name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    resume_to: String,
    #[serde(default)]
    resume: String,
}

pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    if visit.asker.actor.account.is_some() {
        return Redirect::to(own_path(&asked.next)).into_response();
    }
    let page = page(&visit, Typed { next: asked.next, ..Typed::default() }, None);
    visit.answer(Ok(page)).await
}

/// A form came after the session had ended: nothing of it is lost.
pub async fn too_late(visit: Visit, to: String, fields: String) -> Response {
    let words = visit.texts.t("sign_in.too_late");
    let page = page(&visit, Typed { resume_to: to, resume: fields, ..Typed::default() }, Some(words)).with_status(StatusCode::UNAUTHORIZED);
    visit.answer(Ok(page)).await
}

pub async fn enter(visit: Visit, browser: Browser, from: ClientAddress, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    let known_device = visit.cookie(DEVICE_COOKIE);
    match visit.context.sign_ins.by_password(&typed.user_name, &typed.password, from.0, &known_device).await {
        Ok(signed_in) => welcome(visit, browser, &headers, &signed_in, typed).await,
        Err(Refused::Wrong) => {
            let words = visit.texts.t("sign_in.wrong");
            let page = page(&visit, typed, Some(words)).with_status(StatusCode::UNPROCESSABLE_ENTITY);
            visit.answer(Ok(page)).await
        }
        Err(Refused::SlowDown(wait)) => {
            let seconds = (wait.as_secs() + 1).to_string();
            let words = visit.texts.tf("sign_in.slow_down", &[("seconds", &seconds)]);
            let page = page(&visit, typed, Some(words)).with_status(StatusCode::TOO_MANY_REQUESTS);
            let mut response = visit.answer(Ok(page)).await;
            if let Ok(seconds) = HeaderValue::from_str(&seconds) {
                response.headers_mut().insert(RETRY_AFTER, seconds);
            }
            response
        }
        Err(Refused::Failed(failure)) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}

async fn welcome(mut visit: Visit, browser: Browser, headers: &HeaderMap, signed_in: &SignedIn, typed: Typed) -> Response {
    if let Err(failure) = open(&browser, signed_in, headers, visit.session.now).await {
        return visit.answer(Err::<Page, Failure>(failure)).await;
    }
    let cookie = device_cookie(&visit, signed_in);
    let mut response = if typed.resume_to.is_empty() {
        Redirect::to(own_path(&typed.next)).into_response()
    } else {
        // The form to send again needs the token of the session that has just begun.
        if let Err(failure) = become_known(&mut visit, &browser, signed_in).await {
            return visit.answer(Err::<Page, Failure>(failure)).await;
        }
        let page = resume_page(&visit, own_path(&typed.resume_to).to_owned(), &typed.resume);
        visit.answer(Ok(page)).await
    };
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

async fn become_known(visit: &mut Visit, browser: &Browser, signed_in: &SignedIn) -> Result<(), Failure> {
    browser.save().await.map_err(|error| {
        tracing::error!(%error, "a session could not be kept");
        Failure::Unavailable
    })?;
    let actor = actor_of(&visit.context.db, signed_in.account, signed_in.version).await?.ok_or(Failure::SignInRequired)?;
    visit.asker = Asker { actor, session_id: browser.id().map(|id| id.to_string()).unwrap_or_default() };
    visit.session = visit.context.session(&visit.asker);
    Ok(())
}

/// Half a year; it opens nothing by itself.
pub(super) fn device_cookie(visit: &Visit, signed_in: &SignedIn) -> String {
    let secure = if visit.context.secure { "; Secure" } else { "" };
    format!("{DEVICE_COOKIE}={}; Path=/sign-in; Max-Age=15552000; SameSite=Lax; HttpOnly{secure}", signed_in.known_device)
}

/// What was typed before the session ended, to be sent again by one press.
fn resume_page(visit: &Visit, to: String, fields: &str) -> Page {
    let fields: Vec<(String, String)> = serde_html_form::from_str(fields).unwrap_or_default();
    let t = visit.texts;
    Page::new(t.t("sign_in.resume"), move || {
        let hidden: Vec<_> =
            fields.iter().map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> }).collect();
        view! {
            <section class="narrow">
                <h1>{t.t("sign_in.resume")}</h1>
                <p>{t.t("sign_in.resume_meaning")}</p>
                <PostForm action=to.clone()>
                    {hidden}
                    <button>{t.t("sign_in.resume_button")}</button>
                </PostForm>
            </section>
        }
    })
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
                    <input type="hidden" name="next" value=typed.next/>
                    {(!typed.resume_to.is_empty()).then(|| view! {
                        <input type="hidden" name="resume_to" value=typed.resume_to/>
                        <input type="hidden" name="resume" value=typed.resume/>
                    })}
                    <button>{t.t("sign_in.button")}</button>
                </PostForm>
                <p class="soft">{t.t("sign_in.forgotten")}</p>
            </section>
        }
    })
}
