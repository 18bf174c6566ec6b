//! What happened, said where people look first.

use domain::failure::Failure;
use leptos::prelude::*;

use super::texts;

/// A message at the top of a page: `good`, `bad` or `plain`.
#[component]
pub fn Notice(#[prop(into)] tone: String, children: Children) -> impl IntoView {
    let role = if tone == "bad" { "alert" } else { "status" };
    view! { <div class=format!("notice {tone}") role=role>{children()}</div> }
}

/// Why there is no page.
#[component]
pub fn FailureNotice(failure: Failure) -> impl IntoView {
    let t = texts();
    view! {
        <section class="narrow">
            <h1>{t.t("failures.title")}</h1>
            <Notice tone="bad"><p>{t.failure(&failure)}</p></Notice>
            <p><a href="/">{t.t("failures.to_first_page")}</a></p>
        </section>
    }
}
