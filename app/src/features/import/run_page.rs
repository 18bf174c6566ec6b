//! `/import/{id}`: the preview of a file, how far its import is, and the receipt.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::import::Problem;
use leptos::prelude::*;
use store::import::ImportRun;
use uuid::Uuid;

use super::duplicates::Duplicates;
use super::problems::Problems;
use super::recorded::Recorded;
use super::understood::Understood;
use crate::features::places::{field_words, value_words};
use crate::named::Named;
use crate::ui::{Notice, PostForm, count, texts};
use crate::visit::{Page, Visit};

pub async fn run(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Again::default()).await;
    visit.answer(page).await
}

/// A decision that could not be taken: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Again {
    pub typed: Vec<(String, String)>,
    pub errors: FieldErrors,
    /// What the file would be with that decision.
    pub problems: Vec<Problem>,
}

/// The preview as it was, with the form as it was typed.
pub async fn again(visit: &Visit, id: Uuid, again: Again) -> Result<Page, Failure> {
    Ok(page(visit, id, again).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

async fn page(visit: &Visit, id: Uuid, again: Again) -> Result<Page, Failure> {
    let run = visit.session.import_run(id).await?;
    let rows = visit.context.imports.lock().ok().and_then(|running| running.get(&id).copied()).unwrap_or(0);
    let t = visit.texts;
    let page = Page::new(format!("{} · {}", t.t("import_page.title"), run.file_name), move || {
        let previewed = run.state == "previewed" && run.has_file;
        let wrong = (!again.errors.is_empty() || !again.problems.is_empty()).then(|| {
            let problems: Vec<_> = again.problems.iter().map(|problem| view! { <li>{t.problem(problem)}</li> }).collect();
            view! { <Notice tone="bad"><p>{t.t("import_page.not_decided")}</p>{(!problems.is_empty()).then(|| view! { <ul class="problems">{problems}</ul> })}</Notice> }
        });
        let understood =
            previewed.then(|| view! { <Understood run=run.clone() typed=again.typed.clone() errors=again.errors.clone()/> }.into_any());
        let decide = view! { <Decide run=run.clone() rows=rows/> }.into_any();
        let report = view! { <Report run=run.clone()/> }.into_any();
        view! {
            <div class="narrow">
                <p><a href="/import">"← "{t.t("import_page.title")}</a></p>
                <h1>{run.file_name.clone()}</h1>
                {wrong}
                {understood}
                {decide}
                {report}
            </div>
        }
    });
    Ok(page.with_module("/import-progress.js"))
}

/// What can be done now: agree, wait, take back.
#[component]
fn Decide(run: ImportRun, rows: u64) -> impl IntoView {
    let t = texts();
    let id = run.id;
    let report = &run.report;
    let new = report.add + report.change;
    let rejected = !report.problems.is_empty();
    let rows_rejected = !report.rejected.is_empty();
    let ended = t.t(&format!("import_page.state.{}", run.state));
    let download = (rows_rejected && run.has_file)
        .then(|| view! { <p><a href=format!("/import/{id}/rejected.xlsx")>{t.t("import_page.rejected_download")}</a></p> });
    match run.state.as_str() {
        "previewed" if !run.has_file => {
            view! { <Notice tone="plain"><p>{t.t("import_page.file_gone")}</p><p><a href="/import">{t.t("import_page.another")}</a></p></Notice> }.into_any()
        }
        "previewed" if new == 0 && !rejected => view! { <Notice tone="plain"><p>{t.t("import_page.nothing_to_do")}</p></Notice> }.into_any(),
        "previewed" => {
            let words = if rejected { t.t("import_page.import_good") } else { t.t("import_page.import_all") };
            let unnamed = report.problems.iter().any(|problem| problem.code == "no_name_column");
            let what_to_do = t.t(match (unnamed, new > 0) {
                (true, _) => "import_page.point_out_name",
                (false, true) => "import_page.fix_first",
                (false, false) => "import_page.fix_all",
            });
            let undecided = report.alike.iter().filter(|row| run.choices.rows.of(&row.sheet, row.row).is_none()).count() as u64;
            view! {
                {rejected.then(|| view! { <Notice tone="bad"><p>{what_to_do}</p></Notice> })}
                {(undecided > 0).then(|| view! {
                    <Notice tone="plain"><p><a href="#duplicates">{t.tf("import_page.undecided", &[("count", &count(t, undecided))])}</a></p></Notice>
                })}
                <div class="row decide">
                    {(new > 0).then(|| view! {
                        <PostForm action=format!("/import/{id}/run")>
                            {rejected.then(|| view! { <input type="hidden" name="skip_bad" value="true"/> })}
                            <button class=if rejected { "plain" } else { "" }>{words}</button>
                        </PostForm>
                    })}
                    {download}
                </div>
            }
            .into_any()
        }
        "running" => view! {
            <Notice tone="plain">
                <p id="import-progress" data-progress=format!("/import/{id}/progress")>{t.tf("import_page.running", &[("rows", &count(t, rows))])}</p>
            </Notice>
        }
        .into_any(),
        "done" => view! {
            <Notice tone="good"><p>{t.t("import_page.state.done")}</p></Notice>
            {download}
            <PostForm action=format!("/import/{id}/undo")>
                <button class="plain">{t.t("import_page.undo")}</button>
                <p class="soft">{t.t("import_page.undo_meaning")}</p>
            </PostForm>
        }
        .into_any(),
        _ => view! { <Notice tone="plain"><p>{ended}</p><p><a href="/import">{t.t("import_page.another")}</a></p></Notice> }.into_any(),
    }
}

#[component]
fn Report(run: ImportRun) -> impl IntoView {
    let t = texts();
    let ImportRun { id, report, state, choices, has_file, .. } = run;
    let previewed = state == "previewed" && has_file;
    let listed = report.duplicates.iter().filter_map(|problem| problem.row).collect::<std::collections::BTreeSet<_>>().len();
    let numbers =
        [("add", report.add), ("change", report.change), ("unchanged", report.unchanged), ("problem_count", report.problems.len() as u64)];
    let numbers: Vec<_> = numbers
        .into_iter()
        .map(|(name, number)| view! { <div><dt>{t.t(&format!("import_page.{name}"))}</dt><dd>{count(t, number)}</dd></div> })
        .collect();
    let dropped = report.dropped_columns.join(", ");
    let changes: Vec<_> = report
        .changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <td><a href=format!("/places/{}", change.place_id)>{change.name.clone()}</a></td>
                    <td>{field_words(t, &change.field)}</td>
                    <td>{value_words(t, &change.field, &change.from)}</td>
                    <td>{value_words(t, &change.field, &change.to)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <dl class="status">{numbers}</dl>
        {(!dropped.is_empty()).then(|| view! { <Notice tone="plain"><p>{t.t("import_page.dropped")}" "{dropped}</p></Notice> })}
        <Problems title=t.t("import_page.problems") problems=report.problems open=true/>
        {if previewed {
            view! { <Duplicates id=id rows=report.alike choices=choices total=listed/> }.into_any()
        } else {
            view! { <Problems title=t.t("import_page.duplicates") problems=report.duplicates/> }.into_any()
        }}
        <Problems title=t.t("import_page.left_out") problems=report.left_out/>
        <Problems title=t.t("import_page.notes") problems=report.notes/>
        <Recorded facts=report.facts total=report.recorded previewed=previewed/>
        {(!changes.is_empty()).then(|| view! {
            <details class="card" open=previewed>
                <summary>{t.t("import_page.changes")}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=t.t("import_page.changes")>
                    <table>
                        <thead><tr><th scope="col">{t.t("import_page.place")}</th><th scope="col">{t.t("import_page.field")}</th><th scope="col">{t.t("import_page.from")}</th><th scope="col">{t.t("import_page.to")}</th></tr></thead>
                        <tbody>{changes}</tbody>
                    </table>
                </div>
            </details>
        })}
    }
}
