//! What is held of a household, line by line.

use domain::assignment::Assignment;
use domain::household::Support;
use domain::request::Request;
use domain::visit::VisitEntry;
use leptos::prelude::*;
use store::person::{HeldAssignment, HeldConsent, HeldHousehold};

use super::lines::{joined, line, part, yes_or_no};
use crate::features::house_visits::{help_words, outcome_words};
use crate::features::requests::state_words;
use crate::texts::Texts;
use crate::ui::{actor_words, count, date, texts};

#[component]
pub fn Record(held: HeldHousehold) -> impl IntoView {
    let t = texts();
    let household = held.household;
    let draft = household.draft;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| date(t, day)).unwrap_or_default();
    let supports: Vec<String> = draft.supports.iter().map(|support| support_words(t, support)).collect();
    let gone = |name: String| if name.is_empty() { t.t("data_rights.gone") } else { name };
    let refused: Vec<String> = held.refused.into_iter().map(gone).collect();
    let ended = household.end.map(|end| t.code("household_end", end.code())).unwrap_or_default();
    let consents: Vec<AnyView> =
        held.consents.into_iter().map(|consent| view! { <li>{consent_words(t, consent)}</li> }.into_any()).collect();
    view! {
        <section class="card">
            <h2>{t.t("data_rights.record")}</h2>
            <dl class="facts">
                {line(t.t("data_rights.household_code"), household.code)}
                {line(t.t("data_rights.ward"), held.ward)}
                {line(t.t("data_rights.name"), draft.name)}
                {line(t.t("data_rights.phone"), draft.phone)}
                {line(t.t("data_rights.place"), held.place)}
                {line(t.t("data_rights.unit"), draft.unit)}
                {line(t.t("data_rights.people"), draft.people.map(|people| people.to_string()).unwrap_or_default())}
                {line(t.t("data_rights.need"), draft.need)}
                {line(t.t("data_rights.supports"), supports.join("; "))}
                {line(t.t("data_rights.neighbours"), yes_or_no(t, draft.neighbours_allowed))}
                {line(t.t("data_rights.refused"), refused.join("; "))}
                {line(t.t("data_rights.last_met"), day(household.last_met_on))}
                {line(t.t("data_rights.next_visit"), day(household.next_visit_on))}
                {line(t.t("data_rights.ended"), joined(&[day(household.ended_on), ended]))}
                {line(t.t("data_rights.restricted"), yes_or_no(t, household.restricted))}
            </dl>
            {part("data_rights.consents", consents)}
        </section>
    }
}

fn support_words(t: Texts, support: &Support) -> String {
    let days = [support.valid_from, support.valid_to].map(|day| day.map(|day| date(t, day)).unwrap_or_else(|| "…".into()));
    let said = [t.code("support_category", support.category.code()), support.standard.clone(), support.decision.clone()];
    format!("{} ({} – {})", said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "), days[0], days[1])
}

fn consent_words(t: Texts, consent: HeldConsent) -> String {
    let withdrawn = consent.withdrawn_on.map(|day| t.tf("data_rights.withdrawn", &[("day", &date(t, day))])).unwrap_or_default();
    let by = recorded_by(t, &consent.recorded_by);
    let how = t.code("consent_how", &consent.how);
    joined(&[date(t, consent.given_on), how, consent.form_number, consent.text_version, by, withdrawn])
}

fn recorded_by(t: Texts, name: &str) -> String {
    if name.is_empty() { String::new() } else { t.tf("data_rights.recorded_by", &[("name", &actor_words(t, name))]) }
}

#[component]
pub fn Course(held: HeldHousehold) -> impl IntoView {
    let t = texts();
    let assignments = held.assignments.into_iter().map(|held| view! { <li>{assignment_words(t, held)}</li> }.into_any()).collect();
    // What leaves the program for nobody is shown, and does not print.
    let some_missed = held.visits.iter().any(|visit| visit.draft.until_next());
    let row = |visit: VisitEntry| {
        let class = visit.draft.until_next().then_some("no-print");
        view! { <li class=class>{visit_words(t, visit)}</li> }.into_any()
    };
    let visits = held.visits.into_iter().map(row).collect();
    let requests = held.requests.into_iter().map(|request| view! { <li>{request_words(t, request)}</li> }.into_any()).collect();
    view! {
        <section class="card">
            <h2>{t.t("data_rights.course")}</h2>
            {part("data_rights.assignments", assignments)}
            {part("data_rights.visits", visits)}
            {some_missed.then(|| view! { <p class="soft no-print">{t.t("data_rights.nobody_home")}</p> })}
            {part("data_rights.household_requests", requests)}
        </section>
    }
}

fn assignment_words(t: Texts, held: HeldAssignment) -> String {
    let Assignment { draft, ended_on, end, .. } = held.assignment;
    let days = format!("{} – {}", date(t, draft.from), date(t, draft.to));
    let why = end.map(|end| t.code("assignment_end", end.code())).unwrap_or_default();
    let ended = ended_on.map(|day| t.tf("data_rights.ended_on", &[("day", &date(t, day))])).unwrap_or_default();
    joined(&[held.member, days, draft.aim, ended, why])
}

fn visit_words(t: Texts, visit: VisitEntry) -> String {
    let draft = visit.draft;
    let help: Vec<String> = draft.help.iter().map(|help| help_words(t, help)).collect();
    let mut outcome = outcome_words(t, &draft);
    if visit.corrected {
        outcome += &format!(" ({})", t.t("data_rights.corrected"));
    }
    let next = draft.next_on.map(|day| t.tf("house_visits.next_words", &[("day", &date(t, day))])).unwrap_or_default();
    joined(&[date(t, draft.on), outcome, help.join("; "), draft.promised, next, recorded_by(t, &visit.recorded_by)])
}

fn request_words(t: Texts, request: Request) -> String {
    let dated =
        |label: &str, day: Option<chrono::NaiveDate>| day.map(|day| format!("{}: {}", t.t(label), date(t, day))).unwrap_or_default();
    let again = match request.reopened {
        0 => String::new(),
        times => t.tf("requests.reopened_times", &[("count", &count(t, times.into()))]),
    };
    joined(&[
        date(t, request.received_on),
        t.code("help_kind", request.draft.category.code()),
        request.draft.asked.clone(),
        state_words(t, &request),
        dated("requests.forwarded", request.forwarded_on),
        dated("requests.due", Some(request.due_on)),
        dated("requests.answered", request.answered_on),
        if request.answer.is_empty() { String::new() } else { format!("→ {}", request.answer) },
        dated("requests.confirmed", request.confirmed_on),
        if again.is_empty() { again } else { format!("{}: {again}", t.t("requests.reopened")) },
        dated("requests.reopened", request.reopened_on),
    ])
}
