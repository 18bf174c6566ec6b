//! Text that does not say how its letters are written.

use leptos::prelude::*;

use crate::ui::{Choice, Select, texts};

/// The name of the one older encoding that can be read.
const WINDOWS_1258: &str = "windows-1258";

#[component]
pub fn EncodingChoice(chosen: Option<String>) -> impl IntoView {
    let t = texts();
    let choices = vec![Choice { code: WINDOWS_1258.into(), words: t.t("import_page.windows_1258") }];
    view! {
        <Select name="encoding" label=t.t("import_page.encoding") value=chosen.unwrap_or_default() choices=choices
            errors=Default::default() blank=t.t("import_page.encoding_unicode")/>
    }
}
