//! What the member was asked to do, and what the cell said of its months, to be read; and their code.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::my_households::OwnRecord;

use crate::features::members::Task;
use crate::ui::texts;

#[component]
pub fn OwnTasks(record: OwnRecord, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let (past, current): (Vec<_>, Vec<_>) =
        record.tasks.into_iter().partition(|task| task.draft.to < today || task.ended_on.is_some_and(|ended| ended <= today));
    let rows =
        |tasks: Vec<_>| tasks.into_iter().map(|task| view! { <Task task=task today=today ends_for=None/> }.into_any()).collect::<Vec<_>>();
    let (past, current) = (rows(past), rows(current));
    let nothing = current.is_empty();
    view! {
        <section class="card" id="own-tasks">
            <h2>{t.t("my_households.own_tasks")}</h2>
            {nothing.then(|| view! { <p>{t.t("my_households.no_task")}</p> })}
            {current}
            {(!past.is_empty()).then(|| view! { <details><summary>{t.t("my_households.past_tasks")}</summary>{past}</details> })}
            <p class="soft">{t.t("my_households.own_code")}" "<code>{record.code}</code></p>
        </section>
    }
}
