//! What belongs to a place because of residential areas: where it lies, what lies in it, what it was before.

use leptos::prelude::*;
use store::place::{AreaOfPlace, Succession};
use uuid::Uuid;

use crate::ui::{BoardMark, Notice, date, texts};

#[component]
pub fn Area(place: Uuid, found: AreaOfPlace) -> impl IntoView {
    let t = texts();
    let lies_in = found.lies_in.map(|(id, name, ended)| {
        let told = ended.map(|day| {
            view! { <Notice tone="plain"><p>{t.tf("areas.home_gone", &[("day", &date(t, day))])}" "<a href=format!("/places/{place}/edit#residential_area_id")>{t.t("areas.choose_home")}</a></p></Notice> }
        });
        view! { <p>{t.t("places.residential_area_id")}": "<a href=format!("/places/{id}")>{name}</a></p>{told} }
    });
    let buildings: Vec<_> = found
        .buildings
        .into_iter()
        .map(|row| view! { <li><a class="name" href=format!("/places/{}", row.id)>{row.name}</a><span class="address">{row.address}</span><BoardMark board=row.board/></li> }.into_any())
        .collect();
    let buildings = (!buildings.is_empty()).then(|| {
        view! { <section class="card"><h2>{t.t("areas.buildings")}</h2><ul class="place-list">{buildings}</ul></section> }
    });
    view! {
        {lies_in}
        <Successions title=t.t("areas.became") found=found.became/>
        <Successions title=t.t("areas.came_from") found=found.came_from/>
        {buildings}
    }
}

#[component]
fn Successions(title: String, found: Vec<Succession>) -> impl IntoView {
    let t = texts();
    let decision = found.first().map(|first| {
        let told = t.tf("areas.by_decision", &[("number", &first.number), ("day", &date(t, first.on))]);
        format!("{} · {told}", t.code("redraw", first.kind.code()))
    });
    let links: Vec<_> =
        found.into_iter().map(|it| view! { <li><a href=format!("/places/{}", it.other.0)>{it.other.1}</a></li> }.into_any()).collect();
    decision.map(|decision| view! { <section class="card"><h2>{title}</h2><ul>{links}</ul><p class="soft">{decision}</p></section> })
}
