//! A consent that is withdrawn: what goes, what stays, and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ConsentHow;
use crate::failure::FieldErrors;

/// What is said when a household withdraws. It needs no reason and none is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalDraft {
    pub on: Option<NaiveDate>,
    /// The household says it itself, on paper or at the office.
    pub how: Option<ConsentHow>,
}

/// A withdrawal that can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub on: NaiveDate,
    pub how: ConsentHow,
}

impl WithdrawalDraft {
    /// Refuses days to come, and those before there was a consent.
    pub fn check(self, given_on: NaiveDate, today: NaiveDate) -> Result<Withdrawal, FieldErrors> {
        let mut errors = FieldErrors::default();
        match self.on {
            None => errors.push("on", "required", ""),
            Some(day) if day > today => errors.push("on", "in_the_future", ""),
            Some(day) if day < given_on => errors.push_day("on", "before_the_consent", given_on),
            Some(_) => {}
        }
        if self.how.is_none() {
            errors.push("how", "required", "");
        }
        match (self.on, self.how) {
            (Some(on), Some(how)) if errors.is_empty() => Ok(Withdrawal { on, how }),
            _ => Err(errors),
        }
    }
}

/// What is left of a household after its consent was withdrawn. None of it says who it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// That somebody consented, and to what: without it nobody could show that the record was lawful.
    Proof { form_number: String, text_version: String, given_on: NaiveDate, withdrawn_on: NaiveDate, until: NaiveDate },
    /// The change log's sealed text, whose key is gone.
    Log,
    /// Who looked at the record and when, by its id.
    AccessLog { months: u32 },
    /// That it asked for its own record, when, and what came of it: how many times.
    Asked { count: u64, months: u32 },
    /// Figures of months that are over.
    Figures,
    /// Copies that were made before; whoever puts one back erases this record once more.
    Copies,
}

/// The answer to a withdrawal. It is kept with the operation, so there is nothing personal in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub visits: u64,
    pub requests: u64,
    pub assignments: u64,
    pub kept: Vec<Kept>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case::of_today("2026-11-22", Some(ConsentHow::PaperForm), None)]
    #[case::on_the_day_of_the_consent("2026-03-01", Some(ConsentHow::AtTheOffice), None)]
    #[case::of_tomorrow("2026-11-23", Some(ConsentHow::PaperForm), Some("in_the_future"))]
    #[case::before_the_consent("2026-02-28", Some(ConsentHow::PaperForm), Some("before_the_consent"))]
    #[case::said_by_nobody("2026-11-22", None, Some("required"))]
    fn a_withdrawal_has_a_day_and_a_way(#[case] on: &str, #[case] how: Option<ConsentHow>, #[case] fault: Option<&str>) {
        let found = WithdrawalDraft { on: Some(day(on)), how }.check(day("2026-03-01"), day("2026-11-22"));
        assert_eq!(found.err().map(|errors| errors.0[0].code.clone()).as_deref(), fault);
    }
}
