//! `/sign-in/code`: the second step, for those who have switched it on.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use leptos::prelude::*;
use serde::Deserialize;
use store::account::Refused;
use tower_sessions::Session as Browser;

use super::half_open;
use super::onward::{Asked, DEVICE_COOKIE, Onward, OnwardFields, let_in};
use super::page::{begin_again, come_back_after, wait_words};
use crate::server_context::ClientAddress;
use crate::ui::{Field, Notice, PostForm, texts};
use crate::visit::{Page, Visit};

#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
    #[serde(flatten)]
    onward: Onward,
}

pub async fn show(visit: Visit, browser: Browser, Query(asked): Query<Asked>) -> Response {
    match half_open(&browser, visit.session.now).await {
        Ok(Some(half)) if !half.sets_up => {
            let page = page(&visit, asked.into(), None);
            visit.answer(Ok(page)).await
        }
        Ok(_) => Redirect::to(&asked.on_the_way("/sign-in")).into_response(),
        Err(failure) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}

pub async fn take(visit: Visit, browser: Browser, from: ClientAddress, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    let known_device = visit.cookie(DEVICE_COOKIE);
    let half = match half_open(&browser, visit.session.now).await {
        Ok(Some(half)) => half,
        Ok(None) => return begin_again(visit, typed.onward).await,
        Err(failure) => return visit.answer(Err::<Page, Failure>(failure)).await,
    };
    match visit.context.sign_ins.by_code(&half, &typed.code, from.0, &known_device, visit.session.now).await {
        Ok(signed_in) => let_in(visit, browser, &headers, &signed_in, typed.onward).await,
        Err(Refused::Wrong) => {
            let words = visit.texts.t("sign_in.code_wrong");
            let page = page(&visit, typed.onward, Some(words)).with_status(StatusCode::UNPROCESSABLE_ENTITY);
            visit.answer(Ok(page)).await
        }
        Err(Refused::SlowDown(wait)) => {
            let words = wait_words(visit.texts, wait);
            let page = page(&visit, typed.onward, Some(words)).with_status(StatusCode::TOO_MANY_REQUESTS);
            come_back_after(wait, visit.answer(Ok(page)).await)
        }
        Err(Refused::Failed(Failure::SignInRequired)) => begin_again(visit, typed.onward).await,
        Err(Refused::Failed(failure)) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}

pub fn page(visit: &Visit, onward: Onward, wrong: Option<String>) -> Page {
    Page::new(visit.texts.t("sign_in.code_title"), move || {
        let t = texts();
        let onward = onward.clone();
        view! {
            <section class="narrow sign-in">
                <h1>{t.t("sign_in.code_title")}</h1>
                {wrong.clone().map(|words| view! { <Notice tone="bad"><p>{words}</p></Notice> })}
                <p>{t.t("sign_in.code_meaning")}</p>
                <PostForm action="/sign-in/code" class="card">
                    <Field name="code" label=t.t("sign_in.code") hint=t.t("sign_in.code_hint") value=String::new() errors=Default::default() digits=true limit=40 autocomplete="one-time-code"/>
                    <OnwardFields onward=onward/>
                    <button>{t.t("sign_in.button")}</button>
                </PostForm>
                <p><a class="button plain" href="/sign-in">{t.t("sign_in.other_account")}</a></p>
                <p class="soft">{t.t("sign_in.code_lost")}</p>
            </section>
        }
    })
}
