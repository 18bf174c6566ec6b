//! The city asks a ward to look at a place again; the ward answers. Both are about the place, never about
//! a person.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::FieldErrors;
use crate::text;

/// The longest question or answer, in characters.
pub const LIMIT: usize = 300;

/// What was asked of a ward about one of its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub id: Uuid,
    pub place_id: Uuid,
    pub place_name: String,
    /// The name of whoever asked.
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub question: String,
    /// None as long as the ward has not answered.
    pub answer: Option<CorrectionAnswer>,
}

/// What the ward found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionAnswer {
    pub by: String,
    pub at: DateTime<Utc>,
    pub text: String,
}

/// A question or an answer as it is kept; `field` names where it was typed.
pub fn check(field: &str, typed: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = text::required(field, typed, LIMIT, &mut errors);
    if errors.is_empty() { Ok(text) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_short_and_says_something() {
        assert_eq!(check("question", "  Số căn   đúng chưa? "), Ok("Số căn đúng chưa?".to_owned()));
        assert!(check("question", " \n ").is_err());
        assert!(check("question", &"x".repeat(LIMIT + 1)).is_err());
    }
}
