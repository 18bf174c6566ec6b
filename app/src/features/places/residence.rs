//! Where somebody lives: a place of the ward, looked for inside a form without losing what was typed there.

use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use leptos::prelude::*;
use uuid::Uuid;

use crate::ui::{Choice, texts};
use crate::visit::Visit;

/// Places that are offered at a time.
const OFFERED: u64 = 20;

/// What a form said of it. Its search button sends `step=search`, its words `place_q`.
#[derive(Clone, Default)]
pub struct ResidenceTyped {
    /// The id of the place that is chosen, as it came.
    pub chosen: String,
    pub words: String,
    /// Places are to be offered, nothing is to be saved.
    pub searches: bool,
}

/// The place that is chosen, and those of a ward that were looked for.
pub async fn residences(visit: &Visit, unit_code: &str, typed: &ResidenceTyped) -> Result<Vec<Choice>, Failure> {
    let mut offered = Vec::new();
    if let Ok(id) = typed.chosen.parse::<Uuid>() {
        let chosen = visit.session.places_whole(&[id]).await?;
        offered.extend(chosen.into_iter().map(|place| (place.id, place.draft.name, place.draft.address)));
    }
    let words: String = typed.words.chars().take(200).collect();
    if typed.searches && !words.trim().is_empty() {
        let filter = PlaceFilter { unit: Some(unit_code.to_owned()), q: Some(words), ..PlaceFilter::default() };
        let found = visit.session.places(&filter, OFFERED, None).await?.items;
        let new: Vec<_> = found.into_iter().filter(|row| !offered.iter().any(|(id, ..)| *id == row.id)).collect();
        offered.extend(new.into_iter().map(|row| (row.id, row.name, row.address)));
    }
    let words = |name: String, address: String| if address.is_empty() { name } else { format!("{name} · {address}") };
    Ok(offered.into_iter().map(|(id, name, address)| Choice { code: id.to_string(), words: words(name, address) }).collect())
}

/// The field, named `residence`. `unsaid` offers to say nothing, in these words.
#[component]
pub fn Residence(
    typed: ResidenceTyped,
    places: Vec<Choice>,
    errors: FieldErrors,
    hint: String,
    #[prop(optional, into)] unsaid: Option<String>,
) -> impl IntoView {
    let t = texts();
    let wrong: Vec<String> = errors.of("residence").map(|error| t.field_error(error)).collect();
    let nothing = typed.searches && places.iter().all(|place| place.code == typed.chosen);
    let unsaid = unsaid.map(|words| Choice { code: String::new(), words });
    let radios: Vec<_> = unsaid
        .into_iter()
        .chain(places)
        .map(|place| {
            let checked = place.code == typed.chosen;
            view! { <label class="check"><input type="radio" name="residence" value=place.code checked=checked/><span>{place.words}</span></label> }
        })
        .collect();
    view! {
        <fieldset class="field" class:wrong=!wrong.is_empty() id="residence">
            <legend>{t.t("places.residence.title")}</legend>
            <p class="hint">{hint}</p>
            {radios}
            {nothing.then(|| view! { <p class="soft">{t.t("places.residence.none_found")}</p> })}
            {(!wrong.is_empty()).then(|| view! { <p class="error">{wrong.join(" ")}</p> })}
            <div class="row">
                <input type="search" name="place_q" value=typed.words maxlength="200" autocomplete="off" aria-label=t.t("places.residence.search") placeholder=t.t("places.residence.search")/>
                <button class="plain" name="step" value="search">{t.t("places.residence.find")}</button>
            </div>
        </fieldset>
    }
}
