//! `/agreements/{id}`: an agreement in words, what comes next, its document, what happened.

use axum::response::Response;
use chrono::NaiveDate;
use domain::agreement::AgreementStatus;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use store::agreement::Agreement;
use uuid::Uuid;

use super::file::Document;
use super::history::History;
use super::steps::Steps;
use super::words::{field_words, title};
use crate::features::places::FormValues;
use crate::named::Named;
use crate::ui::{Notice, PostForm, date, texts};
use crate::visit::{Page, Visit};

/// Entries of the history that are shown.
const ENTRIES: u64 = 50;

/// What was sent and could not be taken: by which form, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    pub form: &'static str,
    pub typed: FormValues,
    pub errors: FieldErrors,
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Tried::default()).await;
    visit.answer(page).await
}

pub async fn page(visit: &Visit, id: Uuid, tried: Tried) -> Result<Page, Failure> {
    let agreement = visit.session.agreement(id).await?;
    let history = visit.session.agreement_history(id, ENTRIES).await?;
    let writes = visit.may_in(Action::AgreementChange, agreement.admin_unit_id);
    let (t, today) = (visit.texts, visit.session.today);
    let saved = visit.uri.query().is_some_and(|query| query.split('&').any(|part| part == "saved=1")) && tried.form.is_empty();
    Ok(Page::new(format!("{} · {}", title(t, &agreement.draft), agreement.place_name), move || {
        let words = view! { <Words agreement=agreement.clone() today=today/> }.into_any();
        let steps = writes.then(|| view! { <Steps agreement=agreement.clone() tried=tried.clone() today=today/> }.into_any());
        let document = view! { <Document id=id file=agreement.file.clone() writes=writes tried=tried.clone()/> }.into_any();
        let more = writes.then(|| view! { <More agreement=agreement.clone() tried=tried.clone()/> }.into_any());
        let history = view! { <History entries=history.clone()/> }.into_any();
        view! {
            <article class="narrow">
                <p><a href=format!("/places/{}#agreements", agreement.place_id)>"← "{agreement.place_name.clone()}</a></p>
                {saved.then(|| view! { <Notice tone="good"><p>{t.t("agreements.saved")}</p></Notice> })}
                {words}
                {steps}
                {document}
                {history}
                {more}
            </article>
        }
    }))
}

#[component]
fn Words(agreement: Agreement, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let d = agreement.draft;
    let text = |name: &str, value: Option<String>| value.map(|value| view! { <div><dt>{field_words(t, name)}</dt><dd>{value}</dd></div> });
    let day = |name: &str, day: Option<NaiveDate>| text(name, day.map(|day| date(t, day)));
    let parties =
        t.tf("agreements.parties", &[("party", &d.party_organization.clone().unwrap_or_else(|| t.t("agreements.party_unnamed")))]);
    let ended = d.status() == AgreementStatus::Ended;
    let overdue = !ended && d.review_on.is_some_and(|day| day < today);
    view! {
        <header>
            <h1>{title(t, &d)}</h1>
            <p><strong>{t.code("agreement_status", d.status().code())}</strong>" · "{parties}</p>
            {overdue.then(|| view! { <Notice tone="plain"><p>{t.t("agreements.review_overdue")}</p></Notice> })}
        </header>
        <section class="card">
            <dl class="facts">
                {text("scope", d.scope)}
                {day("signed_on", d.signed_on)}
                {day("reviewed_on", d.reviewed_on)}
                {day("review_on", d.review_on.filter(|_| !ended))}
                {day("ended_on", d.ended_on)}
                {text("overruled", d.overruled)}
            </dl>
        </section>
    }
}

/// Correcting it, and removing a draft that came to nothing.
#[component]
fn More(agreement: Agreement, tried: Tried) -> impl IntoView {
    let t = texts();
    let id = agreement.id;
    let draft = agreement.draft.status() == AgreementStatus::Draft;
    let wrong: Vec<String> = match tried.form {
        "remove" => tried.errors.0.iter().map(|error| t.field_error(error)).collect(),
        _ => Vec::new(),
    };
    view! {
        {(!wrong.is_empty()).then(|| view! { <Notice tone="bad"><p>{wrong.join(" ")}</p></Notice> })}
        <section class="row no-print more">
            <a class="button plain" href=format!("/agreements/{id}/edit")>{t.t("agreements.edit")}</a>
            {draft.then(|| view! {
                <PostForm action=format!("/agreements/{id}/remove")>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <button class="plain">{t.t("agreements.remove")}</button>
                </PostForm>
            })}
        </section>
    }
}
