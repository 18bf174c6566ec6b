//! Everything that answers over HTTP: pages, API, files, health.

mod api;
mod assets;
mod health;
mod map_data;
mod problem;

use std::sync::Arc;
use std::time::Duration;

use app::server_context::ServerContext;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use chrono::Utc;
use leptos::config::LeptosOptions;
use store::DatabaseConnection;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::config::Settings;

pub use api::query as api_query;
pub use problem::problem;

/// What every request shares.
pub fn context(db: DatabaseConnection, settings: &Settings) -> ServerContext {
    ServerContext {
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
    Router::new()
        .merge(app::routes::pages())
        .layer(DefaultBodyLimit::max(megabyte))
        .merge(api::routes())
        .merge(health::routes())
        .merge(map_data::routes())
        .merge(crate::transfer::routes(settings.upload_megabytes * megabyte))
        .fallback(assets::serve)
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(120)))
        .layer(CompressionLayer::new())
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(TraceLayer::new_for_http())
        .with_state(context)
}
