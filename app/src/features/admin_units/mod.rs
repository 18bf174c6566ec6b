//! One ward: the dashboard's figures for it alone, what it was made from, and its buildings.

mod buildings;
mod former;
mod page;
mod shape;

use axum::response::Response;
use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::permission::Action;
use domain::place::PlaceKind;
use leptos::prelude::*;

use crate::named::Named;
use crate::visit::{Page, Visit};
use page::{Ward, WardFigures};

/// Buildings on the page itself; the rest stands in the list.
const LISTED: u64 = 100;
/// Points that can still be told from each other.
const DRAWN: u64 = 1_000;

pub async fn show(visit: Visit, Named(code): Named<String>) -> Response {
    let found =
        read(&visit, &code).await.map(|figures| Page::new(figures.unit.full_name(), move || view! { <Ward figures=figures.clone()/> }));
    visit.answer(found).await
}

async fn read(visit: &Visit, code: &str) -> Result<WardFigures, Failure> {
    let session = &visit.session;
    let unit = session.admin_unit(code).await?;
    let of_kind = |kind| PlaceFilter { unit: Some(unit.code.clone()), kind: Some(kind), ..PlaceFilter::default() };
    let buildings = of_kind(PlaceKind::ApartmentBuilding);
    let shapes = session.unit_shapes().await?;
    Ok(WardFigures {
        overview: session.overview(Some(unit.id)).await?,
        funnel: session.funnel(Some(&unit.code)).await?,
        clusters: session.places(&of_kind(PlaceKind::BuildingCluster), 1, None).await?.total,
        former: session.former_units(&unit.code).await?,
        points: session.place_points(&buildings, DRAWN).await?,
        listed: session.places(&buildings, LISTED, None).await?.items,
        outline: shapes.into_iter().find(|shape| shape.unit.id == unit.id).map(|shape| shape.outline).unwrap_or_default(),
        today: visit.context.today(),
        adds: visit.may_in(Action::PlaceAdd, unit.id),
        imports: visit.may(Action::PlacesImport),
        settles: visit.may_in(Action::UnitSettingRead, unit.id),
        unit,
    })
}
