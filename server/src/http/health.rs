//! Alive (`/healthz`), and able to answer (`/readyz`).

use app::server_context::{Asker, ServerContext};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

pub fn routes() -> Router<ServerContext> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

async fn ready(State(context): State<ServerContext>) -> (StatusCode, &'static str) {
    match context.session(&Asker::stranger()).is_empty().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n"),
    }
}
