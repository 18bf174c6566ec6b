//! `GET /api/v1/admin-units`.

use app::server_context::{Asker, ServerContext};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::admin_unit::AdminUnit;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer;

/// All units in force, on one page: there are some hundred in a province.
#[derive(Serialize, ToSchema)]
pub struct AdminUnitList {
    items: Vec<AdminUnit>,
    next_cursor: Option<String>,
    total: usize,
}

#[utoipa::path(get, path = "/api/v1/admin-units", responses((status = 200, body = AdminUnitList)))]
pub async fn list(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap) -> Response {
    let found = context.session(&asker).admin_units().await;
    answer(&headers, found.map(|items| AdminUnitList { total: items.len(), items, next_cursor: None }))
}
