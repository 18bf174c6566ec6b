//! The one figure that all else serves: 46,6 %, of how many, as of when.

use domain::board::BoardCategory;
use domain::summary::BuildingCounts;
use leptos::prelude::*;

use super::scope::{Scope, number};
use crate::ui::{BoardMark, percent, texts};

/// Buildings known to have no recognised board, among all and among those that must have one.
#[component]
pub fn Headline(scope: Scope, counts: BuildingCounts) -> impl IntoView {
    let t = texts();
    let parts: Vec<_> = [
        (BoardCategory::UnderWay, counts.board_under_way),
        (BoardCategory::Missing, counts.board_missing),
        (BoardCategory::NotRequired, counts.board_not_required),
    ]
    .into_iter()
    .map(|(board, found)| view! { <li><BoardMark board=board/>" "{number(t, found, &scope.with(board.code(), ""))}</li> })
    .collect();
    view! {
        <section class="card headline" aria-labelledby="headline">
            <div class="first">
                <h2 id="headline">
                    <span class="figure">{percent(t, counts.board_not_recognised, counts.total)}</span>
                    " "{t.t("dashboard.headline.not_recognised")}
                </h2>
                <p class="of">
                    <strong>{number(t, counts.board_not_recognised, &scope.with("not_recognised", ""))}"/"{number(t, counts.total, &scope.buildings())}</strong>
                    " "{t.t("dashboard.headline.buildings")}
                    <span class="apart">{t.t("dashboard.headline.unknown")}" "{number(t, counts.board_unknown, &scope.with("unknown", ""))}</span>
                </p>
                <ul class="inline">{parts}</ul>
            </div>
            <div class="second">
                <h3>{t.t("dashboard.headline.among_required")}</h3>
                <p class="figure">{percent(t, counts.board_required_not_recognised, counts.board_required)}</p>
                <p class="of">
                    <strong>
                        {number(t, counts.board_required_not_recognised, &scope.required("not_recognised"))}"/"
                        {number(t, counts.board_required, &scope.required(""))}
                    </strong>
                    " "{t.t("dashboard.headline.buildings")}
                    <span class="apart">{t.t("dashboard.headline.unknown")}" "{number(t, counts.board_required_unknown, &scope.required("unknown"))}</span>
                </p>
            </div>
        </section>
    }
    .into_any()
}
