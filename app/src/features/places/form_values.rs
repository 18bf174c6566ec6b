//! What a person typed, kept as it was typed, and what it means for the register.

use chrono::NaiveDate;
use domain::change::{Fields, fields};
use domain::failure::FieldErrors;
use domain::place::PlaceDraft;
use serde_json::{Value, json};

/// Names and values of a form, in their order. Nothing in it is believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormValues(pub Vec<(String, String)>);

const NUMBERS: [&str; 6] = ["blocks", "apartments", "handed_over", "handover_year", "residents", "party_members"];
const DEGREES: [&str; 2] = ["lon", "lat"];
const DATES: [&str; 6] = ["handed_over_on", "decision_on", "term_ends_on", "organizations_confirmed_on", "agreement_on", "reviewed_on"];
const SETS: [&str; 2] = ["disputes", "organizations"];
const YES_OR_NO: [&str; 2] = ["several_owners", "cell_committee"];
/// Texts and codes; empty says nothing.
const OPTIONAL: [&str; 9] = [
    "segment",
    "former_district",
    "decision_number",
    "party_decision",
    "agreement_number",
    "note",
    "parent_id",
    "residential_area_id",
    "head_post",
];
/// Texts and codes that always hold something.
const PLAIN: [&str; 9] =
    ["kind", "name", "address", "admin_unit_id", "requirement", "meeting_stage", "recognition", "term", "fund_handover"];

impl FormValues {
    /// The first value of that name; empty where there is none.
    pub fn get(&self, name: &str) -> String {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// A day that was typed; none where the field is blank.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>, FieldErrors> {
        match date(&self.get(name)) {
            Value::Null => Ok(None),
            value => match serde_json::from_value(value) {
                Ok(day) => Ok(Some(day)),
                Err(_) => Err(FieldErrors::one(name, "not_understood", self.get(name))),
            },
        }
    }

    /// What a form shows for a place.
    pub fn of(draft: &PlaceDraft) -> Self {
        Self::of_fields(fields(draft))
    }

    /// The same for fields that need not be right yet.
    pub fn of_fields(fields: Fields) -> Self {
        let mut values = Vec::new();
        for (name, value) in fields {
            match value {
                Value::Null => {}
                Value::Array(items) => values.extend(items.iter().filter_map(|item| Some((name.clone(), item.as_str()?.to_owned())))),
                Value::String(text) => values.push((name, text)),
                other => values.push((name, other.to_string())),
            }
        }
        Self(values)
    }

    /// The fields that the form speaks of. What cannot be read stays text, so that the check names it.
    pub fn fields(&self) -> Fields {
        let mut said = Fields::new();
        for name in PLAIN {
            said.insert(name.into(), json!(self.get(name)));
        }
        for name in OPTIONAL {
            said.insert(name.into(), text(&self.get(name)));
        }
        for name in NUMBERS {
            said.insert(name.into(), whole(&self.get(name)));
        }
        for name in DEGREES {
            said.insert(name.into(), degrees(&self.get(name)));
        }
        for name in DATES {
            said.insert(name.into(), date(&self.get(name)));
        }
        for name in SETS {
            let mut codes = self.all(name);
            codes.retain(|code| !code.is_empty());
            said.insert(name.into(), json!(codes));
        }
        for name in YES_OR_NO {
            let value = match self.get(name).as_str() {
                "" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                other => json!(other),
            };
            said.insert(name.into(), value);
        }
        said
    }
}

/// A text, or nothing.
pub fn text(value: &str) -> Value {
    if value.trim().is_empty() { Value::Null } else { json!(value) }
}

/// `1.246` is a thousand and more in Vietnamese; a blank too may divide thousands.
fn whole(value: &str) -> Value {
    let digits: String = value.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    match digits.parse::<u32>() {
        Ok(number) => json!(number),
        Err(_) => text(value),
    }
}

fn degrees(value: &str) -> Value {
    match value.trim().replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() => json!(number),
        _ => text(value),
    }
}

/// As browsers send dates, or as people write them: 05/01/2026.
pub fn date(value: &str) -> Value {
    let value = value.trim();
    domain::text::day(value).map_or_else(|| text(value), |day| json!(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::change::overlay;

    #[test]
    fn a_form_that_was_only_looked_at_changes_nothing() {
        let mut draft =
            PlaceDraft { name: "Chung cư A".into(), apartments: Some(1246), lon: Some(106.7), lat: Some(10.8), ..PlaceDraft::default() };
        draft.cell_committee = Some(false);
        draft.several_owners = Some(true);
        draft.handed_over_on = NaiveDate::from_ymd_opt(2024, 3, 14);
        draft.reviewed_on = NaiveDate::from_ymd_opt(2026, 1, 5);
        draft.organizations.insert(domain::organization::PlaceOrganization::WomensUnion);
        assert_eq!(overlay(&draft, &FormValues::of(&draft).fields()), Ok(draft));
    }

    #[test]
    fn numbers_and_dates_are_read_as_people_write_them() {
        let form = FormValues(vec![
            ("apartments".into(), "1.246".into()),
            ("lat".into(), "10,77".into()),
            ("reviewed_on".into(), "05/01/2026".into()),
        ]);
        let said = form.fields();
        assert_eq!((&said["apartments"], &said["lat"], &said["reviewed_on"]), (&json!(1246), &json!(10.77), &json!("2026-01-05")));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_of_its_field() {
        let mut form = FormValues::of(&PlaceDraft::default());
        form.set("apartments", "12a");
        let errors = overlay(&PlaceDraft::default(), &form.fields()).expect_err("one fault");
        assert_eq!((errors.0.len(), errors.0[0].field.as_str(), errors.0[0].value.as_str()), (1, "apartments", "12a"));
    }
}
