//! `/sign-in/set-up`: a second factor, for those whose role asks for one and who have none yet.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use serde::Deserialize;
use store::account::{HalfOpen, SignedIn};
use tower_sessions::Session as Browser;

use super::browser::{half_open, keep_offer, offered, open};
use super::factor::{CodeField, FactorOffer, RecoveryCodes};
use super::onward::{Asked, GoOn, Onward, OnwardFields, become_known, device_cookie, with_cookie};
use super::page::begin_again;
use crate::ui::{PostForm, texts};
use crate::visit::{Page, Visit};

#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
    #[serde(flatten)]
    onward: Onward,
}

pub async fn show(visit: Visit, browser: Browser, Query(asked): Query<Asked>) -> Response {
    let found = match half_open(&browser, visit.session.now).await {
        Ok(Some(half)) if half.sets_up => page(&visit, &browser, &half, asked.clone().into(), None).await,
        Ok(_) => Err(Failure::SignInRequired),
        Err(failure) => Err(failure),
    };
    match found {
        Err(Failure::SignInRequired) => Redirect::to(&asked.on_the_way("/sign-in")).into_response(),
        found => visit.answer(found).await,
    }
}

pub async fn set_up(visit: Visit, browser: Browser, headers: HeaderMap, Form(typed): Form<Typed>) -> Response {
    let half = match half_open(&browser, visit.session.now).await {
        Ok(Some(half)) => half,
        Ok(None) => return begin_again(visit, typed.onward).await,
        Err(failure) => return visit.answer(Err::<Page, Failure>(failure)).await,
    };
    let done = async {
        let offered = offered(&browser).await?.unwrap_or_default();
        visit.context.sign_ins.set_up(&visit.session, &half, &offered, &typed.code).await
    };
    match done.await {
        Ok((signed_in, codes)) => let_in(visit, browser, &headers, &signed_in, codes, typed.onward).await,
        Err(Failure::Invalid(errors)) => {
            let page = page(&visit, &browser, &half, typed.onward, Some(errors)).await;
            visit.answer(page.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY))).await
        }
        Err(Failure::SignInRequired) => begin_again(visit, typed.onward).await,
        Err(failure) => visit.answer(Err::<Page, Failure>(failure)).await,
    }
}

/// In, with the recovery codes: they are shown this once.
async fn let_in(
    mut visit: Visit,
    browser: Browser,
    headers: &HeaderMap,
    signed_in: &SignedIn,
    codes: Vec<String>,
    onward: Onward,
) -> Response {
    let opened = async {
        open(&browser, signed_in, headers, visit.session.now).await?;
        become_known(&mut visit, &browser, signed_in).await
    };
    if let Err(failure) = opened.await {
        return visit.answer(Err::<Page, Failure>(failure)).await;
    }
    let cookie = device_cookie(&visit, signed_in);
    let page = Page::new(visit.texts.t("sign_in.codes_title"), move || {
        view! { <section class="narrow"><RecoveryCodes codes=codes.clone()/><GoOn onward=onward.clone()/></section> }
    });
    with_cookie(visit.answer(Ok(page)).await, &cookie)
}

/// Whoever looks at the page is shown another secret; a wrong code, `refused`, does not ask for another picture.
pub async fn page(
    visit: &Visit,
    browser: &Browser,
    half: &HalfOpen,
    onward: Onward,
    refused: Option<FieldErrors>,
) -> Result<Page, Failure> {
    let before = offered(browser).await?.filter(|_| refused.is_some());
    let offer = visit.context.sign_ins.offer(&visit.session, half, before.as_deref()).await?;
    if before.as_ref() != Some(&offer.sealed) {
        keep_offer(browser, &offer.sealed).await?;
    }
    let errors = refused.unwrap_or_default();
    Ok(Page::new(visit.texts.t("sign_in.set_up_title"), move || {
        let t = texts();
        let (onward, errors) = (onward.clone(), errors.clone());
        view! {
            <section class="narrow">
                <h1>{t.t("sign_in.set_up_title")}</h1>
                <p>{t.t("sign_in.set_up_meaning")}</p>
                <FactorOffer offer=offer.clone()/>
                <PostForm action="/sign-in/set-up" class="card">
                    <CodeField errors=errors/>
                    <OnwardFields onward=onward/>
                    <button>{t.t("sign_in.set_up_button")}</button>
                </PostForm>
            </section>
        }
    }))
}
