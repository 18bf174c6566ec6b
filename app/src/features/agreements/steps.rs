//! What comes next in the course of an agreement: signing, reviewing, ending. Each is a day and a button.

use domain::agreement::AgreementStep;
use domain::failure::FieldErrors;
use domain::place::limits;
use leptos::prelude::*;
use store::agreement::Agreement;
use uuid::Uuid;

use super::page::Tried;
use super::words::field_words;
use crate::ui::{Field, Notice, PostForm, texts};

/// The forms of all steps that can come next.
#[component]
pub fn Steps(agreement: Agreement, tried: Tried, today: chrono::NaiveDate) -> impl IntoView {
    let status = agreement.draft.status();
    let next = AgreementStep::all().iter().copied().filter(|step| step.follows(status));
    let forms: Vec<_> =
        next.map(|step| view! { <Step step=step agreement=agreement.clone() tried=tried.clone() today=today/> }.into_any()).collect();
    // A step that somebody else has taken meanwhile has no form any more: what was sent is answered all the same.
    let left = AgreementStep::all().iter().find(|step| step.code() == tried.form && !step.follows(status));
    let left = left.map(|_| view! { <Wrong errors=tried.errors.clone() shown=&[]/> });
    view! { {left} {forms} }
}

/// What is wrong with fields that the form does not show.
#[component]
fn Wrong(errors: FieldErrors, shown: &'static [&'static str]) -> impl IntoView {
    let t = texts();
    let words: Vec<_> = errors.0.iter().filter(|error| !shown.contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
    (!words.is_empty())
        .then(|| view! { <Notice tone="bad">{words.into_iter().map(|words| view! { <p>{words}</p> }).collect::<Vec<_>>()}</Notice> })
}

#[component]
fn Step(step: AgreementStep, agreement: Agreement, tried: Tried, today: chrono::NaiveDate) -> impl IntoView {
    let t = texts();
    let within = step.code();
    let mine = tried.form == within;
    let (typed, errors) = if mine { (Some(tried.typed), tried.errors) } else { (None, FieldErrors::default()) };
    let value = |name: &str, likely: String| typed.as_ref().map_or(likely, |typed| typed.get(name));
    let signs = step == AgreementStep::Sign;
    let shown: &'static [&'static str] = match step {
        AgreementStep::Sign => &["signed_on", "review_on", "number", "overruled"],
        AgreementStep::Review => &["reviewed_on", "review_on"],
        AgreementStep::End => &["ended_on"],
    };
    let twice = errors.0.iter().any(|error| error.code == "agreement_number_twice") || !value("overruled", String::new()).is_empty();
    let number = agreement.draft.number.clone().unwrap_or_default();
    let planned = if signs { agreement.draft.review_on.map(|day| day.to_string()).unwrap_or_default() } else { String::new() };
    let e = errors.clone();
    let numbers = signs.then(|| {
        view! {
            <Field name="number" within=within label=field_words(t, "number") value=value("number", number) errors=e.clone() limit=limits::NUMBER/>
            {twice.then(|| view! { <Field name="overruled" within=within label=field_words(t, "overruled") hint=t.t("agreements.overruled_hint") value=value("overruled", String::new()) errors=e.clone() limit=limits::NOTE/> })}
        }
    });
    let next = (step != AgreementStep::End).then(|| {
        view! { <Field name="review_on" within=within kind="date" label=field_words(t, "review_on") hint=t.t("agreements.review_hint") value=value("review_on", planned) errors=errors.clone()/> }
    });
    let on = value(step.day(), today.to_string());
    view! {
        <details class="card no-print" id=within open=mine || step != AgreementStep::End>
            <summary>{t.code("agreement_step", within)}</summary>
            <PostForm action=format!("/agreements/{}/{within}", agreement.id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=agreement.revision.to_string()/>
                <Wrong errors=errors.clone() shown=shown/>
                {numbers}
                <div class="columns">
                    <Field name=step.day() within=within kind="date" label=field_words(t, step.day()) value=on errors=errors.clone()/>
                    {next}
                </div>
                <button>{t.t(&format!("agreements.do.{within}"))}</button>
            </PostForm>
        </details>
    }
}
