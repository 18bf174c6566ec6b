//! What one form of a household's page does: support ends or goes on, an assignment ends, a member is refused.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::assignment::AssignmentEnd;
use domain::failure::{Failure, FieldErrors};
use domain::household::{Household, HouseholdEnd};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::address;
use super::household_page::{May, page};
use super::typed::Typed;
use crate::named::Named;
use crate::ui::{Choice, PostForm, Select, texts};
use crate::visit::{Answer, Visit};

type Pairs = Form<Vec<(String, String)>>;

pub async fn end(visit: Visit, Named(id): Named<Uuid>, Form(typed): Pairs) -> Response {
    let typed = Typed(typed);
    let done = match visit.session.allow(Action::HouseholdEnd).and(code::<HouseholdEnd>(&typed)) {
        Ok(end) => visit.session.end_household(typed.operation("end", id), id, typed.revision(), end).await,
        Err(failure) => Err(failure),
    };
    after(visit, id, done.map(drop)).await
}

pub async fn resume(visit: Visit, Named(id): Named<Uuid>, Form(typed): Pairs) -> Response {
    let typed = Typed(typed);
    let done = visit.session.resume_household(typed.operation("resume", id), id, typed.revision()).await;
    after(visit, id, done.map(drop)).await
}

pub async fn end_assignment(visit: Visit, Named(id): Named<Uuid>, Form(typed): Pairs) -> Response {
    let typed = Typed(typed);
    let assignment = typed.get("assignment").parse().unwrap_or_default();
    let done = match visit.session.allow(Action::AssignmentChange).and(code::<AssignmentEnd>(&typed)) {
        Ok(end) => visit.session.end_assignment(typed.operation("end assignment", id), id, assignment, end).await,
        Err(failure) => Err(failure),
    };
    after(visit, id, done).await
}

pub async fn refuse(visit: Visit, Named(id): Named<Uuid>, Form(typed): Pairs) -> Response {
    let typed = Typed(typed);
    let member = typed.get("member").parse().unwrap_or_default();
    let done = visit.session.refuse_member(typed.operation("refuse", id), id, member).await;
    after(visit, id, done).await
}

/// Which of a closed list was chosen.
fn code<T: std::str::FromStr>(typed: &Typed) -> Result<T, Failure> {
    typed.get("end").parse().map_err(|_| FieldErrors::one("end", "not_a_choice", "").into())
}

async fn after(visit: Visit, id: Uuid, done: Result<(), Failure>) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(address(id))),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, errors).await.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

/// At the foot of the page: support ends or goes on, and the way to withdraw.
#[component]
pub fn EndForms(found: Household, may: May) -> impl IntoView {
    let t = texts();
    let here = address(found.id);
    let ends =
        HouseholdEnd::all().iter().map(|end| Choice { code: end.code().into(), words: t.code("household_end", end.code()) }).collect();
    let (seen, seen_ended) = (found.revision.to_string(), found.revision.to_string());
    let open = may.end && !found.restricted;
    let end = (open && found.ended_on.is_none()).then(|| {
        view! {
            <details class="card no-print" id="end" open=found.needs_no_visits>
                <summary>{t.t("households.end")}</summary>
                <p class="soft">{t.t("households.end_meaning")}</p>
                <PostForm action=format!("{here}/end") about_people=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="revision" value=seen/>
                    <Select name="end" within="household" label=t.t("households.why_ended") value=String::new() choices=ends errors=FieldErrors::default()/>
                    <button class="plain">{t.t("households.end")}</button>
                </PostForm>
            </details>
        }
        .into_any()
    });
    let resume = (open && found.ended_on.is_some()).then(|| {
        view! {
            <PostForm action=format!("{here}/resume") class="card no-print" about_people=true>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=seen_ended/>
                <p class="soft">{t.t("households.resume_meaning")}</p>
                <button class="plain">{t.t("households.resume")}</button>
            </PostForm>
        }
        .into_any()
    });
    view! {
        {end}
        {resume}
        {may.withdraw.then(|| view! { <p class="no-print"><a class="button plain" href=format!("{here}/withdraw")>{t.t("households.withdraw")}</a></p> })}
    }
}
