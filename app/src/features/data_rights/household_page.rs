//! Everything that is held of one household. It prints as the copy that is handed out.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::person_request::PersonKind;
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Asked;
use super::address;
use super::clocks::{AskForm, Clocks};
use super::household_record::{Course, Record};
use super::looks::Looks;
use crate::named::Named;
use crate::ui::{Notice, PostForm, moment, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Asked::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Asked, errors: FieldErrors) -> Result<Page, Failure> {
    let held = visit.session.held_of_household(id).await?;
    let (today, now) = (visit.session.today, visit.session.now);
    let erases = visit.may(Action::PersonErase);
    let received_on = if typed.received_on.is_empty() { today.to_string() } else { typed.received_on };
    let base = address(PersonKind::Household, id);
    Ok(Page::new(visit.texts.t("data_rights.held_title"), move || {
        let t = texts();
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
                <Clocks requests=held.person_requests.clone() today=today/>
                <AskForm action=format!("{base}/requests") received_on=received_on.clone() kind=typed.kind.clone() errors=errors.clone() about=PersonKind::Household/>
                <section class="card no-print">
                    <h2>{t.t("data_rights.do")}</h2>
                    <div class="row">
                        <a class="button plain" href=format!("{base}/copy.json") download="">{t.t("data_rights.copy")}</a>
                        <PostForm about_people=true action=format!("{base}/restrict")>
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
        <PostForm about_people=true action=action>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <p>{meaning}</p>
            <label class="check"><input type="checkbox" name="sure" value="1"/><span>{t.t("data_rights.sure")}</span></label>
            <button class="plain">{t.t("data_rights.erase")}</button>
        </PostForm>
    }
}
