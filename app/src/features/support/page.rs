//! One month: which, as of when, and its tables.

use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::first_of;
use domain::setting::months_after;
use domain::support_table::{freezes_on, last_of, month_to_freeze};
use leptos::prelude::*;
use store::support::SupportTables;

use super::table::Table;
use crate::texts::Texts;
use crate::ui::{Choice, Select, date, moment, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let months = visit.session.support_months().await?;
    let missed = visit.session.support_months_missed().await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let asked = asked.iter().find(|(name, _)| name == "month").and_then(|(_, month)| format!("{month}-01").parse::<NaiveDate>().ok());
    // A month that was not frozen, or none at all: the latest.
    let chosen = asked.map(first_of).filter(|month| months.contains(month)).or(months.first().copied());
    let tables = match chosen {
        Some(month) => Some(visit.session.support_tables(month).await?),
        None => None,
    };
    let next = months_after(month_to_freeze(visit.session.today), 1);
    Ok(Page::new(visit.texts.t("support.title"), move || {
        let t = texts();
        let shown = match tables.clone() {
            Some(tables) => view! { <Month tables=tables months=months.clone() missed=missed.clone()/> }.into_any(),
            None => {
                let words = t.tf("support.none", &[("month", &month_words(next)), ("day", &date(t, freezes_on(next)))]);
                view! { <p>{words}</p> }.into_any()
            }
        };
        view! {
            <article class="narrow support">
                <h1>{t.t("support.title")}</h1>
                <p class="soft">{t.t("support.meaning")}</p>
                {shown}
            </article>
        }
    }))
}

/// "10/2026", the same in both languages.
fn month_words(month: NaiveDate) -> String {
    month.format("%m/%Y").to_string()
}

#[component]
fn Month(tables: SupportTables, months: Vec<NaiveDate>, missed: Vec<NaiveDate>) -> impl IntoView {
    let t = texts();
    let choices: Vec<Choice> =
        months.iter().map(|month| Choice { code: month.format("%Y-%m").to_string(), words: month_words(*month) }).collect();
    let chosen = tables.month.format("%Y-%m").to_string();
    let all: Vec<_> = tables.tables.iter().map(|table| view! { <Table table=table.clone()/> }.into_any()).collect();
    view! {
        <form method="get" action="/support" class="card row no-print">
            <Select name="month" label=t.t("support.month") value=chosen choices=choices errors=Default::default()/>
            <button>{t.t("support.show")}</button>
        </form>
        <p><strong>{as_of(t, &tables)}</strong></p>
        {(!missed.is_empty()).then(|| {
            let months: Vec<String> = missed.iter().map(|month| month_words(*month)).collect();
            view! { <p>{t.tf("support.missed_months", &[("months", &months.join(", "))])}</p> }
        })}
        <p class="soft">{t.t("support.hidden_meaning")}</p>
        {all}
    }
}

fn as_of(t: Texts, tables: &SupportTables) -> String {
    let (day, frozen) = (date(t, last_of(tables.month)), moment(t, tables.frozen_at));
    t.tf("support.as_of", &[("month", &month_words(tables.month)), ("day", &day), ("frozen", &frozen)])
}
