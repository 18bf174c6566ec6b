//! Accounts: who may sign in, as what and where.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::permission::Role;
use crate::text;

codes! {
    /// What a link that is good once lets a person do: choose their first password, or another one.
    LinkKind { Invitation, Reset }
}

pub mod limits {
    pub const USER_NAME: std::ops::RangeInclusive<usize> = 3..=40;
    pub const DISPLAY_NAME: usize = 80;
    /// Characters of a password: long rather than complicated (OWASP ASVS 2.1).
    pub const PASSWORD: std::ops::RangeInclusive<usize> = 12..=256;
    /// Digits of a code that the phone shows.
    pub const PHONE_CODE: usize = 6;
    /// Digits of a code for the day on which the phone is lost: nobody guesses 66 bits. Digits alone, so that
    /// both kinds are typed on the same keys.
    pub const RECOVERY_CODE: usize = 20;
    pub const RECOVERY_CODES: usize = 10;
    pub const TOKEN_NAME: usize = 80;
    pub const TOKEN_DAYS: std::ops::RangeInclusive<i64> = 1..=366;
}

/// A role and where it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GivenRole {
    pub role: Role,
    /// None for a role of the whole city.
    pub unit: Option<GivenUnit>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GivenUnit {
    pub id: Uuid,
    pub code: String,
    /// With its kind.
    pub name: String,
    /// It is no unit any more, and none took it over whole.
    pub ended: bool,
}

/// An account as its administrator sees it: never its password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: Uuid,
    pub user_name: String,
    pub display_name: String,
    pub roles: Vec<GivenRole>,
    /// They have chosen a password: the invitation was taken.
    pub has_password: bool,
    /// Signing in asks for a code besides the password.
    pub second_factor: bool,
    pub closed_on: Option<NaiveDate>,
    /// Of the demo: its password is known to everybody.
    pub sample: bool,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// What is said of a new account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    pub user_name: String,
    pub display_name: String,
}

impl AccountDraft {
    /// Cleans and checks. A user name is small letters, digits and `. _ -`, so that nobody has to guess
    /// how theirs is spelt.
    pub fn check(self) -> Result<Self, FieldErrors> {
        let checked = Self { user_name: user_name(&self.user_name), display_name: text::clean(&self.display_name) };
        let mut errors = FieldErrors::default();
        if checked.user_name.is_empty() {
            errors.push("user_name", "required", "");
        } else if !limits::USER_NAME.contains(&checked.user_name.len())
            || !checked.user_name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
        {
            errors.push("user_name", "user_name_not_understood", "");
        }
        if checked.display_name.is_empty() {
            errors.push("display_name", "required", "");
        } else if checked.display_name.chars().count() > limits::DISPLAY_NAME {
            errors.push("display_name", "too_long", limits::DISPLAY_NAME);
        }
        if errors.is_empty() { Ok(checked) } else { Err(errors) }
    }
}

/// A user name as it is looked up.
pub fn user_name(typed: &str) -> String {
    text::clean(typed).to_ascii_lowercase()
}

/// What was typed where a code is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    /// From the phone: six digits.
    Phone(String),
    /// From the paper.
    Recovery(String),
}

impl TypedCode {
    /// By the number of its digits, with any blanks and dashes between them; none where it is neither.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match digits.len() {
            limits::PHONE_CODE => Some(Self::Phone(digits)),
            limits::RECOVERY_CODE => Some(Self::Recovery(digits)),
            _ => None,
        }
    }
}

/// In groups of four, as people copy it.
pub fn in_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The second factor of a person's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    pub since: DateTime<Utc>,
    /// Recovery codes that are still good.
    pub codes_left: usize,
}

/// A device on which a person is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignedInDevice {
    /// Names it on the person's own page; it is not what the cookie says.
    pub handle: String,
    pub device: String,
    pub since: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// The one that asks.
    pub here: bool,
}

/// A token for scripts, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiToken {
    pub id: Uuid,
    pub name: String,
    pub writes: bool,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(user_name: &str, display_name: &str) -> Result<AccountDraft, Vec<(String, String)>> {
        let draft = AccountDraft { user_name: user_name.into(), display_name: display_name.into() };
        draft.check().map_err(|errors| errors.0.into_iter().map(|error| (error.field, error.code)).collect())
    }

    #[test]
    fn a_user_name_is_taken_however_its_letters_were_typed() {
        let taken = draft(" Lan.Nguyen-2 ", "  Nguyễn   Thị Lan ").expect("taken");
        assert_eq!((taken.user_name.as_str(), taken.display_name.as_str()), ("lan.nguyen-2", "Nguyễn Thị Lan"));
    }

    #[test]
    fn a_code_is_known_by_its_digits_however_it_is_grouped() {
        assert_eq!(TypedCode::read(" 123 456 "), Some(TypedCode::Phone("123456".into())));
        let paper = "12345678901234567890";
        assert_eq!(TypedCode::read(&in_groups(paper)), Some(TypedCode::Recovery(paper.into())));
        assert_eq!(TypedCode::read("1234-5678-9012-3456-7890"), Some(TypedCode::Recovery(paper.into())));
        for neither in ["", "12345", "1234567", "12345a", "１２３４５６", "123456\0"] {
            assert_eq!(TypedCode::read(neither), None, "{neither:?}");
        }
        assert_eq!(in_groups("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }

    #[test]
    fn what_is_wrong_with_an_account_is_said_field_by_field() {
        let said = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(draft("", ""), Err(vec![said("user_name", "required"), said("display_name", "required")]));
        for odd in ["ab", "lan nguyen", "lần", "a/b", "<b>x</b>", &"x".repeat(41)] {
            assert_eq!(draft(odd, "Lan"), Err(vec![said("user_name", "user_name_not_understood")]), "{odd}");
        }
        assert_eq!(draft("lan", &"x".repeat(81)), Err(vec![said("display_name", "too_long")]));
    }
}
