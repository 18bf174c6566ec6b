//! One person's places go to another: all of them, or those that are ticked.

use domain::failure::FieldErrors;
use domain::officer::TakeOver;
use domain::place::PlaceRow;
use leptos::prelude::*;
use store::officer::{Person, WardOfficers};
use uuid::Uuid;

use crate::ui::{Choice, Notice, PostForm, Select, count, texts};

/// What the form sends, or what a link opens it with.
#[derive(Clone, Debug, Default)]
pub struct Moving {
    pub operation: Uuid,
    /// Code of the ward.
    pub unit: String,
    pub from: String,
    pub to: String,
    /// Only those that are ticked.
    pub chosen: bool,
    pub places: Vec<String>,
}

impl Moving {
    pub fn read(typed: &[(String, String)]) -> Self {
        let of = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
        Self {
            operation: of("operation").parse().unwrap_or_else(|_| Uuid::now_v7()),
            unit: of("unit"),
            from: of("from"),
            to: of("to"),
            chosen: of("which") == "chosen",
            places: typed.iter().filter(|(key, _)| key == "place").map(|(_, value)| value.clone()).collect(),
        }
    }

    pub fn check(&self) -> Result<TakeOver, FieldErrors> {
        let mut errors = FieldErrors::default();
        let from = self.from.parse().map_err(|_| errors.push("from", "required", "")).ok();
        let to = self.to.parse().map_err(|_| errors.push("to", "required", "")).ok();
        let places = self.chosen.then(|| self.places.iter().filter_map(|id| id.parse().ok()).collect());
        let (Some(from), Some(to)) = (from, to) else { return Err(errors) };
        TakeOver { unit: self.unit.clone(), from, to, places }.check()
    }
}

#[component]
pub fn TakeOverForm(ward: WardOfficers, from: Person, places: Vec<PlaceRow>, typed: Moving, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let others = ward.people.iter().filter(|person| person.account != from.account);
    let others: Vec<Choice> = others
        .map(|person| Choice {
            code: person.account.to_string(),
            words: t.tf("officers.person_with", &[("name", &person.name), ("count", &count(t, person.places))]),
        })
        .collect();
    let sent = typed.chosen || !typed.places.is_empty();
    let rows: Vec<_> = places
        .iter()
        .map(|place| {
            let checked = !sent || typed.places.contains(&place.id.to_string());
            let address = place.address.clone();
            view! {
                <label class="check"><input type="checkbox" name="place" value=place.id.to_string() checked=checked/>
                    <span>{place.name.clone()}" "<span class="soft">{address}</span></span></label>
            }
        })
        .collect();
    let wrong: Vec<String> = errors.of("places").map(|error| t.field_error(error)).collect();
    // More of them than one page shows go over all at once only.
    let choosing = from.places == places.len() as u64;
    view! {
        <section class="card" id="take-over">
            <h3>{t.tf("officers.take_over_from", &[("name", &from.name)])}</h3>
            {others.is_empty().then(|| view! { <p>{t.t("officers.nobody_else")}</p> })}
            {(!others.is_empty()).then(|| view! {
                <PostForm action="/officers/take-over">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="unit" value=ward.code.clone()/>
                    <input type="hidden" name="from" value=from.account.to_string()/>
                    <Select name="to" label=t.t("officers.take_over_to") value=typed.to.clone() choices=others errors=errors.clone() blank=t.t("officers.choose")/>
                    {(!wrong.is_empty()).then(|| view! { <Notice tone="bad"><p>{wrong.join(" ")}</p></Notice> })}
                    <button name="which" value="all">{t.tf("officers.take_over_all", &[("count", &count(t, from.places))])}</button>
                    {choosing.then(|| view! {
                        <details class="folded" open=typed.chosen>
                            <summary>{t.t("officers.take_over_some")}</summary>
                            <fieldset class="field checks"><legend class="hidden">{t.t("officers.take_over_some")}</legend>{rows}</fieldset>
                            <button class="plain" name="which" value="chosen">{t.t("officers.take_over_chosen")}</button>
                        </details>
                    })}
                </PostForm>
            })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Moving {
        Moving::read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn all_places_go_over_unless_some_were_chosen() {
        let (lan, minh, place) = (Uuid::from_u128(1).to_string(), Uuid::from_u128(2).to_string(), Uuid::from_u128(3).to_string());
        let fields = [("unit", "26740"), ("from", &lan), ("to", &minh), ("place", &place)];
        let with = |which: &'static str| sent(&[&fields[..], &[("which", which)]].concat()).check().map(|said| said.places);
        assert_eq!(with("all"), Ok(None));
        assert_eq!(with("chosen"), Ok(Some(vec![Uuid::from_u128(3)])));
        let none = sent(&[("unit", "26740"), ("from", &lan), ("to", &minh), ("which", "chosen")]).check();
        assert_eq!(none.map_err(|errors| errors.0[0].code.clone()), Err("take_over_nothing".into()));
        assert_eq!(sent(&[("to", "x")]).check().map_err(|errors| errors.0.len()), Err(2));
    }
}
