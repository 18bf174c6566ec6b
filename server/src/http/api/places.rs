//! `GET /api/v1/places` and `GET /api/v1/places/{id}`.

use app::server_context::{Asker, ServerContext};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceQuery;
use domain::place::{Place, PlaceRow};
use serde::Serialize;
use store::Session;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer;
use crate::http::problem::Problem;

/// One page of places.
#[derive(Serialize, ToSchema)]
pub struct PlaceList {
    items: Vec<PlaceRow>,
    /// Ask with it for the next page; null on the last.
    next_cursor: Option<String>,
    /// How many the filter finds in all.
    total: u64,
}

/// The query of a URL; what is not understood is named, what is unknown is refused.
pub fn query(uri: &Uri) -> Result<PlaceQuery, Failure> {
    let text = uri.query().unwrap_or_default();
    serde_html_form::from_str(text).map_err(|_| FieldErrors::one("query", "query_not_understood", "").into())
}

#[utoipa::path(
    get, path = "/api/v1/places",
    params(
        ("q" = Option<String>, Query, description = "Words of name, address, ward, former ward or former district; diacritics do not matter"),
        ("unit" = Option<String>, Query, description = "Code of an admin unit in force"),
        ("kind" = Option<String>, Query, description = "apartment_building, building_cluster, residential_area"),
        ("segment" = Option<String>, Query, description = "high_end, commercial, social_housing, resettlement, old_block"),
        ("board" = Option<String>, Query, description = "recognised, under_way, missing, not_required, unknown, not_recognised"),
        ("required" = Option<bool>, Query, description = "Must have a board"),
        ("party" = Option<String>, Query, description = "own_cell, shared_cell, cluster_cell, group_within_cell, any, socio_political_only, none, unknown"),
        ("agreement" = Option<bool>, Query, description = "Has a coordination agreement"),
        ("stage" = Option<domain::course::FunnelStage>, Query, description = "How far it is on the way to a recognised board"),
        ("committee" = Option<bool>, Query, description = "Its cell has a committee"),
        ("district" = Option<String>, Query, description = "Name of a former district, with its kind"),
        ("looked_after" = Option<String>, Query, description = "By who looks after it: me, none, or the id of an account; all where nothing is asked"),
        ("bbox" = Option<String>, Query, description = "west,south,east,north in degrees"),
        ("closed" = Option<bool>, Query, description = "Also closed and merged places"),
        ("limit" = Option<u64>, Query, description = "1 to 500, 50 where nothing is asked"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses((status = 200, body = PlaceList), (status = 400, body = Problem))
)]
pub async fn list(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, uri: Uri) -> Response {
    answer(&headers, page(&context.session(&asker), &uri).await)
}

async fn page(session: &Session, uri: &Uri) -> Result<PlaceList, Failure> {
    let query = query(uri)?;
    let (filter, limit) = (query.check()?, query.limit(50, 500)?);
    let cursor = Some(query.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let page = session.places(&filter, limit, cursor).await?;
    Ok(PlaceList { items: page.items, next_cursor: page.next_cursor, total: page.total })
}

#[utoipa::path(get, path = "/api/v1/places/{id}", params(("id" = String, Path)), responses((status = 200, body = Place), (status = 404, body = Problem)))]
pub async fn get(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let found = match id.parse::<Uuid>() {
        Ok(id) => context.session(&asker).place(id).await,
        Err(_) => Err(Failure::NotFound),
    };
    answer(&headers, found)
}
