//! A household as it is written down.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::support::{MOST_SUPPORTS, Support};
use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::member::LONGEST_NAME;
use crate::request::is_a_complaint;
use crate::text;

codes! {
    /// Why support ended. Withdrawal is none of them: then nothing stays that could say so.
    HouseholdEnd { NoLongerNeeded, MovedAway, PeriodOver, Other }
}

/// Longest need in the household's own words, in characters.
pub const LONGEST_NEED: usize = 200;
/// People in one household at most.
pub const MOST_PEOPLE: u32 = 30;

/// All that is said of a household: sealed as a whole wherever it is kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HouseholdDraft {
    /// Whom to ask for.
    pub name: String,
    /// Digits and blanks, with a + for another country; may be empty.
    pub phone: String,
    /// Apartment or house number.
    pub unit: String,
    /// How many people live there; none where nobody said.
    pub people: Option<u32>,
    /// What it asked for, short; the household may see it.
    pub need: String,
    pub supports: Vec<Support>,
    /// Members who live in the same building may be assigned to it.
    pub neighbours_allowed: bool,
    /// Members whom it does not want, without a reason.
    pub refused: Vec<Uuid>,
}

/// Names and numbers stay out of logs.
impl std::fmt::Debug for HouseholdDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HouseholdDraft").finish_non_exhaustive()
    }
}

impl HouseholdDraft {
    /// Cleans what was typed. The errors hold nothing of it.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::required("name", &self.name, LONGEST_NAME, &mut errors);
        self.phone = text::phone("phone", &self.phone, &mut errors);
        self.unit = text::optional("unit", &self.unit, 40, &mut errors);
        self.need = text::required("need", &self.need, LONGEST_NEED, &mut errors);
        if is_a_complaint(&self.need) {
            errors.push("need", "complaints_go_elsewhere", "");
        }
        match self.people {
            Some(0) => errors.push("people", "too_small", 1),
            Some(people) if people > MOST_PEOPLE => errors.push("people", "too_large", MOST_PEOPLE),
            _ => {}
        }
        if self.supports.len() > MOST_SUPPORTS {
            errors.push("supports", "too_many", MOST_SUPPORTS);
        }
        self.supports = self.supports.into_iter().map(|support| support.check(&mut errors)).collect();
        self.supports.sort_by_key(|support| support.category);
        if self.supports.windows(2).any(|two| two[0].category == two[1].category) {
            errors.push("supports", "named_twice", "");
        }
        self.refused.sort_unstable();
        self.refused.dedup();
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// Until when somebody granted support: the latest day of all; none where one of them has no end.
    pub fn supported_until(&self) -> Option<NaiveDate> {
        let ends: Option<Vec<NaiveDate>> = self.supports.iter().map(|support| support.valid_to).collect();
        ends?.into_iter().max()
    }
}

/// A household with what the register knows of it beside the sealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Household {
    pub id: Uuid,
    /// By which people speak of it, instead of a name: "H-7F3K2QAB".
    pub code: String,
    pub admin_unit_id: Uuid,
    pub place_id: Uuid,
    pub draft: HouseholdDraft,
    pub consented_on: NaiveDate,
    /// Its support ended on this day.
    pub ended_on: Option<NaiveDate>,
    pub end: Option<HouseholdEnd>,
    /// It asked that nothing be done with its record but keep it: only the ward's lead opens it.
    pub restricted: bool,
    /// Somebody met it last on this day.
    pub last_met_on: Option<NaiveDate>,
    /// The next visit that was promised.
    pub next_visit_on: Option<NaiveDate>,
    /// It said that it needs no visits, and nobody visited it since: its support may end.
    pub needs_no_visits: bool,
    pub revision: i64,
}

/// The code of a household: random, from which nothing of it can be read.
pub fn code_of(id: Uuid) -> String {
    format!("H-{}", text::letters_of(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::SupportCategory;

    fn household() -> HouseholdDraft {
        HouseholdDraft { name: "Bà Bảy".into(), need: "Nhờ đưa đi khám".into(), ..HouseholdDraft::default() }
    }

    #[test]
    fn a_name_and_a_need_are_enough() {
        assert!(household().check().is_ok());
        assert!(!format!("{:?}", household()).contains("Bảy"), "names do not reach a log");
    }

    #[test]
    fn complaints_are_shown_their_way() {
        let errors = HouseholdDraft { need: "Muốn tố cáo ông A".into(), ..household() }.check().expect_err("not here");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("need", "complaints_go_elsewhere"));
    }

    #[test]
    fn everything_wrong_is_said_at_once_and_nothing_of_it_repeated() {
        let twice = vec![Support::of(SupportCategory::Poor), Support::of(SupportCategory::Poor)];
        let draft = HouseholdDraft { people: Some(0), supports: twice, phone: "12".into(), ..HouseholdDraft::default() };
        let errors = draft.check().expect_err("five faults");
        let found: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        let expected = [
            ("name", "required"),
            ("phone", "phone_not_understood"),
            ("need", "required"),
            ("people", "too_small"),
            ("supports", "named_twice"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn support_lasts_as_long_as_the_longest_of_it() {
        let until = |to: Option<&str>| Support { valid_to: to.map(|to| to.parse().expect("a date")), ..Support::of(SupportCategory::Poor) };
        let all = |supports| HouseholdDraft { supports, ..household() }.supported_until().map(|day| day.to_string());
        assert_eq!(all(vec![until(Some("2026-12-31")), until(Some("2027-06-30"))]).as_deref(), Some("2027-06-30"));
        assert_eq!(all(vec![until(Some("2026-12-31")), until(None)]), None);
        assert_eq!(all(vec![]), None);
    }

    #[test]
    fn codes_differ() {
        let codes: std::collections::HashSet<String> = (0..2000).map(|_| code_of(Uuid::now_v7())).collect();
        assert!(codes.len() > 1990 && codes.iter().all(|code| code.len() == 10));
    }
}
