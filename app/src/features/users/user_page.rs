//! `/users/{id}`: one account, its roles, and a link with which its person chooses a password.

use axum::response::Response;
use domain::account::Account;
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use uuid::Uuid;

use super::roles::{RoleFields, role_words, typed};
use crate::named::Named;
use crate::ui::{Field, Notice, PostForm, date, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, None, FieldErrors::default()).await;
    visit.answer(page).await
}

/// `link` is one that was just made: shown this once.
pub async fn page(visit: &Visit, id: Uuid, link: Option<String>, errors: FieldErrors) -> Result<Page, Failure> {
    let account = visit.session.account(id).await?;
    let own = visit.session.actor.account == Some(id);
    let choices: Vec<(String, String)> =
        visit.session.admin_units().await?.into_iter().map(|unit| (unit.code.clone(), unit.full_name())).collect();
    Ok(Page::new(account.display_name.clone(), move || {
        let t = texts();
        let account = account.clone();
        let roles: Vec<_> = account.roles.iter().map(|role| view! { <li>{role_words(t, role)}</li> }).collect();
        view! {
            <article class="narrow">
                <p class="soft"><a href="/users">{t.t("users.title")}</a></p>
                <h1>{account.display_name.clone()}</h1>
                <p>{t.t("sign_in.user_name")}": "<strong>{account.user_name.clone()}</strong></p>
                {link.clone().map(|link| view! {
                    <Notice tone="good"><p>{t.t("users.link_made")}</p><p><code class="secret">{link}</code></p></Notice>
                })}
                {account.closed_on.map(|day| view! { <Notice tone="plain"><p>{t.tf("users.closed_on", &[("day", &date(t, day))])}</p></Notice> })}
                <section class="card"><h2>{t.t("users.roles")}</h2><ul>{roles}</ul></section>
                <p>{t.t("account.second_factor")}": "<strong>{t.t(if account.second_factor { "account.is_on" } else { "account.is_off" })}</strong></p>
                {account.closed_on.is_none().then(|| view! { <Changes account=account.clone() choices=choices.clone() errors=errors.clone() own=own/> })}
            </article>
        }
    }))
}

#[component]
fn Changes(account: Account, choices: Vec<(String, String)>, errors: FieldErrors, own: bool) -> impl IntoView {
    let t = texts();
    let id = account.id;
    let typed = typed(&account.roles);
    let (open, of_name, of_roles) = (!errors.is_empty(), errors.clone(), errors.clone());
    let invite = if account.has_password { "users.reset" } else { "users.invite_again" };
    let wrong: Vec<String> = errors.of("account").map(|error| t.field_error(error)).collect();
    view! {
        {(!wrong.is_empty()).then(|| view! { <Notice tone="bad"><p>{wrong.join(" ")}</p></Notice> })}
        <section class="card">
            <PostForm action=format!("/users/{id}/link")><p>{t.t("users.link_meaning")}</p><button class="plain">{t.t(invite)}</button></PostForm>
        </section>
        <details class="card" open=open>
            <summary>{t.t("users.change")}</summary>
            <PostForm action=format!("/users/{id}/name")>
                <Field name="display_name" label=t.t("users.display_name") value=account.display_name.clone() errors=of_name limit=80/>
                <button class="plain">{t.t("users.rename")}</button>
            </PostForm>
            // Nobody changes their own.
            {(!own).then(|| view! {
                <PostForm action=format!("/users/{id}/roles")>
                    <RoleFields typed=typed choices=choices errors=of_roles/>
                    <button class="plain">{t.t("users.set_roles")}</button>
                </PostForm>
            })}
            {account.second_factor.then(|| view! {
                <PostForm action=format!("/users/{id}/second-factor")>
                    <p>{t.t("users.reset_factor_meaning")}</p><button class="plain">{t.t("users.reset_factor")}</button>
                </PostForm>
            })}
            <PostForm action=format!("/users/{id}/close")><p>{t.t("users.close_meaning")}</p><button class="plain">{t.t("users.close")}</button></PostForm>
        </details>
    }
}
