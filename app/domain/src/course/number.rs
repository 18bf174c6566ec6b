//! The number of a decision, held against what else was decided in the ward.

use chrono::NaiveDate;
use uuid::Uuid;

use super::check::{Checked, Warning};
use crate::failure::{FieldError, FieldErrors};
use crate::organization::{Decision, number_twice};
use crate::text;

/// A decision that a ward knows: of another board, or of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedDecision {
    pub number: String,
    pub on: NaiveDate,
    /// Who signed it, where somebody wrote that down.
    pub issuer: Option<String>,
}

/// What is wrong with a decision's number: it stands for another day of the same year already. One decision may
/// name several buildings, and two bodies number theirs each for itself: those are warnings.
pub fn number_in_ward(number: &str, on: NaiveDate, issuer: Option<&str>, of_ward: &[NumberedDecision]) -> Option<FieldError> {
    let folded = |issuer: Option<&str>| issuer.map(text::fold).filter(|issuer| !issuer.is_empty());
    let own = folded(issuer);
    let (same, others): (Vec<_>, Vec<_>) = of_ward.iter().partition(|known| own.is_none() || folded(known.issuer.as_deref()) == own);
    let decisions = |known: Vec<&NumberedDecision>| -> Vec<Decision> {
        known.into_iter().map(|known| Decision { id: Uuid::max(), number: known.number.clone(), on: known.on }).collect()
    };
    number_twice(Uuid::nil(), number, on, &decisions(same)).or_else(|| {
        let found = number_twice(Uuid::nil(), number, on, &decisions(others))?;
        Some(FieldError { code: Warning::DecisionNumberShared.code().into(), ..found })
    })
}

/// A checked fact with what is wrong with its number in the ward; `told` is why it holds, as far as somebody said.
pub fn with_number(checked: Result<Checked, FieldErrors>, told: Option<&str>, twice: Option<FieldError>) -> Result<Checked, FieldErrors> {
    let Some(twice) = twice else { return checked };
    let told = told.map(text::clean).filter(|told| !told.is_empty());
    match (checked, Warning::of(&twice), told) {
        (Ok(mut checked), Some(warning), Some(told)) => {
            checked.warnings.push(warning);
            checked.fact.overruled = Some(told);
            Ok(checked)
        }
        (Err(errors), Some(_), Some(_)) => Err(errors),
        (checked, ..) => {
            let mut errors = checked.err().unwrap_or_default();
            // That it stands here already says more than that it stands in the ward.
            if !errors.0.iter().any(|error| error.field == twice.field) {
                errors.0.push(twice);
            }
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case::on_another_day_of_the_year("12/QĐ-UBND", "2026-03-01", None, None, Some("decision_number_taken"))]
    #[case::however_it_is_written("12/qđ-ubnd", "2026-03-01", None, None, Some("decision_number_taken"))]
    #[case::the_same_body_twice("12/QĐ-UBND", "2026-03-01", Some("UBND phường"), Some("ubnd phường"), Some("decision_number_taken"))]
    #[case::one_decision_for_several("12/QĐ-UBND", "2026-05-01", None, None, Some("decision_number_shared"))]
    #[case::two_bodies_number_theirs("12/QĐ-UBND", "2026-03-01", Some("UBND phường"), Some("UBND quận"), Some("decision_number_shared"))]
    #[case::another_year("12/QĐ-UBND", "2025-05-01", None, None, None)]
    #[case::another_number("13/QĐ-UBND", "2026-05-01", None, None, None)]
    fn a_number_stands_once_in_a_year(
        #[case] number: &str,
        #[case] on: &str,
        #[case] issuer: Option<&str>,
        #[case] theirs: Option<&str>,
        #[case] code: Option<&str>,
    ) {
        let known = NumberedDecision { number: "12/QĐ-UBND".into(), on: day("2026-05-01"), issuer: theirs.map(Into::into) };
        let found = number_in_ward(number, day(on), issuer, &[known]);
        assert_eq!(found.as_ref().map(|error| error.code.as_str()), code);
    }
}
