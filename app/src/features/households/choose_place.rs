//! `/households/new` without a place: which place the household lives at. Only places are searched here, so the words
//! may stand in the address.

use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::permission::Action;
use leptos::prelude::*;
use serde::Deserialize;

use super::asked::wards;
use crate::ui::texts;
use crate::visit::{Page, Visit};

/// Places that are offered at a time.
const OFFERED: u64 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    unit: String,
    q: String,
}

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let (units, unit) = wards(visit, Action::HouseholdAdd, &asked.unit, None).await?;
    let words: String = asked.q.chars().take(200).collect();
    let said = Some(words.clone()).filter(|words| !words.trim().is_empty());
    let filter = PlaceFilter { q: said, unit: Some(unit.code.clone()), ..PlaceFilter::default() };
    let found = visit.session.places(&filter, OFFERED, None).await?;
    Ok(Page::new(visit.texts.t("households.add"), move || {
        let t = texts();
        let offers: Vec<_> = found
            .items
            .iter()
            .map(|row| {
                let address = (!row.address.is_empty()).then(|| view! { <span class="soft">" · "{row.address.clone()}</span> });
                view! { <li><a class="button plain" href=format!("/households/new?place={}", row.id)>{row.name.clone()}</a>{address}</li> }
            })
            .collect();
        let none = offers.is_empty();
        let wards: Vec<_> = units
            .iter()
            .map(|unit| view! { <option value=unit.code.clone() selected=unit.code == filter.unit.clone().unwrap_or_default()>{unit.full_name()}</option> })
            .collect();
        let several = wards.len() > 1;
        view! {
            <div class="narrow">
                <p><a href="/households">"← "{t.t("households.title")}</a></p>
                <h1>{t.t("households.add")}</h1>
                <p>{t.t("households.choose_place")}</p>
                <form method="get" action="/households/new" class="row">
                    {several.then(|| view! { <select name="unit" aria-label=t.t("places.unit")>{wards}</select> })}
                    <input type="search" name="q" value=words.clone() maxlength="200" aria-label=t.t("organizations.search_place") placeholder=t.t("organizations.search_place")/>
                    <button class="plain">{t.t("shell.search_button")}</button>
                </form>
                {none.then(|| view! { <p class="card">{t.t("organizations.no_place_found")}</p> })}
                <ul class="plain-list">{offers}</ul>
            </div>
        }
    }))
}
