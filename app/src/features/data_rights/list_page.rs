//! The clocks of all requests, and the way to a record by its code.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;

use super::clocks::Clock;
use crate::ui::{Field, Notice, PostForm, texts};
use crate::visit::{Page, Visit};

/// Requests in the list; older ones stand in the change log.
const MOST: u64 = 200;

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit, String::new(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `code` and `errors` are of a search that found nothing.
pub async fn page(visit: &Visit, code: String, errors: FieldErrors) -> Result<Page, Failure> {
    let requests = visit.session.person_requests(MOST).await?;
    let there = visit.session.records_there(&requests).await?;
    let today = visit.session.today;
    let erased = visit.uri.query() == Some("erased=1");
    Ok(Page::new(visit.texts.t("data_rights.title"), move || {
        let t = texts();
        let rows: Vec<_> = requests
            .iter()
            .map(|request| {
                view! { <Clock request=request.clone() today=today linked=there.contains(&request.draft.record) named=true/> }.into_any()
            })
            .collect();
        let none = rows.is_empty();
        view! {
            <article class="narrow">
                <h1>{t.t("data_rights.title")}</h1>
                <p class="soft">{t.t("data_rights.meaning")}</p>
                {erased.then(|| view! { <Notice tone="good"><p>{t.t("data_rights.erased")}</p></Notice> })}
                <FindForm code=code.clone() errors=errors.clone()/>
                <section class="card">
                    <h2>{t.t("data_rights.requests")}</h2>
                    {none.then(|| view! { <p>{t.t("data_rights.no_requests")}</p> })}
                    <ul class="plain-list">{rows}</ul>
                </section>
            </article>
        }
    }))
}

#[component]
fn FindForm(code: String, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card no-print">
            <h2>{t.t("data_rights.find")}</h2>
            <PostForm about_people=true action="/data-rights">
                <Field name="code" label=t.t("data_rights.code") hint=t.t("data_rights.code_hint") value=code errors=errors required=true limit=40/>
                <button>{t.t("data_rights.show")}</button>
            </PostForm>
        </section>
    }
}
