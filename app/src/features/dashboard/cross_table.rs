//! Board × organization: where both stand, where only one, where neither.

use std::collections::BTreeMap;

use domain::board::BoardCategory;
use domain::filter::{BoardFilter, PartyFilter};
use domain::organization::PartyCategory;
use leptos::prelude::*;

use super::scope::{Scope, number};
use crate::ui::{BoardMark, percent, texts};

/// How many buildings have this board and these organizations.
pub type Cells = BTreeMap<(BoardCategory, PartyCategory), u64>;

const COLUMNS: [PartyFilter; 4] = [PartyFilter::Any, PartyFilter::SocioPoliticalOnly, PartyFilter::None, PartyFilter::Unknown];

/// Adds up the cells that both filters let in.
pub fn sum(cells: &Cells, board: Option<BoardFilter>, party: Option<PartyFilter>) -> u64 {
    let (boards, parties) = (board.map(BoardFilter::categories), party.map(PartyFilter::categories));
    let lets_in = |(board, party): &(BoardCategory, PartyCategory)| {
        boards.as_ref().is_none_or(|boards| boards.contains(board)) && parties.as_ref().is_none_or(|parties| parties.contains(party))
    };
    cells.iter().filter(|(key, _)| lets_in(key)).map(|(_, found)| found).sum()
}

#[component]
pub fn CrossTable(scope: Scope, cells: Cells) -> impl IntoView {
    let t = texts();
    let total = sum(&cells, None, None);
    let cell = |board: Option<BoardFilter>, party: Option<PartyFilter>| {
        let query = scope.with(board.map_or("", BoardFilter::code), party.map_or("", PartyFilter::code));
        view! { <td class="number">{number(t, sum(&cells, board, party), &query)}</td> }
    };
    let line = |board: Option<BoardFilter>| {
        let cells: Vec<_> = COLUMNS.into_iter().map(|party| cell(board, Some(party))).collect();
        view! { {cells}{cell(board, None)} }
    };
    let heads: Vec<_> = COLUMNS
        .into_iter()
        .map(|party| view! { <th scope="col" class="number">{t.t(&format!("dashboard.cross.{}", party.code()))}</th> })
        .collect();
    let rows: Vec<_> = BoardCategory::all()
        .iter()
        .map(|board| view! { <tr><th scope="row"><BoardMark board=*board/></th>{line(board.code().parse().ok())}</tr> })
        .collect();
    let corner = |key: &str, board: BoardFilter, party: PartyFilter| {
        let found = sum(&cells, Some(board), Some(party));
        view! {
            <li>
                {t.t(&format!("dashboard.cross.{key}"))}" "
                <strong>{number(t, found, &scope.with(board.code(), party.code()))}</strong>" "<span class="soft">"("{percent(t, found, total)}")"</span>
            </li>
        }
    };
    view! {
        <section class="card cross" aria-labelledby="cross">
            <h2 id="cross">{t.t("dashboard.cross.title")}</h2>
            <ul class="inline">
                {corner("both", BoardFilter::Recognised, PartyFilter::Any)}
                {corner("neither", BoardFilter::NotRecognised, PartyFilter::None)}
            </ul>
            <div class="scroll" role="region" tabindex="0" aria-label=t.t("dashboard.cross.caption")>
                <table>
                    <caption class="hidden">{t.t("dashboard.cross.caption")}</caption>
                    <thead><tr><th scope="col">{t.t("dashboard.cross.board")}</th>{heads}<th scope="col" class="number">{t.t("dashboard.total")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr><th scope="row">{t.t("dashboard.total")}</th>{line(None)}</tr></tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_add_up_by_row_by_column_and_in_all() {
        let cells = Cells::from([
            ((BoardCategory::Recognised, PartyCategory::OwnCell), 5),
            ((BoardCategory::UnderWay, PartyCategory::None), 3),
            ((BoardCategory::NotRequired, PartyCategory::None), 2),
            ((BoardCategory::Unknown, PartyCategory::ClusterCell), 1),
        ]);
        assert_eq!(sum(&cells, None, None), 11);
        assert_eq!(sum(&cells, Some(BoardFilter::NotRecognised), Some(PartyFilter::None)), 5);
        assert_eq!(sum(&cells, None, Some(PartyFilter::Any)), 6);
        assert_eq!(sum(&cells, Some(BoardFilter::Recognised), Some(PartyFilter::None)), 0);
    }
}
