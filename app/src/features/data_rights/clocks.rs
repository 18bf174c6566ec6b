//! One request with its clock, and the form for a new one.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::person_request::{PersonRequest, PersonRequestKind, PersonRequestOutcome};
use leptos::prelude::*;
use uuid::Uuid;

use super::address;
use crate::ui::{Choice, Field, PostForm, Select, date, texts};

#[component]
pub fn Clock(request: PersonRequest, today: NaiveDate, linked: bool) -> impl IntoView {
    let t = texts();
    let kind = t.code("person_request_kind", request.draft.kind.code());
    let day = |day: NaiveDate| date(t, day);
    let state = match (request.answered_on, request.outcome) {
        (Some(on), Some(outcome)) => {
            format!("{} · {}", t.code("person_request_outcome", outcome.code()), t.tf("data_rights.answered_on", &[("day", &day(on))]))
        }
        _ if request.acknowledged_on.is_none() => {
            t.tf("data_rights.acknowledge_by", &[("day", &day(request.acknowledge_by)), ("due", &day(request.due_on))])
        }
        _ => t.tf("data_rights.due_on", &[("due", &day(request.due_on))]),
    };
    let late = request.overdue(today);
    let target = address(request.draft.about, request.draft.record);
    let about = t.code("person_kind", request.draft.about.code());
    let open = request.is_open();
    let step =
        move |value: &'static str, words: &'static str| view! { <button class="plain" name="step" value=value>{t.t(words)}</button> };
    let outcomes: Vec<Choice> = PersonRequestOutcome::all()
        .iter()
        .map(|outcome| Choice { code: outcome.code().into(), words: t.code("person_request_outcome", outcome.code()) })
        .collect();
    view! {
        <li>
            <p>
                <strong>{kind}</strong>" · "
                {if linked { view! { <a href=target>{about}</a> }.into_any() } else { view! { <span>{about}</span> }.into_any() }}
                " · "{t.tf("data_rights.received_on", &[("day", &day(request.draft.received_on))])}
                <br/>
                {late.then(|| view! { <strong class="bad">{t.t("data_rights.late")}" "</strong> })}
                <span class="soft">{state}</span>
                {request.extended.then(|| view! { <span class="soft">" · "{t.t("data_rights.extended")}</span> })}
            </p>
            {open.then(|| view! {
                <PostForm class="row no-print" action=format!("/data-rights/requests/{}", request.id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    {request.acknowledged_on.is_none().then(|| step("acknowledge", "data_rights.acknowledge"))}
                    {(!request.extended).then(|| step("extend", "data_rights.extend"))}
                    <select name="outcome" aria-label=t.t("data_rights.outcome")>
                        {outcomes.into_iter().map(|choice| view! { <option value=choice.code>{choice.words}</option> }).collect::<Vec<_>>()}
                    </select>
                    {step("answer", "data_rights.answer")}
                </PostForm>
            })}
        </li>
    }
}

/// A new request about one record.
#[component]
pub fn AskForm(action: String, received_on: String, kind: String, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let kinds: Vec<Choice> = PersonRequestKind::all()
        .iter()
        .map(|kind| Choice { code: kind.code().into(), words: t.code("person_request_kind", kind.code()) })
        .collect();
    let open = !errors.is_empty();
    view! {
        <details class="card no-print" open=open>
            <summary>{t.t("data_rights.ask")}</summary>
            <PostForm action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <Select name="kind" label=t.t("data_rights.kind") value=kind choices=kinds errors=errors.clone()/>
                <Field name="received_on" label=t.t("data_rights.received") value=received_on errors=errors kind="date" required=true/>
                <button>{t.t("data_rights.keep_clock")}</button>
            </PostForm>
        </details>
    }
}
