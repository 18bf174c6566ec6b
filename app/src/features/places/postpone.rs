//! Putting work off: until when, and why.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::due::{DueKind, PostponeDraft};
use domain::failure::{Failure, FieldErrors};
use domain::place::limits;
use domain::text::day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::Operation;
use uuid::Uuid;

use super::{corrections, place_page};
use crate::named::Named;
use crate::ui::{Field, PostForm, texts};
use crate::visit::{Answer, Visit};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Postponing {
    operation: Uuid,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    due_on: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    reason: String,
    /// What is wrong with it, when it is shown again.
    #[serde(skip)]
    pub errors: FieldErrors,
}

impl Postponing {
    fn draft(&self) -> Result<PostponeDraft, FieldErrors> {
        let kind: DueKind = self.kind.parse().map_err(|_| FieldErrors::one("kind", "not_a_choice", ""))?;
        let due_on = day(&self.due_on).ok_or_else(|| FieldErrors::one("kind", "no_longer_due", ""))?;
        let until = day(&self.until);
        if until.is_none() && !self.until.trim().is_empty() {
            return Err(FieldErrors::one("until", "not_understood", self.until.trim()));
        }
        Ok(PostponeDraft { kind, due_on, until, reason: self.reason.clone() })
    }

    /// Errors of no field: what was to be put off is no longer there.
    pub fn of_none(&self) -> FieldErrors {
        FieldErrors(self.errors.0.iter().filter(|error| error.field == "kind").cloned().collect())
    }
}

pub async fn postpone(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Postponing>) -> Response {
    let done = match typed.draft() {
        Ok(draft) => visit.session.postpone(Operation::new(typed.operation, &(id, &typed)), id, draft).await,
        Err(errors) => Err(errors.into()),
    };
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(format!("/places/{id}#due"))),
        Err(Failure::Invalid(errors)) => {
            let page = place_page::page(&visit, id, corrections::Typed::default(), Postponing { errors, ..typed }).await;
            page.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

/// What the button sends that takes it back.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Ending {
    operation: Uuid,
    kind: String,
    due_on: String,
}

pub async fn end_postponement(visit: Visit, Named(id): Named<Uuid>, Form(ending): Form<Ending>) -> Response {
    let done = match (ending.kind.parse(), day(&ending.due_on)) {
        (Ok(kind), Some(due_on)) => {
            visit.session.end_postponement(Operation::new(ending.operation, &("end", id, &ending)), id, kind, due_on).await
        }
        _ => Err(FieldErrors::one("kind", "no_longer_due", "").into()),
    };
    visit.answer(done.map(|()| Answer::SeeOther(format!("/places/{id}#due")))).await
}

/// It is due on its own day again.
#[component]
pub fn EndPostponement(place: Uuid, kind: DueKind, due_on: chrono::NaiveDate) -> impl IntoView {
    let t = texts();
    let words = t.t("worklist.postpone_end");
    view! {
        <PostForm action=format!("/places/{place}/postpone/end")>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="kind" value=kind.code()/>
            <input type="hidden" name="due_on" value=due_on.to_string()/>
            <button class="plain" aria-label=format!("{words}: {}", t.code("due", kind.code()))>{words.clone()}</button>
        </PostForm>
    }
}

/// Folded away beside the work; open where something was typed that could not be taken.
#[component]
pub fn PostponeForm(place: Uuid, kind: DueKind, due_on: chrono::NaiveDate, typed: Postponing) -> impl IntoView {
    let t = texts();
    let mine = typed.kind == kind.code() && !typed.errors.is_empty();
    let typed = if mine { typed } else { Postponing::default() };
    let within = kind.code();
    view! {
        <details class="folded postpone" open=mine>
            <summary aria-label=format!("{}: {}", t.t("worklist.postpone"), t.code("due", kind.code()))>{t.t("worklist.postpone")}</summary>
            <PostForm action=format!("/places/{place}/postpone")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="kind" value=kind.code()/>
                <input type="hidden" name="due_on" value=due_on.to_string()/>
                <Field name="until" within=within kind="date" label=t.t("worklist.postpone_until") value=typed.until errors=typed.errors.clone()/>
                <Field name="reason" within=within label=t.t("worklist.postpone_reason") hint=t.t("worklist.postpone_hint") value=typed.reason errors=typed.errors limit=limits::NOTE/>
                <button class="plain">{t.t("worklist.postpone_save")}</button>
            </PostForm>
        </details>
    }
}
