//! `/audit`: changes, newest first; and `/access-log`: who took data out.

use axum::Form;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::sealed::is_sealed;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use store::audit::{AccessEntry, AuditEntry, AuditFilter};
use store::person::Look;

use super::grants::Grants;
use crate::features::places::{field_words, value_words};
use crate::texts::Texts;
use crate::ui::{Choice, Field, PostForm, Select, count, moment, texts};
use crate::visit::{Page, Visit};

/// Entries of one page.
const ENTRIES: usize = 50;

/// Of those who were let in lately.
const GRANTS: usize = 30;

type Pairs = Vec<(String, String)>;

fn asked(visit: &Visit) -> Pairs {
    serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default()
}

fn of(pairs: &Pairs, name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let asked = asked(visit);
    let (filter, errors) = filter(&asked);
    let entries = if errors.is_empty() { visit.session.audit(&filter, ENTRIES as u64 + 1).await? } else { Vec::new() };
    let older = (entries.len() > ENTRIES).then(|| {
        let mut pairs: Pairs = asked.iter().filter(|(name, value)| name != "before" && !value.is_empty()).cloned().collect();
        pairs.push(("before".into(), entries[ENTRIES - 1].entry.seq.to_string()));
        format!("/audit?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    });
    Ok(Page::new(visit.texts.t("audit.title"), move || {
        let t = texts();
        let rows: Vec<_> = entries.iter().take(ENTRIES).map(|entry| view! { <Entry entry=entry.clone()/> }).collect();
        let none = rows.is_empty();
        let actions: Vec<Choice> = Action::all()
            .iter()
            .filter(|action| !action.is_read() && !action.is_about_people())
            .map(|action| Choice { code: action.code().into(), words: action_words(t, action.code()) })
            .collect();
        view! {
            <article>
                <h1>{t.t("audit.title")}</h1>
                <form method="get" action="/audit" class="card no-print">
                    <div class="columns">
                        <Field name="actor" label=t.t("audit.actor") value=of(&asked, "actor") errors=errors.clone() limit=40/>
                        <Select name="action" label=t.t("audit.action") value=of(&asked, "action") choices=actions errors=errors.clone() blank=t.t("audit.any")/>
                        <Field name="from" label=t.t("audit.from") value=of(&asked, "from") errors=errors.clone() kind="date"/>
                        <Field name="to" label=t.t("audit.to") value=of(&asked, "to") errors=errors.clone() kind="date"/>
                        <Field name="row" label=t.t("audit.row") value=of(&asked, "row") errors=errors.clone() limit=36/>
                    </div>
                    <button>{t.t("audit.search")}</button>
                </form>
                {none.then(|| view! { <p>{t.t("audit.nothing")}</p> })}
                <ol class="timeline">{rows}</ol>
                {older.clone().map(|older| view! { <p><a class="button plain" href=older rel="next">{t.t("audit.older")}</a></p> })}
            </article>
        }
    }))
}

/// Nonsense is said, field by field, and finds nothing.
fn filter(asked: &Pairs) -> (AuditFilter, FieldErrors) {
    let mut errors = FieldErrors::default();
    let text = |name: &str| Some(of(asked, name)).filter(|text| !text.is_empty());
    let mut day = |name: &'static str| {
        text(name).and_then(|text| {
            domain::text::day(&text).or_else(|| {
                errors.push(name, "not_understood", &text);
                None
            })
        })
    };
    let (from, to) = (day("from"), day("to"));
    let action = text("action").and_then(|code| code.parse().map_err(|_| errors.push("action", "not_a_choice", "")).ok());
    let row_id = text("row").and_then(|id| id.parse().map_err(|_| errors.push("row", "not_understood", &id)).ok());
    let before = text("before").and_then(|seq| seq.parse().ok());
    (AuditFilter { actor: text("actor"), action, row_id, from, to, before }, errors)
}

fn action_words(t: Texts, code: &str) -> String {
    t.code("action", code)
}

#[component]
fn Entry(entry: AuditEntry) -> impl IntoView {
    let t = texts();
    let AuditEntry { entry, actor_name } = entry;
    let who = actor_name.unwrap_or_else(|| if entry.actor == "local" { t.t("audit.local") } else { t.t("audit.nobody") });
    let place = (entry.row_table == "place").then(|| format!("/places/{}", entry.row_id));
    let changes: Vec<_> = entry
        .changes
        .iter()
        .map(|change| {
            let words = if entry.row_table == "place" {
                let value = |value| value_words(t, &change.field, value);
                format!("{}: {} → {}", field_words(t, &change.field), value(&change.from), value(&change.to))
            } else {
                let value = |value: &Value| if is_sealed(value) { t.t("contacts.protected") } else { value.to_string() };
                format!("{}: {} → {}", change.field, value(&change.from), value(&change.to))
            };
            view! { <li>{words}</li> }
        })
        .collect();
    let many = t.tf("places.fields_changed", &[("count", &changes.len().to_string())]);
    view! {
        <li>
            <p>
                <strong>{action_words(t, &entry.action)}</strong>
                " "<span class="soft">{format!("#{} · {} · {who}", entry.seq, moment(t, entry.at))}</span>
                {place.map(|href| view! { " · "<a href=href>{t.t("audit.to_place")}</a> })}
            </p>
            <details><summary>{many}</summary><ul>{changes}</ul></details>
        </li>
    }
}

pub async fn access(visit: Visit) -> Response {
    let page = access_page(&visit, String::new(), None, FieldErrors::default()).await;
    visit.answer(page).await
}

/// A code that somebody looks for; it stands in no address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: String,
}

/// Who looked at the household of a code: for whoever answers its complaint about a ward.
pub async fn access_of(visit: Visit, Form(typed): Form<Code>) -> Response {
    let found = match visit.session.looks_at_code(&typed.code).await {
        Ok(Some(looks)) => access_page(&visit, typed.code, Some(looks), FieldErrors::default()).await,
        // A slip of the finger must not read as if nobody had looked.
        Ok(None) => access_page(&visit, typed.code, None, FieldErrors::one("code", "no_household_anywhere", "")).await,
        Err(failure) => Err(failure),
    };
    visit.answer(found).await
}

/// The log; `looks` are those at the household of `code`, where somebody asked.
async fn access_page(visit: &Visit, code: String, looks: Option<Vec<Look>>, errors: FieldErrors) -> Result<Page, Failure> {
    let before = of(&asked(visit), "before").parse().ok();
    let entries = visit.session.access_log(before, ENTRIES as u64 + 1).await?;
    let grants = visit.session.grants(GRANTS).await?;
    let older = (entries.len() > ENTRIES).then(|| entries[ENTRIES - 1].seq);
    Ok(Page::new(visit.texts.t("audit.access_title"), move || {
        let t = texts();
        let rows: Vec<_> = entries.iter().take(ENTRIES).map(|entry| access_row(t, entry)).collect();
        let none = rows.is_empty();
        view! {
            <article>
                <h1>{t.t("audit.access_title")}</h1>
                <p class="soft">{t.t("audit.access_meaning")}</p>
                <section class="card">
                    <CodeForm code=code.clone() errors=errors.clone()/>
                    {looks.clone().map(|looks| view! { <LooksAtOne looks=looks/> })}
                </section>
                <Grants grants=grants.clone()/>
                {none.then(|| view! { <p>{t.t("audit.nothing")}</p> })}
                <ol class="timeline">{rows}</ol>
                {older.map(|seq| view! { <p><a class="button plain" href=format!("/access-log?before={seq}") rel="next">{t.t("audit.older")}</a></p> })}
            </article>
        }
    }))
}

#[component]
fn CodeForm(code: String, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    view! {
        <PostForm about_people=true action="/access-log" class="no-print">
            <Field name="code" label=t.t("audit.household_code") hint=t.t("audit.household_code_hint") value=code errors=errors limit=40/>
            <button>{t.t("audit.who_looked")}</button>
        </PostForm>
    }
}

#[component]
fn LooksAtOne(looks: Vec<Look>) -> impl IntoView {
    let t = texts();
    let none = looks.is_empty();
    let total = t.tf("data_rights.looks_all", &[("total", &count(t, looks.len() as u64))]);
    let rows: Vec<_> = looks
        .into_iter()
        .map(|look| {
            let who = look.who.unwrap_or_else(|| t.t("audit.nobody"));
            view! { <li><strong>{action_words(t, &look.action)}</strong>" "<span class="soft">{format!("{} · {who}", moment(t, look.at))}</span></li> }
        })
        .collect();
    view! {
        <p class="soft">{if none { t.t("audit.no_looks") } else { total }}</p>
        <ol class="timeline">{rows}</ol>
    }
}

fn access_row(t: Texts, entry: &AccessEntry) -> impl IntoView + use<> {
    let who = entry.actor_name.clone().unwrap_or_else(|| if entry.actor == "local" { t.t("audit.local") } else { t.t("audit.nobody") });
    let rows = count(t, u64::try_from(entry.row_count).unwrap_or_default());
    let what = [t.code("record_kind", &entry.row_table)].into_iter().chain(entry.ward.clone()).collect::<Vec<_>>().join(" · ");
    view! { <li><strong>{action_words(t, &entry.action)}</strong>" "<span class="soft">{format!("{} · {who}", moment(t, entry.at))}</span>" · "{what}" · "{t.tf("audit.rows", &[("count", &rows)])}</li> }
}
