//! `/members/import`: a sheet of members, looked at first and taken in when the same file is handed in again. Between
//! the two nothing of it is kept.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use domain::import::Problem;
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::ward::{Ward, WardChoice};
use crate::ui::{Notice, PostForm, count, texts};
use crate::visit::{Page, Visit};

/// Problems that are shown; more are of the same kind.
const SHOWN: usize = 100;

/// What a file came to, where it was only looked at or could not be taken.
#[derive(Clone, Default)]
pub struct Seen {
    /// Code of the ward.
    pub unit: String,
    /// Rows that would be recorded; none: the file could not be read at all.
    pub to_add: Option<u32>,
    /// Of them those whose row does not say how many households they can help.
    pub by_default: u32,
    pub problems: Vec<Problem>,
    /// Headings of columns that must not be kept.
    pub dropped: Vec<String>,
    /// Headings that were not understood.
    pub unknown: Vec<String>,
    /// It was to be taken in, and was not.
    pub refused: bool,
    pub skip_bad: bool,
}

pub async fn show(visit: Visit) -> Response {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let of = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let added = of("added").parse::<u32>().ok();
    let page = form(&visit, of("unit"), None, added).await;
    visit.answer(page).await
}

/// The page with what was found in a file.
pub async fn page(visit: &Visit, seen: Seen, status: StatusCode) -> Result<Page, Failure> {
    Ok(form(visit, seen.unit.clone(), Some(seen), None).await?.with_status(status))
}

async fn form(visit: &Visit, unit: String, seen: Option<Seen>, added: Option<u32>) -> Result<Page, Failure> {
    let ward = Ward::of_code(visit, Action::MemberChange, &unit).await?;
    Ok(Page::new(visit.texts.t("members.import"), move || {
        let t = texts();
        let skip = seen.as_ref().is_some_and(|seen| seen.skip_bad);
        let added = added.map(|added| t.tf("members.added", &[("count", &count(t, added.into()))]));
        let found = seen.clone().map(|seen| view! { <Found seen=seen/> }.into_any());
        let one = !ward.is_one_of_several();
        let ward = ward.clone();
        let (code, name) = (ward.unit.code.clone(), ward.unit.full_name());
        let back = format!("/members?unit={code}");
        view! {
            <div class="narrow">
                <p><a href=back>"← "{t.t("members.title")}</a></p>
                <h1>{t.t("members.import")}</h1>
                <p class="soft">{name}" · "{t.t("members.import_meaning")}</p>
                {added.map(|words| view! { <Notice tone="good"><p>{words}</p></Notice> })}
                {found}
                <PostForm about_people=true class="card" action="/members/import" multipart=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    {one.then(|| view! { <input type="hidden" name="unit" value=code/> })}
                    <WardChoice ward=ward/>
                    <div class="field">
                        <label for="file">{t.t("members.choose_file")}</label>
                        <p class="hint" id="file-hint">{t.t("members.file_hint")}</p>
                        <input id="file" name="file" type="file" required accept=".xlsx,.csv,.txt" aria-describedby="file-hint"/>
                    </div>
                    <label class="check"><input type="checkbox" name="skip_bad" value="true" checked=skip/><span>{t.t("members.skip_bad")}</span></label>
                    <div class="row">
                        <button name="step" value="preview">{t.t("members.preview")}</button>
                        <button class="plain" name="step" value="save">{t.t("members.take_in")}</button>
                        <a class="button plain" href="/members/table.xlsx">{t.t("members.empty_table")}</a>
                    </div>
                </PostForm>
            </div>
        }
    }))
}

#[component]
fn Found(seen: Seen) -> impl IntoView {
    let t = texts();
    let to_add = seen.to_add.map(|rows| t.tf("members.to_add", &[("count", &count(t, rows.into()))]));
    let total = seen.problems.len();
    let problems: Vec<_> = seen.problems.iter().take(SHOWN).map(|problem| view! { <li>{t.problem(problem)}</li> }).collect();
    let many = (total > SHOWN).then(|| t.tf("members.more_problems", &[("count", &count(t, (total - SHOWN) as u64))]));
    let list = |label: &str, headings: &[String]| (!headings.is_empty()).then(|| t.tf(label, &[("columns", &headings.join(", "))]));
    let lists = [list("members.dropped_columns", &seen.dropped), list("members.unknown_columns", &seen.unknown)];
    let lists: Vec<_> = lists.into_iter().flatten().map(|words| view! { <p>{words}</p> }).collect();
    let tone = if seen.refused || seen.to_add.is_none() { "bad" } else { "plain" };
    view! {
        <Notice tone=tone>
            {to_add.map(|words| view! { <p><strong>{words}</strong></p> })}
            {(seen.by_default > 0).then(|| view! { <p>{t.tf("members.by_default", &[("count", &count(t, seen.by_default.into()))])}</p> })}
            {lists}
            {(total > 0).then(|| view! { <p>{t.tf("members.problems", &[("count", &count(t, total as u64))])}</p><ul class="problems">{problems}</ul> })}
            {many.map(|words| view! { <p>{words}</p> })}
            <p>{t.t("members.nothing_kept")}</p>
        </Notice>
    }
}
