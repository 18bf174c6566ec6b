//! One request with its clock, and the form for a new one.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::household::code_of;
use domain::person_request::{PersonKind, PersonRequest, PersonRequestKind, PersonRequestOutcome};
use leptos::prelude::*;
use uuid::Uuid;

use super::address;
use crate::ui::{Choice, Field, PostForm, Select, date, texts};

#[component]
pub fn Clock(
    request: PersonRequest,
    today: NaiveDate,
    /// The record is there, and is not this page.
    linked: bool,
    /// Whose record it is stands beside it: a household's code, also when the record is gone.
    named: bool,
) -> impl IntoView {
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
    let answered_late = request.answered_late();
    let target = address(request.draft.about, request.draft.record);
    let kind_of = t.code("person_kind", request.draft.about.code());
    let about = match request.draft.about {
        PersonKind::Household if named => format!("{kind_of} {}", code_of(request.draft.record)),
        _ => kind_of,
    };
    let gone = (named && !linked).then(|| format!(" {}", t.t("data_rights.gone")));
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
                {if linked { view! { <a href=target>{about}</a> }.into_any() } else { view! { <span>{about}{gone}</span> }.into_any() }}
                " · "{t.tf("data_rights.received_on", &[("day", &day(request.draft.received_on))])}
                <br/>
                {late.then(|| view! { <strong class="bad">{t.t("data_rights.late")}" "</strong> })}
                <span class="soft">{state}</span>
                {answered_late.then(|| view! { " · "<strong class="bad">{t.t("data_rights.answered_late")}</strong> })}
                {request.extended.then(|| view! { <span class="soft">" · "{t.t("data_rights.extended")}</span> })}
            </p>
            {open.then(|| view! {
                <PostForm about_people=true class="row no-print" action=format!("/data-rights/requests/{}", request.id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    {request.acknowledged_on.is_none().then(|| step("acknowledge", "data_rights.acknowledge"))}
                    {request.extends(today).then(|| step("extend", "data_rights.extend"))}
                    <select name="outcome" aria-label=t.t("data_rights.outcome")>
                        {outcomes.into_iter().map(|choice| view! { <option value=choice.code>{choice.words}</option> }).collect::<Vec<_>>()}
                    </select>
                    {step("answer", "data_rights.answer")}
                </PostForm>
            })}
        </li>
    }
}

/// What was asked about one record. It is part of the copy: only its buttons do not print.
#[component]
pub fn Clocks(requests: Vec<PersonRequest>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> =
        requests.into_iter().map(|request| view! { <Clock request=request today=today linked=false named=false/> }.into_any()).collect();
    (!rows.is_empty())
        .then(|| view! { <section class="card"><h2>{t.t("data_rights.requests")}</h2><ul class="plain-list">{rows}</ul></section> })
}

/// A new request about one record: only of a kind that can be done for it; of the others it is said what to do instead.
#[component]
pub fn AskForm(action: String, received_on: String, kind: String, errors: FieldErrors, about: PersonKind) -> impl IntoView {
    let t = texts();
    let instead = (about == PersonKind::Member).then(|| t.t("data_rights.instead_for_member"));
    let kinds: Vec<Choice> = PersonRequestKind::all()
        .iter()
        .filter(|kind| kind.is_for(about))
        .map(|kind| Choice { code: kind.code().into(), words: t.code("person_request_kind", kind.code()) })
        .collect();
    let open = !errors.is_empty();
    view! {
        <details class="card no-print" open=open>
            <summary>{t.t("data_rights.ask")}</summary>
            <PostForm about_people=true action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <Select name="kind" label=t.t("data_rights.kind") value=kind choices=kinds errors=errors.clone()/>
                <Field name="received_on" label=t.t("data_rights.received") value=received_on errors=errors kind="date" required=true/>
                {instead.map(|words| view! { <p class="soft">{words}</p> })}
                <button>{t.t("data_rights.keep_clock")}</button>
            </PostForm>
        </details>
    }
}
