//! Who looked at a record, in words that its person may read.

use leptos::prelude::*;
use store::person::Look;

use crate::ui::{count, moment, texts};

/// Looks on the page. The copy for programs has all of them.
const SHOWN: usize = 500;

#[component]
pub fn Looks(looks: Vec<Look>) -> impl IntoView {
    let t = texts();
    let total = looks.len();
    let said = [("total", count(t, total as u64)), ("shown", count(t, SHOWN as u64))];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    let how_many = t.tf(if total > SHOWN { "data_rights.looks_shown" } else { "data_rights.looks_all" }, &said);
    let rows: Vec<_> = looks
        .into_iter()
        .take(SHOWN)
        .map(|look| {
            let who = look.who.unwrap_or_else(|| t.t("data_rights.program"));
            view! { <li>{moment(t, look.at)}" · "{who}" · "<span class="soft">{t.code("action", &look.action)}</span></li> }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("data_rights.looks")}</h2>
            <p class="soft">{how_many}</p>
            <ol class="plain-list">{rows}</ol>
        </section>
    }
}
