//! What is near, above the list: found out on the device, which tells nobody where it is. Hidden without JavaScript.

use domain::board::BoardCategory;
use domain::filter::PlaceQuery;
use domain::organization::PartyCategory;
use leptos::prelude::*;
use leptos::serde_json::{Map, Value, json};

use crate::texts::Texts;
use crate::ui::{BoardMark, PartyMark, texts};

const SHARED: [&str; 5] = ["distance_km", "distance_m", "locating", "near_denied", "near_failed"];
const OWN: [&str; 3] = ["nearest", "none_near", "too_many_to_sort"];

/// `first`: where nothing else was asked for, and the device allows it, they stand there at once.
#[component]
pub fn Near(query: PlaceQuery, first: bool) -> impl IntoView {
    let t = texts();
    let asked = PlaceQuery { cursor: String::new(), ..query };
    let asked = serde_html_form::to_string(&asked).unwrap_or_default();
    view! {
        <section class="near no-print" id="near" hidden data-config=config(t) data-query=asked data-first=first.to_string() aria-label=t.t("map.near")>
            <div class="row">
                <button type="button" class="plain">{t.t("map.near")}</button>
                <p role="status"></p>
            </div>
            <ul class="near-list"></ul>
            <Marks/>
        </section>
    }
}

fn config(t: Texts) -> String {
    let shared = SHARED.iter().map(|key| ((*key).to_owned(), t.t(&format!("map.script.{key}")).into()));
    let own = OWN.iter().map(|key| ((*key).to_owned(), t.t(&format!("near.{key}")).into()));
    let words: Map<String, Value> = shared.chain(own).collect();
    json!({ "language": t.0.code(), "words": words }).to_string()
}

/// Status marks for scripts to copy: one source of shapes and words.
#[component]
pub fn Marks() -> impl IntoView {
    let boards: Vec<_> = BoardCategory::all()
        .iter()
        .map(|board| view! { <template id=format!("mark-board-{}", board.code())><BoardMark board=*board/></template> })
        .collect();
    let parties: Vec<_> = PartyCategory::all()
        .iter()
        .map(|party| view! { <template id=format!("mark-party-{}", party.code())><PartyMark party=*party/></template> })
        .collect();
    view! { {boards} {parties} }
}
