//! Up to four rows of a form, one for each support that was granted. A row in which nothing stands is none.

use domain::failure::FieldErrors;
use domain::household::{MOST_SUPPORTS, Support, SupportCategory};
use leptos::prelude::*;

use super::typed::{Typed, day};
use crate::ui::{Choice, Field, Select, texts};

const CATEGORY: &str = "category";
const STANDARD: &str = "standard";
const DECISION: &str = "decision";
const FROM: &str = "valid_from";
const TO: &str = "valid_to";

/// What the rows say. Whatever cannot be read is an error of them all together.
pub fn supports(typed: &Typed, errors: &mut FieldErrors) -> Vec<Support> {
    let [categories, standards, decisions, from, to] = [CATEGORY, STANDARD, DECISION, FROM, TO].map(|name| typed.all(name));
    let at = |values: &[String], row: usize| values.get(row).map(|value| value.trim().to_owned()).unwrap_or_default();
    let mut found = Vec::new();
    for row in 0..categories.len().min(MOST_SUPPORTS * 2) {
        let said = [&categories, &standards, &decisions, &from, &to].map(|values| at(values, row));
        if said.iter().all(String::is_empty) {
            continue;
        }
        let [category, standard, decision, from, to] = said;
        let (valid_from, valid_to) = (day("supports", &from, errors), day("supports", &to, errors));
        match category.parse::<SupportCategory>() {
            Ok(category) => found.push(Support { category, standard, decision, valid_from, valid_to }),
            Err(_) => errors.push("supports", "support_needs_category", ""),
        }
    }
    found
}

/// The rows of a support that was recorded.
pub fn type_supports(typed: &mut Typed, supports: &[Support]) {
    for support in supports {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        typed.push(CATEGORY, support.category.code());
        typed.push(STANDARD, support.standard.clone());
        typed.push(DECISION, support.decision.clone());
        typed.push(FROM, day(support.valid_from));
        typed.push(TO, day(support.valid_to));
    }
}

/// Takes the rows out of a form.
pub fn forget_supports(typed: &mut Typed) {
    typed.0.retain(|(name, _)| ![CATEGORY, STANDARD, DECISION, FROM, TO].contains(&name.as_str()));
}

/// Begins the ids of a row's fields.
const ROWS: [&str; MOST_SUPPORTS] = ["support-1", "support-2", "support-3", "support-4"];

#[component]
pub fn SupportFields(typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let of_rows = ["supports", CATEGORY, STANDARD, DECISION, FROM, TO];
    let wrong: Vec<String> =
        errors.0.iter().filter(|error| of_rows.contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
    let rows: Vec<_> =
        ROWS.iter().enumerate().map(|(at, within)| view! { <Row typed=typed.clone() at=at within=within/> }.into_any()).collect();
    view! {
        <fieldset class="card" class:wrong=!wrong.is_empty()>
            <legend><h2>{t.t("households.supports")}</h2></legend>
            <p class="soft">{t.t("households.supports_hint")}</p>
            {(!wrong.is_empty()).then(|| view! { <p class="error" role="alert">{wrong.join(" ")}</p> })}
            {rows}
        </fieldset>
    }
}

#[component]
fn Row(typed: Typed, at: usize, within: &'static str) -> impl IntoView {
    let t = texts();
    let value = |name: &str| typed.all(name).get(at).cloned().unwrap_or_default();
    let categories = SupportCategory::all().iter();
    let categories = categories.map(|one| Choice { code: one.code().into(), words: t.code("support_category", one.code()) }).collect();
    let filled = [CATEGORY, STANDARD, DECISION, FROM, TO].iter().any(|name| !value(name).is_empty());
    let none = FieldErrors::default;
    view! {
        <details class="folded" open=filled || at == 0>
            <summary>{t.tf("households.support_number", &[("number", &(at + 1).to_string())])}</summary>
            <div class="columns">
                <Select name=CATEGORY within=within label=t.t("households.category") value=value(CATEGORY) choices=categories errors=none() blank=t.t("households.no_category")/>
                <Field name=STANDARD within=within label=t.t("households.standard") value=value(STANDARD) errors=none() limit=80/>
                <Field name=DECISION within=within label=t.t("households.decision") value=value(DECISION) errors=none() limit=80/>
                <Field name=FROM within=within kind="date" label=t.t("households.valid_from") value=value(FROM) errors=none()/>
                <Field name=TO within=within kind="date" label=t.t("households.valid_to") value=value(TO) errors=none()/>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn empty_rows_are_none_and_each_value_stays_in_its_row() {
        let mut said = Vec::new();
        for row in [["", "", "", "", ""], ["poor", "chuẩn 2021", "12/QĐ", "2026-01-01", "31/12/2026"]] {
            said.extend([CATEGORY, STANDARD, DECISION, FROM, TO].into_iter().zip(row));
        }
        let mut errors = FieldErrors::default();
        let found = supports(&typed(&said), &mut errors);
        assert!(errors.is_empty() && found.len() == 1);
        assert_eq!((found[0].category, found[0].decision.as_str()), (SupportCategory::Poor, "12/QĐ"));
        let mut again = Typed::default();
        type_supports(&mut again, &found);
        assert_eq!(supports(&again, &mut errors), found);
    }

    #[test]
    fn a_row_without_a_category_is_named() {
        let mut errors = FieldErrors::default();
        assert!(supports(&typed(&[(CATEGORY, ""), (STANDARD, "chuẩn 2021")]), &mut errors).is_empty());
        assert_eq!(errors, FieldErrors::one("supports", "support_needs_category", ""));
    }
}
