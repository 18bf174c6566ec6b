//! Who was let in to records of people, for the officer for data protection.

use leptos::prelude::*;
use store::audit::{Grant, Granted};

use crate::texts::Texts;
use crate::ui::{moment, texts};

#[component]
pub fn Grants(grants: Vec<Grant>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = grants.into_iter().map(|grant| row(t, grant)).collect();
    let none = rows.is_empty();
    view! {
        <details class="card">
            <summary>{t.t("audit.grants")}</summary>
            <p class="soft">{t.t("audit.grants_meaning")}</p>
            {none.then(|| view! { <p>{t.t("audit.no_grants")}</p> })}
            <ol class="timeline">{rows}</ol>
        </details>
    }
}

fn row(t: Texts, grant: Grant) -> impl IntoView {
    let by = grant.actor_name.unwrap_or_else(|| t.t(if grant.actor == "local" { "audit.local" } else { "audit.nobody" }));
    let what = match grant.granted {
        Granted::Link => t.t("audit.grant_link"),
        Granted::Roles(roles) => {
            let words = |(role, unit): &(domain::permission::Role, String)| format!("{}: {unit}", t.code("role", role.code()));
            roles.iter().map(words).collect::<Vec<_>>().join(" · ")
        }
    };
    let to = grant.account.unwrap_or_else(|| t.t("audit.nobody"));
    view! { <li><strong>{to}</strong>" · "{what}" "<span class="soft">{format!("{} · {by}", moment(t, grant.at))}</span></li> }
}
