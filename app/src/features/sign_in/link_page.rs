//! `/link/{token}`: a person who was invited, or who has forgotten, chooses a password.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue, REFERRER_POLICY};
use axum::response::Response;
use domain::account::LinkKind;
use domain::failure::{Failure, FieldErrors};
use leptos::prelude::*;
use serde::Deserialize;
use store::account::{LinkOwner, link_owner, take_link};
use tower_sessions::Session as Browser;

use super::onward::{Onward, welcome};
use crate::named::Named;
use crate::ui::{Field, PostForm, texts};
use crate::visit::{Page, Visit};

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

pub async fn choose(visit: Visit, Named(token): Named<String>) -> Response {
    let owner = link_owner(&visit.context.db, &token, visit.session.now).await;
    let page = owner.map(|owner| page(&visit, owner, &token, FieldErrors::default()));
    without_referrer(visit.answer(page).await)
}

pub async fn take(visit: Visit, browser: Browser, Named(token): Named<String>, headers: HeaderMap, Form(chosen): Form<Chosen>) -> Response {
    let taken = match chosen.password == chosen.again {
        true => take_link(&visit.session, &visit.context.sign_ins, &token, &chosen.password).await,
        false => Err(FieldErrors::one("again", "password_not_the_same", "").into()),
    };
    let response = match taken {
        Ok(passed) => welcome(visit, browser, &headers, passed, Onward::default()).await,
        Err(Failure::Invalid(errors)) => {
            let owner = link_owner(&visit.context.db, &token, visit.session.now).await;
            let page = owner.map(|owner| page(&visit, owner, &token, errors).with_status(StatusCode::UNPROCESSABLE_ENTITY));
            visit.answer(page).await
        }
        Err(failure) => visit.answer(Err::<Page, Failure>(failure)).await,
    };
    without_referrer(response)
}

/// The address is a secret: it must not go along to wherever a link leads.
fn without_referrer(mut response: Response) -> Response {
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn page(visit: &Visit, owner: LinkOwner, token: &str, errors: FieldErrors) -> Page {
    let key = if owner.kind == LinkKind::Invitation { "sign_in.invited" } else { "sign_in.reset" };
    let (title, action) = (visit.texts.t(key), format!("/link/{token}"));
    Page::new(title.clone(), move || {
        let t = texts();
        let (owner, errors) = (owner.clone(), errors.clone());
        view! {
            <section class="narrow">
                <h1>{title.clone()}</h1>
                <p>{t.tf("sign_in.choose_for", &[("name", &owner.display_name), ("user", &owner.user_name)])}</p>
                <PostForm action=action.clone() class="card">
                    // Tells the browser's own store whose password this is.
                    <input type="text" name="user_name" value=owner.user_name.clone() autocomplete="username" hidden/>
                    <Field name="password" label=t.t("sign_in.new_password") hint=t.t("sign_in.password_hint") value=String::new() errors=errors.clone() kind="password" autocomplete="new-password"/>
                    <Field name="again" label=t.t("sign_in.password_again") value=String::new() errors=errors.clone() kind="password" autocomplete="new-password"/>
                    <button>{t.t("sign_in.choose_button")}</button>
                </PostForm>
            </section>
        }
    })
}
