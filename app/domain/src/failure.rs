//! What can go wrong, in the few ways a caller can act on.
//!
//! Which one belongs where: what the person typed is `Invalid`; what others changed meanwhile is
//! `Conflict`; what does not exist *or may not be seen* is `NotFound`; a database that cannot be reached
//! is `Unavailable`; everything that should not happen is `Bug`, whose id stands in the log beside the
//! cause. No variant carries database text or anything personal.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One field that cannot be taken as it is. The words are chosen by language from `code`
/// (`errors.<code>` in the locales); `value` fills the blank in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name in the draft, the form and the API.
    pub field: String,
    /// Which sentence to show.
    pub code: String,
    /// What fills the blank: a limit, a name that was not found. Never anything personal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// All fields of one draft that cannot be taken, so that a person corrects them in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub fn push(&mut self, field: &str, code: &str, value: impl ToString) {
        self.0.push(FieldError { field: field.into(), code: code.into(), value: value.to_string() });
    }

    /// The same with a day in the blank, written as people do.
    pub fn push_day(&mut self, field: &str, code: &str, day: NaiveDate) {
        self.push(field, code, day.format("%d/%m/%Y"));
    }

    /// A single error.
    pub fn one(field: &str, code: &str, value: impl ToString) -> Self {
        let mut errors = Self::default();
        errors.push(field, code, value);
        errors
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a FieldError> + 'a {
        self.0.iter().filter(move |error| error.field == field)
    }

    /// `Ok` when nothing was found.
    pub fn into_result(self) -> Result<(), Failure> {
        if self.is_empty() { Ok(()) } else { Err(Failure::Invalid(self)) }
    }
}

/// A field that two people changed to different values since they both last saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldConflict {
    pub field: String,
    pub mine: serde_json::Value,
    pub theirs: serde_json::Value,
}

/// Why a use case did nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    #[error("fields cannot be taken: {0:?}")]
    Invalid(FieldErrors),
    #[error("sign-in required")]
    SignInRequired,
    #[error("not allowed")]
    NotAllowed,
    #[error("not found")]
    NotFound,
    /// Others changed the same fields; `revision` is the one that stands now. No fields: the same
    /// operation id came before with other content.
    #[error("changed by somebody else meanwhile")]
    Conflict { revision: i64, fields: Vec<FieldConflict> },
    #[error("the database cannot be reached")]
    Unavailable,
    #[error("a fault of the program, logged under {0}")]
    Bug(uuid::Uuid),
}

impl From<FieldErrors> for Failure {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
