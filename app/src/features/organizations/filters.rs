//! The filters of the list, as a form whose answer is a URL that can be sent.

use domain::admin_unit::AdminUnit;
use domain::failure::FieldErrors;
use domain::organization::{OrganizationKind, OrganizationQuery, OrganizationState};
use leptos::prelude::*;

use crate::ui::{Choice, Select, texts};

#[component]
pub fn Filters(query: OrganizationQuery, units: Vec<AdminUnit>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    // One ward is nothing to choose from.
    let choosing = units.len() > 1;
    let units: Vec<Choice> = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.code }).collect();
    let kinds =
        OrganizationKind::all().iter().map(|kind| Choice { code: kind.code().into(), words: t.code("organization_kind", kind.code()) });
    let states = OrganizationState::all()
        .iter()
        .map(|state| Choice { code: state.code().into(), words: t.code("organization_state", state.code()) });
    let (kinds, states) = (kinds.collect(), states.collect());
    let narrowed = [&query.unit, &query.kind, &query.state].iter().any(|value| !value.is_empty()) || !errors.is_empty();
    let clear = query.place.map_or_else(|| "/organizations".to_owned(), |place| format!("/organizations?place={place}"));
    view! {
        <form class="list-filters card no-print" action="/organizations" method="get">
            {query.place.map(|place| view! { <input type="hidden" name="place" value=place.to_string()/> })}
            <div class="row search-row">
                <input type="search" id="list-search" name="q" value=query.q.clone() maxlength="200" aria-label=t.t("organizations.search") placeholder=t.t("organizations.search")/>
                <button>{t.t("shell.search_button")}</button>
            </div>
            <details open=narrowed>
                <summary>{t.t("places.list.filters")}</summary>
                <div class="columns">
                    {choosing.then(|| view! { <Select name="unit" label=t.t("places.unit") value=query.unit.clone() choices=units errors=errors.clone() blank=t.t("places.list.all")/> })}
                    <Select name="kind" label=t.t("organizations.kind") value=query.kind.clone() choices=kinds errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="state" label=t.t("organizations.state") value=query.state.clone() choices=states errors=errors/>
                </div>
                <div class="row"><button>{t.t("places.list.apply")}</button><a class="button plain" href=clear>{t.t("places.list.clear")}</a></div>
            </details>
        </form>
    }
}
