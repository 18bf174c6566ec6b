//! Calendar feeds, on a person's own page: made, shown once, ended.

use axum::Form;
use axum::http::header::HeaderMap;
use axum::response::Response;
use domain::calendar::{CalendarFeed, CalendarLanguage};
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use serde::Deserialize;
use store::Operation;
use tower_sessions::Session as Browser;
use uuid::Uuid;

use super::page::{Said, page};
use crate::ui::{Choice, Notice, PostForm, Select, moment, texts};
use crate::visit::{Answer, Visit};

#[derive(Deserialize)]
pub struct NewFeed {
    #[serde(default)]
    language: String,
}

/// Answers with the page itself: the address is shown once, and nowhere else.
pub async fn make_calendar(visit: Visit, browser: Browser, headers: HeaderMap, Form(typed): Form<NewFeed>) -> Response {
    let language = typed.language.parse().map_err(|_| Failure::from(FieldErrors::one("language", "not_a_choice", "")));
    let made = match language {
        Ok(language) => visit.session.make_feed(Operation::once(), language).await,
        Err(failure) => Err(failure),
    };
    match made {
        Ok(secret) => {
            let calendar = Some(format!("{}/calendar/{secret}.ics", visit.context.address(&headers)));
            let page = page(&visit, &browser, Said { calendar, ..Said::default() }).await;
            visit.answer(page).await
        }
        Err(failure) => super::actions::again(visit, &browser, failure).await,
    }
}

#[derive(Deserialize)]
pub struct FeedId {
    id: Uuid,
}

pub async fn end_calendar(visit: Visit, Form(feed): Form<FeedId>) -> Response {
    let done = visit.session.end_feed(Operation::once(), feed.id).await;
    visit.answer(done.map(|()| Answer::SeeOther("/account".into()))).await
}

#[component]
pub fn Calendars(feeds: Vec<CalendarFeed>, made: Option<String>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let open = made.is_some() || errors.of("language").next().is_some();
    let rows: Vec<_> = feeds
        .into_iter()
        .map(|feed| {
            let used = feed.last_used_at.map_or_else(|| t.t("account.never_used"), |at| t.tf("account.last_used", &[("at", &moment(t, at))]));
            let name = t.tf("calendar.made_at", &[("at", &moment(t, feed.created_at))]);
            let label = t.tf("calendar.end_named", &[("name", &name)]);
            view! {
                <li class="row">
                    <span><strong>{name}</strong>" · "{t.code("calendar_language", feed.language.code())}<br/><span class="soft">{used}</span></span>
                    <PostForm action="/account/calendars/end">
                        <input type="hidden" name="id" value=feed.id.to_string()/>
                        <button class="plain" aria-label=label>{t.t("account.end_token")}</button>
                    </PostForm>
                </li>
            }
        })
        .collect();
    let languages = CalendarLanguage::all()
        .iter()
        .map(|language| Choice { code: language.code().into(), words: t.code("calendar_language", language.code()) })
        .collect();
    view! {
        <details class="card" id="calendars" open=open>
            <summary>{t.t("calendar.title")}</summary>
            {made.map(|address| view! { <Notice tone="good"><p>{t.t("calendar.made")}</p><p><code class="secret">{address}</code></p></Notice> })}
            <p class="soft">{t.t("calendar.meaning")}</p>
            <ul class="plain-list">{rows}</ul>
            <PostForm action="/account/calendars">
                <Select name="language" within="calendar" label=t.t("calendar.language") value=t.0.code().to_owned() choices=languages errors=errors/>
                <button>{t.t("calendar.make")}</button>
            </PostForm>
        </details>
    }
}
