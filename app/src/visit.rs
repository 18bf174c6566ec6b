//! One request of a person: who, in which language and light, and how pages answer it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use store::Session;
use uuid::Uuid;

use crate::routes;
use crate::server_context::{Asker, ServerContext};
use crate::shell::Shell;
use crate::texts::{Locale, Texts};
use crate::ui::{FailureNotice, FormToken, Viewer};

/// Light or dark, or as the device has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_code(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// What a page handler is given.
#[derive(Clone)]
pub struct Visit {
    pub context: ServerContext,
    pub asker: Asker,
    pub session: Session,
    pub texts: Texts,
    pub theme: Theme,
    /// Path and query of what was asked for.
    pub uri: Uri,
    cookies: String,
}

impl FromRequestParts<ServerContext> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &ServerContext) -> Result<Self, Infallible> {
        let cookies = parts.headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asker = parts.extensions.get::<Asker>().cloned().unwrap_or_else(Asker::stranger);
        Ok(Self {
            session: context.session(&asker),
            asker,
            texts: Texts(Locale::from_code(cookie(cookies, "language"))),
            theme: Theme::from_code(cookie(cookies, "theme")),
            uri: parts.uri.clone(),
            cookies: cookies.to_owned(),
            context: context.clone(),
        })
    }
}

fn cookie<'a>(cookies: &'a str, name: &str) -> &'a str {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value).unwrap_or_default()
}

/// What a handler answers: a title and the content between header and footer.
#[derive(Clone)]
pub struct Page {
    pub title: String,
    pub status: StatusCode,
    /// Modules that this page alone needs.
    pub modules: Vec<&'static str>,
    /// The content takes the whole window: the map.
    pub full: bool,
    body: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

impl Page {
    pub fn new<V: IntoView + 'static>(title: impl Into<String>, body: impl Fn() -> V + Send + Sync + 'static) -> Self {
        Self { title: title.into(), status: StatusCode::OK, modules: Vec::new(), full: false, body: Arc::new(move || body().into_any()) }
    }

    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    pub fn with_module(mut self, path: &'static str) -> Self {
        self.modules.push(path);
        self
    }

    pub fn filling_the_window(mut self) -> Self {
        self.full = true;
        self
    }
}

/// What a handler may answer instead of a page.
pub enum Answer {
    Page(Page),
    SeeOther(String),
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

/// The status that a failure has in HTTP.
pub fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::SignInRequired => StatusCode::UNAUTHORIZED,
        Failure::NotAllowed => StatusCode::FORBIDDEN,
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Conflict { .. } => StatusCode::CONFLICT,
        Failure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Visit {
    /// Whether whoever asks may take an action anywhere.
    pub fn may(&self, action: Action) -> bool {
        self.asker.actor.may(action)
    }

    /// Whether they may take it in this unit.
    pub fn may_in(&self, action: Action, unit: Uuid) -> bool {
        self.asker.actor.may_in(action, unit)
    }

    /// A place on which they may take this action; for any other there is no such page.
    pub async fn place_for(&self, action: Action, id: Uuid) -> Result<Place, Failure> {
        let place = self.session.place(id).await?;
        if self.may_in(action, place.draft.admin_unit_id) { Ok(place) } else { Err(Failure::NotFound) }
    }

    /// The value of a cookie; empty where there is none.
    pub fn cookie(&self, name: &str) -> String {
        cookie(&self.cookies, name).to_owned()
    }

    /// Turns what a handler found into a whole page.
    pub async fn answer(self, found: Result<impl Into<Answer>, Failure>) -> Response {
        match found.map(Into::into) {
            Ok(Answer::SeeOther(place)) => Redirect::to(&place).into_response(),
            Ok(Answer::Page(page)) => self.render(page).await,
            Err(failure) => {
                let (texts, status) = (self.texts, status(&failure));
                let page = Page::new(texts.t("failures.title"), move || view! { <FailureNotice failure=failure.clone()/> });
                self.render(page.with_status(status)).await
            }
        }
    }

    async fn render(self, page: Page) -> Response {
        // A failure here has been logged; the page itself will say that the database cannot be reached.
        let sample = self.session.has_sample().await.unwrap_or(false);
        let viewer = if routes::about_people(self.uri.path()) { Viewer::of(&self).await.ok() } else { None };
        let request = Request::builder().uri(self.uri.clone()).body(Body::empty()).unwrap_or_default();
        let (status, csp) = (page.status, csp_with(&self.context));
        let policy = Arc::new(std::sync::OnceLock::<String>::new());
        let set = policy.clone();
        let app = move || {
            let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
            let _ = set.set(csp.replace("{nonce}", &nonce));
            provide_context(self.texts);
            provide_context(FormToken(self.asker.form_token(&self.context.keys)));
            let body = page.body.clone();
            view! { <Shell visit=self.clone() title=page.title.clone() modules=page.modules.clone() full=page.full sample=sample viewer=viewer.clone()>{body()}</Shell> }
        };
        let mut response = leptos_axum::render_app_async_with_context(|| {}, app)(request).await;
        *response.status_mut() = status;
        if let Some(value) = policy.get().and_then(|policy| HeaderValue::from_str(policy).ok()) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, value);
        }
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The policy of a page; a configured basemap is let in, nothing else from outside.
fn csp_with(context: &ServerContext) -> String {
    let origins: Vec<String> = [&context.map.raster, &context.map.style, &context.map.pmtiles]
        .into_iter()
        .filter_map(|url| {
            let (scheme, rest) = url.split_once("://")?;
            let host = rest.split('/').next()?;
            Some(format!(" {scheme}://{host}"))
        })
        .collect();
    let outside = origins.concat();
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{{nonce}}' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; \
         img-src 'self' data: blob:{outside}; connect-src 'self'{outside}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
