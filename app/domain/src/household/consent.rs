//! Consent: given by the household itself, dated, to a text of a version, and withdrawn whenever it likes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text_version::{TEXT_VERSION, TextVersion};
use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::text;

codes! {
    /// How a household said it.
    ConsentHow {
        /// On the printed form, signed by somebody of the household.
        PaperForm,
        /// In person at the ward's office, on the same form.
        AtTheOffice,
    }
}

/// Longest number of a form, in characters.
const LONGEST_NUMBER: usize = 40;

/// What is said about a consent when it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentDraft {
    /// Somebody of the household ticked it themselves; silence is no consent.
    pub agreed: bool,
    pub given_on: Option<NaiveDate>,
    pub how: Option<ConsentHow>,
    /// As it stands on the form: `TextVersion`.
    pub text_version: String,
    /// The number of the signed form. One form is for one household.
    pub form_number: String,
}

/// A consent that can be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub given_on: NaiveDate,
    pub how: ConsentHow,
    pub text_version: String,
    pub form_number: String,
}

/// How old a signed form may be when it is recorded, in months: people forget what they signed.
const OLDEST_MONTHS: u32 = 24;

impl ConsentDraft {
    /// Refuses what is no consent.
    pub fn check(self, today: NaiveDate) -> Result<Consent, FieldErrors> {
        let mut errors = FieldErrors::default();
        if !self.agreed {
            errors.push("agreed", "no_record_without_consent", "");
        }
        match self.given_on {
            None => errors.push("given_on", "required", ""),
            Some(day) if day > today => errors.push("given_on", "in_the_future", ""),
            Some(day) if crate::setting::months_after(day, OLDEST_MONTHS) < today => {
                errors.push("given_on", "consent_too_old", OLDEST_MONTHS)
            }
            Some(_) => {}
        }
        if self.how.is_none() {
            errors.push("how", "required", "");
        }
        let text_version = text::required("text_version", &self.text_version, LONGEST_NUMBER, &mut errors);
        let form_number = text::required("form_number", &self.form_number, LONGEST_NUMBER, &mut errors).to_uppercase();
        if !text_version.is_empty() {
            match text_version.parse::<TextVersion>() {
                Err(_) => errors.push("text_version", "no_such_text", TEXT_VERSION),
                Ok(version) if self.given_on.is_some_and(|day| !version.is_taken(day)) => {
                    errors.push("text_version", "text_without_terms", "")
                }
                Ok(_) => {}
            }
        }
        if !form_number.is_empty() && !is_a_number(&form_number) {
            errors.push("form_number", "no_form_number", "");
        }
        match (self.given_on, self.how) {
            (Some(given_on), Some(how)) if errors.is_empty() => Ok(Consent { given_on, how, text_version, form_number }),
            _ => Err(errors),
        }
    }
}

/// The number of a form outlives the record that it is the proof of, and stands in clear: it is no place for a name.
fn is_a_number(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
    text.chars().all(fits) && text.chars().any(|c| c.is_ascii_digit())
}

/// The number of a form that is about to be printed: nothing can be read from it.
pub fn form_number(id: Uuid) -> String {
    let text = id.simple().to_string().to_uppercase();
    // With a digit in any case: without one it would be taken for a word.
    format!("DY-{}-{}{}", &text[20..26], &text[26..31], id.as_u128() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn said() -> ConsentDraft {
        ConsentDraft {
            agreed: true,
            given_on: Some(day("2026-11-20")),
            how: Some(ConsentHow::PaperForm),
            text_version: TEXT_VERSION.into(),
            form_number: " dy-1 ".into(),
        }
    }

    #[test]
    fn a_signed_form_is_taken() {
        let number =
            |typed: &str| ConsentDraft { form_number: typed.into(), ..said() }.check(day("2026-11-22")).map(|taken| taken.form_number);
        for (typed, taken) in [(" dy-1 ", "DY-1"), ("12/P.5", "12/P.5"), ("2026-0007", "2026-0007")] {
            assert_eq!(number(typed).as_deref(), Ok(taken));
        }
        assert!(number(&form_number(Uuid::now_v7())).is_ok(), "what is printed is taken");
    }

    #[rstest]
    #[case::silence_is_none(ConsentDraft { agreed: false, ..said() }, "agreed", "no_record_without_consent")]
    #[case::of_tomorrow(ConsentDraft { given_on: Some(day("2026-11-23")), ..said() }, "given_on", "in_the_future")]
    #[case::of_long_ago(ConsentDraft { given_on: Some(day("2024-11-21")), ..said() }, "given_on", "consent_too_old")]
    #[case::without_a_day(ConsentDraft { given_on: None, ..said() }, "given_on", "required")]
    #[case::to_no_text(ConsentDraft { text_version: String::new(), ..said() }, "text_version", "required")]
    #[case::to_a_text_that_never_was(ConsentDraft { text_version: "2026-9".into(), ..said() }, "text_version", "no_such_text")]
    #[case::to_terms_that_cannot_be_set(ConsentDraft { text_version: "2026-1/0-0-0-0-0".into(), ..said() }, "text_version", "no_such_text")]
    #[case::on_a_form_with_a_name(ConsentDraft { form_number: "Phiếu bà Bảy 5.06".into(), ..said() }, "form_number", "no_form_number")]
    #[case::on_a_form_with_a_name_in_one_word(ConsentDraft { form_number: "BaBay".into(), ..said() }, "form_number", "no_form_number")]
    #[case::without_a_form(ConsentDraft { form_number: " ".into(), ..said() }, "form_number", "required")]
    fn what_is_no_consent_is_refused(#[case] said: ConsentDraft, #[case] field: &str, #[case] code: &str) {
        let errors = said.check(day("2026-11-22")).expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code));
    }

    #[test]
    fn a_form_that_does_not_say_its_terms_is_taken_no_more() {
        let signed = |version: &str| ConsentDraft { given_on: Some(day("2027-01-04")), text_version: version.into(), ..said() };
        let errors = signed(TEXT_VERSION).check(day("2027-01-05")).expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("text_version", "text_without_terms"));
        let taken = signed(" 2026-1/12-24-12-24-24 ").check(day("2027-01-05")).expect("no fault");
        assert_eq!(taken.text_version, "2026-1/12-24-12-24-24");
    }

    #[test]
    fn forms_have_numbers_of_their_own() {
        let (one, other) = (form_number(Uuid::now_v7()), form_number(Uuid::now_v7()));
        assert!(one != other && one.len() == 16, "{one}");
    }
}
