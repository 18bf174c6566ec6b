//! Status as colour and shape and word, never as colour alone.

use domain::board::BoardCategory;
use domain::organization::PartyCategory;
use leptos::prelude::*;

use super::texts;

/// A building's board: recognised ● , on the way ◐ , missing ○ , not required – , unknown ? .
#[component]
pub fn BoardMark(board: BoardCategory) -> impl IntoView {
    let t = texts();
    let shape = match board {
        BoardCategory::Recognised => view! { <circle cx="8" cy="8" r="6" class="solid"/> }.into_any(),
        BoardCategory::UnderWay => {
            view! { <circle cx="8" cy="8" r="6" class="line"/><path d="M8 2a6 6 0 0 1 0 12z" class="solid"/> }.into_any()
        }
        BoardCategory::Missing => view! { <circle cx="8" cy="8" r="6" class="line"/> }.into_any(),
        BoardCategory::NotRequired => view! { <path d="M3 8h10" class="line"/> }.into_any(),
        BoardCategory::Unknown => view! { <text x="8" y="13" class="sign">"?"</text> }.into_any(),
    };
    view! {
        <span class=format!("mark board-{}", board.code())>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>
            {t.code("board", board.code())}
        </span>
    }
}

/// What kind of organization stands at the place.
#[component]
pub fn PartyMark(party: PartyCategory) -> impl IntoView {
    let t = texts();
    let shape = match party {
        PartyCategory::None => view! { <rect x="2.5" y="2.5" width="11" height="11" class="line"/> }.into_any(),
        PartyCategory::Unknown => view! { <text x="8" y="13" class="sign">"?"</text> }.into_any(),
        PartyCategory::SocioPoliticalOnly => {
            view! { <rect x="2.5" y="2.5" width="11" height="11" class="line"/><path d="M2.5 13.5l11 -11v11z" class="solid"/> }.into_any()
        }
        _ => view! { <rect x="2.5" y="2.5" width="11" height="11" class="solid"/> }.into_any(),
    };
    view! {
        <span class=format!("mark party-{}", party.code())>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>
            {t.code("party", party.code())}
        </span>
    }
}
