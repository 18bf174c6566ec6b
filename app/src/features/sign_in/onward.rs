//! Where a person goes once they are in: what they had asked for, or what they had typed before their session
//! ended. It travels along as hidden fields, through every step of signing in.

use axum::http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::account::{HalfOpen, Passed, SignedIn, actor_of};
use tower_sessions::Session as Browser;

use super::browser::{open, open_half};
use super::{code_page, own_path, set_up_page};
use crate::server_context::Asker;
use crate::ui::{PostForm, texts};
use crate::visit::{Page, Visit};

/// Says that this person signed in on this device before.
pub const DEVICE_COOKIE: &str = "known_device";

/// As far as it stands in an address. A form to send again never does: a link that somebody made up must not lay
/// one before a person who signs in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub next: String,
}

impl Asked {
    /// The address of a step.
    pub fn on_the_way(&self, step: &str) -> String {
        format!("{step}?{}", serde_html_form::to_string(self).unwrap_or_default())
    }
}

/// `resume` is a form that was sent too late: where to, and its fields.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Onward {
    pub next: String,
    pub resume_to: String,
    pub resume: String,
}

impl From<Asked> for Onward {
    fn from(asked: Asked) -> Self {
        Self { next: asked.next, ..Self::default() }
    }
}

/// The same, in a form.
#[component]
pub fn OnwardFields(onward: Onward) -> impl IntoView {
    view! {
        <input type="hidden" name="next" value=onward.next/>
        {(!onward.resume_to.is_empty()).then(|| view! {
            <input type="hidden" name="resume_to" value=onward.resume_to/>
            <input type="hidden" name="resume" value=onward.resume/>
        })}
    }
}

/// Goes on, by one press.
#[component]
pub fn GoOn(onward: Onward) -> impl IntoView {
    let t = texts();
    if onward.resume_to.is_empty() {
        return view! { <p class="no-print"><a class="button" href=own_path(&onward.next).to_owned()>{t.t("sign_in.go_on")}</a></p> }
            .into_any();
    }
    let fields: Vec<(String, String)> = serde_html_form::from_str(&onward.resume).unwrap_or_default();
    let hidden: Vec<_> = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    view! {
        <p>{t.t("sign_in.resume_meaning")}</p>
        <PostForm action=own_path(&onward.resume_to).to_owned()>
            {hidden}
            <button>{t.t("sign_in.resume_button")}</button>
        </PostForm>
    }
    .into_any()
}

/// After the password, or a link: in, or to the second step.
pub async fn welcome(visit: Visit, browser: Browser, headers: &HeaderMap, passed: Passed, onward: Onward) -> Response {
    match passed {
        Passed::In(signed_in) => let_in(visit, browser, headers, &signed_in, onward).await,
        Passed::Half(half) => second_step(visit, browser, half, onward).await,
    }
}

async fn second_step(mut visit: Visit, browser: Browser, half: HalfOpen, onward: Onward) -> Response {
    if let Err(failure) = open_half(&browser, half, visit.session.now).await {
        return visit.answer(Err::<Page, Failure>(failure)).await;
    }
    if onward.resume_to.is_empty() {
        let step = if half.sets_up { "/sign-in/set-up" } else { "/sign-in/code" };
        return Redirect::to(&Asked { next: onward.next }.on_the_way(step)).into_response();
    }
    // What was typed does not fit into an address, and does not belong there. The form to go on with needs the
    // token of the session that has just begun.
    if let Err(failure) = save(&browser).await {
        return visit.answer(Err::<Page, Failure>(failure)).await;
    }
    visit.asker.session_id = browser.id().map(|id| id.to_string()).unwrap_or_default();
    let page = match half.sets_up {
        true => set_up_page::page(&visit, &browser, &half, onward, None).await,
        false => Ok(code_page::page(&visit, onward, None)),
    };
    visit.answer(page).await
}

/// Opens the session, and goes on.
pub async fn let_in(mut visit: Visit, browser: Browser, headers: &HeaderMap, signed_in: &SignedIn, onward: Onward) -> Response {
    if let Err(failure) = open(&browser, signed_in, headers, visit.session.now).await {
        return visit.answer(Err::<Page, Failure>(failure)).await;
    }
    let cookie = device_cookie(&visit, signed_in);
    let response = if onward.resume_to.is_empty() {
        Redirect::to(own_path(&onward.next)).into_response()
    } else {
        // The form to send again needs the token of the session that has just begun.
        if let Err(failure) = become_known(&mut visit, &browser, signed_in).await {
            return visit.answer(Err::<Page, Failure>(failure)).await;
        }
        let page = resume_page(&visit, onward);
        visit.answer(Ok(page)).await
    };
    with_cookie(response, &cookie)
}

/// Makes whoever asks the person who has just been let in: the page that is answered is theirs.
pub async fn become_known(visit: &mut Visit, browser: &Browser, signed_in: &SignedIn) -> Result<(), Failure> {
    save(browser).await?;
    let actor = actor_of(&visit.context.db, signed_in.account, signed_in.version).await?.ok_or(Failure::SignInRequired)?;
    visit.asker = Asker { actor, session_id: browser.id().map(|id| id.to_string()).unwrap_or_default() };
    visit.session = visit.context.session(&visit.asker);
    Ok(())
}

async fn save(browser: &Browser) -> Result<(), Failure> {
    browser.save().await.map_err(|error| {
        tracing::error!(%error, "a session could not be kept");
        Failure::Unavailable
    })
}

/// Half a year; it opens nothing by itself.
pub fn device_cookie(visit: &Visit, signed_in: &SignedIn) -> String {
    let secure = if visit.context.secure { "; Secure" } else { "" };
    format!("{DEVICE_COOKIE}={}; Path=/sign-in; Max-Age=15552000; SameSite=Lax; HttpOnly{secure}", signed_in.known_device)
}

pub fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// What was typed before the session ended, to be sent again by one press.
fn resume_page(visit: &Visit, onward: Onward) -> Page {
    Page::new(visit.texts.t("sign_in.resume"), move || {
        let t = texts();
        view! { <section class="narrow"><h1>{t.t("sign_in.resume")}</h1><GoOn onward=onward.clone()/></section> }
    })
}
