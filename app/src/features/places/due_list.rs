//! On top of the place's page: what is to be done here, each with its one button.

use chrono::{Days, NaiveDate};
use domain::due::Postponed;
use leptos::prelude::*;
use store::course::{Course, WorkRow};
use uuid::Uuid;

use super::due::{AHEAD, DueButton, until_words, urgency};
use super::postpone::{EndPostponement, PostponeForm, Postponing};
use crate::ui::{Notice, date, texts};

#[component]
pub fn DueList(place: Uuid, course: Course, today: NaiveDate, writes: bool, typed: Postponing) -> impl IntoView {
    let t = texts();
    let horizon = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let (now, later): (Vec<_>, Vec<_>) = course.work.into_iter().partition(|row| row.waits_until <= horizon || row.on <= horizon);
    let wrong: Vec<String> = typed.of_none().0.iter().map(|error| t.field_error(error)).collect();
    let rows: Vec<_> = now
        .into_iter()
        .map(|row| {
            let why = course.postponed.iter().rev().find(|put_off| put_off.kind == row.kind && put_off.until == row.waits_until);
            view! { <Work place=place row=row.clone() why=why.cloned() today=today writes=writes typed=typed.clone()/> }.into_any()
        })
        .collect();
    let later: Vec<String> = later.iter().map(|row| format!("{} {}", t.code("due", row.kind.code()), date(t, row.waits_until))).collect();
    (!rows.is_empty() || !later.is_empty() || !wrong.is_empty()).then(|| {
        view! {
            <section class="card due" id="due">
                <h2>{t.t("worklist.at_place")}</h2>
                {(!wrong.is_empty()).then(|| view! { <Notice tone="bad"><p>{wrong.join(" ")}</p></Notice> })}
                {(!rows.is_empty()).then(|| view! { <ul class="work">{rows}</ul> })}
                {(!later.is_empty()).then(|| view! { <p class="soft later">{t.t("worklist.later")}": "{later.join(" · ")}</p> })}
            </section>
        }
    })
}

#[component]
fn Work(place: Uuid, row: WorkRow, why: Option<Postponed>, today: NaiveDate, writes: bool, typed: Postponing) -> impl IntoView {
    let t = texts();
    let words = t.code("due", row.kind.code());
    let put_off = (row.waits_until != row.on).then(|| row.clone());
    view! {
        <li class=format!("row work-{}", urgency(&row, today))>
            <p><strong>{words.clone()}</strong><br/><span class="until">{until_words(t, &row, today)}</span>
                {why.map(|put_off| view! { <br/><span class="soft">{t.t("worklist.why")}": "{put_off.reason}</span> })}
            </p>
            {writes.then(|| view! {
                <DueButton place=place kind=row.kind about=words/>
                <PostponeForm place=place kind=row.kind due_on=row.on typed=typed/>
                {put_off.map(|row| view! { <EndPostponement place=place kind=row.kind due_on=row.on/> })}
            })}
        </li>
    }
}
