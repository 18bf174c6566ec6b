//! `/organizations/{id}`: what it is, its places now and before, what was decided about it.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::organization::OrganizationEventKind;
use domain::permission::Action;
use leptos::prelude::*;
use store::organization::{OrganizationName, OrganizationView};
use uuid::Uuid;

use super::ledger::{Ledger, NamedList, decision_words};
use super::organization_for;
use super::places::{NeedHome, Past, PlacesNow};
use super::typed::Typed;
use crate::named::Named;
use crate::ui::{Notice, count, date, texts};
use crate::visit::{Answer, Page, Visit};

/// What whoever asks may do here.
#[derive(Clone, Copy)]
struct May {
    change: bool,
    decide: bool,
    link: bool,
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, FieldErrors::default()).await;
    visit.answer(page).await
}

/// `/organizations/{id}/undo`: the decision that was recorded last is taken back.
pub async fn undo(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = undo_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn undo_typed(visit: &Visit, id: Uuid, typed: Typed) -> Result<Answer, Failure> {
    organization_for(visit, Action::OrganizationDecide, id).await?;
    let mut errors = FieldErrors::default();
    let event = typed.id("event", &mut errors).ok_or(Failure::NotFound)?;
    match visit.session.undo_decision(typed.operation(id), id, event).await {
        Ok(goes_on) => Ok(Answer::SeeOther(format!("/organizations/{goes_on}?undone=1"))),
        Err(Failure::Invalid(errors)) => Ok(page(visit, id, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(other) => Err(other),
    }
}

async fn page(visit: &Visit, id: Uuid, errors: FieldErrors) -> Result<Page, Failure> {
    let found = visit.session.organization(id).await?;
    let unit = found.draft.admin_unit_id;
    let may = May {
        change: visit.may_in(Action::OrganizationChange, unit),
        decide: visit.may_in(Action::OrganizationDecide, unit),
        link: visit.may_in(Action::OrganizationLink, unit),
    };
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let saved = asked.iter().find(|(name, _)| name == "saved").and_then(|(_, id)| id.parse::<Uuid>().ok());
    let undone = asked.iter().any(|(name, _)| name == "undone");
    let today = visit.session.today;
    Ok(Page::new(found.draft.name.clone(), move || {
        let found = found.clone();
        let saved = saved.map(|operation| view! { <Saved operation=operation found=found.clone()/> }.into_any());
        let t = texts();
        let undone = undone.then(|| view! { <Notice tone="good"><p>{t.t("organizations.undone")}</p></Notice> }.into_any());
        let refused: Vec<_> = errors.0.iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let refused = (!refused.is_empty()).then(|| view! { <Notice tone="bad">{refused}</Notice> }.into_any());
        let heading = view! { <Heading found=found.clone()/> }.into_any();
        let buttons = view! { <Buttons id=id may=may ended=found.ended_on.is_some()/> }.into_any();
        let subordinates = view! { <Subordinates all=found.subordinates.clone()/> }.into_any();
        view! {
            <article class="narrow">
                {saved}
                {undone}
                {refused}
                {heading}
                {buttons}
                <NeedHome places=found.past.clone() links=may.link/>
                <PlacesNow id=id places=found.places.clone() elsewhere=found.elsewhere links=may.link today=today/>
                {subordinates}
                <Ledger entries=found.ledger.clone() own=id decides=may.decide/>
                <Past places=found.past.clone()/>
            </article>
        }
    }))
}

/// What was just recorded; where it left places without a party organization, which.
#[component]
fn Saved(operation: Uuid, found: OrganizationView) -> impl IntoView {
    let t = texts();
    let entry = found.ledger.into_iter().find(|entry| entry.operation_id == operation);
    let homeless = entry.as_ref().map(|entry| entry.without_home.clone()).unwrap_or_default();
    let words = entry.map(|entry| format!("{} {}", decision_words(t, &entry), date(t, entry.event.on)));
    let places: Vec<_> =
        homeless.into_iter().map(|(id, name)| view! { <li><a href=format!("/places/{id}#organizations")>{name}</a></li> }).collect();
    view! {
        <Notice tone="good">
            <p><strong>{t.t("places.saved")}</strong>" "{words}</p>
            {(!places.is_empty()).then(|| view! { <p>{t.t("organizations.left_without_home")}</p><ul>{places}</ul> })}
        </Notice>
    }
}

#[component]
fn Heading(found: OrganizationView) -> impl IntoView {
    let t = texts();
    let d = found.draft.clone();
    let unfounded = !found.ledger.iter().any(|entry| entry.event.kind == OrganizationEventKind::Founded);
    let founded = found.founded_on.map(|day| date(t, day));
    let committee = d.cell_committee.map(|has| t.t(if has { "places.yes" } else { "places.no" }));
    let members = d.members.map(|members| count(t, members.into()));
    let rows: Vec<_> =
        [("organizations.founded_on", founded), ("organizations.members", members), ("organizations.cell_committee", committee)]
            .into_iter()
            .filter_map(|(label, value)| Some(view! { <div><dt>{t.t(label)}</dt><dd>{value?}</dd></div> }))
            .collect();
    let superior = found.superior.map(|above| view! { <p>{t.t("organizations.superior")}": "<NamedList all=vec![above]/></p> });
    view! {
        <header>
            <p class="soft">{t.code("organization_kind", d.kind.code())}</p>
            <h1>{d.name}</h1>
            <p><a href=format!("/organizations?unit={}", found.admin_unit_code)>{found.admin_unit_name}</a></p>
            {superior}
            {found.ended_on.map(|day| view! { <Notice tone="plain"><p>{t.tf("organizations.ended_on", &[("day", &date(t, day))])}</p></Notice> })}
            {(!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> })}
            {(unfounded && found.founded_on.is_none()).then(|| view! { <p class="soft">{t.t("organizations.founding_unknown")}</p> })}
        </header>
    }
}

#[component]
fn Buttons(id: Uuid, may: May, ended: bool) -> impl IntoView {
    let t = texts();
    view! {
        <section class="row no-print more">
            {(may.link && !ended).then(|| view! { <a class="button" href=format!("/organizations/{id}/link")>{t.t("organizations.link_place")}</a> })}
            {(may.decide && !ended).then(|| view! { <a class="button plain" href=format!("/organizations/{id}/decide")>{t.t("organizations.decide")}</a> })}
            {may.change.then(|| view! { <a class="button plain" href=format!("/organizations/{id}/edit")>{t.t("organizations.edit")}</a> })}
        </section>
    }
}

#[component]
fn Subordinates(all: Vec<OrganizationName>) -> impl IntoView {
    let t = texts();
    (!all.is_empty()).then(|| view! { <section class="card"><h2>{t.t("organizations.subordinates")}</h2><NamedList all=all/></section> })
}
