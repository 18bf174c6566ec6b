//! Which requests are shown, as a form whose answer is a URL. Nothing of a person stands in it.

use domain::admin_unit::AdminUnit;
use domain::failure::FieldErrors;
use domain::request::{Office, RequestState};
use leptos::prelude::*;
use serde::Deserialize;
use store::request::RequestFilter;

use super::words::offices;
use crate::ui::{Choice, Select, texts};

/// As it stands in the URL; empty asks for all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Code of a ward; empty: the first of one's own.
    pub unit: String,
    /// Not empty: only what is late.
    pub overdue: String,
    /// Not empty: only what somebody is reminded of.
    pub due_soon: String,
    pub state: String,
    pub office: String,
    pub skip: usize,
}

impl Asked {
    pub fn filter(&self) -> Result<RequestFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let state = Some(&self.state).filter(|code| !code.is_empty()).map(|code| code.parse()).transpose();
        let office = Some(&self.office).filter(|code| !code.is_empty()).map(|code| code.parse()).transpose();
        let state = state.unwrap_or_else(|_| {
            errors.push("state", "not_a_choice", "");
            None
        });
        let office = office.unwrap_or_else(|_| {
            errors.push("office", "not_a_choice", "");
            None
        });
        if errors.is_empty() { Ok(self.of(state, office)) } else { Err(errors) }
    }

    fn of(&self, state: Option<RequestState>, office: Option<Office>) -> RequestFilter {
        let (overdue, due_soon) = (!self.overdue.is_empty(), !self.due_soon.is_empty());
        RequestFilter { overdue, due_soon, state, office, skip: self.skip }
    }

    /// What narrows the list, as the fields of a form.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let Self { unit, overdue, due_soon, state, office, skip: _ } = self.clone();
        vec![("unit", unit), ("overdue", overdue), ("due_soon", due_soon), ("state", state), ("office", office)]
    }

    fn is_narrowed(&self) -> bool {
        !self.overdue.is_empty() || !self.due_soon.is_empty() || !self.state.is_empty() || !self.office.is_empty()
    }
}

#[component]
pub fn Filters(asked: Asked, units: Vec<AdminUnit>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    // One ward is nothing to choose from.
    let choosing = units.len() > 1;
    let units: Vec<Choice> = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.code }).collect();
    let states = RequestState::all().iter().map(|state| Choice { code: state.code().into(), words: t.code("request_state", state.code()) });
    let states: Vec<Choice> = states.collect();
    let open = asked.is_narrowed() || !errors.is_empty();
    let (overdue, due_soon) = (!asked.overdue.is_empty(), !asked.due_soon.is_empty());
    view! {
        <form class="card no-print work-filters" action="/requests" method="get">
            <details open=open>
                <summary>{t.t("places.list.filters")}</summary>
                <div class="columns">
                    {choosing.then(|| view! { <Select name="unit" label=t.t("places.unit") value=asked.unit.clone() choices=units errors=errors.clone()/> })}
                    <Select name="state" label=t.t("requests.state") value=asked.state.clone() choices=states errors=errors.clone() blank=t.t("places.list.all")/>
                    <Select name="office" label=t.t("requests.office") value=asked.office.clone() choices=offices(t) errors=errors blank=t.t("places.list.all")/>
                </div>
                <label class="check"><input type="checkbox" name="overdue" value="1" checked=overdue/><span>{t.t("requests.overdue_only")}</span></label>
                <label class="check"><input type="checkbox" name="due_soon" value="1" checked=due_soon/><span>{t.t("requests.due_soon_only")}</span></label>
                <div class="row"><button>{t.t("places.list.apply")}</button><a class="button plain" href="/requests">{t.t("places.list.clear")}</a></div>
            </details>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_choice_is_said_by_field() {
        let asked = Asked { overdue: "1".into(), state: "answered".into(), ..Asked::default() };
        let filter = asked.filter().expect("a filter");
        assert_eq!((filter.overdue, filter.state, filter.office), (true, Some(RequestState::Answered), None));
        let errors = Asked { state: "x".into(), office: "y".into(), ..Asked::default() }.filter().expect_err("two faults");
        assert_eq!(errors.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["state", "office"]);
    }
}
