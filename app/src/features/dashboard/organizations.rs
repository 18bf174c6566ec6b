//! Which organizations stand at the buildings: one bar, and the number behind each part of it.

use domain::filter::{PartyFilter, PlaceQuery};
use domain::organization::PartyCategory;
use domain::place::PlaceKind;
use domain::summary::ResidentialAreaCounts;
use leptos::prelude::*;

use super::cross_table::{Cells, sum};
use super::scope::{Scope, number};
use crate::ui::{count, percent, texts};

/// Parts of the bar: how each is drawn, and what it takes in.
const PARTS: [(&str, &[PartyCategory]); 5] = [
    ("own", &[PartyCategory::OwnCell]),
    ("shared", &[PartyCategory::SharedCell, PartyCategory::ClusterCell, PartyCategory::GroupWithinCell]),
    ("socio", &[PartyCategory::SocioPoliticalOnly]),
    ("neither", &[PartyCategory::None]),
    ("unsure", &[PartyCategory::Unknown]),
];

/// Narrower parts have no room for a number.
const ROOM_FOR_NUMBER: f64 = 7.0;

#[component]
pub fn Organizations(scope: Scope, cells: Cells, areas: ResidentialAreaCounts) -> impl IntoView {
    let t = texts();
    let total = sum(&cells, None, None);
    let any = sum(&cells, None, Some(PartyFilter::Any));
    let rows: Vec<_> = PARTS
        .into_iter()
        .flat_map(|(part, categories)| categories.iter().map(move |category| (part, *category)))
        .map(|(part, category)| {
            let found: u64 = cells.iter().filter(|((_, party), _)| *party == category).map(|(_, found)| found).sum();
            view! {
                <li>
                    <Swatch part=part/>
                    <span class="name">{t.code("party", category.code())}</span>
                    <span class="number">{number(t, found, &scope.with("", category.code()))}</span>
                    <span class="number soft">{percent(t, found, total)}</span>
                </li>
            }
        })
        .collect();
    let area = scope.places(PlaceKind::ResidentialArea);
    let with_committee = PlaceQuery { committee: "true".into(), ..area.clone() };
    let with_cell = PlaceQuery { party: "any".into(), ..area.clone() };
    view! {
        <section class="card organizations" aria-labelledby="organizations">
            <h2 id="organizations">{t.t("dashboard.organizations.title")}" ("{number(t, total, &scope.buildings())}")"</h2>
            <p>
                {t.code("party", "any")}": "<strong>{number(t, any, &scope.with("", "any"))}"/"{number(t, total, &scope.buildings())}</strong>
                " ("{percent(t, any, total)}")"
            </p>
            {bar(&cells, total)}
            <ul class="parts">{rows}</ul>
            {(areas.total > 0).then(|| view! {
                <p class="areas">
                    {t.t("dashboard.organizations.areas")}": "{number(t, areas.total, &area)}" · "
                    {t.t("dashboard.organizations.with_cell")}" "{number(t, areas.with_party_cell, &with_cell)}" · "
                    {t.t("dashboard.organizations.with_committee")}" "{number(t, areas.with_cell_committee, &with_committee)}" · "
                    {t.t("dashboard.headline.unknown")}" "
                    {number(t, areas.party_unknown, &PlaceQuery { party: "unknown".into(), ..area.clone() })}
                </p>
            })}
        </section>
    }
    .into_any()
}

/// The bar repeats what the list says, so readers aloud may pass it by.
fn bar(cells: &Cells, total: u64) -> AnyView {
    let t = texts();
    let mut from = 0.0;
    let parts: Vec<_> = PARTS
        .into_iter()
        .map(|(part, categories)| {
            let found: u64 = cells.iter().filter(|((_, party), _)| categories.contains(party)).map(|(_, found)| found).sum();
            let wide = if total == 0 { 0.0 } else { found as f64 * 100.0 / total as f64 };
            let (x, middle) = (from, from + wide / 2.0);
            from += wide;
            let width = format!("{wide:.2}%");
            view! {
                <rect x=format!("{x:.2}%") width=width.clone() height="100%" class=format!("part {part}")></rect>
                {texture(part).map(|fill| view! { <rect x=format!("{x:.2}%") width=width height="100%" fill=fill></rect> })}
                {(wide >= ROOM_FOR_NUMBER).then(|| view! {
                    <text x=format!("{middle:.2}%") y="50%" class=format!("on-{part}")>{count(t, found)}</text>
                })}
            }
        })
        .collect();
    view! { <svg class="stack" width="100%" height="44" aria-hidden="true">{parts}</svg> }.into_any()
}

fn texture(part: &str) -> Option<&'static str> {
    match part {
        "shared" => Some("url(#stripes)"),
        "unsure" => Some("url(#dots)"),
        _ => None,
    }
}

#[component]
fn Swatch(part: &'static str) -> impl IntoView {
    view! {
        <svg class="swatch" width="18" height="18" aria-hidden="true">
            <rect width="100%" height="100%" class=format!("part {part}")></rect>
            {texture(part).map(|fill| view! { <rect width="100%" height="100%" fill=fill></rect> })}
        </svg>
    }
}

/// The textures that drawings of the page fill with: what colour says, they say too.
#[component]
pub fn Textures() -> impl IntoView {
    view! {
        <svg class="hidden" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect width="4" height="8" class="stripe"></rect>
                </pattern>
                <pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">
                    <circle cx="3" cy="3" r="1.6" class="dot"></circle>
                </pattern>
                <pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <rect width="12" height="12" class="pale"></rect>
                    <rect width="2" height="12" class="hatch"></rect>
                </pattern>
            </defs>
        </svg>
    }
    .into_any()
}
