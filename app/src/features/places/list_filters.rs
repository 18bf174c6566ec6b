//! The filters of the list, as a form whose answer is a URL that can be sent.

use domain::admin_unit::AdminUnit;
use domain::failure::FieldErrors;
use domain::filter::{BoardFilter, PartyFilter, PlaceQuery};
use domain::place::{PlaceKind, Segment};
use leptos::prelude::*;

use super::form::choices;
use crate::features::officers::KeptWhose;
use crate::ui::{Choice, Select, texts};

#[component]
pub fn ListFilters(offered: bool, query: PlaceQuery, units: Vec<AdminUnit>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let units = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.code }).collect();
    let kinds = choices(t, "kind", PlaceKind::all().iter().map(|kind| kind.code()));
    let boards = choices(t, "board", BoardFilter::all().iter().map(|board| board.code()));
    let parties = choices(t, "party", PartyFilter::all().iter().map(|party| party.code()));
    let segments = choices(t, "segment", Segment::all().iter().map(|segment| segment.code()));
    let narrowed = [
        &query.unit,
        &query.board,
        &query.party,
        &query.district,
        &query.required,
        &query.segment,
        &query.agreement,
        &query.committee,
        &query.head,
        &query.stage,
    ]
    .iter()
    .any(|value| !value.is_empty());
    view! {
        <form class="list-filters card" action="/places" method="get">
            <div class="row search-row">
                <input type="search" id="list-search" name="q" value=query.q.clone() maxlength="200" aria-label=t.t("shell.search") placeholder=t.t("shell.search_hint")/>
                <button>{t.t("shell.search_button")}</button>
            </div>
            <details open=narrowed>
                <summary>{t.t("places.list.filters")}</summary>
                <div class="columns">
                    <Select name="kind" label=t.t("places.kind") value=query.kind.clone() choices=kinds errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="unit" label=t.t("places.unit") value=query.unit.clone() choices=units errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="board" label=t.t("places.board") value=query.board.clone() choices=boards errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="party" label=t.t("places.organizations") value=query.party.clone() choices=parties errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="segment" label=t.t("places.segment") value=query.segment.clone() choices=segments errors=errors blank=t.t("places.list.all")/>
                </div>
                {(!query.district.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="district" value=query.district.clone() checked=true/><span>{query.district.clone()}</span></label>
                })}
                {(!query.stage.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="stage" value=query.stage.clone() checked=true/><span>{t.code("funnel_stage", &query.stage)}</span></label>
                })}
                {(!query.required.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="required" value=query.required.clone() checked=true/>
                        <span>{t.code("requirement", if query.required == "true" { "required" } else { "not_required" })}</span></label>
                })}
                {(!query.agreement.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="agreement" value=query.agreement.clone() checked=true/>
                        <span>{t.t(if query.agreement == "true" { "places.list.with_agreement" } else { "places.list.without_agreement" })}</span></label>
                })}
                {(!query.committee.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="committee" value=query.committee.clone() checked=true/>
                        <span>{t.t(if query.committee == "true" { "places.list.with_committee" } else { "places.list.without_committee" })}</span></label>
                })}
                {(!query.head.is_empty()).then(|| view! {
                    <label class="check"><input type="checkbox" name="head" value=query.head.clone() checked=true/>
                        <span>{t.t("places.head_post")}": "{t.code("head_post", &query.head)}</span></label>
                })}
                <KeptWhose value=query.looked_after.clone() offered=offered/>
                <label class="check"><input type="checkbox" name="closed" value="true" checked=query.closed == "true"/><span>{t.t("places.list.closed_too")}</span></label>
                <div class="row"><button>{t.t("places.list.apply")}</button><a class="button plain" href="/places">{t.t("places.list.clear")}</a></div>
            </details>
        </form>
    }
}
