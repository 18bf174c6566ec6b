//! The visits to a household, latest first.

use std::collections::HashMap;

use domain::visit::{HelpGiven, VisitDraft, VisitEntry, VisitHow};
use leptos::prelude::*;

use super::amount::money;
use crate::texts::Texts;
use crate::ui::{count, date, texts};

/// "Đã gặp · qua điện thoại".
pub fn outcome_words(t: Texts, draft: &VisitDraft) -> String {
    let outcome = t.code("visit_outcome", draft.outcome.code());
    if draft.how == VisitHow::InPerson { outcome } else { format!("{outcome} · {}", t.code("visit_how", draft.how.code())) }
}

/// "Tiền hoặc hiện vật: 1.500.000 ₫, 2 phần".
pub fn help_words(t: Texts, help: &HelpGiven) -> String {
    let pieces = help.quantity.map(|pieces| t.tf("house_visits.pieces", &[("count", &count(t, pieces.into()))]));
    let parts: Vec<String> = help.amount.map(|amount| money(t, amount)).into_iter().chain(pieces).collect();
    let kind = t.code("help_kind", help.kind.code());
    if parts.is_empty() { kind } else { format!("{kind}: {}", parts.join(", ")) }
}

#[component]
pub fn Visits(
    visits: Vec<VisitEntry>,
    /// Who recorded them, by the names that the change log keeps.
    names: HashMap<String, String>,
    /// Where an entry is corrected; none: nowhere.
    correct: Option<String>,
    /// Only what this person recorded is corrected there.
    only_of: Option<String>,
) -> impl IntoView {
    let t = texts();
    let none = visits.is_empty();
    let rows: Vec<_> = visits
        .into_iter()
        .map(|entry| {
            let by = names.get(&entry.recorded_by).cloned();
            let own = only_of.as_ref().is_none_or(|only| *only == entry.recorded_by);
            let href = correct.as_ref().filter(|_| own && !entry.corrected).map(|to| format!("{to}?corrects={}#visit", entry.id));
            view! { <Row entry=entry by=by href=href/> }.into_any()
        })
        .collect();
    view! {
        <section class="card" id="visits">
            <h2>{t.t("house_visits.so_far")}</h2>
            {none.then(|| view! { <p>{t.t("house_visits.none")}</p> })}
            <ul class="plain-list">{rows}</ul>
        </section>
    }
}

#[component]
fn Row(entry: VisitEntry, by: Option<String>, href: Option<String>) -> impl IntoView {
    let t = texts();
    let draft = entry.draft;
    let on = date(t, draft.on);
    let help: Vec<_> = draft.help.iter().map(|help| view! { <li>{help_words(t, help)}</li> }).collect();
    let promised = (!draft.promised.is_empty()).then(|| t.tf("house_visits.promised_words", &[("promise", &draft.promised)]));
    let next = draft.next_on.map(|day| t.tf("house_visits.next_words", &[("day", &date(t, day))]));
    let by = by.map(|name| t.tf("house_visits.by", &[("name", &name)]));
    let label = t.tf("house_visits.correct_of", &[("day", &on)]);
    view! {
        <li class="row">
            <div>
                <strong>{on}</strong>" · "{outcome_words(t, &draft)}
                {entry.corrected.then(|| view! { " "<span class="tag">{t.t("house_visits.corrected")}</span> })}
                {entry.corrects.map(|_| view! { " "<span class="tag">{t.t("house_visits.correction")}</span> })}
                {(!help.is_empty()).then(|| view! { <ul>{help}</ul> })}
                {promised.map(|words| view! { <p>{words}</p> })}
                {next.map(|words| view! { <p>{words}</p> })}
                {by.map(|words| view! { <p class="soft">{words}</p> })}
            </div>
            {href.map(|href| view! { <a class="button plain no-print" href=href aria-label=label>{t.t("house_visits.correct")}</a> })}
        </li>
    }
}
