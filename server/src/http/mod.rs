//! Everything that answers over HTTP: pages, API, files, health.

mod address;
mod api;
mod assets;
mod calendar;
mod forgery;
mod health;
mod identity;
mod limits;
mod map_data;
mod metrics;
mod problem;

use std::sync::Arc;
use std::time::Duration;

use app::server_context::ServerContext;
use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Request, StatusCode};
use axum::middleware::from_fn_with_state;
use chrono::Utc;
use leptos::config::LeptosOptions;
use store::DatabaseConnection;
use store::account::{SessionStore, SignIns};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::config::Settings;

pub use api::query as api_query;
pub use forgery::FIELD;
pub use limits::Connections;
pub use problem::problem;

/// What every request shares.
pub fn context(db: DatabaseConnection, settings: &Settings) -> ServerContext {
    let keys = settings.keys();
    ServerContext {
        sign_ins: SignIns::new(db.clone(), keys.clone()).asking_for_second_factor(settings.second_factor_for.clone()),
        keys,
        secure: settings.is_secure(),
        public_url: settings.public_url.trim_end_matches('/').to_owned(),
        demo_sign_in: None,
        db,
        clock: Utc::now,
        leptos: LeptosOptions::builder().output_name("gandan").site_pkg_dir("pkg").build(),
        map: Arc::new(settings.map.clone()),
        imports: Arc::default(),
        province: settings.province.clone(),
    }
}

/// The whole program as one router.
pub fn router(context: ServerContext, settings: &Settings) -> Router {
    let header = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let megabyte = 1024 * 1024;
    let sessions = SessionManagerLayer::new(SessionStore { db: context.db.clone() })
        // The prefix makes browsers refuse one that another host of the domain has set.
        .with_name(if context.secure { "__Host-session" } else { "session" })
        .with_secure(context.secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::hours(settings.session_idle_hours)));
    let trusted: Arc<[std::net::IpAddr]> = settings.trusted_proxies.clone().into();
    // One who asks for nothing but TLS from now on, where there is TLS.
    let strict = context.secure.then(|| header(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"));
    let metrics = metrics::Metrics::default();
    Router::new()
        .merge(app::routes::pages())
        .layer(DefaultBodyLimit::max(megabyte))
        .merge(api::routes())
        .merge(health::routes())
        .merge(calendar::routes())
        .merge(map_data::routes())
        .merge(metrics::routes(metrics.clone()))
        .merge(crate::transfer::routes(settings.upload_megabytes * megabyte))
        .fallback(assets::serve)
        .layer(from_fn_with_state(context.clone(), identity::identify))
        .layer(sessions)
        .layer(from_fn_with_state(limits::Requests::limited_to(settings.requests_per_second), limits::slow_down))
        .layer(from_fn_with_state(trusted, address::locate))
        .layer(CatchPanicLayer::new())
        // Outside of it: a fault that was caught is counted too.
        .layer(from_fn_with_state(metrics, metrics::count))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(120)))
        .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(30)))
        .layer(CompressionLayer::new())
        .layer(tower::util::option_layer(strict))
        // What says nothing else is about a person or the register; files of the program say something else.
        .layer(header(CACHE_CONTROL, "no-store"))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), payment=(), usb=()"))
        .layer(header(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(context)
}

/// What the log says of a request: no query, and no secret of a link.
fn span(request: &Request<Body>) -> tracing::Span {
    let path = request.uri().path();
    let secret = ["/link/", "/calendar/"].into_iter().find(|start| path.starts_with(start));
    let path = secret.map_or_else(|| path.to_owned(), |start| format!("{start}…"));
    tracing::info_span!("request", method = %request.method(), path)
}
