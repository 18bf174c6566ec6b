//! Problems, duplicates and notes of a file, grouped by their kind, with the first rows of each.

use std::collections::BTreeMap;

use domain::import::Problem;
use leptos::prelude::*;

use crate::ui::{count, texts};

/// Rows of a kind that are shown.
const FIRST: usize = 10;

#[component]
pub fn Problems(#[prop(into)] title: String, problems: Vec<Problem>, #[prop(optional)] open: bool) -> impl IntoView {
    let t = texts();
    let total = count(t, problems.len() as u64);
    let mut kinds: BTreeMap<String, Vec<Problem>> = BTreeMap::new();
    for problem in problems {
        kinds.entry(problem.code.clone()).or_default().push(problem);
    }
    let groups: Vec<_> = kinds
        .into_values()
        .map(|problems| {
            let many = problems.len() > FIRST;
            let how_many = count(t, problems.len() as u64);
            let rows: Vec<_> = problems
                .iter()
                .take(FIRST)
                .map(|problem| {
                    let sheet = (!problem.sheet.is_empty()).then(|| view! { <span class="soft">{problem.sheet.clone()}": "</span> });
                    view! { <li>{sheet}{t.problem(problem)}</li> }
                })
                .collect();
            view! {
                {many.then(|| view! { <p class="soft">{t.tf("import_page.first_rows", &[("count", &how_many)])}</p> })}
                <ul class="problems">{rows}</ul>
            }
        })
        .collect();
    (!groups.is_empty()).then(|| view! { <details class="card" open=open><summary>{title}" ("{total}")"</summary>{groups}</details> })
}
