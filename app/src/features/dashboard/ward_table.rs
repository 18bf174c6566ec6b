//! Table B: wards or former districts compared, sorted by any column, with their sums below.

use domain::summary::BuildingCounts;
use leptos::prelude::*;
use store::course::Freshness;

use super::choice::{Choice, Group};
use super::column::Column;
use super::rows::{Row, Rows};
use super::scope::{Scope, number};
use super::stale::{all_fresh, stale_cell};
use crate::texts::Texts;
use crate::ui::{count, percent, texts};

#[component]
pub fn WardTable(choice: Choice, rows: Rows, total: BuildingCounts) -> impl IntoView {
    let t = texts();
    let groups: Vec<_> = Group::ALL
        .into_iter()
        .map(|group| {
            let current = if group == choice.group { "true" } else { "false" };
            view! { <a href=Choice { group, ..choice }.link("wards") aria-current=current>{t.t(&format!("dashboard.table.{}", group.code()))}</a> }
        })
        .collect();
    let blank: Vec<_> = rows
        .blank
        .iter()
        .map(|(name, _)| view! { <tr><th scope="row">{name.clone()}</th><td colspan="12" class="soft">{t.t("dashboard.not_surveyed")}</td></tr> })
        .collect();
    let title = t.t(&format!("dashboard.table.title_{}", choice.group.code()));
    let caption = t.tf("dashboard.table.caption", &[("count", &count(t, (rows.surveyed.len() + rows.blank.len()) as u64))]);
    view! {
        <section class="card wards" aria-labelledby="wards">
            <h2 id="wards">{title}</h2>
            <nav class="switch no-print" aria-label=t.t("dashboard.table.grouping")>{groups}</nav>
            <div class="scroll" role="region" tabindex="0" aria-label=caption.clone()>
                <table>
                    <caption class="hidden">{caption.clone()}</caption>
                    {heading(t, choice)}
                    <tbody>{rows.surveyed.iter().map(|row| line(t, row)).collect::<Vec<_>>()}{blank}</tbody>
                    <tfoot><tr><th scope="row">{t.t("dashboard.total")}</th>{cells(t, Some(&Scope::default()), &total, all_fresh(&rows.surveyed))}</tr></tfoot>
                </table>
            </div>
            {untouched(t, choice.group, rows.untouched)}
        </section>
    }
    .into_any()
}

fn heading(t: Texts, choice: Choice) -> AnyView {
    let heads: Vec<_> = Column::ALL
        .into_iter()
        .map(|column| {
            let sorted = (choice.sort == column).then_some(if choice.descending { "descending" } else { "ascending" });
            let class = if column == Column::Name { "" } else { "number" };
            let key = if column == Column::Name {
                format!("dashboard.table.{}", choice.group.code())
            } else {
                format!("dashboard.column.{}", column.code())
            };
            let arrow = sorted.map(|_| if choice.descending { " ▾" } else { " ▴" });
            view! {
                <th scope="col" class=class aria-sort=sorted>
                    <a href=choice.sorted_by(column).link("wards")>{t.t(&key)}<span aria-hidden="true">{arrow}</span></a>
                </th>
            }
        })
        .collect();
    view! {
        <colgroup><col/><col/></colgroup>
        <colgroup span="5"></colgroup>
        <colgroup span="4"></colgroup>
        <colgroup><col/><col/></colgroup>
        <thead>
            <tr class="groups">
                <td colspan="2"></td>
                <th scope="colgroup" colspan="5">{t.t("dashboard.table.board")}</th>
                <th scope="colgroup" colspan="4">{t.t("dashboard.table.organizations")}</th>
                <td colspan="2"></td>
            </tr>
            <tr>{heads}</tr>
        </thead>
    }
    .into_any()
}

fn line(t: Texts, row: &Row) -> AnyView {
    let unit = row.scope.as_ref().map(|scope| scope.unit.clone()).filter(|unit| !unit.is_empty());
    let name = if row.link.is_empty() {
        row.name.clone().into_any()
    } else {
        view! { <a href=row.link.clone()>{row.name.clone()}</a> }.into_any()
    };
    view! { <tr data-unit=unit><th scope="row">{name}</th>{cells(t, row.scope.as_ref(), &row.counts, row.fresh)}</tr> }.into_any()
}

fn cells(t: Texts, scope: Option<&Scope>, counts: &BuildingCounts, fresh: Option<Freshness>) -> Vec<AnyView> {
    let columns = Column::ALL.into_iter().skip(1);
    columns
        .map(|column| {
            let found = column.count(counts);
            match (column, scope.map(|scope| column.query(scope))) {
                (Column::Rate, _) => rate(t, counts),
                (Column::Stale, _) => stale_cell(t, fresh, &scope.map(|scope| scope.unit.clone()).unwrap_or_default()),
                (_, Some(query)) => view! { <td class="number">{number(t, found, &query)}</td> }.into_any(),
                (_, None) => view! { <td class="number">{count(t, found)}</td> }.into_any(),
            }
        })
        .collect()
}

/// The share as a number and as a length.
fn rate(t: Texts, counts: &BuildingCounts) -> AnyView {
    let share = counts.board_not_recognised_ratio.unwrap_or_default() * 100.0;
    view! {
        <td class="number rate">
            <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="8"></rect><rect class="filled" width=format!("{share:.1}") height="8"></rect>
            </svg>
            {percent(t, counts.board_not_recognised, counts.total)}
        </td>
    }
    .into_any()
}

fn untouched(t: Texts, group: Group, names: Vec<(String, String)>) -> Option<AnyView> {
    let summary = t.tf(&format!("dashboard.table.untouched_{}", group.code()), &[("count", &count(t, names.len() as u64))]);
    let items: Vec<_> = names
        .iter()
        .map(|(name, link)| {
            if link.is_empty() {
                view! { <li>{name.clone()}</li> }.into_any()
            } else {
                view! { <li><a href=link.clone()>{name.clone()}</a></li> }.into_any()
            }
        })
        .collect();
    (!names.is_empty())
        .then(|| view! { <details class="untouched"><summary>{summary}</summary><ul class="inline">{items}</ul></details> }.into_any())
}
