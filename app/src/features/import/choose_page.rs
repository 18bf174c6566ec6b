//! `/import`: choosing a file, and the imports before.

use axum::response::Response;
use domain::failure::Failure;
use leptos::prelude::*;
use store::import::ImportRun;

use crate::ui::{PostForm, moment, texts};
use crate::visit::{Page, Visit};

/// Earlier imports that are listed.
const EARLIER: u64 = 20;

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let runs = visit.session.import_runs(EARLIER).await?;
    let t = visit.texts;
    Ok(Page::new(t.t("import_page.title"), move || {
        view! {
            <div class="narrow">
                <h1>{t.t("import_page.title")}</h1>
                <PostForm class="card" action="/import/file" multipart=true>
                    <div class="field">
                        <label for="file">{t.t("import_page.choose")}</label>
                        <p class="hint" id="file-hint">{t.t("import_page.choose_hint")}</p>
                        <input id="file" name="file" type="file" required accept=".xlsx,.csv,.txt,.geojson,.json" aria-describedby="file-hint"/>
                    </div>
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
