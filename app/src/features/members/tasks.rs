//! What a member is asked to do, and what was said of each month: done, or why not. No sums, no shares.

use chrono::{Datelike, Months, NaiveDate};
use domain::failure::FieldErrors;
use domain::member::{LONGEST_AIM, MemberTask, MonthlyCheck, NotDoneReason, first_of};
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Typed;
use crate::texts::Texts;
use crate::ui::{Choice, Field, PostForm, Select, date, texts};

/// Months that are offered.
const OFFERED: usize = 36;

#[component]
pub fn Tasks(
    member: Uuid,
    tasks: Vec<MemberTask>,
    today: NaiveDate,
    /// Whoever asks may say months and end tasks.
    sets: bool,
    adds: bool,
    typed: Typed,
    errors: FieldErrors,
) -> impl IntoView {
    let t = texts();
    let current = tasks.iter().any(|task| task.holds_on(today));
    let months = offered(t, &tasks, today);
    let rows: Vec<_> =
        tasks.into_iter().map(|task| view! { <Task task=task today=today ends_for=sets.then_some(member)/> }.into_any()).collect();
    let check = (sets && !months.is_empty())
        .then(|| view! { <CheckForm member=member months=months typed=typed.clone() errors=errors.clone()/> }.into_any());
    let add = adds.then(|| view! { <TaskForm member=member current=current today=today typed=typed errors=errors/> }.into_any());
    view! {
        <section class="card" id="tasks">
            <h2>{t.t("members.tasks")}</h2>
            {(!current).then(|| view! { <p><span class="tag">{t.t("members.without_task")}</span></p> })}
            {rows}
            {check}
            {add}
        </section>
    }
}

fn month_words(t: Texts, month: NaiveDate) -> String {
    t.tf("members.month", &[("month", &month.month().to_string()), ("year", &month.year().to_string())])
}

fn check_words(t: Texts, check: &MonthlyCheck) -> String {
    match check.reason {
        None => t.t("members.done"),
        Some(reason) => t.tf("members.not_done", &[("reason", &t.code("not_done_reason", reason.code()))]),
    }
}

/// The months of a task that have begun, latest first.
fn months_of(task: &MemberTask, today: NaiveDate) -> Vec<NaiveDate> {
    let last = task.ended_on.unwrap_or(task.draft.to).min(task.draft.to).min(today);
    let first = first_of(task.draft.from);
    let all = (0..OFFERED as u32).map_while(|back| first_of(last).checked_sub_months(Months::new(back)));
    all.take_while(|month| *month >= first).collect()
}

/// Every month of which something can be said, those without a word first.
fn offered(t: Texts, tasks: &[MemberTask], today: NaiveDate) -> Vec<Choice> {
    let mut all: Vec<(bool, NaiveDate, Choice)> = Vec::new();
    for task in tasks {
        for month in months_of(task, today) {
            let said = task.checks.iter().find(|check| check.month == month);
            let words = format!("{} · {}", month_words(t, month), task.draft.aim);
            let words = said.map_or_else(|| words.clone(), |check| format!("{words} ({})", check_words(t, check)));
            all.push((said.is_some(), month, Choice { code: format!("{} {month}", task.id), words }));
        }
    }
    all.sort_by_key(|(said, month, _)| (*said, std::cmp::Reverse(*month)));
    all.into_iter().take(OFFERED).map(|(.., choice)| choice).collect()
}

/// A task with what was said of its months; whoever may, ends it for this member.
#[component]
pub fn Task(task: MemberTask, today: NaiveDate, ends_for: Option<Uuid>) -> impl IntoView {
    let t = texts();
    let span = t.tf("members.from_to", &[("from", &date(t, task.draft.from)), ("to", &date(t, task.draft.to))]);
    let ended = task.ended_on.map(|day| format!(" · {}", t.tf("members.task_ended", &[("day", &date(t, day))])));
    let ends = ends_for.filter(|_| task.ended_on.is_none() && task.draft.to >= today);
    let months: Vec<_> =
        task.checks.iter().map(|check| view! { <li>{month_words(t, check.month)}": "{check_words(t, check)}</li> }).collect();
    view! {
        <div class="task">
            <p><strong>{task.draft.aim.clone()}</strong><br/><span class="soft">{span}{ended}</span></p>
            {(!months.is_empty()).then(|| view! { <ul>{months}</ul> })}
            {ends.map(|member| view! {
                <PostForm about_people=true action=format!("/members/{member}/tasks/end") class="no-print">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="task" value=task.id.to_string()/>
                    <button class="plain" aria-label=format!("{}: {}", t.t("members.end_task"), task.draft.aim)>{t.t("members.end_task")}</button>
                </PostForm>
            })}
        </div>
    }
}

/// One choice for the month, one for what was said of it.
#[component]
fn CheckForm(member: Uuid, months: Vec<Choice>, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let mut outcomes = vec![Choice { code: "done".into(), words: t.t("members.done") }];
    outcomes.extend(NotDoneReason::all().iter().map(|reason| Choice {
        code: reason.code().into(),
        words: t.tf("members.not_done", &[("reason", &t.code("not_done_reason", reason.code()))]),
    }));
    // What the domain says of a month and its reason stands beside the choices that say them.
    let errors = FieldErrors(
        errors
            .0
            .into_iter()
            .map(|mut error| {
                match error.field.as_str() {
                    "month" => error.field = "of_month".into(),
                    "reason" => error.field = "outcome".into(),
                    _ => {}
                }
                error
            })
            .collect(),
    );
    view! {
        <PostForm about_people=true action=format!("/members/{member}/tasks/check") class="no-print">
            <h3>{t.t("members.check")}</h3>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <div class="columns">
                <Select name="of_month" label=t.t("members.which_month") value=typed.of_month choices=months errors=errors.clone()/>
                <Select name="outcome" label=t.t("members.outcome") value=typed.outcome choices=outcomes errors=errors/>
            </div>
            <button class="plain">{t.t("members.check_save")}</button>
        </PostForm>
    }
}

#[component]
fn TaskForm(member: Uuid, current: bool, today: NaiveDate, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let wrong = ["aim", "from", "to"].iter().any(|field| errors.of(field).next().is_some());
    let last = NaiveDate::from_ymd_opt(today.year(), 12, 31).unwrap_or(today);
    let or = move |typed: String, day: NaiveDate| if typed.is_empty() && !wrong { day.to_string() } else { typed };
    view! {
        <details class="folded no-print" open=wrong || !current>
            <summary>{t.t("members.add_task")}</summary>
            <PostForm about_people=true action=format!("/members/{member}/tasks")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <Field name="aim" label=t.t("members.aim") hint=t.t("members.aim_hint") value=typed.aim errors=errors.clone() required=true limit=LONGEST_AIM/>
                <div class="columns">
                    <Field name="from" kind="date" label=t.t("members.from") value=or(typed.from, today) errors=errors.clone() required=true/>
                    <Field name="to" kind="date" label=t.t("members.to") value=or(typed.to, last) errors=errors required=true/>
                </div>
                <button>{t.t("members.save_task")}</button>
            </PostForm>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;
    use domain::member::TaskDraft;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn months_that_have_begun_are_offered_those_without_a_word_first() {
        let task = MemberTask {
            id: Uuid::nil(),
            draft: TaskDraft { aim: "Thăm hộ".into(), from: day("2026-09-10"), to: day("2027-03-31") },
            ended_on: None,
            checks: vec![MonthlyCheck { month: day("2026-11-01"), done: true, reason: None }],
        };
        assert_eq!(months_of(&task, day("2026-11-22")), [day("2026-11-01"), day("2026-10-01"), day("2026-09-01")]);
        let words: Vec<String> = offered(Texts(Locale::En), &[task], day("2026-11-22")).into_iter().map(|choice| choice.code).collect();
        let nil = Uuid::nil();
        assert_eq!(words, [format!("{nil} 2026-10-01"), format!("{nil} 2026-09-01"), format!("{nil} 2026-11-01")]);
    }
}
