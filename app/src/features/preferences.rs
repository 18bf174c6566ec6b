//! Language and light, chosen by a form and kept in a cookie.

use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::features::sign_in::own_path;
use crate::server_context::ServerContext;
use crate::texts::Locale;
use crate::visit::Theme;

#[derive(Deserialize)]
pub struct Preferences {
    language: Option<String>,
    theme: Option<String>,
    /// Where the person was.
    #[serde(default)]
    next: String,
}

pub async fn save(State(context): State<ServerContext>, Form(chosen): Form<Preferences>) -> Response {
    let next = own_path(&chosen.next);
    let language = chosen.language.map(|code| ("language", Locale::from_code(&code).code()));
    let theme = chosen.theme.map(|code| ("theme", Theme::from_code(&code).code()));
    let secure = if context.secure { "; Secure" } else { "" };
    let cookies: Vec<_> = language
        .into_iter()
        .chain(theme)
        .map(|(name, value)| (SET_COOKIE, format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}")))
        .collect();
    (AppendHeaders(cookies), Redirect::to(next)).into_response()
}
