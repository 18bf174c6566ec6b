//! `/users` and `/users/new`.

use axum::response::Response;
use domain::account::Account;
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;

use super::roles::{RoleFields, role_words};
use crate::ui::{Field, PostForm, moment, texts};
use crate::visit::{Page, Visit};

pub async fn list(visit: Visit) -> Response {
    let page = visit.session.accounts().await.map(|accounts| {
        Page::new(visit.texts.t("users.title"), move || {
            let t = texts();
            let rows: Vec<_> = accounts.iter().map(|account| view! { <Row account=account.clone()/> }).collect();
            view! {
                <article>
                    <div class="row">
                        <h1>{t.t("users.title")}</h1>
                        <a class="button" href="/users/new">{t.t("users.add")}</a>
                    </div>
                    <div class="scroll" tabindex="0" role="region" aria-label=t.t("users.title")>
                        <table class="users">
                            <thead><tr><th>{t.t("sign_in.user_name")}</th><th>{t.t("users.display_name")}</th><th>{t.t("users.roles")}</th><th>{t.t("users.state")}</th></tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </article>
            }
        })
    });
    visit.answer(page).await
}

#[component]
fn Row(account: Account) -> impl IntoView {
    let t = texts();
    let roles: Vec<String> = account.roles.iter().map(|role| role_words(t, role)).collect();
    let state = if account.closed_on.is_some() {
        t.t("users.closed")
    } else if !account.has_password {
        t.t("users.invited")
    } else {
        account.last_seen_at.map_or_else(|| t.t("users.not_signed_in"), |at| t.tf("users.seen", &[("at", &moment(t, at))]))
    };
    view! {
        <tr>
            <td><a href=format!("/users/{}", account.id)>{account.user_name.clone()}</a></td>
            <td>{account.display_name.clone()}</td>
            <td>{roles.join(" · ")}</td>
            <td>{state}</td>
        </tr>
    }
}

pub async fn new(visit: Visit) -> Response {
    let page = blank(&visit, Vec::new(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The form, with what was typed.
pub async fn blank(visit: &Visit, typed: Vec<(String, String)>, errors: FieldErrors) -> Result<Page, Failure> {
    visit.session.allow(domain::permission::Action::AccountAdd)?;
    let choices: Vec<(String, String)> =
        visit.session.admin_units().await?.into_iter().map(|unit| (unit.code.clone(), unit.full_name())).collect();
    Ok(Page::new(visit.texts.t("users.add"), move || {
        let t = texts();
        let (errors, choices, typed) = (errors.clone(), choices.clone(), typed.clone());
        let of = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let (user_name, display_name) = (of("user_name"), of("display_name"));
        view! {
            <article class="narrow">
                <h1>{t.t("users.add")}</h1>
                <p>{t.t("users.add_meaning")}</p>
                <PostForm action="/users/new" class="card">
                    <Field name="user_name" label=t.t("sign_in.user_name") hint=t.t("users.user_name_hint") value=user_name errors=errors.clone() limit=40/>
                    <Field name="display_name" label=t.t("users.display_name") value=display_name errors=errors.clone() limit=80/>
                    <RoleFields typed=typed choices=choices errors=errors/>
                    <button>{t.t("users.add_button")}</button>
                </PostForm>
            </article>
        }
    }))
}
