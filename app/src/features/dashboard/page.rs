//! The dashboard's blocks, in the order in which one reads them.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::course::StageCount;
use store::summary::Overview;

use super::choice::Choice;
use super::choropleth::Choropleth;
use super::cross_table::CrossTable;
use super::drawing::Drawing;
use super::empty::NextSteps;
use super::funnel::Funnel;
use super::headline::Headline;
use super::organizations::{Organizations, Textures};
use super::rows::Rows;
use super::scope::Scope;
use super::stale::StaleWards;
use super::ward_table::WardTable;
use crate::features::data_rights::{Clocks, Waiting};
use crate::ui::{moment, texts};

/// All that the page shows, read before it is made.
#[derive(Clone)]
pub struct Figures {
    pub choice: Choice,
    pub overview: Overview,
    pub rows: Rows,
    pub drawing: Option<Drawing>,
    pub funnel: Vec<StageCount>,
    pub today: NaiveDate,
    pub clocks: Clocks,
    /// How many units are in force.
    pub units: usize,
}

#[component]
pub fn Dashboard(figures: Figures) -> impl IntoView {
    let t = texts();
    let Figures { choice, overview, rows, drawing, funnel, today, clocks, units } = figures;
    let (counts, cells) = (overview.summary.apartment_buildings, overview.board_by_party);
    let blocks = if counts.total == 0 {
        view! { <NextSteps units=units/> }.into_any()
    } else {
        view! {
            <Textures/>
            <div class="blocks">
                <Headline scope=Scope::default() counts=counts.clone()/>
                <Organizations scope=Scope::default() cells=cells.clone() areas=overview.summary.residential_areas/>
                <CrossTable scope=Scope::default() cells=cells/>
            </div>
            <div class="compared">
                <div class="beside">
                    <Choropleth choice=choice drawing=drawing/>
                    <Funnel scope=Scope::default() stages=funnel today=today/>
                    <StaleWards rows=rows.surveyed.clone() today=today/>
                </div>
                <WardTable choice=choice rows=rows total=counts/>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="dashboard">
            <div class="page-head">
                <h1>{t.t("dashboard.title")}</h1>
                <p class="soft">{t.tf("dashboard.as_of", &[("moment", &moment(t, overview.summary.as_of))])}</p>
            </div>
            <Waiting clocks=clocks/>
            {blocks}
        </div>
    }
    .into_any()
}
