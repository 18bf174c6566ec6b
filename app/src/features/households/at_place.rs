//! The way from a place to its households, for those who may look at them.

use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use uuid::Uuid;

use crate::ui::texts;
use crate::visit::Visit;

/// What whoever asks may do with households of one place. How many there are is not told.
#[derive(Clone, Copy, Debug)]
pub struct AtPlace {
    reads: bool,
    adds: bool,
}

impl AtPlace {
    pub fn of(visit: &Visit, place: &Place) -> Self {
        let unit = place.draft.admin_unit_id;
        let open = place.draft.closed_on.is_none();
        Self { reads: visit.may_in(Action::HouseholdRead, unit), adds: open && visit.may_in(Action::HouseholdAdd, unit) }
    }
}

#[component]
pub fn HouseholdsHere(place: Uuid, found: AtPlace) -> impl IntoView {
    let t = texts();
    (found.reads || found.adds).then(|| {
        view! {
            <p class="row no-print">
                {found.reads.then(|| view! { <a class="button plain" href=format!("/households?place={place}")>{t.t("households.helped_here")}</a> })}
                {found.adds.then(|| view! { <a class="button plain" href=format!("/households/new?place={place}")>{t.t("households.add")}</a> })}
            </p>
        }
    })
}
