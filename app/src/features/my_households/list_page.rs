//! The list by building and floor, and what was saved a moment ago.

use axum::response::Response;
use domain::failure::Failure;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::card::{Card, address};
use super::own_record::OwnTasks;
use crate::ui::{Notice, PostForm, texts};
use crate::visit::{Page, Visit};

/// What the address says of a visit that was just saved: ids, and nothing else.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct Saved {
    /// The household.
    saved: Option<Uuid>,
    /// Nobody was at home: that visit can be taken back.
    missed: Option<Uuid>,
    /// It was taken back.
    back: Option<Uuid>,
}

pub async fn list(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let all = visit.session.my_households().await?;
    let record = visit.session.my_record().await?;
    let asked: Saved = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let own = |id: Uuid| all.iter().any(|mine| mine.household.id == id);
    let saved = asked.saved.filter(|id| own(*id));
    let back = asked.back.is_some_and(own);
    let today = visit.session.today;
    Ok(Page::new(visit.texts.t("my_households.title"), move || {
        let t = texts();
        let notice = match (saved, asked.missed) {
            (Some(household), Some(missed)) => Some(view! { <Missed household=household missed=missed/> }.into_any()),
            (Some(_), None) => Some(view! { <Notice tone="good"><p>{t.t("my_households.saved")}</p></Notice> }.into_any()),
            (None, _) if back => Some(view! { <Notice tone="good"><p>{t.t("my_households.taken_back")}</p></Notice> }.into_any()),
            (None, _) => None,
        };
        let none = all.is_empty();
        let cards: Vec<_> = all.iter().map(|mine| view! { <Card mine=mine.clone() today=today/> }.into_any()).collect();
        view! {
            <article class="narrow">
                <h1>{t.t("my_households.title")}</h1>
                {notice}
                <p class="soft">{t.t("house_visits.purpose")}</p>
                {none.then(|| view! { <p class="card">{t.t("my_households.none")}</p> })}
                <ul class="my-households">{cards}</ul>
                {record.clone().map(|record| view! { <OwnTasks record=record today=today/> })}
            </article>
        }
    }))
}

#[component]
fn Missed(household: Uuid, missed: Uuid) -> impl IntoView {
    let t = texts();
    view! {
        <Notice tone="good">
            <p>{t.t("house_visits.missed_saved")}</p>
            <PostForm about_people=true action=format!("{}/visit/take-back", address(household))>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="visit" value=missed.to_string()/>
                <button class="plain">{t.t("house_visits.take_back")}</button>
            </PostForm>
        </Notice>
    }
}
