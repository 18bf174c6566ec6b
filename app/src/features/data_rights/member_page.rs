//! Everything that is held of one member.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::person_request::PersonKind;
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Asked;
use super::address;
use super::clocks::{AskForm, Clock};
use super::household_page::EraseForm;
use super::looks::Looks;
use crate::named::Named;
use crate::ui::{Notice, date, moment, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Asked::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Asked, errors: FieldErrors) -> Result<Page, Failure> {
    let held = visit.session.held_of_member(id).await?;
    let requests = visit.session.person_requests(1000).await?;
    let requests: Vec<_> = requests.into_iter().filter(|request| request.draft.record == id).collect();
    let (today, now) = (visit.session.today, visit.session.now);
    let erases = visit.may(Action::PersonErase);
    let received_on = if typed.received_on.is_empty() { today.to_string() } else { typed.received_on };
    let base = address(PersonKind::Member, id);
    Ok(Page::new(visit.texts.t("data_rights.held_title"), move || {
        let t = texts();
        let clocks: Vec<_> =
            requests.iter().map(|request| view! { <Clock request=request.clone() today=today linked=false/> }.into_any()).collect();
        let above: Vec<String> = errors.0.iter().filter(|error| error.field == "sure").map(|error| t.field_error(error)).collect();
        let draft = held.member.draft.clone();
        let tasks: Vec<_> = held
            .tasks
            .iter()
            .map(|task| {
                let months: Vec<String> = task
                    .checks
                    .iter()
                    .map(|check| format!("{}: {}", check.month.format("%m/%Y"), t.t(if check.done { "data_rights.yes" } else { "data_rights.no" })))
                    .collect();
                view! { <li>{task.draft.aim.clone()}" · "{date(t, task.draft.from)}" – "{date(t, task.draft.to)}<br/><span class="soft">{months.join(", ")}</span></li> }
            })
            .collect();
        view! {
            <article class="narrow">
                <p class="no-print"><a href="/data-rights">"← "{t.t("data_rights.title")}</a></p>
                <h1>{t.t("data_rights.held_of_member")}</h1>
                <p class="soft">{t.tf("data_rights.as_of", &[("moment", &moment(t, now))])}</p>
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                <section class="card">
                    <h2>{t.t("data_rights.record")}</h2>
                    <dl class="facts">
                        <div><dt>{t.t("data_rights.name")}</dt><dd>{draft.name}</dd></div>
                        <div><dt>{t.t("data_rights.phone")}</dt><dd>{draft.phone}</dd></div>
                        <div><dt>{t.t("data_rights.post")}</dt><dd>{t.code("cell_post", draft.post.code())}</dd></div>
                        <div><dt>{t.t("data_rights.state")}</dt><dd>{t.code("member_state", held.member.state.code())}</dd></div>
                    </dl>
                    <h3>{t.t("data_rights.tasks")}</h3>
                    <ul class="plain-list">{tasks}</ul>
                </section>
                <Looks looks=held.looks.clone()/>
                {(!clocks.is_empty()).then(|| view! { <section class="card no-print"><h2>{t.t("data_rights.requests")}</h2><ul class="plain-list">{clocks}</ul></section> })}
                <AskForm action=format!("{base}/requests") received_on=received_on.clone() kind=typed.kind.clone() errors=errors.clone()/>
                <section class="card no-print">
                    <h2>{t.t("data_rights.do")}</h2>
                    <p><a class="button plain" href=format!("{base}/copy.json") download="">{t.t("data_rights.copy")}</a></p>
                    <p class="soft">{t.t("data_rights.copy_meaning")}</p>
                    {erases.then(|| view! { <EraseForm action=format!("{base}/erase") meaning=t.t("data_rights.erase_member")/> })}
                </section>
            </article>
        }
    }))
}
