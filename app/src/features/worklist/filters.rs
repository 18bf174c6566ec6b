//! Which ward, which kind of work: a form whose answer is a URL.

use domain::admin_unit::AdminUnit;
use domain::due::DueKind;
use domain::failure::FieldErrors;
use leptos::prelude::*;

use super::asked::Asked;
use crate::features::officers::KeptWhose;
use crate::ui::{Choice, Select, texts};

#[component]
pub fn Filters(
    asked: Asked,
    units: Vec<AdminUnit>,
    /// Whoever asks sees the whole city.
    everywhere: bool,
    /// Whose places are shown is chosen above the list.
    offered: bool,
    errors: FieldErrors,
) -> impl IntoView {
    let t = texts();
    // One ward is nothing to choose from.
    let choosing = units.len() > 1;
    let open = asked.is_narrowed() || !errors.is_empty();
    let units: Vec<Choice> = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.code }).collect();
    let kinds = DueKind::all().iter().map(|kind| Choice { code: kind.code().into(), words: t.code("due", kind.code()) }).collect();
    let whole = t.t(if everywhere { "worklist.whole_city" } else { "worklist.all_wards" });
    view! {
        <form class="card no-print work-filters" action="/worklist" method="get">
            <details open=open>
                <summary>{t.t("places.list.filters")}</summary>
                <div class="columns">
                    {choosing.then(|| view! { <Select name="unit" label=t.t("places.unit") value=asked.unit.clone() choices=units errors=errors.clone() blank=whole/> })}
                    <Select name="kind" label=t.t("worklist.kind") value=asked.kind.clone() choices=kinds errors=errors blank=t.t("worklist.all_kinds")/>
                </div>
                <KeptWhose value=asked.looked_after.clone() offered=offered/>
                {(!asked.state.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="state" value=asked.state.clone() checked=true/><span>{t.code("due_state", "overdue")}</span></label>
                })}
                <label class="check"><input type="checkbox" name="all" value="1" checked=!asked.all.is_empty()/><span>{t.t("worklist.far_ahead_too")}</span></label>
                <div class="row"><button>{t.t("places.list.apply")}</button><a class="button plain" href="/worklist">{t.t("places.list.clear")}</a></div>
            </details>
        </form>
    }
}
