//! What the form of one fact sent, and the fact that it tells.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use domain::course::{BoardFact, FactKind};
use domain::failure::FieldErrors;
use domain::text;
use domain::text::day;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::happening::Happening;

/// Kept as it was typed, so that nothing is lost where it cannot be taken.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Recorded {
    pub operation: Uuid,
    /// Of the place, for facts about organizations.
    #[serde(default)]
    pub revision: i64,
    pub fact: String,
    /// `today`, `yesterday`, `chosen`, or a day.
    pub day: String,
    #[serde(default)]
    pub chosen: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub meeting: String,
    #[serde(default)]
    pub convened_by: String,
    #[serde(default)]
    pub owners_total: String,
    #[serde(default)]
    pub owners_present: String,
    #[serde(default)]
    pub owners_represented: String,
    #[serde(default)]
    pub issuer: String,
    #[serde(default)]
    pub term_ends_on: String,
    #[serde(default)]
    pub fund: String,
    #[serde(default)]
    pub dispute: String,
    #[serde(default)]
    pub requirement: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub overruled: String,
    /// The fact that is corrected, as it was shown; nothing where a new one is recorded.
    #[serde(default)]
    pub was: String,
}

impl Recorded {
    /// The form of a fact that stands, as it stands; none where it is not told by a form.
    pub fn of(fact: &BoardFact) -> Option<Self> {
        let happening = Happening::of_fact(fact)?;
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        Some(Self {
            operation: Uuid::nil(),
            revision: 0,
            fact: happening.code().into(),
            day: "chosen".into(),
            chosen: fact.on.to_string(),
            number: fact.number.clone().unwrap_or_default(),
            meeting: typed(fact.meeting),
            convened_by: typed(fact.convened_by),
            owners_total: number(fact.owners_total),
            owners_present: number(fact.owners_present),
            owners_represented: number(fact.owners_represented),
            issuer: fact.issuer.clone().unwrap_or_default(),
            term_ends_on: fact.term_ends_on.map(|day| day.to_string()).unwrap_or_default(),
            fund: typed(fact.fund),
            dispute: typed(fact.dispute),
            requirement: typed(fact.requirement),
            reason: fact.reason.clone().unwrap_or_default(),
            overruled: fact.overruled.clone().unwrap_or_default(),
            was: serde_json::to_string(fact).unwrap_or_default(),
        })
    }

    /// The fact that is corrected; none where a new one is recorded.
    pub fn corrects(&self) -> Option<BoardFact> {
        serde_json::from_str(&self.was).ok()
    }

    /// The day that was tapped, if one can be read.
    pub fn on(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.day.as_str() {
            "today" => Some(today),
            "yesterday" => today.checked_sub_days(Days::new(1)),
            "chosen" => day(&self.chosen),
            other => day(other),
        }
    }

    /// The fact as it was told; what of it cannot be read is an error of its field.
    pub fn board_fact(&self, happening: Happening, on: NaiveDate) -> Result<BoardFact, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (kind, result) = match happening {
            Happening::Meeting(result) => (FactKind::MeetingHeld, Some(result)),
            Happening::Board(kind) => (kind, None),
            Happening::Organizations(_) => return Err(FieldErrors::one("fact", "not_a_choice", "")),
        };
        let mut owners = |field, typed: &str| read(&mut errors, field, typed, "not_a_whole_number", whole);
        let (total, present, represented) = (
            owners("owners_total", &self.owners_total),
            owners("owners_present", &self.owners_present),
            owners("owners_represented", &self.owners_represented),
        );
        let fact = BoardFact {
            meeting: code(&mut errors, "meeting", &self.meeting),
            convened_by: code(&mut errors, "convened_by", &self.convened_by),
            result,
            owners_total: total,
            owners_present: present,
            owners_represented: represented,
            number: said(&self.number),
            issuer: said(&self.issuer),
            term_ends_on: read(&mut errors, "term_ends_on", &self.term_ends_on, "not_understood", day),
            fund: code(&mut errors, "fund", &self.fund),
            dispute: code(&mut errors, "dispute", &self.dispute),
            requirement: code(&mut errors, "requirement", &self.requirement),
            reason: said(&self.reason),
            overruled: said(&self.overruled),
            ..BoardFact::new(Uuid::now_v7(), kind, on)
        };
        if errors.is_empty() { Ok(fact) } else { Err(errors) }
    }
}

/// As it travels in a form.
fn typed(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// `1.246` is a thousand and more in Vietnamese.
fn whole(typed: &str) -> Option<u32> {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>().parse().ok()
}

fn said(typed: &str) -> Option<String> {
    Some(text::clean(typed)).filter(|text| !text.is_empty())
}

fn code<T: FromStr>(errors: &mut FieldErrors, field: &str, typed: &str) -> Option<T> {
    read(errors, field, typed, "not_a_choice", |typed| typed.parse().ok())
}

/// Nothing typed says nothing.
fn read<T>(errors: &mut FieldErrors, field: &str, typed: &str, fault: &str, as_value: impl Fn(&str) -> Option<T>) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = as_value(typed);
    if value.is_none() {
        errors.push(field, fault, typed);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::course::MeetingResult;

    fn sent(fields: &str) -> Recorded {
        serde_html_form::from_str(&format!("operation={}&fact=board_elected&{fields}", Uuid::nil())).expect("a form")
    }

    fn today() -> NaiveDate {
        day("2026-11-22").expect("a day")
    }

    #[test]
    fn a_day_is_a_tap_or_a_date_as_people_write_it() {
        let on = |fields: &str| sent(fields).on(today()).map(|on| on.to_string()).unwrap_or_default();
        assert_eq!((on("day=today"), on("day=yesterday")), ("2026-11-22".into(), "2026-11-21".into()));
        assert_eq!((on("day=chosen&chosen=05/01/2026"), on("day=2026-01-05")), ("2026-01-05".into(), "2026-01-05".into()));
        assert_eq!((on("day=chosen"), on("day=soon")), (String::new(), String::new()));
    }

    #[test]
    fn two_taps_are_a_fact_and_details_may_stay_empty() {
        let fact = sent("day=today&meeting=first&convened_by=").board_fact(Happening::Meeting(MeetingResult::Elected), today());
        let fact = fact.expect("a fact");
        assert_eq!(
            (fact.kind, fact.result, fact.convened_by, fact.number),
            (FactKind::MeetingHeld, Some(MeetingResult::Elected), None, None)
        );
    }

    #[test]
    fn what_cannot_be_read_is_an_error_of_its_field_with_what_was_typed() {
        let errors = sent("day=today&meeting=odd&owners_total=12a&owners_present=1.246&term_ends_on=soon")
            .board_fact(Happening::Meeting(MeetingResult::Elected), today())
            .expect_err("three faults");
        let found: Vec<_> = errors.0.iter().map(|error| (error.field.as_str(), error.value.as_str())).collect();
        assert_eq!(found, [("owners_total", "12a"), ("meeting", "odd"), ("term_ends_on", "soon")]);
    }

    #[test]
    fn the_form_of_a_fact_that_stands_says_the_same_fact_again() {
        let fact = sent("day=2026-11-20&meeting=first&convened_by=ward&owners_total=200&owners_present=130&number=3/BB")
            .board_fact(Happening::Meeting(MeetingResult::Elected), today())
            .expect("a fact");
        let form = Recorded::of(&fact).expect("it has a form");
        let happening = Happening::of_code(&form.fact).expect("a happening");
        let again = form.board_fact(happening, form.on(today()).expect("a day")).expect("a fact");
        assert_eq!(BoardFact { id: fact.id, ..again }, fact);
        assert_eq!(form.corrects(), Some(fact));
    }
}
