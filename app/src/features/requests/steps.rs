//! The next step of a request, as forms: only those that may come now.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::request::{LONGEST, Request, RequestState, RequestStep};
use domain::text;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::request_page::address;
use super::words::offices;
use crate::ui::{Field, Notice, PostForm, Select, TextArea, texts};

/// What a form sends.
// No Debug: it holds an answer to somebody.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct StepTyped {
    pub operation: Uuid,
    /// The revision that was seen.
    pub revision: i64,
    /// Which form it was.
    pub step: String,
    pub office: String,
    pub answer: String,
    pub on: String,
}

impl StepTyped {
    pub fn step(&self) -> Result<RequestStep, FieldErrors> {
        let on = text::day(&self.on).ok_or_else(|| FieldErrors::one("on", "day_not_understood", ""))?;
        match self.step.as_str() {
            "forward" => {
                let office = self.office.parse().map_err(|_| FieldErrors::one("office", "not_a_choice", ""))?;
                Ok(RequestStep::Forward { office, on })
            }
            "answer" => Ok(RequestStep::Answer { answer: self.answer.clone(), on }),
            "confirm" => Ok(RequestStep::Confirm { on }),
            "reopen" => Ok(RequestStep::Reopen { on }),
            _ => Err(FieldErrors::one("step", "not_a_choice", "")),
        }
    }
}

#[component]
pub fn Steps(request: Request, typed: StepTyped, errors: FieldErrors, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let (id, revision) = (request.id, request.revision);
    let open = matches!(request.state, RequestState::Received | RequestState::Forwarded);
    let answered = request.state == RequestState::Answered;
    let above: Vec<String> = errors
        .0
        .iter()
        .filter(|error| !["on", "office", "answer"].contains(&error.field.as_str()))
        .map(|error| t.field_error(error))
        .collect();
    // What was typed, and what is wrong with it, stands in the form that it was sent by.
    let form = |step: &'static str| {
        let own = typed.step == step;
        let (typed, errors) = if own { (typed.clone(), errors.clone()) } else { Default::default() };
        let typed = StepTyped { on: if typed.on.is_empty() { today.to_string() } else { typed.on }, ..typed };
        view! { <Step id=id revision=revision step=step typed=typed errors=errors/> }.into_any()
    };
    let forms: Vec<AnyView> = match () {
        () if open => vec![form("answer"), form("forward")],
        () if answered => vec![form("confirm"), form("reopen")],
        () => vec![form("reopen")],
    };
    view! {
        {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
        {forms}
    }
}

#[component]
fn Step(id: Uuid, revision: i64, step: &'static str, typed: StepTyped, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let (title, button) = match step {
        "forward" => ("requests.forward_title", "requests.forward"),
        "answer" => ("requests.answer_title", "requests.answer_save"),
        "confirm" => ("requests.confirm_title", "requests.confirm"),
        _ => ("requests.reopen_title", "requests.reopen"),
    };
    let fields = match step {
        "forward" => Some(
            view! { <Select name="office" label=t.t("requests.office") value=typed.office choices=offices(t) errors=errors.clone() blank=t.t("requests.choose")/> }
                .into_any(),
        ),
        "answer" => Some(
            view! { <TextArea name="answer" label=t.t("requests.answer") hint=t.t("requests.answer_hint") value=typed.answer errors=errors.clone() limit=LONGEST/> }
                .into_any(),
        ),
        _ => None,
    };
    view! {
        <section class="card no-print">
            <h2>{t.t(title)}</h2>
            <PostForm about_people=true action=address(id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=revision.to_string()/>
                <input type="hidden" name="step" value=step/>
                {fields}
                <Field name="on" kind="date" label=t.t("requests.on") value=typed.on errors=errors within=step/>
                <button>{t.t(button)}</button>
            </PostForm>
        </section>
    }
}
