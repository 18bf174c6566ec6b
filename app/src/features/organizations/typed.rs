//! What a form sent, kept as it was typed, and what it means.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::text;
use store::Operation;
use uuid::Uuid;

/// Names and values of a form, in their order. Nothing in it is believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
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

    pub fn operation_id(&self) -> Uuid {
        self.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7())
    }

    /// One operation for all that was sent: the token of the form is not part of what was said.
    pub fn operation(&self, about: Uuid) -> Operation {
        let said: Vec<_> = self.0.iter().filter(|(key, _)| key != "form_token").collect();
        Operation::new(self.operation_id(), &(about, said))
    }

    pub fn text(&self, name: &str) -> Option<String> {
        Some(text::clean(&self.get(name))).filter(|text| !text.is_empty())
    }

    /// As browsers send dates, or as people write them: 05/01/2026.
    pub fn day(&self, name: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
        let as_people_write = |typed: &str| NaiveDate::parse_from_str(typed, "%d/%m/%Y");
        self.read(name, "not_understood", errors, |typed| typed.parse().or_else(|_| as_people_write(typed)).ok())
    }

    pub fn id(&self, name: &str, errors: &mut FieldErrors) -> Option<Uuid> {
        self.code(name, errors)
    }

    pub fn code<T: FromStr>(&self, name: &str, errors: &mut FieldErrors) -> Option<T> {
        self.read(name, "not_a_choice", errors, |typed| typed.parse().ok())
    }

    /// Nothing typed says nothing.
    fn read<T>(&self, name: &str, fault: &str, errors: &mut FieldErrors, as_value: impl Fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.text(name)?;
        let value = as_value(&typed);
        if value.is_none() {
            errors.push(name, fault, typed);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_people_write_it_and_what_cannot_be_read_is_named() {
        let typed = Typed(vec![("on".into(), " 05/01/2026 ".into()), ("to".into(), "soon".into()), ("from".into(), String::new())]);
        let mut errors = FieldErrors::default();
        assert_eq!(typed.day("on", &mut errors), NaiveDate::from_ymd_opt(2026, 1, 5));
        assert_eq!((typed.day("to", &mut errors), typed.day("from", &mut errors)), (None, None));
        assert_eq!(errors, FieldErrors::one("to", "not_understood", "soon"));
    }
}
