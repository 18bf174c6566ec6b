//! Who asks: a session's cookie or a script's token, found out once for every request, before any handler.

use app::features::sign_in;
use app::server_context::{Asker, ServerContext};
use app::visit::Visit;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::Failure;
use store::account;
use tower_sessions::Session as Browser;

use super::forgery::{self, Refused};
use super::{assets, problem};

/// What a stranger may ask for, besides the files of the program: the door, links that are good once, calendar
/// feeds (their address is their key), health.
const OPEN: [&str; 6] = ["/sign-in", "/sign-in/code", "/sign-in/set-up", "/preferences", "/healthz", "/readyz"];

fn is_open(path: &str) -> bool {
    OPEN.contains(&path) || path.starts_with("/link/") || path.starts_with("/calendar/")
}

/// The longest form that is handed back to be sent again, in bytes.
const MOST_RESUMED: usize = 64 * 1024;

/// Puts an `Asker` beside the request, or answers in its place.
pub async fn identify(State(context): State<ServerContext>, mut request: Request, next: Next) -> Response {
    // A request for a host, or to a proxy, names nothing that is here.
    if request.uri().path_and_query().is_none() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    // Only a caller inside the program can have put one there.
    if request.extensions().get::<Asker>().is_none() {
        let path = request.uri().path().to_owned();
        if assets::exists(&path) {
            return next.run(request).await;
        }
        let (headers, browser) = (request.headers().clone(), request.extensions().get::<Browser>().cloned());
        let asker = match who(&context, &headers, &path, browser).await {
            Ok(asker) => asker,
            Err(failure) => return refuse(&headers, &failure),
        };
        let request_with_body = match forgery::check(&context.keys, &asker, request).await {
            Ok(request) => request,
            Err((headers, refused)) => return refused_form(&headers, refused),
        };
        request = request_with_body;
        let stranger = asker.actor.account.is_none();
        request.extensions_mut().insert(asker);
        if stranger && !is_open(&path) {
            return ask_to_sign_in(&context, request).await;
        }
    }
    next.run(request).await
}

async fn who(context: &ServerContext, headers: &HeaderMap, path: &str, browser: Option<Browser>) -> Result<Asker, Failure> {
    let now = (context.clock)();
    if let Some(value) = headers.get(AUTHORIZATION) {
        // Whoever shows a token is nobody else: a bad one is not made good by a cookie.
        let secret = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let actor = account::actor_of_token(&context.db, secret.trim(), now).await?.ok_or(Failure::SignInRequired)?;
        return Ok(Asker { actor, session_id: String::new() });
    }
    let Some(browser) = browser else { return Ok(Asker::stranger()) };
    let session_id = |browser: &Browser| browser.id().map(|id| id.to_string()).unwrap_or_default();
    if let Some(actor) = sign_in::signed_in(&browser, context).await? {
        return Ok(Asker { actor, session_id: session_id(&browser) });
    }
    // Between the password and the code a person is a stranger. Only the forms of that step know their session.
    if path.starts_with("/sign-in/") && sign_in::half_open(&browser, now).await?.is_some() {
        return Ok(Asker { session_id: session_id(&browser), ..Asker::stranger() });
    }
    Ok(Asker::stranger())
}

/// Pages lead to the door and back again; programs are told. A form that was sent too late keeps what was
/// typed.
async fn ask_to_sign_in(context: &ServerContext, request: Request) -> Response {
    if !wants_page(&request) {
        return refuse(request.headers(), &Failure::SignInRequired);
    }
    let (mut parts, body) = request.into_parts();
    let mut path = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_else(|| "/".into());
    // Passwords are not handed back to be sent again.
    let secret = path.starts_with("/account") && parts.method == Method::POST;
    if secret {
        path = "/account".into();
    }
    if secret || parts.method == Method::GET || parts.method == Method::HEAD {
        return Redirect::to(&format!("/sign-in?{}", serde_html_form::to_string([("next", &path)]).unwrap_or_default())).into_response();
    }
    let Ok(visit) = Visit::from_request_parts(&mut parts, context).await;
    let typed = match is_form(&parts.headers) {
        true => axum::body::to_bytes(body, MOST_RESUMED).await.map(|bytes| bytes.to_vec()).unwrap_or_default(),
        false => Vec::new(),
    };
    sign_in::too_late(visit, path, String::from_utf8(typed).unwrap_or_default()).await
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

fn wants_page(request: &Request) -> bool {
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("text/html");
    !request.uri().path().starts_with("/api")
        && request.uri().path() != "/metrics"
        && !request.uri().path().ends_with(".geojson")
        && (accepts.contains("text/html") || accepts == "*/*")
}

fn refuse(headers: &HeaderMap, failure: &Failure) -> Response {
    let mut response = problem(headers, failure);
    if *failure == Failure::SignInRequired {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn refused_form(headers: &HeaderMap, refused: Refused) -> Response {
    let t = super::problem::texts(headers);
    let (status, words) = match refused {
        Refused::Foreign => (StatusCode::FORBIDDEN, t.t("sign_in.foreign_form")),
        Refused::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, t.t("sign_in.form_too_large")),
    };
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], Body::from(words)).into_response()
}
