//! `/my-households/{id}`: one of a member's households: the form of a visit, what was done so far, what it asks for.

use std::collections::HashMap;

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::card::{Call, address, aim, days, where_words};
use crate::features::house_visits::{Typed as VisitTyped, VisitForm, Visits};
use crate::features::requests::{RequestForm, Requests, Typed as RequestTyped};
use crate::named::Named;
use crate::ui::texts;
use crate::visit::{Page, Visit};

/// A form that could not be taken, with what is wrong with it.
#[derive(Default)]
pub struct Refused {
    pub visit: Option<(VisitTyped, FieldErrors)>,
    pub request: Option<(RequestTyped, FieldErrors)>,
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Refused::default()).await;
    visit.answer(page).await
}

pub async fn page(visit: &Visit, id: Uuid, refused: Refused) -> Result<Page, Failure> {
    let household = visit.session.my_household(id).await?;
    let visits = visit.session.own_visits_of(id).await?;
    let requests = visit.session.own_requests_of(id).await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let named = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let own = visit.asker.actor.name.clone();
    let corrected = named("corrects").and_then(|id| id.parse::<Uuid>().ok());
    let corrected = visits.iter().find(|entry| Some(entry.id) == corrected && !entry.corrected && entry.recorded_by == own);
    let begun = || VisitTyped::begun(visit.session.today, named("outcome").and_then(|outcome| outcome.parse().ok()));
    let (visit_typed, visit_errors) =
        refused.visit.unwrap_or_else(|| (corrected.map(VisitTyped::of).unwrap_or_else(begun), FieldErrors::default()));
    let (request_typed, request_errors) = refused.request.unwrap_or_default();
    let (records, asks) = (visit.may(Action::OwnVisitRecord), visit.may(Action::OwnRequestAdd));
    let today = visit.session.today;
    Ok(Page::new(visit.texts.t("my_households.one"), move || {
        let t = texts();
        let days: Vec<_> = days(t, &household, today).into_iter().map(|(words, late)| view! { <p class:late=late>{words}</p> }).collect();
        let to = address(id);
        let visit_form = records.then(|| {
            let (typed, errors) = (visit_typed.clone(), visit_errors.clone());
            view! { <VisitForm action=format!("{to}/visit") typed=typed errors=errors leave=to.clone()/> }.into_any()
        });
        let request_form = asks.then(|| {
            let (typed, errors) = (request_typed.clone(), request_errors.clone());
            view! { <RequestForm action=format!("{to}/request") typed=typed errors=errors/> }.into_any()
        });
        let correct = records.then(|| to.clone());
        view! {
            <article class="narrow">
                <p><a href="/my-households">"← "{t.t("my_households.title")}</a></p>
                <h1>{where_words(t, &household)}</h1>
                <section class="card my-household">
                    <p class="soft">{household.address.clone()}" · "{household.code.clone()}</p>
                    <div class="row whom">
                        <p>{t.t("my_households.ask_for")}" "<strong>{household.name.clone()}</strong></p>
                        <Call phone=household.phone.clone() whom=household.name.clone()/>
                    </div>
                    <p>{t.tf("my_households.need", &[("need", &household.need)])}</p>
                    <p>{aim(t, &household)}</p>
                    {days}
                </section>
                {visit_form}
                <Visits visits=visits.clone() names=HashMap::new() correct=correct only_of=Some(own.clone())/>
                <Requests requests=requests.clone() today=today linked=false/>
                {request_form}
            </article>
        }
    }))
}
