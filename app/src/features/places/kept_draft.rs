//! Offers again what was typed on this device and not sent.

use leptos::prelude::*;

use super::draft_island::DraftKeeper;
use crate::ui::texts;

/// Of the form with the id `form`, which is sent to `action`. Where a page has several, `of` says which one. Only for
/// forms about places and organizations: nothing about a person is kept in a browser.
#[component]
pub fn KeptDraft(#[prop(into)] form: String, #[prop(into)] action: String, #[prop(optional, into)] of: Option<String>) -> impl IntoView {
    let t = texts();
    let found = match &of {
        Some(of) => format!("{of}: {}", t.t("places.form.draft_found")),
        None => t.t("places.form.draft_found"),
    };
    let key = if of.is_some() { format!("{action}#{form}") } else { action };
    view! { <DraftKeeper form=form key=key found=found restore=t.t("places.form.draft_restore") drop=t.t("places.form.draft_drop")/> }
}
