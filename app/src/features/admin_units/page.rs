//! A ward's blocks, in the order in which one reads them.

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnit, FormerUnit};
use domain::place::{PlaceKind, PlaceRow};
use leptos::prelude::*;
use store::course::StageCount;
use store::summary::Overview;

use super::buildings::Buildings;
use super::former::FormerUnits;
use super::shape::Shape;
use crate::features::dashboard::{CrossTable, Funnel, Headline, Organizations, Scope, Textures, list_of, number};
use crate::features::settings::unit_page;
use crate::ui::{Notice, date, decimal, moment, texts};

/// All that the page shows, read before it is made.
#[derive(Clone)]
pub struct WardFigures {
    pub unit: AdminUnit,
    pub overview: Overview,
    pub funnel: Vec<StageCount>,
    pub clusters: u64,
    pub former: Vec<FormerUnit>,
    pub outline: String,
    pub points: Vec<PlaceRow>,
    pub listed: Vec<PlaceRow>,
    pub today: NaiveDate,
    /// Whoever looks may add a place here, or hand a file in.
    pub adds: bool,
    pub imports: bool,
    /// Or see what the ward settles for itself.
    pub settles: bool,
}

#[component]
pub fn Ward(figures: WardFigures) -> impl IntoView {
    let t = texts();
    let WardFigures { unit, overview, funnel, clusters, former, outline, points, listed, today, adds, imports, settles } = figures;
    let scope = Scope::of_unit(&unit.code);
    let (counts, cells) = (overview.summary.apartment_buildings, overview.board_by_party);
    let areas = overview.summary.residential_areas;
    let total = counts.total;
    let facts = [
        Some(t.tf("ward.code", &[("code", &unit.code), ("date", &date(t, unit.valid_from))])),
        unit.area_km2.map(|area| t.tf("ward.area", &[("area", &decimal(t, area, 2))])),
    ];
    // Where nobody has surveyed, a nought would be a claim.
    let others = (areas.total + clusters > 0).then(|| {
        view! {
            <section class="card others" aria-labelledby="others">
                <h2 id="others">{t.t("ward.other_places")}</h2>
                <dl class="figures">
                    <div><dt>{t.t("ward.areas")}</dt><dd>{number(t, areas.total, &scope.places(PlaceKind::ResidentialArea))}</dd></div>
                    <div><dt>{t.t("ward.clusters")}</dt><dd>{number(t, clusters, &scope.places(PlaceKind::BuildingCluster))}</dd></div>
                </dl>
            </section>
        }
    });
    let figures = if total == 0 {
        view! {
            <Notice tone="plain">
                <p>{t.t("ward.nothing")}</p>
                <p class="row">
                    {adds.then(|| view! { <a class="button" href="/places/new">{t.t("ward.add")}</a> })}
                    {imports.then(|| view! { <a class="button plain" href="/import">{t.t("ward.import")}</a> })}
                </p>
            </Notice>
        }
        .into_any()
    } else {
        view! {
            <div class="blocks">
                <Headline scope=scope.clone() counts=counts/>
                <Organizations scope=scope.clone() cells=cells.clone() areas=areas/>
                <CrossTable scope=scope.clone() cells=cells/>
            </div>
            <Funnel scope=scope.clone() stages=funnel today=today/>
        }
        .into_any()
    };
    view! {
        <div class="dashboard ward">
            <Textures/>
            <div class="page-head">
                <h1>{unit.full_name()}</h1>
                <p class="soft">{facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
                <p class="soft">{t.tf("dashboard.as_of", &[("moment", &moment(t, overview.summary.as_of))])}</p>
            </div>
            <nav class="row actions no-print" aria-label=t.t("ward.actions")>
                <a class="button plain" href=format!("/map?unit={}", unit.code)>{t.t("ward.on_map")}</a>
                <a class="button plain" href=format!("/places?unit={}", unit.code)>{t.t("ward.whole_list")}</a>
                <a class="button plain" href=format!("/places/export?unit={}&format=xlsx", unit.code)>{t.t("ward.export")}</a>
                {settles.then(|| view! { <a class="button plain" href=unit_page::address(&unit)>{t.t("settings.of_unit_title")}</a> })}
            </nav>
            {figures}
            <div class="compared">
                <div>
                    <Shape unit=unit outline=outline points=points total=total/>
                    {others}
                    <FormerUnits former=former/>
                </div>
                {(total > 0).then(|| view! { <Buildings rows=listed total=total link=list_of(&scope.buildings()) today=today/> })}
            </div>
        </div>
    }
    .into_any()
}
