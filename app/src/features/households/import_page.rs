//! `/households/import`: table C, households that consented on paper. The file is read and let go: nothing of it is kept
//! but the households that were taken in.

use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldError, FieldErrors};
use domain::household::TextVersion;
use domain::import::BadRow;
use domain::permission::Action;
use leptos::prelude::*;
use store::household::HouseholdImport;

use super::asked::wards;
use crate::texts::Texts;
use crate::ui::{Choice, Field, Notice, PostForm, Select, count, texts};
use crate::visit::{Page, Visit};

/// Refused rows that are listed.
const LISTED: usize = 100;

/// What the form sent beside the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// Code of the ward.
    pub unit: String,
    /// Which text those households signed.
    pub text_version: String,
    pub skip_bad: bool,
}

/// What came of a file.
#[derive(Clone, Debug)]
pub struct ImportOutcome {
    pub preview: bool,
    pub done: HouseholdImport,
    /// Columns that must not be kept.
    pub dropped: Vec<String>,
    /// Columns that nobody understands.
    pub unread: Vec<String>,
}

pub async fn import(visit: Visit) -> Response {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let unit = asked.into_iter().find(|(name, _)| name == "unit").map(|(_, code)| code).unwrap_or_default();
    let page = blank(&visit, unit).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, unit: String) -> Result<Page, Failure> {
    let text_version = TextVersion::printed(visit.session.kept_for().await?).to_string();
    import_page(visit, ImportChoices { unit, text_version, skip_bad: false }, None, FieldErrors::default()).await
}

/// The page; with `outcome` after a file, with `errors` after one that could not be read.
pub async fn import_page(
    visit: &Visit,
    choices: ImportChoices,
    outcome: Option<ImportOutcome>,
    errors: FieldErrors,
) -> Result<Page, Failure> {
    let (units, unit) = wards(visit, Action::HouseholdAdd, &choices.unit, None).await?;
    let units: Vec<Choice> = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.code }).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page::new(visit.texts.t("households.import"), move || {
        let t = texts();
        let outcome = outcome.clone().map(|outcome| view! { <Outcome outcome=outcome skips=choices.skip_bad/> }.into_any());
        let form =
            view! { <FileForm units=units.clone() unit=unit.code.clone() choices=choices.clone() errors=errors.clone()/> }.into_any();
        view! {
            <div class="narrow">
                <p class="no-print"><a href="/households">"← "{t.t("households.title")}</a></p>
                <h1>{t.t("households.import")}</h1>
                <p>{t.t("households.import_meaning")}</p>
                {outcome}
                {form}
            </div>
        }
    });
    Ok(page.with_status(status))
}

#[component]
fn FileForm(units: Vec<Choice>, unit: String, choices: ImportChoices, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let wrong: Vec<String> = errors.0.iter().map(|error| t.field_error(error)).collect();
    let invalid = !wrong.is_empty();
    let several = units.len() > 1;
    view! {
        <PostForm class="card no-print" action="/households/import" multipart=true about_people=true>
            {several.then(|| view! { <Select name="unit" label=t.t("places.unit") value=unit choices=units errors=FieldErrors::default()/> })}
            <Field name="text_version" label=t.t("households.text_version") hint=t.t("households.import_version_hint") value=choices.text_version errors=FieldErrors::default() required=true limit=40/>
            <div class="field" class:wrong=invalid>
                <label for="file">{t.t("households.import_file")}</label>
                <p class="hint" id="file-hint">{t.t("households.import_hint")}</p>
                <input id="file" name="file" type="file" required accept=".xlsx,.csv,.txt"
                    aria-describedby=if invalid { "file-error file-hint" } else { "file-hint" } aria-invalid=invalid.then_some("true")/>
                {invalid.then(|| view! { <p class="error" id="file-error">{wrong.join(" ")}</p> })}
            </div>
            <label class="check"><input type="checkbox" name="skip_bad" value="1" checked=choices.skip_bad/><span>{t.t("households.skip_bad")}</span></label>
            <div class="row form-buttons">
                <button class="plain" name="step" value="preview">{t.t("households.import_preview")}</button>
                <button name="step" value="import">{t.t("households.import_now")}</button>
                <a class="button plain" href="/households/table.xlsx">{t.t("households.empty_table")}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Outcome(outcome: ImportOutcome, skips: bool) -> impl IntoView {
    let t = texts();
    let ImportOutcome { preview, done, dropped, unread } = outcome;
    let kept = !preview && (done.bad.is_empty() || skips);
    let (tone, words) = match (preview, kept) {
        (true, _) => ("plain", "households.import_would"),
        (false, true) => ("good", "households.import_done"),
        (false, false) => ("bad", "households.import_refused"),
    };
    let numbers = [count(t, done.saved), count(t, done.bad.len() as u64)];
    let words = t.tf(words, &[("saved", &numbers[0]), ("bad", &numbers[1])]);
    let columns = |key: &str, names: &[String]| (!names.is_empty()).then(|| t.tf(key, &[("columns", &names.join(", "))]));
    let columns = [columns("households.import_dropped", &dropped), columns("households.import_unread", &unread)];
    let columns: Vec<_> = columns.into_iter().flatten().map(|words| view! { <p>{words}</p> }).collect();
    let rows: Vec<_> = done.bad.iter().take(LISTED).map(|bad| view! { <li>{row_words(t, bad)}</li> }).collect();
    view! {
        <Notice tone=tone><p>{words}</p>{columns}</Notice>
        {(!rows.is_empty()).then(|| view! { <section class="card"><h2>{t.t("households.import_bad")}</h2><ul class="problems">{rows}</ul></section> })}
    }
}

/// "Dòng 5: Ngày đồng ý: …", without anything of what stands there.
fn row_words(t: Texts, bad: &BadRow) -> String {
    let field = |error: &FieldError| match error.field.as_str() {
        "name" => t.t("households.name"),
        "phone" => t.t("households.phone"),
        "unit" => t.t("households.unit"),
        "people" => t.t("households.people"),
        "need" => t.t("households.need"),
        "place" => t.t("households.place"),
        "supports" | "standard" | "decision" | "valid_to" => t.t("households.supports"),
        "given_on" => t.t("households.given_on"),
        "form_number" => t.t("households.form_number"),
        "text_version" => t.t("households.text_version"),
        _ => t.t("households.consent"),
    };
    let said = bad.errors.0.iter().map(|error| format!("{}: {}", field(error), t.field_error(error)));
    format!("{}: {}", t.tf("households.row", &[("row", &bad.row.to_string())]), said.collect::<Vec<_>>().join(" "))
}
