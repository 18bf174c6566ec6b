//! `/account`.

use axum::response::Response;
use domain::account::{Account, SignedInDevice};
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use tower_sessions::Session as Browser;

use super::calendars::Calendars;
use super::tokens::Tokens;
use crate::features::data_rights::{Clocks, Waiting};
use crate::features::users::role_words;
use crate::shell::beyond_the_bar;
use crate::ui::{Field, Notice, PostForm, moment, texts};
use crate::visit::{Page, Visit};

/// What the page says besides what it always says.
#[derive(Clone, Default)]
pub struct Said {
    pub errors: FieldErrors,
    pub good: Option<&'static str>,
    /// A token that was just made: shown this once.
    pub token: Option<String>,
    /// The address of a calendar feed that was just made: shown this once.
    pub calendar: Option<String>,
}

pub async fn show(visit: Visit, browser: Browser) -> Response {
    let page = page(&visit, &browser, Said::default()).await;
    visit.answer(page).await
}

pub async fn page(visit: &Visit, browser: &Browser, said: Said) -> Result<Page, Failure> {
    let account = visit.session.own_account().await?;
    let devices = visit.session.own_devices(browser.id()).await?;
    let tokens = visit.session.own_tokens().await?;
    let feeds = visit.session.own_feeds().await?;
    let clocks = Clocks::of(visit).await?;
    let has_dates = visit.session.has_dates();
    let by_token = visit.asker.actor.by_token;
    let elsewhere = beyond_the_bar(visit);
    Ok(Page::new(visit.texts.t("account.title"), move || {
        let t = texts();
        view! {
            <article class="narrow">
                <h1>{account.display_name.clone()}</h1>
                {said.good.map(|key| view! { <Notice tone="good"><p>{t.t(key)}</p></Notice> })}
                <Waiting clocks=clocks/>
                <Roles account=account.clone()/>
                {(!elsewhere.is_empty()).then(|| view! {
                    <nav class="card" aria-label=t.t("account.offices")><ul class="plain-list">
                        {elsewhere.iter().map(|(href, name)| view! { <li><a href=*href>{name.clone()}</a></li> }).collect::<Vec<_>>()}
                    </ul></nav>
                })}
                <PostForm action="/sign-out" class="row"><button class="plain">{t.t("account.sign_out")}</button></PostForm>
                <Devices devices=devices.clone()/>
                <Password errors=said.errors.clone()/>
                {(!by_token).then(|| view! {
                    <section class="card row">
                        <span><strong>{t.t("account.second_factor")}</strong>": "{t.t(if account.second_factor { "account.is_on" } else { "account.is_off" })}</span>
                        <a class="button plain" href="/account/second-factor">{t.t(if account.second_factor { "account.second_factor_change" } else { "account.second_factor_on" })}</a>
                    </section>
                })}
                {has_dates.then(|| view! { <Calendars feeds=feeds.clone() made=said.calendar.clone() errors=said.errors.clone()/> })}
                <Tokens tokens=tokens.clone() made=said.token.clone() errors=said.errors.clone()/>
            </article>
        }
    }))
}

#[component]
fn Roles(account: Account) -> impl IntoView {
    let t = texts();
    let roles: Vec<_> = account.roles.iter().map(|role| view! { <li>{role_words(t, role)}</li> }).collect();
    view! {
        <section class="card">
            <p class="soft">{t.t("account.user_name")}": "<strong>{account.user_name.clone()}</strong></p>
            <h2>{t.t("account.roles")}</h2>
            <ul>{roles}</ul>
        </section>
    }
}

#[component]
fn Devices(devices: Vec<SignedInDevice>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = devices
        .into_iter()
        .map(|device| {
            let name = if device.device.is_empty() { t.t("account.unknown_device") } else { device.device };
            let label = t.tf("account.sign_out_there", &[("device", &name)]);
            view! {
                <li class="row">
                    <span><strong>{name}</strong><br/><span class="soft">{t.tf("account.device_times", &[("since", &moment(t, device.since)), ("seen", &moment(t, device.seen_at))])}</span></span>
                    {if device.here {
                        view! { <span>{t.t("account.this_device")}</span> }.into_any()
                    } else {
                        view! {
                            <PostForm action="/account/devices/sign-out">
                                <input type="hidden" name="handle" value=device.handle/>
                                <button class="plain" aria-label=label>{t.t("account.sign_out")}</button>
                            </PostForm>
                        }.into_any()
                    }}
                </li>
            }
        })
        .collect();
    view! { <section class="card"><h2>{t.t("account.devices")}</h2><ul class="plain-list">{rows}</ul></section> }
}

#[component]
fn Password(errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let open = ["old_password", "password", "again"].iter().any(|field| errors.of(field).next().is_some());
    view! {
        <details class="card" open=open>
            <summary>{t.t("account.change_password")}</summary>
            <PostForm action="/account/password">
                <Field name="old_password" label=t.t("account.old_password") value=String::new() errors=errors.clone() kind="password" autocomplete="current-password"/>
                <Field name="password" label=t.t("sign_in.new_password") hint=t.t("sign_in.password_hint") value=String::new() errors=errors.clone() kind="password" autocomplete="new-password"/>
                <Field name="again" label=t.t("sign_in.password_again") value=String::new() errors=errors.clone() kind="password" autocomplete="new-password"/>
                <button>{t.t("account.change_password")}</button>
            </PostForm>
        </details>
    }
}
