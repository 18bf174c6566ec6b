//! The document of an agreement on its page: what it is, handing one in, taking it out.

use axum::http::StatusCode;
use domain::agreement::MOST_MEGABYTES;
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use store::agreement::AgreementFile;
use uuid::Uuid;

use super::page::{Tried, page};
use super::words::size_words;
use crate::ui::{Notice, PostForm, moment, texts};
use crate::visit::{Page, Visit};

/// The agreement's page after a file that could not be taken.
pub async fn refused(visit: &Visit, id: Uuid, errors: FieldErrors, status: StatusCode) -> Result<Page, Failure> {
    Ok(page(visit, id, Tried { form: "file", errors, ..Tried::default() }).await?.with_status(status))
}

/// What another site may have sent: nothing of the register is shown.
pub fn not_ours(visit: &Visit) -> Page {
    let t = visit.texts;
    let words = move || view! { <div class="narrow"><Notice tone="bad"><p>{t.t("errors.foreign_form")}</p></Notice></div> };
    Page::new(t.t("failures.title"), words).with_status(StatusCode::FORBIDDEN)
}

#[component]
pub fn Document(id: Uuid, file: Option<AgreementFile>, writes: bool, tried: Tried) -> impl IntoView {
    let t = texts();
    let errors: Vec<String> = match tried.form {
        "file" => tried.errors.0.iter().map(|error| t.field_error(error)).collect(),
        _ => Vec::new(),
    };
    let wrong = !errors.is_empty();
    let has_one = file.is_some();
    let megabytes = MOST_MEGABYTES.to_string();
    let form = writes.then(|| {
        view! {
            <PostForm action=format!("/agreements/{id}/file") multipart=true class="no-print">
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <div class="field" class:wrong=wrong>
                    <label for="file">{t.t(if has_one { "agreements.file_replace" } else { "agreements.file_choose" })}</label>
                    <p class="hint" id="file-hint">{t.tf("agreements.file_hint", &[("value", &megabytes)])}</p>
                    <input id="file" name="file" type="file" accept=".pdf,.jpg,.jpeg,.png,.webp"
                        aria-describedby=if wrong { "file-error file-hint" } else { "file-hint" } aria-invalid=wrong.then_some("true")/>
                    {wrong.then(|| view! { <p class="error" id="file-error">{errors.join(" ")}" "{t.t("agreements.file_again")}</p> })}
                </div>
                <button class="plain">{t.t("agreements.file_send")}</button>
            </PostForm>
        }
    });
    let known = file.map(|file| {
        let by = if file.uploaded_by.is_empty() { t.t("audit.local") } else { file.uploaded_by };
        view! {
            <p>
                <a class="name" href=format!("/agreements/{id}/file") download="">{file.name}</a>" "
                <span class="soft">{size_words(t, file.size)}" · "{by}" · "{moment(t, file.uploaded_at)}</span>
            </p>
            {writes.then(|| view! {
                <PostForm action=format!("/agreements/{id}/file/remove") class="no-print">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <button class="plain">{t.t("agreements.file_remove")}</button>
                </PostForm>
            })}
        }
        .into_any()
    });
    let known = known.unwrap_or_else(|| view! { <p class="soft">{t.t("agreements.file_none")}</p> }.into_any());
    view! { <section class="card" id="document"><h2>{t.t("agreements.document")}</h2>{known}{form}</section> }
}
