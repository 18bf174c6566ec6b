//! Everything that is held of one household. It prints as the copy that is handed out.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::person_request::PersonKind;
use leptos::prelude::*;
use store::person::HeldHousehold;
use uuid::Uuid;

use super::actions::Asked;
use super::address;
use super::clocks::{AskForm, Clock};
use super::looks::Looks;
use crate::named::Named;
use crate::ui::{Notice, PostForm, count, date, moment, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Asked::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Asked, errors: FieldErrors) -> Result<Page, Failure> {
    let held = visit.session.held_of_household(id).await?;
    let requests = visit.session.person_requests(1000).await?;
    let requests: Vec<_> = requests.into_iter().filter(|request| request.draft.record == id).collect();
    let (today, now) = (visit.session.today, visit.session.now);
    let erases = visit.may(Action::PersonErase);
    let received_on = if typed.received_on.is_empty() { today.to_string() } else { typed.received_on };
    let base = address(PersonKind::Household, id);
    Ok(Page::new(visit.texts.t("data_rights.held_title"), move || {
        let t = texts();
        let clocks: Vec<_> =
            requests.iter().map(|request| view! { <Clock request=request.clone() today=today linked=false/> }.into_any()).collect();
        let above: Vec<String> = errors.0.iter().filter(|error| error.field == "sure").map(|error| t.field_error(error)).collect();
        let restricted = held.household.restricted;
        view! {
            <article class="narrow">
                <p class="no-print"><a href="/data-rights">"← "{t.t("data_rights.title")}</a></p>
                <h1>{t.tf("data_rights.held_of", &[("code", &held.household.code)])}</h1>
                <p class="soft">{t.tf("data_rights.as_of", &[("moment", &moment(t, now))])}</p>
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                {restricted.then(|| view! { <Notice tone="plain"><p>{t.t("data_rights.is_restricted")}</p></Notice> })}
                <Record held=held.clone()/>
                <Course held=held.clone()/>
                <Looks looks=held.looks.clone()/>
                {(!clocks.is_empty()).then(|| view! { <section class="card no-print"><h2>{t.t("data_rights.requests")}</h2><ul class="plain-list">{clocks}</ul></section> })}
                <AskForm action=format!("{base}/requests") received_on=received_on.clone() kind=typed.kind.clone() errors=errors.clone()/>
                <section class="card no-print">
                    <h2>{t.t("data_rights.do")}</h2>
                    <div class="row">
                        <a class="button plain" href=format!("{base}/copy.json") download="">{t.t("data_rights.copy")}</a>
                        <PostForm action=format!("{base}/restrict")>
                            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                            <input type="hidden" name="restricted" value=(!restricted).to_string()/>
                            <button class="plain">{t.t(if restricted { "data_rights.release" } else { "data_rights.restrict" })}</button>
                        </PostForm>
                    </div>
                    <p class="soft">{t.t("data_rights.copy_meaning")}</p>
                    {erases.then(|| view! { <EraseForm action=format!("{base}/erase") meaning=t.t("data_rights.erase_household")/> })}
                </section>
            </article>
        }
    }))
}

/// Erasing asks twice: there is no way back.
#[component]
pub fn EraseForm(action: String, meaning: String) -> impl IntoView {
    let t = texts();
    view! {
        <PostForm action=action>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <p>{meaning}</p>
            <label class="check"><input type="checkbox" name="sure" value="1"/><span>{t.t("data_rights.sure")}</span></label>
            <button class="plain">{t.t("data_rights.erase")}</button>
        </PostForm>
    }
}

/// A line of the record; nothing where nothing was said.
fn line(label: String, value: String) -> Option<impl IntoView> {
    (!value.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
}

#[component]
fn Record(held: HeldHousehold) -> impl IntoView {
    let t = texts();
    let household = held.household;
    let draft = household.draft;
    let supports: Vec<String> = draft
        .supports
        .iter()
        .map(|support| {
            let days = [support.valid_from, support.valid_to].map(|day| day.map(|day| date(t, day)).unwrap_or_else(|| "…".into()));
            let said = [t.code("support_category", support.category.code()), support.standard.clone(), support.decision.clone()];
            format!("{} ({} – {})", said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "), days[0], days[1])
        })
        .collect();
    let consents: Vec<_> = held
        .consents
        .into_iter()
        .map(|consent| {
            let withdrawn = consent.withdrawn_on.map(|day| t.tf("data_rights.withdrawn", &[("day", &date(t, day))])).unwrap_or_default();
            view! { <li>{date(t, consent.given_on)}" · "{t.code("consent_how", &consent.how)}" · "{consent.form_number}" · "{consent.text_version}" "{withdrawn}</li> }
        })
        .collect();
    let yes_or_no = |said: bool| t.t(if said { "data_rights.yes" } else { "data_rights.no" });
    view! {
        <section class="card">
            <h2>{t.t("data_rights.record")}</h2>
            <dl class="facts">
                {line(t.t("data_rights.name"), draft.name)}
                {line(t.t("data_rights.phone"), draft.phone)}
                {line(t.t("data_rights.place"), held.place)}
                {line(t.t("data_rights.unit"), draft.unit)}
                {line(t.t("data_rights.people"), draft.people.map(|people| people.to_string()).unwrap_or_default())}
                {line(t.t("data_rights.need"), draft.need)}
                {line(t.t("data_rights.supports"), supports.join("; "))}
                {line(t.t("data_rights.neighbours"), yes_or_no(draft.neighbours_allowed))}
                {line(t.t("data_rights.refused"), count(t, draft.refused.len() as u64))}
                {line(t.t("data_rights.last_met"), household.last_met_on.map(|day| date(t, day)).unwrap_or_default())}
                {line(t.t("data_rights.next_visit"), household.next_visit_on.map(|day| date(t, day)).unwrap_or_default())}
                {line(t.t("data_rights.ended"), household.ended_on.map(|day| date(t, day)).unwrap_or_default())}
            </dl>
            <h3>{t.t("data_rights.consents")}</h3>
            <ul class="plain-list">{consents}</ul>
        </section>
    }
}

#[component]
fn Course(held: HeldHousehold) -> impl IntoView {
    let t = texts();
    let assignments: Vec<_> = held
        .assignments
        .into_iter()
        .map(|held| {
            let assignment = held.assignment;
            let to = assignment.ended_on.unwrap_or(assignment.draft.to);
            let days = format!("{} – {}", date(t, assignment.draft.from), date(t, to));
            view! { <li>{joined(&[held.member, days, assignment.draft.aim])}</li> }
        })
        .collect();
    let visits: Vec<_> = held
        .visits
        .into_iter()
        .map(|visit| {
            let help: Vec<String> = visit.draft.help.iter().map(|help| t.code("help_kind", help.kind.code())).collect();
            let outcome = t.code("visit_outcome", visit.draft.outcome.code());
            let corrected = if visit.corrected { format!(" ({})", t.t("data_rights.corrected")) } else { String::new() };
            let said = [date(t, visit.draft.on), format!("{outcome}{corrected}"), help.join(", "), visit.draft.promised, visit.recorded_by];
            view! { <li>{joined(&said)}</li> }
        })
        .collect();
    let requests: Vec<_> = held
        .requests
        .into_iter()
        .map(|request| {
            let state = t.code("request_state", request.state.code());
            let answer = if request.answer.is_empty() { String::new() } else { format!("→ {}", request.answer) };
            view! { <li>{joined(&[date(t, request.received_on), state, request.draft.asked, answer])}</li> }
        })
        .collect();
    let part = |title: &str, rows: Vec<AnyView>| {
        let none = rows.is_empty();
        view! { <h3>{t.t(title)}</h3>{none.then(|| view! { <p class="soft">{t.t("data_rights.nothing")}</p> })}<ul class="plain-list">{rows}</ul> }
    };
    view! {
        <section class="card">
            <h2>{t.t("data_rights.course")}</h2>
            {part("data_rights.assignments", assignments.into_iter().map(IntoAny::into_any).collect())}
            {part("data_rights.visits", visits.into_iter().map(IntoAny::into_any).collect())}
            {part("data_rights.household_requests", requests.into_iter().map(IntoAny::into_any).collect())}
        </section>
    }
}

/// What there is of it, in one line.
fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}
