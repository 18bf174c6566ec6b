//! The visits to one household, and the form for another. The household stands here by its code: no name in the title,
//! none in an address.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::form::VisitForm;
use super::list::Visits;
use super::typed::Typed;
use crate::named::Named;
use crate::ui::{Notice, PostForm, texts};
use crate::visit::{Page, Visit};

pub fn address(household: Uuid) -> String {
    format!("/households/{household}/visits")
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, None, FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Option<Typed>, errors: FieldErrors) -> Result<Page, Failure> {
    let household = visit.session.household_heading(id).await?;
    let visits = visit.session.visits_of(id).await?;
    let names = visit.session.recorders_of(&visits).await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let named = |name: &str| asked.iter().find(|(key, _)| key == name).and_then(|(_, id)| id.parse::<Uuid>().ok());
    let corrected = visits.iter().find(|entry| Some(entry.id) == named("corrects") && !entry.corrected);
    let typed = typed.or_else(|| corrected.map(Typed::of)).unwrap_or_else(|| Typed::begun(visit.session.today, None));
    // Nobody was at home, as it was recorded a moment ago.
    let missed = visits.iter().find(|entry| Some(entry.id) == named("missed") && entry.draft.until_next()).map(|entry| entry.id);
    let records = household.helped && visit.may_in(Action::VisitRecord, household.admin_unit_id);
    Ok(Page::new(visit.texts.t("house_visits.title"), move || {
        let t = texts();
        let code = household.code.clone();
        let correct = records.then(|| address(id));
        view! {
            <article class="narrow">
                <p><a href=format!("/households/{id}")>"← "{code}</a></p>
                <h1>{t.t("house_visits.title")}</h1>
                {missed.map(|missed| view! {
                    <Notice tone="good">
                        <p>{t.t("house_visits.missed_saved")}</p>
                        <PostForm about_people=true action=format!("{}/take-back", address(id))>
                            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                            <input type="hidden" name="visit" value=missed.to_string()/>
                            <button class="plain">{t.t("house_visits.take_back")}</button>
                        </PostForm>
                    </Notice>
                })}
                {(!records).then(|| view! { <p class="soft">{t.t("house_visits.closed")}</p> })}
                {records.then(|| view! { <VisitForm action=address(id) typed=typed.clone() errors=errors.clone() leave=address(id)/> })}
                <Visits visits=visits.clone() names=names.clone() correct=correct only_of=None/>
            </article>
        }
    }))
}
