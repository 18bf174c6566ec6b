//! The work itself, grouped by how urgent it is.

use chrono::NaiveDate;
use domain::due::DueState;
use leptos::prelude::*;
use store::course::WorkRow;

use crate::features::places::{DueButton, until_words, urgency};
use crate::ui::texts;

/// A row, and whether whoever asks may record what it asks for.
pub type Task = (WorkRow, bool);

#[component]
pub fn Groups(tasks: Vec<Task>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let groups = DueState::all().iter().map(|state| {
        let own: Vec<Task> = tasks.iter().filter(|(row, _)| DueState::of(row.waits_until, today) == *state).cloned().collect();
        let rows: Vec<_> = own.into_iter().map(|(row, records)| view! { <Row row=row records=records today=today/> }.into_any()).collect();
        (!rows.is_empty())
            .then(|| view! { <section><h2>{t.code("due_state", state.code())}</h2><ul class="work card">{rows}</ul></section> }.into_any())
    });
    groups.collect::<Vec<_>>()
}

#[component]
fn Row(row: WorkRow, records: bool, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let words = t.code("due", row.kind.code());
    let parts = [row.address.as_str(), row.admin_unit_name.as_str()];
    let address = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let about = format!("{words}, {}", row.place_name);
    let (until, urgency) = (until_words(t, &row, today), urgency(&row, today));
    view! {
        <li class=format!("row work-{urgency}")>
            <p>
                <a class="name" href=format!("/places/{}", row.place_id)>{row.place_name}</a>" "<span class="soft">{address}</span><br/>
                <strong>{words}</strong>" "<span class="until">{until}</span>
            </p>
            {records.then(|| view! { <DueButton place=row.place_id kind=row.kind about=about/> })}
        </li>
    }
}
