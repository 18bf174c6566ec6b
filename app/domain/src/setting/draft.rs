//! Fields that a value of the city and one of a unit have in common.

use chrono::{Datelike, NaiveDate};

use super::key::Setting;
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

pub(super) fn reason(typed: &str, errors: &mut FieldErrors) -> String {
    text::required("reason", typed, limits::NOTE, errors)
}

pub(super) fn value(setting: Setting, typed: Option<u32>, errors: &mut FieldErrors) -> Option<u32> {
    let bounds = setting.bounds();
    match typed {
        None => errors.push("value", "required", ""),
        Some(value) if value < *bounds.start() => errors.push("value", "too_small", bounds.start()),
        Some(value) if value > *bounds.end() => errors.push("value", "too_large", bounds.end()),
        Some(_) => {}
    }
    typed
}

/// The day from which it holds. A value never changes afterwards: another one is set from another day, so that figures
/// of the past keep the rule of their time.
pub(super) fn valid_from(
    typed: Option<NaiveDate>,
    is_taken: impl FnOnce(NaiveDate) -> bool,
    errors: &mut FieldErrors,
) -> Option<NaiveDate> {
    match typed {
        None => errors.push("valid_from", "required", ""),
        Some(day) if day.year() < 1990 => errors.push("valid_from", "date_too_early", "1990"),
        Some(day) if day.year() > 2099 => errors.push("valid_from", "date_too_late", "2099"),
        Some(day) if is_taken(day) => errors.push("valid_from", "already_set_from_that_day", ""),
        Some(_) => {}
    }
    typed
}
