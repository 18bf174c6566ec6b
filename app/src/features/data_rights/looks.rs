//! Who looked at a record, in words that its person may read.

use leptos::prelude::*;
use store::person::Look;

use crate::ui::{moment, texts};

#[component]
pub fn Looks(looks: Vec<Look>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = looks
        .into_iter()
        .map(|look| {
            let who = look.who.unwrap_or_else(|| t.t("data_rights.program"));
            view! { <li>{moment(t, look.at)}" · "{who}" · "<span class="soft">{t.code("action", &look.action)}</span></li> }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("data_rights.looks")}</h2>
            <ol class="plain-list">{rows}</ol>
        </section>
    }
}
