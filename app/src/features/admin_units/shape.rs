//! A ward's own shape with its buildings as points: status by shape, and by colour besides.

use domain::admin_unit::AdminUnit;
use domain::board::BoardCategory;
use domain::place::PlaceRow;
use leptos::prelude::*;

use crate::features::dashboard::{Projection, rings};
use crate::ui::{BoardMark, count, texts};

#[component]
pub fn Shape(unit: AdminUnit, outline: String, points: Vec<PlaceRow>, total: u64) -> impl IntoView {
    let t = texts();
    let projection = Projection::fit(unit.bbox);
    let drawn = points.len() as u64;
    let name = t.tf("ward.shape_name", &[("unit", &unit.full_name()), ("count", &count(t, drawn))]);
    let marks: Vec<_> = points.into_iter().filter_map(|place| Some(point(&projection, place.lon?, place.lat?, &place))).collect();
    let legend: Vec<_> = BoardCategory::all().iter().map(|board| view! { <li><BoardMark board=*board/></li> }).collect();
    view! {
        <section class="card shape" aria-labelledby="shape">
            <h2 id="shape">{t.t(if total == 0 { "ward.boundary" } else { "ward.shape" })}</h2>
            <svg class="map" viewBox=format!("0 0 1000 {}", projection.height) role="group" aria-label=name>
                <defs>{symbols()}</defs>
                <path class="ground" d=projection.path(&rings(&outline))></path>
                {marks}
            </svg>
            {(drawn > 0).then(|| view! { <ul class="legend">{legend}</ul> })}
            {(drawn < total).then(|| view! { <p class="soft">{t.tf("ward.without_point", &[("count", &count(t, total - drawn))])}</p> })}
            {unit.approximate.then(|| view! { <p class="soft">{t.t("dashboard.map.approximate")}</p> })}
        </section>
    }
    .into_any()
}

/// One building. The list beside the drawing has the same links for the keyboard.
fn point(projection: &Projection, lon: f64, lat: f64, place: &PlaceRow) -> AnyView {
    let t = texts();
    let (x, y) = projection.point(lon, lat);
    let board = place.board.code();
    view! {
        <a href=format!("/places/{}", place.id) tabindex="-1">
            <title>{format!("{}: {}", place.name, t.code("board", board))}</title>
            <use href=format!("#at-{board}") x=x - 20 y=y - 20 width="40" height="40" class=format!("board-{board}")></use>
        </a>
    }
    .into_any()
}

/// The marks of `BoardMark`, on a ground of their own so that they can be read over anything.
fn symbols() -> AnyView {
    let symbols: Vec<_> = BoardCategory::all()
        .iter()
        .map(|board| {
            let sign = match board {
                BoardCategory::Recognised => view! { <circle cx="8" cy="8" r="6" class="point-solid"></circle> }.into_any(),
                BoardCategory::UnderWay => view! { <circle cx="8" cy="8" r="6" class="point-line"></circle><path d="M8 2a6 6 0 0 1 0 12z" class="point-solid"></path> }.into_any(),
                BoardCategory::Missing => view! { <circle cx="8" cy="8" r="6" class="point-line"></circle> }.into_any(),
                BoardCategory::NotRequired => view! { <path d="M3 8h10" class="point-line"></path> }.into_any(),
                BoardCategory::Unknown => view! { <text x="8" y="13" class="point-sign">"?"</text> }.into_any(),
            };
            view! { <symbol id=format!("at-{}", board.code()) viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" class="point-under"></circle>{sign}</symbol> }
        })
        .collect();
    symbols.into_any()
}
