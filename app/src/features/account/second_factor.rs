//! `/account/second-factor`: a code of the phone besides the password, switched on, off, and its recovery codes.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::SecondFactor;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use serde::Deserialize;
use store::Operation;
use store::account::{Offer, SignedIn};
use tower_sessions::Session as Browser;

use crate::features::sign_in::{CodeField, FactorOffer, RecoveryCodes, become_known, keep_offer, offered, open};
use crate::ui::{Field, PostForm, moment, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn show(visit: Visit, browser: Browser) -> Response {
    let page = page(&visit, &browser, None).await;
    visit.answer(page).await
}

/// `refused` is what was wrong with what was just sent; none where the page is only looked at.
async fn page(visit: &Visit, browser: &Browser, refused: Option<FieldErrors>) -> Result<Page, Failure> {
    visit.session.allow(Action::OwnAccountChange)?;
    let factor = visit.session.second_factor().await?;
    let offer = match factor {
        Some(_) => None,
        None => Some(offer(visit, browser, refused.is_some()).await?),
    };
    let errors = refused.unwrap_or_default();
    Ok(Page::new(visit.texts.t("account.second_factor"), move || {
        let t = texts();
        view! {
            <article class="narrow">
                <p class="soft"><a href="/account">{t.t("account.title")}</a></p>
                <h1>{t.t("account.second_factor")}</h1>
                <p>{t.t("account.second_factor_meaning")}</p>
                {factor.clone().map(|factor| view! { <IsOn factor=factor errors=errors.clone()/> })}
                {offer.clone().map(|offer| view! { <SwitchOn offer=offer errors=errors.clone()/> })}
            </article>
        }
    }))
}

/// Whoever looks at the page is shown another secret: one that somebody else saw in this session before is
/// worth nothing. A wrong code does not ask for another picture.
async fn offer(visit: &Visit, browser: &Browser, same: bool) -> Result<Offer, Failure> {
    let before = offered(browser).await?.filter(|_| same);
    let offer = visit.session.offer_second_factor(before.as_deref()).await?;
    if before.as_ref() != Some(&offer.sealed) {
        keep_offer(browser, &offer.sealed).await?;
    }
    Ok(offer)
}

#[component]
fn SwitchOn(offer: Offer, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    view! {
        <FactorOffer offer=offer/>
        <PostForm action="/account/second-factor" class="card">
            <CodeField errors=errors.clone()/>
            <Field name="old_password" label=t.t("account.old_password") value=String::new() errors=errors kind="password" autocomplete="current-password"/>
            <button>{t.t("account.second_factor_on")}</button>
        </PostForm>
    }
}

#[component]
fn IsOn(factor: SecondFactor, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let left = t.tf("account.codes_left", &[("count", &factor.codes_left.to_string())]);
    view! {
        <section class="card">
            <p>{t.tf("account.second_factor_since", &[("at", &moment(t, factor.since))])}" "{left}</p>
            <PostForm action="/account/second-factor/codes">
                <Field name="proof" label=t.t("account.proof") hint=t.t("account.proof_hint") value=String::new() errors=errors kind="password" autocomplete="current-password"/>
                <p class="row">
                    <button>{t.t("account.renew_codes")}</button>
                    <button class="plain" formaction="/account/second-factor/off">{t.t("account.second_factor_off")}</button>
                </p>
            </PostForm>
            <p class="soft">{t.t("account.new_phone")}</p>
        </section>
    }
}

#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    code: String,
    #[serde(default)]
    old_password: String,
}

/// Ends the sessions of all devices, and goes on in a new one here, with the recovery codes.
pub async fn switch_on(mut visit: Visit, browser: Browser, headers: HeaderMap, Form(shown): Form<Shown>) -> Response {
    let switched = async {
        let (ins, offered) = (&visit.context.sign_ins, offered(&browser).await?.unwrap_or_default());
        visit.session.switch_second_factor_on(Operation::once(), ins, &offered, &shown.code, &shown.old_password).await
    };
    match switched.await {
        Ok((signed_in, codes)) => {
            let opened = open_again(&mut visit, &browser, &headers, &signed_in).await;
            let page = opened.map(|()| codes_page(&visit, codes));
            visit.answer(page).await
        }
        Err(failure) => again(visit, &browser, failure).await,
    }
}

#[derive(Deserialize)]
pub struct Proof {
    #[serde(default)]
    proof: String,
}

pub async fn renew_codes(visit: Visit, browser: Browser, Form(typed): Form<Proof>) -> Response {
    match visit.session.renew_recovery_codes(Operation::once(), &visit.context.sign_ins, &typed.proof).await {
        Ok(codes) => {
            let page = codes_page(&visit, codes);
            visit.answer(Ok(page)).await
        }
        Err(failure) => again(visit, &browser, failure).await,
    }
}

/// Ends the sessions of all devices, and goes on in a new one here.
pub async fn switch_off(visit: Visit, browser: Browser, headers: HeaderMap, Form(typed): Form<Proof>) -> Response {
    match visit.session.switch_second_factor_off(Operation::once(), &visit.context.sign_ins, &typed.proof).await {
        Ok(signed_in) => match open(&browser, &signed_in, &headers, visit.session.now).await {
            Ok(()) => Redirect::to("/account").into_response(),
            Err(failure) => visit.answer(Err::<Answer, Failure>(failure)).await,
        },
        Err(failure) => again(visit, &browser, failure).await,
    }
}

async fn open_again(visit: &mut Visit, browser: &Browser, headers: &HeaderMap, signed_in: &SignedIn) -> Result<(), Failure> {
    open(browser, signed_in, headers, visit.session.now).await?;
    become_known(visit, browser, signed_in).await
}

fn codes_page(visit: &Visit, codes: Vec<String>) -> Page {
    Page::new(visit.texts.t("sign_in.codes_title"), move || {
        let t = texts();
        view! {
            <article class="narrow">
                <RecoveryCodes codes=codes.clone()/>
                <p class="no-print"><a class="button" href="/account">{t.t("account.codes_kept")}</a></p>
            </article>
        }
    })
}

async fn again(visit: Visit, browser: &Browser, failure: Failure) -> Response {
    let found = match failure {
        Failure::Invalid(errors) => {
            page(&visit, browser, Some(errors)).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        other => Err(other),
    };
    visit.answer(found).await
}
