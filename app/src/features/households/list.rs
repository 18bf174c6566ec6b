//! The rows of the list, by place and apartment.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::household::HouseholdRow;

use super::address;
use crate::ui::{date, texts};

#[component]
pub fn Rows(rows: Vec<HouseholdRow>, today: NaiveDate) -> impl IntoView {
    let groups = rows.chunk_by(|one, next| one.household.place_id == next.household.place_id);
    let groups: Vec<_> = groups
        .map(|group| {
            let place = group.first().map(|row| (row.household.place_id, row.place_name.clone()));
            let rows: Vec<_> = group.iter().map(|row| view! { <Row row=row.clone() today=today/> }.into_any()).collect();
            view! {
                <section>
                    {place.map(|(id, name)| view! { <h2><a href=format!("/places/{id}")>{name}</a></h2> })}
                    <ul class="plain-list card">{rows}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    view! { {groups} }
}

#[component]
fn Row(row: HouseholdRow, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let HouseholdRow { household, visit_due_on, assigned, .. } = row;
    let ended = household.ended_on;
    // Nothing waits where support ended or a record is only kept.
    let waits = ended.is_none() && !household.restricted;
    let overdue = visit_due_on.filter(|due| waits && *due < today);
    let last = match household.last_met_on {
        Some(day) => t.tf("households.last_met", &[("day", &date(t, day))]),
        None => t.t("households.never_met"),
    };
    view! {
        <li class="row household-row">
            <span>
                <a href=address(household.id)><strong>{household.draft.name.clone()}</strong></a>
                {(!household.draft.unit.is_empty()).then(|| format!(" · {} {}", t.t("households.unit_short"), household.draft.unit))}
                <br/><span class="soft">{household.code.clone()}" · "{last}</span>
            </span>
            <span>
                {ended.map(|day| view! { <span class="soft">{t.tf("households.ended_on", &[("day", &date(t, day))])}</span> })}
                {(waits && !assigned).then(|| view! { <strong>{t.t("households.nobody_assigned")}</strong><br/> })}
                {overdue.map(|due| view! { <strong>{t.tf("households.visit_was_due", &[("day", &date(t, due))])}</strong> })}
                {household.restricted.then(|| view! { <span class="soft">{t.t("households.restricted")}</span> })}
            </span>
        </li>
    }
}
