//! Tokens for scripts, on a person's own page.

use domain::account::ApiToken;
use domain::failure::FieldErrors;
use leptos::prelude::*;

use crate::ui::{Field, Notice, PostForm, moment, texts};

#[component]
pub fn Tokens(tokens: Vec<ApiToken>, made: Option<String>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let open = made.is_some() || ["name", "days"].iter().any(|field| errors.of(field).next().is_some());
    let rows: Vec<_> = tokens
        .into_iter()
        .map(|token| {
            let rights = t.t(if token.writes { "account.token_writes" } else { "account.token_reads" });
            let used =
                token.last_used_at.map_or_else(|| t.t("account.never_used"), |at| t.tf("account.last_used", &[("at", &moment(t, at))]));
            let until = match token.ended_at {
                Some(at) => t.tf("account.token_ended", &[("at", &moment(t, at))]),
                None => t.tf("account.token_until", &[("at", &moment(t, token.expires_at))]),
            };
            let label = t.tf("account.end_token_named", &[("name", &token.name)]);
            view! {
                <li class="row">
                    <span><strong>{token.name}</strong>" · "{rights}<br/><span class="soft">{until}" · "{used}</span></span>
                    {token.ended_at.is_none().then(|| view! {
                        <PostForm action="/account/tokens/end">
                            <input type="hidden" name="id" value=token.id.to_string()/>
                            <button class="plain" aria-label=label>{t.t("account.end_token")}</button>
                        </PostForm>
                    })}
                </li>
            }
        })
        .collect();
    view! {
        <details class="card" open=open>
            <summary>{t.t("account.tokens")}</summary>
            {made.map(|token| view! { <Notice tone="good"><p>{t.t("account.token_made")}</p><p><code class="secret">{token}</code></p></Notice> })}
            <p class="soft">{t.t("account.tokens_meaning")}</p>
            <ul class="plain-list">{rows}</ul>
            <PostForm action="/account/tokens">
                <Field name="name" label=t.t("account.token_name") value=String::new() errors=errors.clone() limit=80/>
                <Field name="days" label=t.t("account.token_days") value="30".to_owned() errors=errors.clone() numeric=true/>
                <label class="check"><input type="checkbox" name="writes" value="true"/><span>{t.t("account.token_may_write")}</span></label>
                <button>{t.t("account.make_token")}</button>
            </PostForm>
        </details>
    }
}
