//! What the map draws: units with their counts, and places in view.

use std::collections::HashMap;

use app::features::map::Measure;
use app::server_context::{Asker, ServerContext};
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::board::BoardCategory;
use domain::failure::Failure;
use domain::filter::{BoardFilter, PartyFilter, PlaceFilter};
use domain::organization::PartyCategory;
use domain::place::PlaceKind;
use domain::summary::BuildingCounts;
use serde_json::{Value, json};
use store::Session;
use uuid::Uuid;

use super::api::query;
use super::problem::problem;

/// More points than this are not drawn one by one: the map then shows units.
const MOST_POINTS: u64 = 5_000;

/// Of how many places of a unit how many lack what the measure asks for.
type Shares = HashMap<Uuid, (i64, i64)>;

pub fn routes() -> Router<ServerContext> {
    Router::new().route("/map/units.geojson", get(units)).route("/map/places.geojson", get(places))
}

/// Units in force with two shares by `measure`: of all places of the kind asked for (the shading), and
/// of those that the filter finds (the rings). `shapes=false` leaves the outlines out, for those who
/// have them already.
async fn units(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, uri: Uri) -> Response {
    geojson(&headers, unit_features(&context.session(&asker), &uri).await)
}

async fn unit_features(session: &Session, uri: &Uri) -> Result<Value, Failure> {
    let filter = query(uri)?.check()?;
    let text = uri.query().unwrap_or_default();
    let measure = Measure::from_query(text)?;
    let whole = PlaceFilter { kind: filter.kind, ..PlaceFilter::default() };
    let found = shares(session, &filter, measure).await?;
    let all = if filter == whole { found.clone() } else { shares(session, &whole, measure).await? };
    let outlines: Vec<_> = if text.split('&').any(|part| part == "shapes=false") {
        session.admin_units().await?.into_iter().map(|unit| (unit, Value::Null)).collect()
    } else {
        let shapes = session.unit_shapes().await?;
        shapes.into_iter().map(|shape| (shape.unit, serde_json::from_str(&shape.outline).unwrap_or(Value::Null))).collect()
    };
    let features: Vec<Value> = outlines
        .into_iter()
        .map(|(unit, geometry)| {
            let (of, lacking) = all.get(&unit.id).copied().unwrap_or_default();
            let (found, found_lacking) = found.get(&unit.id).copied().unwrap_or_default();
            json!({
                "type": "Feature",
                "geometry": geometry,
                "properties": {
                    "code": unit.code, "name": unit.full_name(), "short_name": unit.name, "bbox": unit.bbox,
                    "lon": unit.label[0], "lat": unit.label[1], "approximate": unit.approximate,
                    "of": of, "lacking": lacking, "found": found, "found_lacking": found_lacking,
                },
            })
        })
        .collect();
    Ok(json!({ "type": "FeatureCollection", "features": features }))
}

async fn shares(session: &Session, filter: &PlaceFilter, measure: Measure) -> Result<Shares, Failure> {
    let buildings = PlaceFilter { kind: Some(PlaceKind::ApartmentBuilding), ..PlaceFilter::default() };
    if *filter == buildings {
        // The usual question: its answer is kept by every write.
        let overview = session.overview(None).await?;
        let share = |(unit, counts): (&Uuid, &BuildingCounts)| {
            let lacking = match measure {
                Measure::Board => counts.board_not_recognised,
                Measure::Party => counts.with_socio_political_only + counts.with_neither,
                Measure::Unknown => overview.unconfirmed.get(unit).copied().unwrap_or_default(),
            };
            (*unit, (counts.total.cast_signed(), lacking.cast_signed()))
        };
        return Ok(overview.units.iter().map(share).collect());
    }
    let groups = session.place_groups(filter).await?;
    let mut shares: Shares = groups
        .iter()
        .map(|group| (group.admin_unit_id, (group.count, if measure == Measure::Board { group.not_recognised } else { 0 })))
        .collect();
    for (part, sign) in parts(filter, measure) {
        for group in session.place_groups(&part).await? {
            shares.entry(group.admin_unit_id).or_default().1 += sign * group.count;
        }
    }
    Ok(shares)
}

/// Narrower filters whose counts, added up with their signs, are those that lack what is asked for.
fn parts(filter: &PlaceFilter, measure: Measure) -> Vec<(PlaceFilter, i64)> {
    let board = filter.board.is_none_or(|board| board.categories().contains(&BoardCategory::Unknown));
    let party = |category| filter.party.is_none_or(|party| party.categories().contains(&category));
    let with = |board: Option<BoardFilter>, party: Option<PartyFilter>| PlaceFilter {
        board: board.or(filter.board),
        party: party.or(filter.party),
        ..filter.clone()
    };
    let mut parts = Vec::new();
    match measure {
        Measure::Board => {}
        Measure::Party => {
            let lacking = [(PartyCategory::None, PartyFilter::None), (PartyCategory::SocioPoliticalOnly, PartyFilter::SocioPoliticalOnly)];
            parts.extend(lacking.into_iter().filter(|(category, _)| party(*category)).map(|(_, only)| (with(None, Some(only)), 1)));
        }
        Measure::Unknown => {
            // A residential area has no board that anybody could confirm.
            let board = board && filter.kind != Some(PlaceKind::ResidentialArea);
            let party = party(PartyCategory::Unknown);
            parts.extend(board.then(|| (with(Some(BoardFilter::Unknown), None), 1)));
            parts.extend(party.then(|| (with(None, Some(PartyFilter::Unknown)), 1)));
            parts.extend((board && party).then(|| (with(Some(BoardFilter::Unknown), Some(PartyFilter::Unknown)), -1)));
        }
    }
    parts
}

/// Places that the filter finds in `bbox`; `truncated` where there are more than can be drawn.
async fn places(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, uri: Uri) -> Response {
    geojson(&headers, place_features(&context.session(&asker), &uri).await)
}

async fn place_features(session: &Session, uri: &Uri) -> Result<Value, Failure> {
    let filter = query(uri)?.check()?;
    let rows = session.place_points(&filter, MOST_POINTS + 1).await?;
    let truncated = rows.len() as u64 > MOST_POINTS;
    if truncated {
        // A part of them would look like all of them.
        return Ok(json!({ "type": "FeatureCollection", "truncated": true, "features": [] }));
    }
    let features: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [row.lon, row.lat] },
                "properties": {
                    "id": row.id, "kind": row.kind, "name": row.name, "address": row.address, "unit": row.admin_unit_name,
                    "board": row.board, "party": row.party,
                },
            })
        })
        .collect();
    Ok(json!({ "type": "FeatureCollection", "truncated": false, "features": features }))
}

fn geojson(headers: &HeaderMap, found: Result<Value, Failure>) -> Response {
    match found {
        Ok(value) => ([(CONTENT_TYPE, "application/geo+json")], value.to_string()).into_response(),
        Err(failure) => problem(headers, &failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_confirmed_is_counted_once() {
        let signs = |filter: PlaceFilter| parts(&filter, Measure::Unknown).into_iter().map(|(_, sign)| sign).collect::<Vec<_>>();
        assert_eq!(signs(PlaceFilter::default()), [1, 1, -1]);
        assert_eq!(signs(PlaceFilter { board: Some(BoardFilter::Missing), ..PlaceFilter::default() }), [1]);
        assert_eq!(signs(PlaceFilter { kind: Some(PlaceKind::ResidentialArea), ..PlaceFilter::default() }), [1]);
    }

    #[test]
    fn no_party_organization_is_only_looked_for_among_what_the_filter_finds() {
        let filter = PlaceFilter { party: Some(PartyFilter::Any), ..PlaceFilter::default() };
        assert!(parts(&filter, Measure::Party).is_empty());
        assert_eq!(parts(&PlaceFilter::default(), Measure::Party).len(), 2);
    }
}
