//! `/import`: choosing a file, and the imports before.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use domain::import::Problem;
use leptos::prelude::*;
use store::import::ImportRun;

use super::encoding::EncodingChoice;
use crate::ui::{Notice, PostForm, moment, texts};
use crate::visit::{Page, Visit};

/// Earlier imports that are listed.
const EARLIER: u64 = 20;

/// A file of which nothing was kept, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    pub file_name: String,
    pub problems: Vec<Problem>,
    pub status: StatusCode,
}

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit, None).await;
    visit.answer(page).await
}

/// The same page after a file that could not be taken: what is wrong with it, and what to do.
pub async fn refused(visit: &Visit, refused: Refused) -> Result<Page, Failure> {
    let status = refused.status;
    Ok(page(visit, Some(refused)).await?.with_status(status))
}

async fn page(visit: &Visit, refused: Option<Refused>) -> Result<Page, Failure> {
    let runs = visit.session.import_runs(EARLIER).await?;
    let t = visit.texts;
    Ok(Page::new(t.t("import_page.title"), move || {
        let legacy = refused.as_ref().is_some_and(|refused| refused.problems.iter().any(|problem| problem.code == "legacy_encoding"));
        let wrong = refused.is_some();
        view! {
            <div class="narrow">
                <h1>{t.t("import_page.title")}</h1>
                {refused.clone().map(|refused| view! { <WhatIsWrong refused=refused/> })}
                <PostForm class="card" action="/import/file" multipart=true>
                    <div class="field" class:wrong=wrong>
                        <label for="file">{t.t("import_page.choose")}</label>
                        <p class="hint" id="file-hint">{t.t("import_page.choose_hint")}</p>
                        <input id="file" name="file" type="file" required accept=".xlsx,.csv,.txt,.geojson,.json"
                            aria-describedby=if wrong { "refused file-hint" } else { "file-hint" } aria-invalid=wrong.then_some("true")/>
                    </div>
                    {legacy.then(|| view! { <EncodingChoice chosen=None/> })}
                    <div class="row">
                        <button>{t.t("import_page.preview")}</button>
                        <a class="button plain" href="/import/table-a.xlsx">{t.t("import_page.empty_table")}</a>
                    </div>
                </PostForm>
                <p class="soft">{t.t("import_page.boundaries")}</p>
                <Earlier runs=runs.clone()/>
            </div>
        }
    }))
}

#[component]
fn WhatIsWrong(refused: Refused) -> impl IntoView {
    let t = texts();
    let named = (!refused.file_name.is_empty()).then(|| view! { <p><strong>{refused.file_name}</strong></p> });
    let problems: Vec<_> = refused
        .problems
        .iter()
        .map(|problem| {
            let sheet = (!problem.sheet.is_empty()).then(|| format!("{}: ", problem.sheet));
            view! { <li>{sheet}{t.problem(problem)}</li> }
        })
        .collect();
    view! {
        <Notice tone="bad">
            {named}
            <ul class="problems" id="refused">{problems}</ul>
            <p>{t.t("import_page.nothing_kept")}</p>
        </Notice>
    }
}

#[component]
fn Earlier(runs: Vec<ImportRun>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = runs
        .into_iter()
        .map(|run| {
            view! {
                <li>
                    <a class="name" href=format!("/import/{}", run.id)>{run.file_name}</a>
                    <span>{t.t(&format!("import_page.state.{}", run.state))}</span>
                    <span class="soft">{moment(t, run.created_at)}</span>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h2>{t.t("import_page.before")}</h2><ul class="place-list imports">{rows}</ul> })
}
