//! `/api/v1`: the register for programs. Reading only, so far.

mod admin_units;
mod document;
mod organizations;
mod places;
mod summary;

use app::server_context::ServerContext;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use domain::failure::Failure;

use super::problem::problem;

pub use places::query;

pub fn routes() -> Router<ServerContext> {
    let v1 = Router::new()
        .route("/summary", get(summary::get))
        .route("/places", get(places::list))
        .route("/places/{id}", get(places::get))
        .route("/organizations", get(organizations::list))
        .route("/organizations/{id}", get(organizations::get))
        .route("/admin-units", get(admin_units::list))
        .route("/openapi.json", get(document::get))
        .fallback(unknown);
    Router::new().nest("/api/v1", v1).route("/api/{*rest}", get(unknown))
}

async fn unknown(headers: HeaderMap) -> Response {
    problem(&headers, &Failure::NotFound)
}

/// JSON, or the failure as problem+json.
fn answer<T: serde::Serialize>(headers: &HeaderMap, found: Result<T, Failure>) -> Response {
    use axum::response::IntoResponse;
    match found {
        Ok(value) => axum::Json(value).into_response(),
        Err(failure) => problem(headers, &failure),
    }
}
