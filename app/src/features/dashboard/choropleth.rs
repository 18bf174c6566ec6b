//! The map of wards, shaded by a measure. Each ward leads to its page.

use leptos::prelude::*;

use super::choice::Choice;
use super::drawing::{Area, Drawing};
use super::measure::{Bins, Measure, STEPS};
use crate::texts::Texts;
use crate::ui::{count, percent, texts};

#[component]
pub fn Choropleth(choice: Choice, drawing: Option<Drawing>) -> impl IntoView {
    let t = texts();
    let measures: Vec<_> = Measure::ALL
        .into_iter()
        .map(|measure| {
            let current = if measure == choice.measure { "true" } else { "false" };
            let link = Choice { measure, ..choice }.link("map");
            view! { <a href=link aria-current=current>{t.t(&format!("dashboard.measure.{}", measure.code()))}</a> }
        })
        .collect();
    view! {
        <section class="card choropleth" aria-labelledby="map">
            <h2 id="map">{t.t("dashboard.map.title")}</h2>
            <nav class="switch no-print" aria-label=t.t("dashboard.map.measure")>{measures}</nav>
            <p class="print-only">{t.t(&format!("dashboard.measure.{}", choice.measure.code()))}</p>
            {match drawing {
                Some(drawing) => picture(t, choice.measure, drawing),
                None => view! { <p class="soft">{t.t("dashboard.map.nothing")}</p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn picture(t: Texts, measure: Measure, drawing: Drawing) -> AnyView {
    let name = t.tf("dashboard.map.name", &[("measure", &t.t(&format!("dashboard.measure.{}", measure.code())))]);
    let areas: Vec<_> = drawing.areas.iter().map(|area| shape(t, area, &drawing.bins)).collect();
    let labels: Vec<_> = drawing.labels.into_iter().map(|label| view! { <text x=label.x y=label.y>{label.name}</text> }).collect();
    let outside: Vec<_> =
        drawing.outside.into_iter().map(|(code, name)| view! { <li><a href=format!("/admin-units/{code}")>{name}</a></li> }).collect();
    view! {
        <p class="no-print"><a class="past" href="#wards">{t.t("dashboard.map.past")}</a></p>
        <svg class="map" viewBox=format!("0 0 1000 {}", drawing.height) role="group" aria-label=name>
            {areas}
            <path class="map-outline" d="M0 0"></path>
            <g class="labels" aria-hidden="true">{labels}</g>
        </svg>
        <p class="map-readout no-print" aria-hidden="true" data-hint=t.t("dashboard.map.point")></p>
        {legend(t, &drawing.bins, drawing.blank)}
        {(!outside.is_empty()).then(|| view! { <p class="soft">{t.t("dashboard.map.outside")}</p><ul class="inline">{outside}</ul> })}
        {drawing.approximate.then(|| view! { <p class="soft">{t.t("dashboard.map.approximate")}</p> })}
    }
    .into_any()
}

/// What is said of a unit when one points at it.
fn words(t: Texts, area: &Area) -> String {
    match area.share {
        Some((part, whole)) => format!("{}: {}/{} ({})", area.name, count(t, part), count(t, whole), percent(t, part, whole)),
        None => format!("{}: {}", area.name, t.t("dashboard.not_surveyed")),
    }
}

fn shape(t: Texts, area: &Area, bins: &Bins) -> AnyView {
    let class = area.share.map(|(part, whole)| format!("share-{}", bins.at(part as f64 / whole as f64)));
    let fill = class.is_none().then_some("url(#hatch)");
    view! {
        <a href=format!("/admin-units/{}", area.code) data-unit=area.code.clone()>
            <title>{words(t, area)}</title>
            <path class=class fill=fill d=area.path.clone()></path>
        </a>
    }
    .into_any()
}

fn legend(t: Texts, bins: &Bins, blank: usize) -> AnyView {
    let steps: Vec<_> = (0..STEPS)
        .map(|step| {
            let (from, to) = bins.edges(step);
            let key = if step + 1 == STEPS { "dashboard.map.last_step" } else { "dashboard.map.step" };
            let words = t.tf(key, &[("from", &from.to_string()), ("to", &to.to_string())]);
            let found = t.tf("dashboard.map.units", &[("count", &bins.counts[step].to_string())]);
            let class = format!("share-{step}");
            view! { <li><svg class="swatch" width="26" height="18" aria-hidden="true"><rect width="100%" height="100%" class=class></rect></svg>{words}" "<span class="soft">{found}</span></li> }
        })
        .collect();
    let found = t.tf("dashboard.map.units", &[("count", &blank.to_string())]);
    view! {
        <ul class="legend">
            {steps}
            <li><svg class="swatch" width="26" height="18" aria-hidden="true"><rect width="100%" height="100%" fill="url(#hatch)"></rect></svg>{t.t("dashboard.not_surveyed")}" "<span class="soft">{found}</span></li>
        </ul>
    }
    .into_any()
}
