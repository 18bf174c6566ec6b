//! How the offices of a ward keep up: plain numbers, and the days in the middle. No office is ranked.

use leptos::prelude::*;
use store::request::OfficeFigures;

use crate::ui::{count, decimal, texts};

#[component]
pub fn Figures(figures: Vec<OfficeFigures>) -> impl IntoView {
    let t = texts();
    if figures.is_empty() {
        return ().into_any();
    }
    let sum = |of: fn(&OfficeFigures) -> u64| count(t, figures.iter().map(of).sum());
    let (open, overdue, answered) = (sum(|one| one.open), sum(|one| one.overdue), sum(|one| one.answered));
    let rows: Vec<_> = figures
        .into_iter()
        .map(|one| {
            let office = one.office.map_or_else(|| t.t("requests.no_office"), |office| t.code("office", office.code()));
            let median = one.median_days.map_or_else(|| "–".to_owned(), |days| decimal(t, days, 1));
            view! {
                <tr>
                    <th scope="row">{office}</th>
                    <td class="number">{count(t, one.open)}</td>
                    <td class="number">{count(t, one.overdue)}</td>
                    <td class="number">{count(t, one.answered)}</td>
                    <td class="number">{median}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("requests.figures")}</h2>
            <p class="work-summary"><strong>{t.tf("requests.summary", &[("overdue", &overdue), ("open", &open), ("answered", &answered)])}</strong></p>
            <div class="scroll" tabindex="0" role="group" aria-label=t.t("requests.figures")>
                <table>
                    <thead><tr>
                        <th scope="col">{t.t("requests.office")}</th>
                        <th scope="col" class="number">{t.t("requests.open")}</th>
                        <th scope="col" class="number">{t.t("requests.overdue")}</th>
                        <th scope="col" class="number">{t.t("requests.answered")}</th>
                        <th scope="col" class="number">{t.t("requests.median_days")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
