//! The row above the map. A form like any other: without JavaScript it asks the server again.

use domain::failure::FieldErrors;
use domain::filter::{BoardFilter, PartyFilter, PlaceQuery};
use domain::place::PlaceKind;
use leptos::prelude::*;

use super::Measure;
use crate::features::officers::whose_words;
use crate::texts::Texts;
use crate::ui::{Choice, Select, texts};

fn choices(t: Texts, set: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<Choice> {
    codes.into_iter().map(|code| Choice { code: code.to_owned(), words: t.code(set, code) }).collect()
}

#[component]
pub fn MapFilters(query: PlaceQuery, measure: Measure, unit: Option<String>) -> impl IntoView {
    let t = texts();
    let all = t.t("map.all");
    let measures =
        Measure::ALL.iter().map(|measure| Choice { code: measure.code().into(), words: t.t(&format!("map.measures.{}", measure.code())) });
    // What the form has no field for, but the URL may carry: links of the dashboard lead here with them.
    let carried: Vec<_> = [
        ("unit", &query.unit, unit.unwrap_or_else(|| query.unit.clone())),
        ("district", &query.district, query.district.clone()),
        ("segment", &query.segment, if query.segment.is_empty() { String::new() } else { t.code("segment", &query.segment) }),
        ("required", &query.required, t.code("requirement", if query.required == "true" { "required" } else { "not_required" })),
        (
            "agreement",
            &query.agreement,
            t.t(if query.agreement == "true" { "places.list.with_agreement" } else { "places.list.without_agreement" }),
        ),
        (
            "committee",
            &query.committee,
            t.t(if query.committee == "true" { "places.list.with_committee" } else { "places.list.without_committee" }),
        ),
        ("stage", &query.stage, t.code("funnel_stage", &query.stage)),
        ("head", &query.head, format!("{}: {}", t.t("places.head_post"), t.code("head_post", &query.head))),
        ("looked_after", &query.looked_after, whose_words(t, &query.looked_after)),
    ]
    .into_iter()
    .filter(|(_, value, _)| !value.is_empty())
    .map(|(name, value, words)| {
        let label = t.tf("map.without", &[("what", &words)]);
        view! {
            <span class="map-chip">
                <input type="hidden" name=name value=value.clone()/>
                {words}
                <a href=without(&query, measure, name) aria-label=label>"×"</a>
            </span>
        }
    })
    .collect();
    view! {
        <form class="map-filters" id="map-filters" method="get" action="/map" aria-label=t.t("map.filters")>
            {carried}
            <div class="field map-search">
                <label for="map-q">{t.t("map.search")}</label>
                <input id="map-q" type="search" name="q" value=query.q.clone() maxlength="200" placeholder=t.t("map.search_hint") autocomplete="off"/>
            </div>
            <Select name="measure" label=t.t("map.measure") value=measure.code().to_owned() choices=measures.collect() errors=FieldErrors::default()/>
            <Select name="kind" label=t.t("map.kind") value=query.kind.clone() choices=choices(t, "kind", PlaceKind::all().iter().map(|kind| kind.code())) errors=FieldErrors::default()/>
            <Select name="board" label=t.t("map.board") value=query.board.clone() choices=choices(t, "board", BoardFilter::all().iter().map(|board| board.code())) errors=FieldErrors::default() blank=all.clone()/>
            <Select name="party" label=t.t("map.party") value=query.party.clone() choices=choices(t, "party", PartyFilter::all().iter().map(|party| party.code())) errors=FieldErrors::default() blank=all/>
            <button class="plain">{t.t("map.apply")}</button>
        </form>
    }
}

/// The same map without one of its filters.
fn without(query: &PlaceQuery, measure: Measure, name: &str) -> String {
    let mut query = query.clone();
    match name {
        "unit" => query.unit.clear(),
        "district" => query.district.clear(),
        "segment" => query.segment.clear(),
        "agreement" => query.agreement.clear(),
        "committee" => query.committee.clear(),
        "head" => query.head.clear(),
        "stage" => query.stage.clear(),
        "looked_after" => query.looked_after.clear(),
        _ => query.required.clear(),
    }
    format!("/map?measure={}&{}", measure.code(), serde_html_form::to_string(&query).unwrap_or_default())
}
