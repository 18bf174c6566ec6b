//! `/organizations/import`: a sheet of organizations, looked at first and taken in when the same file is handed in
//! again. Between the two nothing of it is kept.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::Failure;
use domain::import::Problem;
use domain::permission::Action;
use leptos::prelude::*;
use store::organization::Taken;
use uuid::Uuid;

use crate::features::members::{Ward, WardChoice};
use crate::texts::Texts;
use crate::ui::{Notice, PostForm, count, texts};
use crate::visit::{Page, Visit};

/// Rows and problems that are shown.
const SHOWN: usize = 100;

/// What a file came to, where it was only looked at or could not be taken.
#[derive(Clone, Default)]
pub struct Seen {
    /// Code of the ward.
    pub unit: String,
    /// What would become of each row that can be taken; none: the file could not be read at all.
    pub rows: Option<Vec<SeenRow>>,
    pub problems: Vec<Problem>,
    /// Headings of columns that must not be kept.
    pub dropped: Vec<String>,
    /// Headings that were not understood.
    pub unknown: Vec<String>,
    /// It was to be taken in, and was not.
    pub refused: bool,
    pub skip_bad: bool,
}

/// One row of the sheet.
#[derive(Clone)]
pub struct SeenRow {
    pub number: u32,
    pub name: String,
    pub what: Taken,
    /// Places that would be linked.
    pub places: u32,
}

/// How many were added and changed, and how many places linked.
#[derive(Clone, Copy)]
struct Done(u64, u64, u64);

pub async fn show(visit: Visit) -> Response {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let of = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let number = |name: &str| of(name).parse::<u64>().unwrap_or_default();
    let done = (!of("added").is_empty()).then(|| Done(number("added"), number("changed"), number("places")));
    let page = form(&visit, of("unit"), None, done).await;
    visit.answer(page).await
}

/// The page with what was found in a file.
pub async fn page(visit: &Visit, seen: Seen, status: StatusCode) -> Result<Page, Failure> {
    Ok(form(visit, seen.unit.clone(), Some(seen), None).await?.with_status(status))
}

async fn form(visit: &Visit, unit: String, seen: Option<Seen>, done: Option<Done>) -> Result<Page, Failure> {
    let ward = Ward::of_code(visit, Action::OrganizationAdd, &unit).await?;
    Ok(Page::new(visit.texts.t("organizations.import.title"), move || {
        let t = texts();
        let skip = seen.as_ref().is_some_and(|seen| seen.skip_bad);
        let done = done.map(|done| summary(t, "organizations.import.done", done));
        let found = seen.clone().map(|seen| view! { <Found seen=seen/> }.into_any());
        let one = !ward.is_one_of_several();
        let ward = ward.clone();
        let (code, name) = (ward.unit.code.clone(), ward.unit.full_name());
        let back = format!("/organizations?unit={code}");
        view! {
            <div class="narrow">
                <p><a href=back>"← "{t.t("organizations.title")}</a></p>
                <h1>{t.t("organizations.import.title")}</h1>
                <p class="soft">{name}" · "{t.t("organizations.import.meaning")}</p>
                {done.map(|words| view! { <Notice tone="good"><p>{words}</p></Notice> })}
                {found}
                <PostForm class="card" action="/organizations/import" multipart=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    {one.then(|| view! { <input type="hidden" name="unit" value=code/> })}
                    <WardChoice ward=ward/>
                    <div class="field">
                        <label for="file">{t.t("organizations.import.choose_file")}</label>
                        <p class="hint" id="file-hint">{t.t("organizations.import.file_hint")}</p>
                        <input id="file" name="file" type="file" required accept=".xlsx,.csv,.txt" aria-describedby="file-hint"/>
                    </div>
                    <label class="check"><input type="checkbox" name="skip_bad" value="true" checked=skip/><span>{t.t("members.skip_bad")}</span></label>
                    <div class="row">
                        <button name="step" value="preview">{t.t("members.preview")}</button>
                        <button class="plain" name="step" value="save">{t.t("members.take_in")}</button>
                        <a class="button plain" href="/organizations/table.xlsx">{t.t("members.empty_table")}</a>
                    </div>
                </PostForm>
            </div>
        }
    }))
}

fn summary(t: Texts, key: &str, Done(added, changed, places): Done) -> String {
    t.tf(key, &[("added", &count(t, added)), ("changed", &count(t, changed)), ("places", &count(t, places))])
}

#[component]
fn Found(seen: Seen) -> impl IntoView {
    let t = texts();
    let would = seen.rows.as_ref().map(|rows| {
        let of = |which: &[Taken]| rows.iter().filter(|row| which.contains(&row.what)).count() as u64;
        let places = rows.iter().map(|row| u64::from(row.places)).sum();
        summary(t, "organizations.import.would", Done(of(&[Taken::Added]), of(&[Taken::Changed, Taken::Renamed]), places))
    });
    // What stays as it is needs no look.
    let news: Vec<SeenRow> = seen.rows.iter().flatten().filter(|row| row.what != Taken::Same || row.places > 0).cloned().collect();
    let same = seen.rows.as_ref().map_or(0, |rows| rows.len() - news.len());
    let same = (same > 0).then(|| t.tf("organizations.import.same_rows", &[("count", &count(t, same as u64))]));
    let rows: Vec<_> = news.iter().take(SHOWN).map(|row| view! { <li>{line(t, row)}</li> }).collect();
    let more_rows = (news.len() > SHOWN).then(|| t.tf("members.more_problems", &[("count", &count(t, (news.len() - SHOWN) as u64))]));
    let total = seen.problems.len();
    let problems: Vec<_> = seen.problems.iter().take(SHOWN).map(|problem| view! { <li>{t.problem(problem)}</li> }).collect();
    let many = (total > SHOWN).then(|| t.tf("members.more_problems", &[("count", &count(t, (total - SHOWN) as u64))]));
    let list = |label: &str, headings: &[String]| (!headings.is_empty()).then(|| t.tf(label, &[("columns", &headings.join(", "))]));
    let lists = [list("members.dropped_columns", &seen.dropped), list("members.unknown_columns", &seen.unknown)];
    let lists: Vec<_> = lists.into_iter().flatten().map(|words| view! { <p>{words}</p> }).collect();
    let tone = if seen.refused || seen.rows.is_none() { "bad" } else { "plain" };
    view! {
        <Notice tone=tone>
            {would.map(|words| view! { <p><strong>{words}</strong></p> })}
            {lists}
            {(total > 0).then(|| view! { <p>{t.tf("members.problems", &[("count", &count(t, total as u64))])}</p><ul class="problems">{problems}</ul> })}
            {many.map(|words| view! { <p>{words}</p> })}
            {(!news.is_empty()).then(|| view! { <p>{t.t("organizations.import.rows")}</p><ul>{rows}</ul> })}
            {more_rows.map(|words| view! { <p>{words}</p> })}
            {same.map(|words| view! { <p>{words}</p> })}
            <p>{t.t("members.nothing_kept")}</p>
        </Notice>
    }
}

/// "dòng 5: Chi bộ 1 · thêm mới · 2 địa điểm".
fn line(t: Texts, row: &SeenRow) -> String {
    let what = match row.what {
        Taken::Added => Some("organizations.import.row_added"),
        Taken::Renamed => Some("organizations.import.row_renamed"),
        Taken::Changed => Some("organizations.import.row_changed"),
        Taken::Same => None,
    };
    let places = (row.places > 0).then(|| t.tf("organizations.import.row_places", &[("count", &count(t, row.places.into()))]));
    let number = t.tf("import_page.row", &[("row", &row.number.to_string())]);
    let said: Vec<String> = [Some(row.name.clone()), what.map(|key| t.t(key)), places].into_iter().flatten().collect();
    format!("{number}: {}", said.join(" · "))
}
