//! What is held of a member, line by line.

use domain::member::MemberTask;
use leptos::prelude::*;
use store::person::{HeldMember, HeldTurn};

use super::lines::{joined, line, part, yes_or_no};
use crate::texts::Texts;
use crate::ui::{count, date, texts};

#[component]
pub fn Record(held: HeldMember) -> impl IntoView {
    let t = texts();
    let member = held.member;
    let draft = member.draft;
    let account = held.account.map(|account| joined(&[account.user_name, account.display_name])).unwrap_or_default();
    let ended = member.ended_on.map(|day| date(t, day)).unwrap_or_default();
    let tasks = held.tasks.into_iter().map(|task| task_row(t, task)).collect();
    let turns = held.assignments.into_iter().map(|turn| view! { <li>{turn_words(t, &turn)}</li> }.into_any()).collect();
    view! {
        <section class="card">
            <h2>{t.t("data_rights.record")}</h2>
            <dl class="facts">
                {line(t.t("data_rights.member_code"), held.code)}
                {line(t.t("data_rights.member_name"), draft.name)}
                {line(t.t("data_rights.phone"), draft.phone)}
                {line(t.t("data_rights.ward"), held.ward)}
                {line(t.t("members.cell"), held.cell)}
                {line(t.t("data_rights.post"), t.code("cell_post", draft.post.code()))}
                {line(t.t("members.residence"), held.residence)}
                {line(t.t("members.residence_linked"), yes_or_no(t, draft.residence_linked))}
                {line(t.t("members.capacity"), count(t, draft.capacity.into()))}
                {line(t.t("data_rights.helps_now"), count(t, member.households.into()))}
                {line(t.t("data_rights.state"), joined(&[t.code("member_state", member.state.code()), ended]))}
                {line(t.t("data_rights.account"), account)}
            </dl>
            {part("data_rights.tasks", tasks)}
            {part("data_rights.turns", turns)}
        </section>
    }
}

fn task_row(t: Texts, task: MemberTask) -> AnyView {
    let months: Vec<String> = task
        .checks
        .iter()
        .map(|check| {
            let reason = check.reason.map(|reason| format!(" ({})", t.code("not_done_reason", reason.code()))).unwrap_or_default();
            format!("{}: {}{reason}", check.month.format("%m/%Y"), yes_or_no(t, check.done))
        })
        .collect();
    let days = format!("{} – {}", date(t, task.draft.from), date(t, task.draft.to));
    let ended = task.ended_on.map(|day| t.tf("data_rights.ended_on", &[("day", &date(t, day))])).unwrap_or_default();
    view! { <li>{joined(&[task.draft.aim, days, ended])}<br/><span class="soft">{months.join(", ")}</span></li> }.into_any()
}

fn turn_words(t: Texts, turn: &HeldTurn) -> String {
    let ended = turn.ended_on.map(|day| t.tf("data_rights.ended_on", &[("day", &date(t, day))])).unwrap_or_default();
    joined(&[format!("{} – {}", date(t, turn.from), date(t, turn.to)), ended])
}
