//! The dashboard: how many buildings lack a board or a party organization, and where.

mod choice;
mod choropleth;
mod column;
mod cross_table;
mod drawing;
mod empty;
mod funnel;
mod funnel_by_unit;
mod headline;
mod measure;
mod organizations;
mod page;
mod projection;
mod rows;
mod scope;
mod stale;
mod ward_table;

use axum::response::Response;
use domain::failure::Failure;
use domain::permission::Action;
use leptos::prelude::*;

pub use cross_table::CrossTable;
pub use funnel::Funnel;
pub use funnel_by_unit::show_by_unit;
pub use headline::Headline;
pub use organizations::{Organizations, Textures};
pub use projection::{Projection, rings};
pub use scope::{Scope, list_of, number};

use crate::features::data_rights::Clocks;
use crate::visit::{Answer, Page, Visit};
use choice::{Choice, Group};
use page::{Dashboard, Figures};

pub async fn show(visit: Visit) -> Response {
    if !visit.may(Action::PlaceRead) {
        // Nothing of the register is theirs: they begin with those they help, or with their own page.
        let first = if visit.may(Action::OwnHouseholdRead) { "/my-households" } else { "/account" };
        return visit.answer(Ok(Answer::SeeOther(first.into()))).await;
    }
    let found = read(&visit).await.map(|figures| {
        Page::new(visit.texts.t("dashboard.title"), move || view! { <Dashboard figures=figures.clone()/> }).with_module("/highlight.js")
    });
    visit.answer(found).await
}

async fn read(visit: &Visit) -> Result<Figures, Failure> {
    let (session, t) = (&visit.session, visit.texts);
    let choice = Choice::read(visit.uri.query().unwrap_or_default())?;
    let overview = session.overview(None).await?;
    let shapes = session.unit_shapes().await?;
    let units: Vec<_> = shapes.iter().map(|shape| shape.unit.clone()).collect();
    let mut rows = match choice.group {
        Group::Ward => rows::wards(&units, &overview, &session.freshness().await?, t.t("dashboard.table.no_longer")),
        Group::District => rows::districts(&session.former_districts().await?, &overview, t.t("dashboard.table.district_unknown")),
    };
    rows::sort(&mut rows.surveyed, choice.sort, choice.descending);
    let drawing = drawing::draw(&shapes, &overview, choice.measure);
    let funnel = session.funnel(None).await?;
    let clocks = Clocks::of(visit).await?;
    Ok(Figures { choice, overview, rows, drawing, funnel, today: session.today, clocks, units: units.len() })
}
