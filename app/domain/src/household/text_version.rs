//! What a form says which it carries: the text, and the terms that were printed into it. Terms are settings and change;
//! what a household agreed to is read from the version that it signed, whatever holds today.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::setting::{Rules, Setting};

/// The text that the form of today carries. Another text is another version: what was agreed to stays known.
pub const TEXT_VERSION: &str = "2026-1";

/// Every text that ever stood on the form. One that is added stays: households agreed to it.
const TEXTS: [&str; 1] = [TEXT_VERSION];

/// Until when a form is taken that names its text alone: the first ones did, and some lay printed already.
const ALONE_UNTIL: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 12, 31);

/// For how many months records are kept, as a household is told before it consents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFor {
    /// After its support ended.
    pub household: u32,
    pub visits: u32,
    /// After they were answered.
    pub requests: u32,
    /// The proof of its consent, after it was withdrawn.
    pub proof: u32,
    /// Who looked at it.
    pub looks: u32,
}

/// In the order of the numbers of a version.
const SETTINGS: [Setting; 5] =
    [Setting::HouseholdMonths, Setting::VisitMonths, Setting::RequestMonths, Setting::ConsentProofMonths, Setting::AccessLogMonths];

impl KeptFor {
    /// As a form says it that is printed on this day.
    pub fn on(rules: &Rules, day: NaiveDate) -> Self {
        Self::from(SETTINGS.map(|setting| rules.on(setting, day)))
    }

    fn numbers(self) -> [u32; 5] {
        [self.household, self.visits, self.requests, self.proof, self.looks]
    }
}

impl From<[u32; 5]> for KeptFor {
    fn from([household, visits, requests, proof, looks]: [u32; 5]) -> Self {
        Self { household, visits, requests, proof, looks }
    }
}

/// The version of a form: "2026-1/12-24-12-24-24".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextVersion {
    pub text: &'static str,
    /// None: the form is of the first ones, which named their text alone.
    pub kept: Option<KeptFor>,
}

/// No form ever carried such a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchText;

impl TextVersion {
    /// Of a form that is printed now.
    pub fn printed(kept: KeptFor) -> Self {
        Self { text: TEXT_VERSION, kept: Some(kept) }
    }

    /// Whether a form that was signed on this day says what was agreed to.
    pub fn is_taken(self, signed_on: NaiveDate) -> bool {
        self.kept.is_some() || ALONE_UNTIL.is_some_and(|last| signed_on <= last)
    }
}

impl fmt::Display for TextVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)?;
        let Some(kept) = self.kept else { return Ok(()) };
        for (at, number) in kept.numbers().into_iter().enumerate() {
            write!(f, "{}{number}", if at == 0 { '/' } else { '-' })?;
        }
        Ok(())
    }
}

impl FromStr for TextVersion {
    type Err = NoSuchText;

    fn from_str(typed: &str) -> Result<Self, NoSuchText> {
        let (text, terms) = typed.split_once('/').map_or((typed, None), |(text, terms)| (text, Some(terms)));
        let text = TEXTS.into_iter().find(|known| *known == text).ok_or(NoSuchText)?;
        let Some(terms) = terms else { return Ok(Self { text, kept: None }) };
        let numbers: Vec<u32> = terms.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| NoSuchText)?;
        let numbers: [u32; 5] = numbers.try_into().map_err(|_| NoSuchText)?;
        let could_be_set = SETTINGS.iter().zip(numbers).all(|(setting, number)| setting.bounds().contains(&number));
        let version = Self { text, kept: Some(KeptFor::from(numbers)) };
        // "+12" and "012" are read as numbers, and were printed on no form.
        if could_be_set && version.to_string() == typed { Ok(version) } else { Err(NoSuchText) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::SettingValue;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn another_term_is_another_version_and_the_terms_are_read_from_it() {
        let later = SettingValue { setting: Setting::VisitMonths, valid_from: day("2027-01-01"), value: 36, reason: "QĐ".into() };
        let rules = Rules::new(vec![later]);
        let printed = |on: &str| TextVersion::printed(KeptFor::on(&rules, day(on))).to_string();
        assert_eq!((printed("2026-12-31").as_str(), printed("2027-01-01").as_str()), ("2026-1/12-24-12-24-24", "2026-1/12-36-12-24-24"));
        let read: TextVersion = printed("2027-01-01").parse().expect("what is printed is read");
        assert_eq!(read.kept, Some(KeptFor { household: 12, visits: 36, requests: 12, proof: 24, looks: 24 }));
        assert_eq!("2026-1".parse::<TextVersion>().map(|version| version.kept), Ok(None), "a consent that was recorded before");
    }

    #[rstest]
    #[case::of_no_text("2026-9/12-24-12-24-24")]
    #[case::with_a_term_too_few("2026-1/12-24-12-24")]
    #[case::with_one_too_many("2026-1/12-24-12-24-24-24")]
    #[case::with_a_term_that_cannot_be_set("2026-1/12-24-12-24-3")]
    #[case::with_something_else("2026-1/12-24-12-24-x")]
    #[case::written_otherwise("2026-1/012-24-12-24-24")]
    #[case::with_nothing("2026-1/")]
    fn a_version_that_no_form_carried_is_none(#[case] typed: &str) {
        assert_eq!(typed.parse::<TextVersion>(), Err(NoSuchText));
    }

    #[rstest]
    #[case::the_first_forms_named_their_text_alone("2026-1", "2026-12-31", true)]
    #[case::which_is_not_enough_any_more("2026-1", "2027-01-01", false)]
    #[case::terms_say_what_was_agreed_to("2026-1/12-24-12-24-24", "2027-01-01", true)]
    fn a_form_says_what_was_agreed_to(#[case] version: &str, #[case] signed: &str, #[case] taken: bool) {
        assert_eq!(version.parse::<TextVersion>().map(|version| version.is_taken(day(signed))), Ok(taken));
    }
}
