//! What the city asks a ward to look at again: asked and answered on the place's page, listed above the
//! ward's places until it is answered.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::correction::{Correction, LIMIT};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::place_page;
use super::postpone::Postponing;
use crate::named::Named;
use crate::ui::{Notice, PostForm, TextArea, count, moment, texts};
use crate::visit::{Answer, Visit};

/// Rows above a list.
pub const LISTED: u64 = 5;

/// A question that was sent.
#[derive(Clone, Deserialize)]
pub struct Asked {
    operation: Uuid,
    #[serde(default)]
    question: String,
}

/// An answer that was sent.
#[derive(Clone, Deserialize)]
pub struct Answered {
    operation: Uuid,
    correction: Uuid,
    #[serde(default)]
    answer: String,
}

/// What was typed and could not be taken, to be shown again.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub question: String,
    pub answer: String,
    pub errors: FieldErrors,
}

pub async fn ask(visit: Visit, Named(id): Named<Uuid>, Form(said): Form<Asked>) -> Response {
    let operation = Operation::new(said.operation, &("correction", id, &said.question));
    let done = visit.session.ask_correction(operation, id, said.question.clone()).await.map(drop);
    after(visit, id, done, Typed { question: said.question, ..Typed::default() }).await
}

pub async fn answer(visit: Visit, Named(id): Named<Uuid>, Form(said): Form<Answered>) -> Response {
    let operation = Operation::new(said.operation, &("correction", said.correction, &said.answer));
    let done = visit.session.answer_correction(operation, id, said.correction, said.answer.clone()).await;
    after(visit, id, done, Typed { answer: said.answer, ..Typed::default() }).await
}

async fn after(visit: Visit, id: Uuid, done: Result<(), Failure>, typed: Typed) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(format!("/places/{id}#corrections"))),
        Err(Failure::Invalid(errors)) => {
            let page = place_page::page(&visit, id, Typed { errors, ..typed }, Postponing::default()).await;
            page.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

/// What a visitor may do here, found out before the page is drawn.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    all: Vec<Correction>,
    asks: bool,
    answers: bool,
}

impl Corrections {
    pub async fn of(visit: &Visit, place: Uuid, unit: Uuid) -> Result<Self, Failure> {
        if !visit.may_in(Action::CorrectionRead, unit) {
            return Ok(Self::default());
        }
        let all = visit.session.corrections_of(place).await?;
        Ok(Self { all, asks: visit.may_in(Action::CorrectionAsk, unit), answers: visit.may_in(Action::CorrectionAnswer, unit) })
    }
}

/// On the place's page: what is open first, with its form; what was answered folded away.
#[component]
pub fn PlaceCorrections(place: Uuid, found: Corrections, typed: Typed) -> impl IntoView {
    let t = texts();
    let (open, answered): (Vec<_>, Vec<_>) = found.all.into_iter().partition(|correction| correction.answer.is_none());
    let open: Vec<_> = open
        .into_iter()
        .map(|correction| view! { <Open correction=correction answers=found.answers typed=typed.clone()/> }.into_any())
        .collect();
    let answered: Vec<_> = answered.into_iter().map(|correction| view! { <Done correction=correction/> }.into_any()).collect();
    let asking = !typed.errors.is_empty() && !typed.question.is_empty() || typed.errors.of("question").next().is_some();
    view! {
        <div id="corrections">
            {open}
            {found.asks.then(|| view! {
                <details class="card no-print" open=asking>
                    <summary>{t.t("corrections.ask")}</summary>
                    <PostForm action=format!("/places/{place}/corrections")>
                        <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                        <TextArea name="question" label=t.t("corrections.question") hint=t.t("corrections.question_hint") value=typed.question.clone() errors=typed.errors.clone() limit=LIMIT/>
                        <button>{t.t("corrections.send")}</button>
                    </PostForm>
                </details>
            })}
            {(!answered.is_empty()).then(|| view! {
                <details class="card"><summary>{t.t("corrections.answered")}</summary><ul class="plain-list">{answered}</ul></details>
            })}
        </div>
    }
}

#[component]
fn Open(correction: Correction, answers: bool, typed: Typed) -> impl IntoView {
    let t = texts();
    view! {
        <Notice tone="plain">
            <p><strong>{t.t("corrections.open")}</strong>" "{correction.question}</p>
            <p class="soft">{correction.asked_by}" · "{moment(t, correction.asked_at)}</p>
            {answers.then(|| view! {
                <PostForm class="no-print" action=format!("/places/{}/corrections/answer", correction.place_id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="correction" value=correction.id.to_string()/>
                    <TextArea name="answer" label=t.t("corrections.answer") value=typed.answer errors=typed.errors limit=LIMIT/>
                    <button>{t.t("corrections.send_answer")}</button>
                </PostForm>
            })}
        </Notice>
    }
}

#[component]
fn Done(correction: Correction) -> impl IntoView {
    let t = texts();
    let answer = correction.answer.map(|answer| {
        view! { <p>{answer.text}<br/><span class="soft">{answer.by}" · "{moment(t, answer.at)}</span></p> }
    });
    view! {
        <li><p><strong>{correction.question}</strong><br/><span class="soft">{correction.asked_by}" · "{moment(t, correction.asked_at)}</span></p>{answer}</li>
    }
}

/// Above a list: what waits for an answer, the oldest first.
#[component]
pub fn OpenCorrections(open: Vec<Correction>, total: u64) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = open
        .into_iter()
        .map(|correction| {
            let href = format!("/places/{}#corrections", correction.place_id);
            view! { <li><a href=href>{correction.place_name}</a>": "{correction.question}" "<span class="soft">{moment(t, correction.asked_at)}</span></li> }
        })
        .collect();
    (total > 0).then(|| {
        view! {
            <Notice tone="plain">
                <p><strong>{t.tf("corrections.waiting", &[("count", &count(t, total))])}</strong></p>
                <ul>{rows}</ul>
            </Notice>
        }
    })
}
