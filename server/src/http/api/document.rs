//! `GET /api/v1/openapi.json`: made from the types and handlers themselves.

use axum::Json;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "Gần Dân", description = "A city's register of apartment buildings and residential areas"),
    paths(
        super::summary::get,
        super::places::list,
        super::places::get,
        super::organizations::list,
        super::organizations::get,
        super::admin_units::list,
    )
)]
struct Document;

pub async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
