//! What the forms on a member's page do.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::member::{MemberState, MonthlyCheck, TaskDraft};
use domain::permission::Action;
use domain::text;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::member_page::page;
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// What a form of the page sent; each sends a part of it. No Debug: an aim may speak of people.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    pub revision: i64,
    pub state: String,
    pub account: String,
    pub aim: String,
    pub from: String,
    pub to: String,
    /// The task that ends.
    pub task: Uuid,
    /// A task and the first day of a month: "ID 2026-11-01".
    pub of_month: String,
    /// "done", or why not.
    pub outcome: String,
}

pub async fn stop(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let done = match typed.state.parse::<MemberState>() {
        Err(_) => visit.session.allow(Action::MemberChange).and(Err(FieldErrors::one("state", "not_a_choice", "").into())),
        Ok(state) => {
            let operation = Operation::new(typed.operation, &("stop", id, typed.revision, state));
            visit.session.stop_member(operation, id, typed.revision, state).await
        }
    };
    after(visit, id, done.map(drop), typed).await
}

pub async fn resume(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let operation = Operation::new(typed.operation, &("resume", id, typed.revision));
    let done = visit.session.resume_member(operation, id, typed.revision).await;
    after(visit, id, done.map(drop), typed).await
}

pub async fn link_account(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let account = match typed.account.trim() {
        "" => Ok(None),
        account => account.parse().map(Some).map_err(|_| FieldErrors::one("account", "not_a_choice", "")),
    };
    let done = match account {
        Err(errors) => visit.session.allow(Action::MemberChange).and(Err(errors.into())),
        Ok(account) => {
            let operation = Operation::new(typed.operation, &("account", id, account));
            visit.session.link_member_account(operation, id, account).await.map(drop)
        }
    };
    after(visit, id, done, typed).await
}

pub async fn add_task(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let done = match task(&typed) {
        Err(errors) => visit.session.allow(Action::TaskChange).and(Err(errors.into())),
        Ok(draft) => {
            let operation = Operation::new(typed.operation, &("task", id, &draft));
            visit.session.add_task(operation, id, draft).await.map(drop)
        }
    };
    after(visit, id, done, typed).await
}

fn task(typed: &Typed) -> Result<TaskDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut day = |field: &str, typed: &str| {
        let day = text::day(typed);
        if day.is_none() {
            errors.push(field, if typed.trim().is_empty() { "required" } else { "not_a_day" }, "");
        }
        day
    };
    match (day("from", &typed.from), day("to", &typed.to)) {
        (Some(from), Some(to)) => TaskDraft { aim: typed.aim.clone(), from, to }.check(),
        _ => {
            if typed.aim.trim().is_empty() {
                errors.push("aim", "required", "");
            }
            Err(errors)
        }
    }
}

pub async fn end_task(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let operation = Operation::new(typed.operation, &("end task", id, typed.task));
    let done = visit.session.end_task(operation, typed.task).await;
    after(visit, id, done, typed).await
}

pub async fn check_month(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let done = match check(&typed) {
        Err(errors) => visit.session.allow(Action::TaskChange).and(Err(errors.into())),
        Ok((task, check)) => {
            let operation = Operation::new(typed.operation, &("month", task, check));
            visit.session.check_month(operation, task, check).await
        }
    };
    after(visit, id, done, typed).await
}

/// Done or, in the same list, why not: one choice and no sentence.
fn check(typed: &Typed) -> Result<(Uuid, MonthlyCheck), FieldErrors> {
    let wrong = |field: &str| FieldErrors::one(field, "not_a_choice", "");
    let (task, month) = typed.of_month.split_once(' ').ok_or_else(|| wrong("of_month"))?;
    let task = task.parse().map_err(|_| wrong("of_month"))?;
    let month: NaiveDate = month.parse().map_err(|_| wrong("of_month"))?;
    let reason = match typed.outcome.as_str() {
        "done" => None,
        reason => Some(reason.parse().map_err(|_| wrong("outcome"))?),
    };
    Ok((task, MonthlyCheck { month, done: reason.is_none(), reason }))
}

async fn after(visit: Visit, id: Uuid, done: Result<(), Failure>, typed: Typed) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(format!("/members/{id}?saved=1"))),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_done_or_says_why_not() {
        let typed = |outcome: &str| Typed { of_month: format!("{} 2026-11-01", Uuid::nil()), outcome: outcome.into(), ..Typed::default() };
        assert!(check(&typed("done")).expect("understood").1.done);
        assert!(!check(&typed("away")).expect("understood").1.done);
        assert_eq!(check(&typed("lazy")).expect_err("no such reason").0[0].field, "outcome");
        assert_eq!(check(&Typed::default()).expect_err("no month").0[0].field, "of_month");
    }

    #[test]
    fn a_task_without_days_says_all_that_is_missing() {
        let typed = Typed { from: "mai".into(), ..Typed::default() };
        let errors = task(&typed).expect_err("three faults");
        let found: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        assert_eq!(found, [("from", "not_a_day"), ("to", "required"), ("aim", "required")]);
    }
}
