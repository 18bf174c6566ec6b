//! What the map draws: units with their counts, and places in view.

use app::server_context::ServerContext;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::failure::Failure;
use serde_json::{Value, json};

use super::api::query;
use super::problem::problem;

/// More points than this are not drawn one by one: the map then shows units.
const MOST_POINTS: u64 = 5_000;

pub fn routes() -> Router<ServerContext> {
    Router::new().route("/map/units.geojson", get(units)).route("/map/places.geojson", get(places))
}

/// Units in force: outline, name, and counts of the buildings that the filter finds.
async fn units(State(context): State<ServerContext>, headers: HeaderMap, uri: Uri) -> Response {
    geojson(&headers, unit_features(&context, &uri).await)
}

async fn unit_features(context: &ServerContext, uri: &Uri) -> Result<Value, Failure> {
    let (session, filter) = (context.session(), query(uri)?.check()?);
    let overview = session.overview(None).await?;
    let groups = session.place_groups(&filter).await?;
    let shapes = session.unit_shapes().await?;
    let features: Vec<Value> = shapes
        .iter()
        .map(|shape| {
            let found = groups.iter().find(|group| group.admin_unit_id == shape.unit.id);
            let counts = overview.units.get(&shape.unit.id).cloned().unwrap_or_default();
            json!({
                "type": "Feature",
                "geometry": serde_json::from_str::<Value>(&shape.outline).unwrap_or(Value::Null),
                "properties": {
                    "code": shape.unit.code, "name": shape.unit.full_name(), "short_name": shape.unit.name,
                    "lon": shape.unit.label[0], "lat": shape.unit.label[1], "approximate": shape.unit.approximate,
                    "buildings": counts.total, "not_recognised": counts.board_not_recognised, "board_unknown": counts.board_unknown,
                    "with_party": counts.with_party_organization, "without_party": counts.with_socio_political_only + counts.with_neither,
                    "party_unknown": counts.organization_unknown,
                    "found": found.map_or(0, |group| group.count), "found_not_recognised": found.map_or(0, |group| group.not_recognised),
                },
            })
        })
        .collect();
    Ok(json!({ "type": "FeatureCollection", "features": features }))
}

/// Places that the filter finds in `bbox`; `truncated` where there are more than can be drawn.
async fn places(State(context): State<ServerContext>, headers: HeaderMap, uri: Uri) -> Response {
    geojson(&headers, place_features(&context, &uri).await)
}

async fn place_features(context: &ServerContext, uri: &Uri) -> Result<Value, Failure> {
    let filter = query(uri)?.check()?;
    let rows = context.session().place_points(&filter, MOST_POINTS + 1).await?;
    let truncated = rows.len() as u64 > MOST_POINTS;
    let features: Vec<Value> = rows
        .iter()
        .take(MOST_POINTS as usize)
        .map(|row| {
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [row.lon, row.lat] },
                "properties": {
                    "id": row.id, "kind": row.kind, "name": row.name, "address": row.address, "unit": row.admin_unit_name,
                    "board": row.board, "party": row.party, "lacks": u8::from(row.board.is_not_recognised()),
                },
            })
        })
        .collect();
    Ok(json!({ "type": "FeatureCollection", "truncated": truncated, "features": features }))
}

fn geojson(headers: &HeaderMap, found: Result<Value, Failure>) -> Response {
    match found {
        Ok(value) => ([(CONTENT_TYPE, "application/geo+json")], value.to_string()).into_response(),
        Err(failure) => problem(headers, &failure),
    }
}
