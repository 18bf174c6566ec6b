//! What happened around a place, in words: work that was put off, organizations, agreements, officers.

use domain::change::FieldChange;
use leptos::prelude::*;
use serde_json::Value;
use store::place::{About, Around};

use super::facts::value_words;
use crate::features::agreements;
use crate::texts::Texts;
use crate::ui::texts;

/// What an entry is about says these already.
const SAID: [&str; 5] = ["id", "place_id", "organization_id", "account", "file_sha256"];

#[component]
pub fn AroundLine(around: Around) -> impl IntoView {
    let t = texts();
    let (what, which) = title(t, &around);
    let changes = around.entry.changes.iter().filter(|change| is_told(&around.about, change));
    let changes: Vec<_> = changes
        .map(|change| {
            let to = words(t, &around.about, &change.field, &change.to);
            let told = match &change.from {
                Value::Null => to,
                from => format!("{} → {to}", words(t, &around.about, &change.field, from)),
            };
            view! { <li><span class="soft">{field(t, &around.about, &change.field)}": "</span>{told}</li> }
        })
        .collect();
    view! {
        <div>
            <p>{what}": "<strong>{which}</strong></p>
            {(!changes.is_empty()).then(|| view! { <ul>{changes}</ul> })}
        </div>
    }
}

/// What was done, and to what.
fn title(t: Texts, around: &Around) -> (String, String) {
    let first = around.entry.row_revision == 1;
    let said = |began: &str, later: &str| t.t(if first { began } else { later });
    match &around.about {
        About::Work(kind) => (said("history.put_off", "history.due_again"), t.code("due", kind.code())),
        About::Organization(name) => (said("history.linked", "history.link_changed"), name.clone()),
        About::Agreement(number) => {
            let which = number
                .as_ref()
                .map_or_else(|| t.t("agreements.without_number"), |number| t.tf("agreements.numbered", &[("number", number)]));
            (t.code("action", &around.entry.action), which)
        }
        About::Officer(name) => (said("history.officer", "history.officer_ended"), name.clone()),
    }
}

fn is_told(about: &About, change: &FieldChange) -> bool {
    let of_work = matches!(about, About::Work(_)) && change.field == "kind";
    change.from != change.to && !of_work && !SAID.contains(&change.field.as_str())
}

fn field(t: Texts, about: &About, field: &str) -> String {
    match about {
        About::Agreement(_) => agreements::field_words(t, field),
        About::Work(_) | About::Organization(_) | About::Officer(_) => t.t(&format!("history.{field}")),
    }
}

fn words(t: Texts, about: &About, field: &str, value: &Value) -> String {
    match (about, field, value) {
        (About::Agreement(_), ..) => agreements::value_words(t, field, value),
        (About::Organization(_), "kind", Value::String(code)) => t.code("link_kind", code),
        (About::Officer(_), "role", Value::String(code)) => t.code("officer_role", code),
        _ => value_words(t, field, value),
    }
}
