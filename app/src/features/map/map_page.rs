//! The map's page as the server makes it.

use domain::filter::PlaceQuery;
use domain::place::{PlaceKind, PlaceRow};
use leptos::prelude::*;
use store::place::PlacePage;

use super::Measure;
use super::filters::MapFilters;
use crate::features::places::Marks;
use crate::ui::{BoardMark, Notice, PartyMark, count, texts};

/// All that the page shows.
#[derive(Clone)]
pub struct Shown {
    pub query: PlaceQuery,
    pub measure: Measure,
    /// Name of the unit that is asked for.
    pub unit: Option<String>,
    /// There are boundaries to draw.
    pub surveyed: bool,
    pub found: PlacePage,
    pub config: String,
}

#[component]
pub fn MapPage(shown: Shown, attribution: String) -> impl IntoView {
    let t = texts();
    let places = format!("/places?{}", serde_html_form::to_string(&shown.query).unwrap_or_default());
    let total = count(t, shown.found.total);
    let lines: Vec<_> = shown.found.items.into_iter().map(|row| view! { <Line row=row/> }).collect();
    view! {
        <div class="map-page" id="map-page" data-config=shown.config>
            <h1 class="hidden">{t.t("map.title")}</h1>
            <MapFilters query=shown.query measure=shown.measure unit=shown.unit/>
            <div class="map-body">
                <section class="map-area" role="region" aria-label=t.t("map.title")>
                    <div id="map-canvas"></div>
                    <noscript><Notice tone="plain"><p>{t.t("map.needs_javascript")}</p></Notice></noscript>
                    {(!shown.surveyed).then(|| view! { <Notice tone="plain"><p>{t.t("map.no_boundaries")}" "<a href="/import">{t.t("nav.import")}</a></p></Notice> })}
                    <p id="map-notice" class="notice" role="status" hidden></p>
                    <Controls/>
                    <details id="map-legend" class="map-legend" hidden><summary>{t.t("map.legend")}</summary><div></div></details>
                    <div id="map-card" class="map-card" role="dialog" aria-labelledby="map-card-title" tabindex="-1" hidden></div>
                    <div id="map-menu" class="map-menu" hidden></div>
                    <Attribution text=attribution/>
                </section>
                <section class="map-list" id="map-list" aria-labelledby="map-list-title">
                    <div class="map-grip">
                        <span class="map-bar" aria-hidden="true"></span>
                        <h2 id="map-list-title">{t.t("map.list")}</h2>
                        <button type="button" class="quiet" id="sheet-less" hidden><span class="hidden">{t.t("map.script.sheet_less")}</span><Arrow d="M4 6l4 4 4-4"/></button>
                        <button type="button" class="quiet" id="sheet-more" hidden><span class="hidden">{t.t("map.script.sheet_more")}</span><Arrow d="M4 10l4-4 4 4"/></button>
                    </div>
                    <p id="map-summary" role="status">{t.tf("map.found", &[("count", &total)])}</p>
                    <ul id="map-lines">{lines}</ul>
                    <p class="map-rest"><a id="map-places" href=places>{t.t("map.to_list")}</a></p>
                </section>
            </div>
            <Marks/>
        </div>
    }
}

/// One place where there is no map: a link.
#[component]
fn Line(row: PlaceRow) -> impl IntoView {
    let where_it_is = [row.address, row.admin_unit_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let mark = if row.kind == PlaceKind::ResidentialArea {
        view! { <PartyMark party=row.party/> }.into_any()
    } else {
        view! { <BoardMark board=row.board/> }.into_any()
    };
    view! { <li><a href=format!("/places/{}", row.id)><strong>{row.name}</strong><span>{where_it_is}</span>{mark}</a></li> }
}

#[component]
fn Arrow(d: &'static str) -> impl IntoView {
    view! { <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true"><path d=d fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg> }
}

/// Buttons over the map; shown once there is one.
#[component]
fn Controls() -> impl IntoView {
    let t = texts();
    let button = |id: &'static str, name: String, d: &'static str| view! { <button type="button" id=id title=name.clone() aria-label=name><Arrow d=d/></button> };
    view! {
        <div class="map-controls" id="map-controls" hidden>
            {button("map-in", t.t("map.zoom_in"), "M8 3v10M3 8h10")}
            {button("map-out", t.t("map.zoom_out"), "M3 8h10")}
            {button("map-whole", t.t("map.whole"), "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10")}
            {button("map-near", t.t("map.near"), "M8 1v3M8 12v3M1 8h3M12 8h3M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M8 7.5v1")}
        </div>
    }
}

/// Those who made the basemap want to be named, and some to be linked to.
#[component]
fn Attribution(text: String) -> impl IntoView {
    let words = if text.contains("OpenStreetMap") {
        view! { <a href="https://www.openstreetmap.org/copyright" rel="noopener">{text.clone()}</a> }.into_any()
    } else {
        text.clone().into_any()
    };
    (!text.is_empty()).then(|| view! { <p class="map-attribution">{words}</p> })
}
