//! `GET /api/v1/summary`.

use app::server_context::{Asker, ServerContext};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::summary::Summary;

use super::answer;

/// The headline and all counts, of the whole register.
#[utoipa::path(get, path = "/api/v1/summary", responses((status = 200, body = Summary)))]
pub async fn get(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap) -> Response {
    answer(&headers, context.session(&asker).summary().await)
}
