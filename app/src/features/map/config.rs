//! What the map's module is told: words, where to look, what lies under the map. It stands in a data
//! attribute, since the page's policy allows no script inside it.

use domain::admin_unit::AdminUnit;
use domain::place::PlaceKind;
use leptos::serde_json::{Map, Value, json};

use super::Measure;
use crate::server_context::MapSettings;
use crate::texts::Texts;

/// Keys of `map.script` in the locales.
const WORDS: &[&str] = &[
    "add_here",
    "approximate",
    "bin",
    "bin_last",
    "canvas",
    "close",
    "coordinates",
    "distance_km",
    "distance_m",
    "in_view",
    "in_view_empty",
    "in_view_none",
    "in_view_places",
    "in_view_places_more",
    "in_view_units",
    "kind_areas",
    "kind_places",
    "lacking_board",
    "lacking_party",
    "lacking_unknown",
    "legend_board",
    "legend_party",
    "legend_rings",
    "legend_units",
    "locating",
    "near_denied",
    "near_failed",
    "no_webgl",
    "not_built",
    "not_loaded",
    "not_surveyed",
    "of_how_many",
    "open",
    "open_unit",
    "party_any",
    "place_near",
    "same_point",
    "show_buildings",
    "truncated",
    "update",
];

pub fn text(t: Texts, basemap: &MapSettings, units: &[AdminUnit], unit: Option<&AdminUnit>, measure: Measure, adds: bool) -> String {
    let words: Map<String, Value> = WORDS.iter().map(|key| ((*key).to_owned(), t.t(&format!("map.script.{key}")).into())).collect();
    let kinds: Map<String, Value> =
        PlaceKind::all().iter().map(|kind| (kind.code().to_owned(), t.code("kind", kind.code()).into())).collect();
    json!({
        "language": t.0.code(),
        "measure": measure.code(),
        "bounds": bounds(unit.map_or(units, std::slice::from_ref)),
        "whole": bounds(units),
        "unit": unit.map(|unit| &unit.code),
        "adds": adds,
        "basemap": { "raster": basemap.raster, "style": basemap.style, "pmtiles": basemap.pmtiles },
        "words": words,
        "kinds": kinds,
    })
    .to_string()
}

/// The box round all of them: west, south, east, north. Special zones lie far out at sea, and a box that
/// took them in would show little but water: they are one step of the wheel away.
fn bounds(units: &[AdminUnit]) -> Option<[f64; 4]> {
    let ashore = || units.iter().filter(|unit| unit.kind != domain::admin_unit::AdminUnitKind::SpecialZone);
    let boxes: Vec<[f64; 4]> =
        if ashore().next().is_some() { ashore().map(|unit| unit.bbox).collect() } else { units.iter().map(|unit| unit.bbox).collect() };
    boxes.into_iter().reduce(|all, one| [all[0].min(one[0]), all[1].min(one[1]), all[2].max(one[2]), all[3].max(one[3])])
}
