//! `/requests/{id}`: what was asked, where it stands, and what may come next.

use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::request::Request;
use leptos::prelude::*;
use uuid::Uuid;

use super::steps::{StepTyped, Steps};
use super::words::{due_words, state_words};
use crate::named::Named;
use crate::ui::{count, date, texts};
use crate::visit::{Page, Visit};

pub fn address(request: Uuid) -> String {
    format!("/requests/{request}")
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, StepTyped::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a step that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: StepTyped, errors: FieldErrors) -> Result<Page, Failure> {
    let request = visit.session.request(id).await?;
    let household = visit.session.household_heading(request.household).await?;
    let changes = visit.may_in(Action::RequestChange, household.admin_unit_id);
    let today = visit.session.today;
    Ok(Page::new(visit.texts.t("requests.one"), move || {
        let t = texts();
        let code = household.code.clone();
        let steps =
            changes.then(|| view! { <Steps request=request.clone() typed=typed.clone() errors=errors.clone() today=today/> }.into_any());
        view! {
            <article class="narrow">
                <p><a href=format!("/households/{}/requests", household.id)>"← "{code}</a>" · "<a href="/requests">{t.t("requests.to_list")}</a></p>
                <h1>{t.t("requests.one")}</h1>
                <Course request=request.clone() today=today/>
                {steps}
            </article>
        }
    }))
}

#[component]
fn Course(request: Request, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let day = |day: Option<NaiveDate>| day.map(|day| date(t, day));
    let again = (request.reopened > 0).then(|| t.tf("requests.reopened_times", &[("count", &count(t, request.reopened.into()))]));
    let facts = [
        ("requests.received", day(Some(request.received_on))),
        ("requests.forwarded", day(request.forwarded_on)),
        ("requests.due", day(Some(request.due_on))),
        ("requests.answered", day(request.answered_on)),
        ("requests.confirmed", day(request.confirmed_on)),
        ("requests.reopened", again),
    ];
    let facts: Vec<_> =
        facts.into_iter().filter_map(|(label, value)| Some(view! { <div><dt>{t.t(label)}</dt><dd>{value?}</dd></div> })).collect();
    let late = request.overdue(today).is_some();
    let (state, due) = (state_words(t, &request), due_words(t, &request, today));
    // An answer that did not help stands here until there is another.
    let answer_label = if request.answered_on.is_some() { "requests.answer" } else { "requests.answer_before" };
    view! {
        <section class="card" class:work-overdue=late>
            <h2>{t.code("help_kind", request.draft.category.code())}</h2>
            <p>{request.draft.asked}</p>
            <p><strong>{state}</strong>" · "<span class="until">{due}</span></p>
            {(!request.answer.is_empty()).then(|| view! { <h3>{t.t(answer_label)}</h3><p>{request.answer}</p> })}
            <dl class="facts">{facts}</dl>
        </section>
    }
}
