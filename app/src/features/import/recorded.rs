//! The facts that a file tells of boards: what will be recorded, or was.

use leptos::prelude::*;
use store::import::SampleFact;

use crate::features::places::{detail_words, fact_title};
use crate::ui::{count, date, texts};

#[component]
pub fn Recorded(facts: Vec<SampleFact>, total: u64, previewed: bool) -> impl IntoView {
    let t = texts();
    let shown = facts.len() as u64;
    let rows: Vec<_> = facts
        .into_iter()
        .map(|told| {
            let name = match told.place_id {
                Some(id) => view! { <a href=format!("/places/{id}")>{told.name}</a> }.into_any(),
                None => told.name.into_any(),
            };
            let day = date(t, told.fact.on);
            let what = std::iter::once(format!("{} {day}", fact_title(t, &told.fact))).chain(detail_words(t, &told.fact));
            let what = what.collect::<Vec<_>>().join(" · ");
            let row = t.tf("import_page.row", &[("row", &told.row.to_string())]);
            view! { <li>{name}" "<span class="soft">"("{row}")"</span>": "{what}</li> }
        })
        .collect();
    let title = if previewed { "import_page.will_record" } else { "import_page.recorded" };
    (!rows.is_empty()).then(|| {
        view! {
            <details class="card" open=previewed>
                <summary>{t.t(title)}" ("{count(t, total)}")"</summary>
                {(shown < total).then(|| view! { <p class="soft">{t.tf("import_page.first_rows", &[("count", &count(t, total))])}</p> })}
                <ul class="problems">{rows}</ul>
            </details>
        }
    })
}
