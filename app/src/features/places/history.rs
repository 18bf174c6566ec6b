//! Who changed what, when: a place's timeline, newest first.

use domain::change::ChangeEntry;
use leptos::prelude::*;

use super::facts::{field_words, value_words};
use crate::ui::{moment, texts};

/// More changed fields than this are folded away: an import speaks of all of them.
const SHOWN: usize = 6;

#[component]
pub fn History(entries: Vec<ChangeEntry>) -> impl IntoView {
    let t = texts();
    let items: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let added = entry.row_revision == 1;
            let changes: Vec<_> = entry
                .changes
                .iter()
                .map(|change| {
                    let to = value_words(t, &change.field, &change.to);
                    let words = if added { to } else { format!("{} → {to}", value_words(t, &change.field, &change.from)) };
                    view! { <li><span class="soft">{field_words(t, &change.field)}": "</span>{words}</li> }
                })
                .collect();
            let many = changes.len() > SHOWN;
            let count = changes.len().to_string();
            let list = view! { <ul>{changes}</ul> };
            let list = if many {
                view! { <details><summary>{t.tf("places.fields_changed", &[("count", &count)])}</summary>{list}</details> }.into_any()
            } else {
                list.into_any()
            };
            view! {
                <li>
                    <p><strong>{t.code("action", &entry.action)}</strong>" "<span class="soft">{moment(t, entry.at)}" · "{entry.actor}</span></p>
                    {list}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("places.history")}</h2>
            <ol class="timeline">{items}</ol>
        </section>
    }
}
