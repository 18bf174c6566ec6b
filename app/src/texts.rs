//! Words in the language of the person: Vietnamese first, English complete.

use domain::failure::{Failure, FieldError};
use domain::import::Problem;

/// The language of one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    #[default]
    Vi,
    En,
}

impl Locale {
    /// As in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Anything that is not English is Vietnamese.
    pub fn from_code(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Vi }
    }
}

/// Looks up words. A copy of it goes wherever words are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Locale);

impl Texts {
    /// The words for a key of the locales.
    pub fn t(self, key: &str) -> String {
        rust_i18n::t!(key, locale = self.0.code()).into_owned()
    }

    /// The same with `%{name}` filled in.
    pub fn tf(self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.t(key), |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
    }

    /// The words for a code of the domain: `code("board", "missing")`.
    pub fn code(self, set: &str, code: &str) -> String {
        self.t(&format!("codes.{set}.{code}"))
    }

    /// What is wrong with a field, and what to do.
    pub fn field_error(self, error: &FieldError) -> String {
        self.tf(&format!("errors.{}", error.code), &[("value", &error.value)])
    }

    /// What is wrong in a file, without its address: "“12a” không phải số nguyên".
    pub fn problem_words(self, problem: &Problem) -> String {
        let found = ["import.problem", "import.file", "errors"]
            .into_iter()
            .map(|set| format!("{set}.{}", problem.code))
            .find(|key| self.t(key) != *key && !self.t(key).ends_with(key.as_str()));
        self.tf(&found.unwrap_or_else(|| "import_page.other".into()), &[("value", &problem.value)])
    }

    /// With its address: "dòng 17, cột «Số căn»: …".
    pub fn problem(self, problem: &Problem) -> String {
        let row = problem.row.map(|row| self.tf("import_page.row", &[("row", &row.to_string())]));
        let column = (!problem.column.is_empty()).then(|| self.tf("import_page.column", &[("column", &problem.column)]));
        let address: Vec<String> = row.into_iter().chain(column).collect();
        let words = self.problem_words(problem);
        if address.is_empty() { words } else { format!("{}: {words}", address.join(", ")) }
    }

    /// What a failure means to the person.
    pub fn failure(self, failure: &Failure) -> String {
        match failure {
            Failure::Invalid(errors) => errors.0.iter().map(|error| self.field_error(error)).collect::<Vec<_>>().join(" "),
            Failure::SignInRequired => self.t("failures.sign_in_required"),
            Failure::NotAllowed => self.t("failures.not_allowed"),
            Failure::NotFound => self.t("failures.not_found"),
            Failure::Conflict { .. } => self.t("failures.conflict"),
            Failure::Unavailable => self.t("failures.unavailable"),
            Failure::Bug(id) => self.tf("failures.bug", &[("id", &id.to_string())]),
        }
    }
}
