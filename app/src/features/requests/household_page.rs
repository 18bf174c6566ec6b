//! `/households/{id}/requests`: what one household asked for, and the form for another request.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::form::{RequestForm, Typed};
use super::of_household::Requests;
use crate::named::Named;
use crate::ui::texts;
use crate::visit::{Page, Visit};

pub fn address(household: Uuid) -> String {
    format!("/households/{household}/requests")
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Typed::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let household = visit.session.household_heading(id).await?;
    let requests = visit.session.requests_of(id).await?;
    let adds = household.helped && visit.may_in(Action::RequestChange, household.admin_unit_id);
    let today = visit.session.today;
    Ok(Page::new(visit.texts.t("requests.title"), move || {
        let t = texts();
        let code = household.code.clone();
        view! {
            <article class="narrow">
                <p><a href=format!("/households/{id}")>"← "{code}</a>" · "<a href="/requests">{t.t("requests.to_list")}</a></p>
                <h1>{t.t("requests.title")}</h1>
                <Requests requests=requests.clone() today=today linked=true/>
                {adds.then(|| view! { <RequestForm action=address(id) typed=typed.clone() errors=errors.clone()/> })}
            </article>
        }
    }))
}
