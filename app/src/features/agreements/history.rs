//! What became of an agreement and its document, newest first.

use domain::change::ChangeEntry;
use leptos::prelude::*;

use super::words::{field_words, value_words};
use crate::ui::{moment, texts};

#[component]
pub fn History(entries: Vec<ChangeEntry>) -> impl IntoView {
    let t = texts();
    let items: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let added = entry.row_revision == 1;
            // Ids are nothing to read.
            let told = entry.changes.iter().filter(|change| !["place_id", "organization_id"].contains(&change.field.as_str()));
            let told = told.filter(|change| !added || !change.to.is_null());
            let changes: Vec<_> = told
                .map(|change| {
                    let to = value_words(t, &change.field, &change.to);
                    let words = if added { to } else { format!("{} → {to}", value_words(t, &change.field, &change.from)) };
                    view! { <li><span class="soft">{field_words(t, &change.field)}": "</span>{words}</li> }
                })
                .collect();
            let moved = changes.is_empty().then(|| t.code("action", &entry.action));
            view! { <li><p><span class="soft">{moment(t, entry.at)}" · "{entry.actor}</span>" "{moved}</p><ul>{changes}</ul></li> }
        })
        .collect();
    view! { <section class="card"><h2>{t.t("places.history")}</h2><ol class="timeline">{items}</ol></section> }
}
