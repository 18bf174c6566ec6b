//! Who holds the posts of a board: name and phone as the board's contact, seen by its ward only.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::setting::{Rules, Setting, months_after};
use crate::text;

codes! {
    /// A post in a management board.
    BoardPost { Head, Deputy, Member }
}

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 80;

/// The holder of a post. Deliberately nothing else: no address, no date of birth, no note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostHolder {
    pub post: BoardPost,
    pub name: String,
    /// Digits and blanks, with a + for another country.
    #[serde(default)]
    pub phone: String,
}

/// Names and numbers stay out of logs.
impl std::fmt::Debug for PostHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostHolder").field("post", &self.post).finish_non_exhaustive()
    }
}

impl PostHolder {
    /// Cleans what was typed. The errors hold nothing of it.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::clean(&self.name);
        self.phone = text::clean(&self.phone).replace(['.', '-'], " ");
        if self.name.is_empty() {
            errors.push("name", "required", "");
        } else if self.name.chars().count() > LONGEST_NAME {
            errors.push("name", "too_long", LONGEST_NAME);
        }
        let digits = self.phone.chars().filter(char::is_ascii_digit).count();
        let plain = self.phone.chars().enumerate().all(|(at, c)| c.is_ascii_digit() || c == ' ' || (c == '+' && at == 0));
        if !self.phone.is_empty() && (!plain || !(8..=15).contains(&digits)) {
            errors.push("phone", "phone_not_understood", "");
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// From when on names and phones of a board are erased, given the last day of its term or the day on
/// which another board took its place.
pub fn contacts_erased_from(ended_on: NaiveDate, rules: &Rules) -> NaiveDate {
    months_after(ended_on, rules.on(Setting::BoardContactMonths, ended_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn holder(name: &str, phone: &str) -> PostHolder {
        PostHolder { post: BoardPost::Head, name: name.into(), phone: phone.into() }
    }

    #[rstest]
    #[case::as_people_write_it("0909.123.456", "0909 123 456")]
    #[case::from_abroad("+84 909 123 456", "+84 909 123 456")]
    #[case::nobody_needs_a_phone("", "")]
    fn a_phone_is_taken(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(holder(" Nguyễn  Văn A", typed).check().expect("no fault").phone, kept);
    }

    #[rstest]
    #[case::a_name_is_needed(holder(" ", ""), "name", "required")]
    #[case::words_are_no_phone(holder("A", "gọi buổi tối"), "phone", "phone_not_understood")]
    #[case::nor_are_five_digits(holder("A", "12345"), "phone", "phone_not_understood")]
    fn refused_without_repeating_it(#[case] holder: PostHolder, #[case] field: &str, #[case] code: &str) {
        let errors = holder.check().expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str(), errors.0[0].value.as_str()), (field, code, ""));
    }

    #[test]
    fn names_do_not_reach_a_log() {
        assert!(!format!("{:?}", holder("Nguyễn Văn A", "0909123456")).contains("Nguyễn"));
    }

    #[test]
    fn contacts_are_kept_six_months_after_the_term() {
        let ended: NaiveDate = "2026-01-31".parse().expect("a date");
        assert_eq!(contacts_erased_from(ended, &Rules::default()).to_string(), "2026-07-31");
    }
}
