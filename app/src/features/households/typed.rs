//! What a form about a household sent, kept as it was typed, and what it means. Errors hold nothing of it.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::text;
use store::Operation;
use uuid::Uuid;

use crate::features::places::ResidenceTyped;

/// Names and values of a form, in their order. Nothing in it is believed.
// No Debug: it holds names.
#[derive(Clone, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The first value of that name; empty where there is none.
    pub fn get(&self, name: &str) -> String {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// All values of that name, in their order.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.push(name, value);
    }

    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// One operation for all that was sent.
    pub fn operation(&self, about: &str, id: Uuid) -> Operation {
        let operation = self.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7());
        Operation::new(operation, &(about, id, &self.0))
    }

    /// The revision that was seen.
    pub fn revision(&self) -> i64 {
        self.get("revision").parse().unwrap_or_default()
    }

    /// What was said of where they live.
    pub fn lives(&self) -> ResidenceTyped {
        ResidenceTyped { chosen: self.get("residence"), words: self.get("place_q"), searches: self.get("step") == "search" }
    }

    /// Nothing typed says nothing; what cannot be read is an error of its field.
    pub fn read<T: FromStr>(&self, name: &str, errors: &mut FieldErrors) -> Option<T> {
        read(name, &self.get(name), "not_a_choice", errors, |text| text.parse().ok())
    }

    /// As browsers send dates, or as people write them: 05/01/2026.
    pub fn day(&self, name: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
        day(name, &self.get(name), errors)
    }

    pub fn number(&self, name: &str, errors: &mut FieldErrors) -> Option<u32> {
        read(name, &self.get(name), "number_not_understood", errors, |text| text.parse().ok())
    }
}

pub fn day(name: &str, typed: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    read(name, typed, "day_not_understood", errors, text::day)
}

fn read<T>(name: &str, typed: &str, fault: &str, errors: &mut FieldErrors, as_value: impl Fn(&str) -> Option<T>) -> Option<T> {
    let typed = text::clean(typed);
    if typed.is_empty() {
        return None;
    }
    let value = as_value(&typed);
    if value.is_none() {
        errors.push(name, fault, "");
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_and_not_repeated() {
        let typed = Typed(vec![("on".into(), " 05/01/2026 ".into()), ("to".into(), "bà Bảy".into()), ("people".into(), "4".into())]);
        let mut errors = FieldErrors::default();
        assert_eq!(typed.day("on", &mut errors), NaiveDate::from_ymd_opt(2026, 1, 5));
        assert_eq!((typed.number("people", &mut errors), typed.day("from", &mut errors)), (Some(4), None));
        assert!(errors.is_empty() && typed.day("to", &mut errors).is_none());
        assert_eq!(errors, FieldErrors::one("to", "day_not_understood", ""));
    }
}
