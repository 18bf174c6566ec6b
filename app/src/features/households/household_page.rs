//! `/households/{id}`: whom to ask for, what was asked, who helps, what is next.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::household::{Household, Support, TextVersion};
use domain::permission::Action;
use domain::person_request::PersonKind;
use leptos::prelude::*;
use store::household::ConsentRecord;
use uuid::Uuid;

use super::actions::EndForms;
use super::address;
use super::assigned::Assigned;
use super::words::{dialled, how_long, support_words};
use crate::features::data_rights::address as held_address;
use crate::named::Named;
use crate::ui::{Notice, actor_words, date, texts};
use crate::visit::{Page, Visit};

/// What whoever asks may do here.
#[derive(Clone, Copy)]
pub struct May {
    pub change: bool,
    pub assign: bool,
    pub end: bool,
    pub withdraw: bool,
    pub visit: bool,
    pub request: bool,
    /// What is held of it, and what it may ask about that.
    pub person: bool,
}

impl May {
    fn of(visit: &Visit, unit: Uuid) -> Self {
        let may = |action| visit.may_in(action, unit);
        Self {
            change: may(Action::HouseholdChange),
            assign: may(Action::AssignmentChange),
            end: may(Action::HouseholdEnd),
            withdraw: may(Action::ConsentWithdraw),
            visit: may(Action::VisitRecord),
            request: may(Action::RequestChange),
            person: may(Action::PersonRead),
        }
    }
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `errors` are of what one of its buttons could not do.
pub async fn page(visit: &Visit, id: Uuid, errors: FieldErrors) -> Result<Page, Failure> {
    let found = visit.session.household(id).await?;
    let (assigned, consent) = (visit.session.assignments_of(id).await?, visit.session.consent_of(id).await?);
    // A place that was given to another ward meanwhile is not read here; the household is still this ward's.
    let place = match visit.session.place(found.place_id).await {
        Ok(place) => place.draft.name,
        Err(Failure::NotFound) => visit.texts.t("households.place"),
        Err(other) => return Err(other),
    };
    let (may, today) = (May::of(visit, found.admin_unit_id), visit.session.today);
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    // A change that was just saved ended so many assignments.
    let neighbours = asked.iter().find(|(key, _)| key == "ended").and_then(|(_, count)| count.parse::<u32>().ok());
    let title = visit.texts.tf("households.one", &[("code", &found.code)]);
    Ok(Page::new(title.clone(), move || {
        let t = texts();
        let wrong: Vec<String> = errors.0.iter().map(|error| t.field_error(error)).collect();
        let whom = view! { <Whom found=found.clone() place=place.clone()/> }.into_any();
        let next = view! { <Next found=found.clone() may=may/> }.into_any();
        let assigned = view! { <Assigned household=found.clone() all=assigned.clone() may=may.assign today=today/> }.into_any();
        let consent = view! { <ConsentGiven record=consent.clone()/> }.into_any();
        let more = view! { <EndForms found=found.clone() may=may/> }.into_any();
        view! {
            <article class="narrow">
                <p class="no-print"><a href="/households">"← "{t.t("households.title")}</a></p>
                <h1>{title.clone()}</h1>
                {(!wrong.is_empty()).then(|| view! { <Notice tone="bad"><p>{wrong.join(" ")}</p></Notice> })}
                {found.ended_on.map(|day| view! { <Notice tone="plain"><p>{t.tf("households.ended_on", &[("day", &date(t, day))])}" "{found.end.map(|end| t.code("household_end", end.code()))}</p></Notice> })}
                {neighbours.map(|count| view! { <Notice tone="good"><p>{t.tf("households.neighbours_ended", &[("count", &count.to_string())])}</p></Notice> })}
                {found.restricted.then(|| view! { <Notice tone="plain"><p>{t.t("households.restricted_meaning")}</p></Notice> })}
                {whom}
                {next}
                {assigned}
                <Supports all=found.draft.supports.clone()/>
                {consent}
                {more}
            </article>
        }
    }))
}

#[component]
fn Whom(found: Household, place: String) -> impl IntoView {
    let t = texts();
    let d = found.draft;
    let people = d.people.map(|people| t.tf("households.people_count", &[("count", &people.to_string())]));
    view! {
        <section class="card">
            <h2>{d.name}</h2>
            <p>
                <a href=format!("/places/{}", found.place_id)>{place}</a>
                {(!d.unit.is_empty()).then(|| format!(" · {} {}", t.t("households.unit_short"), d.unit))}
                {people.map(|words| format!(" · {words}"))}
            </p>
            {(!d.phone.is_empty()).then(|| view! { <p><a class="button plain" href=dialled(&d.phone)>{d.phone.clone()}</a></p> })}
            <p><strong>{t.t("households.need")}": "</strong>{d.need}</p>
            <p class="soft">{t.t(if d.neighbours_allowed { "households.neighbours_yes" } else { "households.neighbours_no" })}</p>
        </section>
    }
}

/// When somebody was there, and the way to what is recorded of that.
#[component]
fn Next(found: Household, may: May) -> impl IntoView {
    let t = texts();
    let here = address(found.id);
    let last = match found.last_met_on {
        Some(day) => t.tf("households.last_met", &[("day", &date(t, day))]),
        None => t.t("households.never_met"),
    };
    let next = found.next_visit_on.map(|day| t.tf("households.next_visit", &[("day", &date(t, day))]));
    let open = !found.restricted;
    let no_visits = found.needs_no_visits && found.ended_on.is_none();
    view! {
        <section class="card">
            <h2>{t.t("households.visits")}</h2>
            <p>{last}{next.map(|words| format!(" · {words}"))}</p>
            {no_visits.then(|| view! {
                <p><strong>{t.t("households.needs_no_visits")}</strong>" "{(may.end && open).then(|| view! { <a class="no-print" href="#end">{t.t("households.end")}</a> })}</p>
            })}
            <p class="row no-print">
                {may.visit.then(|| view! { <a class="button" href=format!("{here}/visits")>{t.t("households.to_visits")}</a> })}
                {may.request.then(|| view! { <a class="button plain" href=format!("{here}/requests")>{t.t("households.to_requests")}</a> })}
                {(may.change && open).then(|| view! { <a class="button plain" href=format!("{here}/edit")>{t.t("households.change")}</a> })}
                {may.person.then(|| view! { <a class="button plain" href=held_address(PersonKind::Household, found.id)>{t.t("data_rights.to_held")}</a> })}
            </p>
        </section>
    }
}

#[component]
fn Supports(all: Vec<Support>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = all
        .iter()
        .map(|support| view! { <li><strong>{t.code("support_category", support.category.code())}</strong><br/><span class="soft">{support_words(t, support)}</span></li> })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <section class="card"><h2>{t.t("households.supports")}</h2><ul class="plain-list">{rows}</ul></section> })
}

#[component]
fn ConsentGiven(record: ConsentRecord) -> impl IntoView {
    let t = texts();
    let said = record.consent;
    let terms = said.text_version.parse::<TextVersion>().ok().and_then(|version| version.kept).map(|kept| how_long(t, kept));
    let rows = [
        ("households.given_on", date(t, said.given_on)),
        ("households.how", t.code("consent_how", said.how.code())),
        ("households.form_number", said.form_number),
        ("households.text_version", said.text_version),
        ("households.recorded_by", actor_words(t, &record.recorded_by)),
    ];
    let rows: Vec<_> = rows.into_iter().map(|(label, value)| view! { <div><dt>{t.t(label)}</dt><dd>{value}</dd></div> }).collect();
    view! {
        <section class="card">
            <h2>{t.t("households.consent")}</h2>
            <dl class="facts">{rows}</dl>
            {terms.map(|terms| view! { <p class="soft">{t.t("households.terms_agreed_to")}" "{terms}</p> })}
        </section>
    }
}
