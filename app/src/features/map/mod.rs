//! The map page: wards shaded by a measure, places, and a list that follows the view.
//!
//! The server makes filters, words and the first lines of the list, which is all there is without
//! JavaScript; `public/map/map.js` draws the map from `/map/units.geojson` and `/map/places.geojson`.

mod config;
mod filters;
mod map_page;
mod measure;

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceQuery;
use domain::officer::LookedAfter;
use domain::permission::Action;
use domain::place::PlaceKind;

pub use measure::Measure;

use crate::visit::{Page, Visit};
use map_page::{MapPage, Shown};

/// Lines of the list that the server makes; the map's module replaces them.
const LINES: u64 = 50;

pub async fn show(visit: Visit) -> Response {
    let found = page(&visit).await;
    visit.answer(found).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (query, measure) = asked(visit.uri.query().unwrap_or_default())?;
    let filter = query.check()?;
    let session = visit.session.clone();
    let (units, found) = (session.admin_units().await?, session.places(&filter, LINES, None).await?);
    let unit = units.iter().find(|unit| Some(&unit.code) == filter.unit.as_ref());
    let config = config::text(visit.texts, &visit.context.map, &units, unit, measure, visit.may(Action::PlaceAdd));
    let shown = Shown { unit: unit.map(|unit| unit.full_name()), surveyed: !units.is_empty(), query, measure, found, config };
    let (t, basemap) = (visit.texts, visit.context.map.clone());
    let title = t.t("map.title");
    Ok(Page::new(title, move || MapPage(map_page::MapPageProps { shown: shown.clone(), attribution: basemap.attribution.clone() }))
        .with_module("/map/map.js")
        .filling_the_window())
}

/// What the URL asks for. The map shows one kind at a time, since a board is asked of buildings only:
/// without a word about it, apartment buildings.
fn asked(query: &str) -> Result<(PlaceQuery, Measure), Failure> {
    let not_understood = || Failure::from(FieldErrors::one("query", "query_not_understood", ""));
    let mut places: PlaceQuery = serde_html_form::from_str(query).map_err(|_| not_understood())?;
    if places.kind.trim().is_empty() {
        places.kind = PlaceKind::ApartmentBuilding.code().into();
    }
    // What pages and boxes a link carries says nothing about what to show here.
    (places.cursor, places.limit, places.bbox) = Default::default();
    if places.looked_after.trim() == LookedAfter::All.to_string() {
        places.looked_after.clear();
    }
    Ok((places, Measure::from_query(query)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_shows_buildings_unless_another_kind_is_asked_for() {
        let (query, measure) = asked("q=sen&measure=party").expect("a query");
        assert_eq!((query.kind.as_str(), query.q.as_str(), measure), ("apartment_building", "sen", Measure::Party));
        let (query, _) = asked("kind=residential_area&cursor=x").expect("a query");
        assert_eq!((query.kind.as_str(), query.cursor.as_str()), ("residential_area", ""));
    }

    #[test]
    fn a_measure_that_does_not_exist_is_refused() {
        assert!(asked("measure=loyalty").is_err());
    }
}
