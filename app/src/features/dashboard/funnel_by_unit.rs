//! `/funnel`: the way to a board, ward by ward: where buildings are stuck, and the list behind each number.

use axum::response::Response;
use domain::course::FunnelStage;
use domain::failure::Failure;
use domain::filter::PlaceQuery;
use leptos::prelude::*;
use serde::Deserialize;

use super::scope::{Scope, number};
use crate::texts::Texts;
use crate::ui::{count, moment, texts};
use crate::visit::{Page, Visit};

/// Which stage the wards are sorted by, those with most first; nothing: by their names.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    sort: String,
}

/// A ward with its buildings in each stage.
#[derive(Clone)]
struct Row {
    code: String,
    name: String,
    here: Vec<u64>,
}

pub async fn show_by_unit(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut here = visit.session.funnel_by_unit().await?;
    let as_of = visit.session.now;
    // In the order of their names, as the units come.
    let units = visit.session.admin_units().await?.into_iter();
    let mut rows: Vec<Row> =
        units.filter_map(|unit| Some(Row { here: here.remove(&unit.id)?, name: unit.full_name(), code: unit.code })).collect();
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let sorted = FunnelStage::all().iter().position(|stage| stage.code() == asked.sort);
    if let Some(index) = sorted {
        rows.sort_by_key(|row| std::cmp::Reverse(row.here[index]));
    }
    Ok(Page::new(visit.texts.t("funnel.by_unit_title"), move || {
        let t = texts();
        let sums: Vec<u64> = (0..FunnelStage::all().len()).map(|index| rows.iter().map(|row| row.here[index]).sum()).collect();
        let lines: Vec<_> = rows.iter().map(|row| line(t, row)).collect();
        let none = lines.is_empty();
        view! {
            <article>
                <h1>{t.t("funnel.by_unit_title")}</h1>
                <p class="soft">{t.t("funnel.by_unit_meaning")}" "{t.tf("dashboard.as_of", &[("moment", &moment(t, as_of))])}</p>
                {none.then(|| view! { <p class="card">{t.t("funnel.by_unit_none")}</p> })}
                {(!none).then(|| view! {
                    <div class="card scroll wards" role="region" tabindex="0" aria-label=t.t("funnel.by_unit_title")>
                        <table>
                            {heading(t, sorted)}
                            <tbody>{lines}</tbody>
                            <tfoot><tr><th scope="row">{t.t("dashboard.total")}</th>{cells(t, &Scope::default(), &sums)}</tr></tfoot>
                        </table>
                    </div>
                })}
            </article>
        }
    }))
}

fn heading(t: Texts, sorted: Option<usize>) -> impl IntoView {
    let stages: Vec<_> = FunnelStage::all()
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let by_it = sorted == Some(index);
            let link = format!("/funnel?sort={}", stage.code());
            view! {
                <th scope="col" class="number" aria-sort=by_it.then_some("descending")>
                    <a href=link>{t.code("funnel_stage", stage.code())}<span aria-hidden="true">{by_it.then_some(" ▾")}</span></a>
                </th>
            }
        })
        .collect();
    let by_name = sorted.is_none();
    view! {
        <thead><tr>
            <th scope="col" aria-sort=by_name.then_some("ascending")>
                <a href="/funnel">{t.t("dashboard.table.ward")}<span aria-hidden="true">{by_name.then_some(" ▴")}</span></a>
            </th>
            {stages}
            <th scope="col" class="number">{t.t("funnel.all")}</th>
        </tr></thead>
    }
}

fn line(t: Texts, row: &Row) -> AnyView {
    let scope = Scope::of_unit(&row.code);
    view! {
        <tr><th scope="row"><a href=format!("/admin-units/{}#funnel", row.code)>{row.name.clone()}</a></th>{cells(t, &scope, &row.here)}</tr>
    }
    .into_any()
}

fn cells(t: Texts, scope: &Scope, here: &[u64]) -> Vec<AnyView> {
    let of = |stage: &FunnelStage| PlaceQuery { stage: stage.code().into(), ..scope.buildings() };
    let stages = FunnelStage::all().iter().zip(here);
    let mut cells: Vec<AnyView> =
        stages.map(|(stage, found)| view! { <td class="number">{number(t, *found, &of(stage))}</td> }.into_any()).collect();
    cells.push(view! { <td class="number">{count(t, here.iter().sum())}</td> }.into_any());
    cells
}
