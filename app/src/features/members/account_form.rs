//! The account with which a member sees their own households.

use leptos::prelude::*;
use uuid::Uuid;

use crate::ui::{Choice, PostForm, Select, texts};

#[component]
pub fn AccountForm(member: Uuid, chosen: Option<Uuid>, accounts: Vec<(Uuid, String)>) -> impl IntoView {
    let t = texts();
    let none = accounts.is_empty() && chosen.is_none();
    let mut choices: Vec<Choice> = accounts.into_iter().map(|(id, name)| Choice { code: id.to_string(), words: name }).collect();
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    // Closed, or not trusted any more: it is still said, until somebody takes it away.
    if !chosen.is_empty() && !choices.iter().any(|choice| choice.code == chosen) {
        choices.push(Choice { code: chosen.clone(), words: t.t("members.account_closed") });
    }
    view! {
        <details class="card no-print">
            <summary>{t.t("members.account")}</summary>
            <p class="soft">{t.t("members.account_meaning")}</p>
            {match none {
                true => view! { <p>{t.t("members.account_nobody")}</p> }.into_any(),
                false => view! {
                    <PostForm about_people=true action=format!("/members/{member}/account")>
                        <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                        <Select name="account" label=t.t("members.account_which") value=chosen choices=choices errors=Default::default() blank=t.t("members.account_none")/>
                        <button class="plain">{t.t("members.account_save")}</button>
                    </PostForm>
                }.into_any(),
            }}
        </details>
    }
}
