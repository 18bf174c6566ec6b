//! The register, and the form for a new entry.

use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::breach::{Breach, LONGEST};
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Typed;
use crate::server_context::ServerContext;
use crate::ui::{Field, Notice, PostForm, TextArea, count, moment, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit, Typed::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let breaches = visit.session.breaches().await?;
    let now = visit.session.now;
    let found_at =
        if typed.found_at.is_empty() { ServerContext::local(now).format("%Y-%m-%dT%H:%M").to_string() } else { typed.found_at.clone() };
    Ok(Page::new(visit.texts.t("breaches.title"), move || {
        let t = texts();
        let rows: Vec<_> = breaches
            .iter()
            .map(|breach| {
                let typed = (typed.of == Some(breach.id)).then(|| (typed.measure.clone(), errors.clone()));
                view! { <Row breach=breach.clone() now=now typed=typed/> }.into_any()
            })
            .collect();
        let none = rows.is_empty();
        let above: Vec<String> = errors.0.iter().filter(|error| error.field == "breach").map(|error| t.field_error(error)).collect();
        view! {
            <article class="narrow">
                <h1>{t.t("breaches.title")}</h1>
                <p class="soft">{t.t("breaches.meaning")}</p>
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                {none.then(|| view! { <p>{t.t("breaches.none")}</p> })}
                <ol class="timeline">{rows}</ol>
                <AddForm typed=typed.clone() found_at=found_at.clone() errors=errors.clone()/>
            </article>
        }
    }))
}

#[component]
fn AddForm(typed: Typed, found_at: String, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card no-print">
            <h2>{t.t("breaches.add")}</h2>
            <PostForm about_people=true action="/breaches">
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <Field name="found_at" label=t.t("breaches.found_at") value=found_at errors=errors.clone() kind="datetime-local" required=true/>
                <Field name="records" label=t.t("breaches.records") value=typed.records errors=errors.clone() digits=true limit=8/>
                <TextArea name="what" label=t.t("breaches.what") hint=t.t("breaches.what_hint") value=typed.what errors=errors.clone() limit=LONGEST/>
                <TextArea name="measures" label=t.t("breaches.measures") value=typed.measures errors=errors.clone() limit=LONGEST/>
                <button>{t.t("breaches.save")}</button>
            </PostForm>
        </section>
    }
}

#[component]
fn Row(
    breach: Breach,
    now: DateTime<Utc>,
    /// What could not be taken as a measure.
    typed: Option<(String, FieldErrors)>,
) -> impl IntoView {
    let t = texts();
    let late = breach.overdue(now);
    let state = match breach.notified_at {
        Some(at) => t.tf("breaches.notified", &[("moment", &moment(t, at))]),
        None => t.tf("breaches.notify_by", &[("moment", &moment(t, breach.notify_by))]),
    };
    let open = typed.is_some();
    let ((typed, errors), within) = (typed.unwrap_or_default(), format!("measure-{}", breach.id));
    let wrong = errors.0.iter().map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    let added: Vec<_> = breach
        .added
        .iter()
        .map(|done| view! { <li><span class="soft">{moment(t, done.taken_at)}": "</span>{done.what.clone()}</li> })
        .collect();
    let records = count(t, u64::try_from(breach.draft.records).unwrap_or_default());
    view! {
        <li>
            <p>
                <strong>{moment(t, breach.draft.found_at)}</strong>" · "{t.tf("breaches.count", &[("count", &records)])}
                <br/>{late.then(|| view! { <strong class="bad">{t.t("breaches.late")}" "</strong> })}<span class="soft">{state}</span>
            </p>
            <p>{breach.draft.what}</p>
            {(!breach.draft.measures.is_empty()).then(|| view! { <p class="soft">{breach.draft.measures}</p> })}
            {(!added.is_empty()).then(|| view! { <ul>{added}</ul> })}
            <details class="no-print" open=open>
                <summary>{t.t("breaches.add_measure")}</summary>
                <PostForm about_people=true action=format!("/breaches/{}/measures", breach.id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <div class="field" class:wrong=open>
                        <label for=within.clone()>{t.t("breaches.measure")}</label>
                        <p class="hint">{t.t("breaches.what_hint")}</p>
                        <input id=within.clone() name="measure" type="text" autocomplete="off" maxlength=LONGEST.to_string() value=typed aria-invalid=open.then_some("true")/>
                        {open.then(|| view! { <p class="error">{wrong}</p> })}
                    </div>
                    <button class="plain">{t.t("breaches.save_measure")}</button>
                </PostForm>
            </details>
            {breach.notified_at.is_none().then(|| view! {
                <PostForm about_people=true class="no-print" action=format!("/breaches/{}/notified", breach.id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <button class="plain">{t.t("breaches.now_notified")}</button>
                </PostForm>
            })}
        </li>
    }
}
