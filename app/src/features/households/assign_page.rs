//! `/households/{id}/assign`: a member is assigned to a household. Who is offered, and how near and how free they are,
//! are numbers for this choice and stand nowhere else.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::assignment::AssignmentDraft;
use domain::failure::{Failure, FieldErrors};
use domain::household::Household;
use domain::permission::Action;
use domain::setting::{days_before, months_after};
use leptos::prelude::*;
use store::assignment::Suggestions;
use uuid::Uuid;

use super::assign_form::AssignForm;
use super::typed::Typed;
use super::{address, household_for};
use crate::named::Named;
use crate::ui::{Notice, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn choose(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = blank(&visit, id).await;
    visit.answer(page).await
}

/// For a year from today; to renew an assignment, from the day after its last, and to the same member.
async fn blank(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let today = visit.session.today;
    let asked = Typed(serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default());
    let from = asked.day("from", &mut FieldErrors::default()).filter(|from| *from > today).unwrap_or(today);
    let last = days_before(months_after(from, 12), 1);
    let mut typed = Typed(vec![("from".into(), from.to_string()), ("to".into(), last.to_string()), ("skip".into(), asked.get("skip"))]);
    if let Ok(member) = asked.get("member").parse::<Uuid>() {
        typed.set("member", member.to_string());
        let all = visit.session.assignments_of(id).await?;
        if let Some(before) = all.iter().find(|one| one.assignment.draft.member == member) {
            typed.set("aim", before.assignment.draft.aim.clone());
        }
    }
    page(visit, id, typed, FieldErrors::default()).await
}

pub async fn assign(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = assign_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn assign_typed(visit: &Visit, id: Uuid, typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::AssignmentChange)?;
    let done = match draft(&typed) {
        Ok(draft) => visit.session.assign(typed.operation("assign", id), id, draft, typed.ticked("despite_load")).await,
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(_) => Ok(Answer::SeeOther(address(id))),
        Err(Failure::Invalid(errors)) => Ok(page(visit, id, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(other) => Err(other),
    }
}

fn draft(typed: &Typed) -> Result<AssignmentDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let member = typed.read("member", &mut errors);
    if member.is_none() && errors.is_empty() {
        errors.push("member", "required", "");
    }
    let mut needed = |name: &str| {
        let day = typed.day(name, &mut errors);
        if day.is_none() && errors.of(name).next().is_none() {
            errors.push(name, "required", "");
        }
        day
    };
    let (from, to) = (needed("from"), needed("to"));
    match (member, from, to) {
        (Some(member), Some(from), Some(to)) if errors.is_empty() => Ok(AssignmentDraft { member, from, to, aim: typed.get("aim") }),
        _ => Err(errors),
    }
}

async fn page(visit: &Visit, id: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let found = household_for(visit, Action::AssignmentChange, id).await?;
    let from = typed.day("from", &mut FieldErrors::default()).unwrap_or(visit.session.today);
    let skip = typed.get("skip").parse().unwrap_or_default();
    let suggestions = visit.session.suggestions(id, from, skip).await?;
    let adds = visit.may_in(Action::MemberChange, found.admin_unit_id);
    let title = visit.texts.tf("households.assign_title", &[("code", &found.code)]);
    Ok(Page::new(title.clone(), move || {
        let t = texts();
        let form =
            view! { <Choosing found=found.clone() suggestions=suggestions.clone() typed=typed.clone() errors=errors.clone() adds=adds/> }
                .into_any();
        view! {
            <div class="narrow">
                <p><a href=address(id)>"← "{found.code.clone()}</a></p>
                <h1>{title.clone()}</h1>
                <p class="soft">{t.t("households.assign_meaning")}</p>
                {form}
            </div>
        }
    }))
}

#[component]
fn Choosing(found: Household, suggestions: Suggestions, typed: Typed, errors: FieldErrors, adds: bool) -> impl IntoView {
    let t = texts();
    if found.ended_on.is_some() || found.restricted {
        return view! { <Notice tone="plain"><p>{t.t("errors.household_is_not_helped")}</p></Notice> }.into_any();
    }
    let nobody = suggestions.members.is_empty();
    view! {
        {nobody.then(|| view! {
            <p class="card">{t.t("households.nobody_to_suggest")}{adds.then(|| view! { " "<a href="/members/new">{t.t("households.to_members")}</a> })}</p>
        })}
        <AssignForm household=found.id suggestions=suggestions typed=typed errors=errors/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let typed = Typed(vec![("from".into(), "2026-11-22".into()), ("to".into(), "mãi".into())]);
        let errors = draft(&typed).expect_err("two faults");
        let found: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        assert_eq!(found, [("member", "required"), ("to", "day_not_understood")]);
    }
}
