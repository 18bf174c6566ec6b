//! Required → meeting due → held → elected → submitted → recognised: where buildings are stuck, and since when.

use chrono::NaiveDate;
use domain::course::FunnelStage;
use domain::filter::PlaceQuery;
use leptos::prelude::*;
use store::course::{StageCount, Waiting};

use super::scope::{Scope, number};
use crate::ui::{ago, count, percent, texts};

#[component]
pub fn Funnel(scope: Scope, stages: Vec<StageCount>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let all = stages.first().map(|stage| stage.reached).unwrap_or_default();
    if all == 0 {
        return ().into_any();
    }
    let rows: Vec<_> = stages.iter().map(|stage| view! { <Stage scope=scope.clone() stage=stage.clone() all=all/> }.into_any()).collect();
    let waiting: Vec<_> = stages
        .iter()
        .filter(|stage| !stage.oldest.is_empty())
        .map(|stage| view! { <Oldest stage=stage.stage oldest=stage.oldest.clone() today=today/> }.into_any())
        .collect();
    view! {
        <section class="card funnel" aria-labelledby="funnel">
            <h2 id="funnel">{t.t("funnel.title")}</h2>
            <p class="soft">{t.tf("funnel.meaning", &[("count", &count(t, all))])}</p>
            {scope.unit.is_empty().then(|| view! { <p class="no-print"><a href="/funnel">{t.t("funnel.by_unit")}</a></p> })}
            <div class="scroll" tabindex="0" role="region" aria-labelledby="funnel">
                <table>
                    <thead><tr>
                        <th scope="col">{t.t("funnel.stage")}</th>
                        <th scope="col" class="number">{t.t("funnel.here")}</th>
                        <th scope="col" class="number">{t.t("funnel.reached")}</th>
                        <th scope="col"></th>
                        <th scope="col" class="number">{t.t("funnel.median")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(!waiting.is_empty()).then(|| view! { <details><summary>{t.t("funnel.oldest")}</summary>{waiting}</details> })}
        </section>
    }
    .into_any()
}

#[component]
fn Stage(scope: Scope, stage: StageCount, all: u64) -> impl IntoView {
    let t = texts();
    let behind = PlaceQuery { stage: stage.stage.code().into(), ..scope.buildings() };
    let median = match (stage.median_days, stage.stage) {
        (Some(days), _) => t.tf("funnel.days", &[("count", &count(t, days.into()))]),
        (None, FunnelStage::Recognised) => String::new(),
        // A stage that nobody has left yet took no time that could be told.
        (None, _) => t.t("funnel.no_median"),
    };
    let (width, share) = ((stage.reached * 100).checked_div(all).unwrap_or_default(), percent(t, stage.reached, all));
    view! {
        <tr>
            <th scope="row">{t.code("funnel_stage", stage.stage.code())}</th>
            <td class="number">{number(t, stage.here, &behind)}</td>
            <td class="number">{count(t, stage.reached)}" "<span class="soft">{share}</span></td>
            <td><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"/><rect class="filled" width=width.to_string() height="10"/></svg></td>
            <td class="number">{median}</td>
        </tr>
    }
}

#[component]
fn Oldest(stage: FunnelStage, oldest: Vec<Waiting>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = oldest
        .into_iter()
        .map(|waiting| view! { <li><a href=format!("/places/{}", waiting.id)>{waiting.name}</a>" "<span class="soft">{waiting.admin_unit_name}" · "{ago(t, waiting.since, today)}</span></li> })
        .collect();
    view! { <h3>{t.code("funnel_stage", stage.code())}</h3><ul>{rows}</ul> }
}
