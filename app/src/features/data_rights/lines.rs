//! Lines of a record that is shown whole.

use leptos::prelude::*;

use crate::texts::Texts;
use crate::ui::texts;

/// A line of the record; nothing where nothing was said.
pub fn line(label: String, value: String) -> Option<impl IntoView> {
    (!value.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
}

/// Rows below their heading; where there are none, that is said.
pub fn part(title: &str, rows: Vec<AnyView>) -> impl IntoView {
    let t = texts();
    let none = rows.is_empty();
    view! { <h3>{t.t(title)}</h3>{none.then(|| view! { <p class="soft">{t.t("data_rights.nothing")}</p> })}<ul class="plain-list">{rows}</ul> }
}

pub fn yes_or_no(t: Texts, said: bool) -> String {
    t.t(if said { "data_rights.yes" } else { "data_rights.no" })
}

/// What there is of it, in one line.
pub fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}
