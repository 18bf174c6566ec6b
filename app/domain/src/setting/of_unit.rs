//! What a ward settles for itself: how many households a member helps, and the rhythm and deadlines of help. No norm of
//! the country says them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::draft;
use super::key::Setting;
use crate::failure::FieldErrors;

/// What holds in a unit from a day on, until something later does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSetting {
    pub setting: Setting,
    pub valid_from: NaiveDate,
    /// In the unit of the setting; nothing: again as the city has it, also where the city changes it later.
    pub value: Option<u32>,
    /// The decision behind it, in words.
    pub reason: String,
}

/// A value of a unit as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSettingDraft {
    pub setting: Setting,
    pub valid_from: Option<NaiveDate>,
    pub value: Option<u32>,
    /// Instead of a value: again as the city has it.
    #[serde(default)]
    pub as_the_city: bool,
    #[serde(default)]
    pub reason: String,
}

impl UnitSettingDraft {
    /// Finds every field that cannot be taken. `there` is what the unit has said before: a day has one value.
    pub fn check(self, there: &[UnitSetting]) -> Result<UnitSetting, FieldErrors> {
        let mut errors = FieldErrors::default();
        if !self.setting.is_of_a_unit() {
            errors.push("setting", "not_a_choice", "");
        }
        if self.as_the_city && self.value.is_some() {
            errors.push("value", "value_or_as_the_city", "");
        }
        let reason = draft::reason(&self.reason, &mut errors);
        let value = if self.as_the_city { None } else { draft::value(self.setting, self.value, &mut errors) };
        let mut taken = there.iter().filter(|said| said.setting == self.setting);
        let valid_from = draft::valid_from(self.valid_from, |day| taken.any(|said| said.valid_from == day), &mut errors);
        match valid_from {
            Some(valid_from) if errors.is_empty() => Ok(UnitSetting { setting: self.setting, valid_from, value, reason }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::{Rules, SettingValue};
    use rstest::rstest;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    fn said(valid_from: NaiveDate, value: Option<u32>) -> UnitSetting {
        UnitSetting { setting: Setting::VisitDays, valid_from, value, reason: "Quy chế".into() }
    }

    /// The city: 30 by default, 40 from July. The ward: 20 from February to August, then as the city, 25 from next year.
    fn rules() -> Rules {
        let city = SettingValue { setting: Setting::VisitDays, valid_from: day(2026, 7, 1), value: 40, reason: "QĐ".into() };
        let own = vec![said(day(2027, 1, 1), Some(25)), said(day(2026, 2, 1), Some(20)), said(day(2026, 9, 1), None)];
        Rules::new(vec![city]).with_own(own)
    }

    #[rstest]
    #[case::before_the_ward_says_anything_the_city_holds(day(2026, 1, 31), 30)]
    #[case::the_wards_own_value_goes_first(day(2026, 2, 1), 20)]
    #[case::also_when_the_city_changes_meanwhile(day(2026, 7, 1), 20)]
    #[case::until_the_ward_goes_by_the_city_again(day(2026, 9, 1), 40)]
    #[case::and_it_may_say_another_later(day(2027, 1, 1), 25)]
    fn what_a_ward_has_settled_goes_before_the_city(#[case] on: NaiveDate, #[case] expected: u32) {
        assert_eq!(rules().on(Setting::VisitDays, on), expected);
        assert_eq!(rules().on(Setting::RequestWorkingDays, on), 10, "nothing was said of it");
    }

    fn typed() -> UnitSettingDraft {
        UnitSettingDraft {
            setting: Setting::HouseholdsOfAMember,
            valid_from: Some(day(2027, 1, 1)),
            value: Some(3),
            as_the_city: false,
            reason: "Kế hoạch 5/KH-UBND".into(),
        }
    }

    #[rstest]
    #[case::what_is_law_is_not_a_wards_to_settle(UnitSettingDraft { setting: Setting::AnnualQuorum, ..typed() }, "setting", "not_a_choice")]
    #[case::a_value_or_the_citys_not_both(UnitSettingDraft { as_the_city: true, ..typed() }, "value", "value_or_as_the_city")]
    #[case::one_of_them(UnitSettingDraft { value: None, ..typed() }, "value", "required")]
    #[case::within_bounds(UnitSettingDraft { value: Some(51), ..typed() }, "value", "too_large")]
    #[case::with_its_reason(UnitSettingDraft { reason: String::new(), ..typed() }, "reason", "required")]
    #[case::and_its_day(UnitSettingDraft { valid_from: None, ..typed() }, "valid_from", "required")]
    #[case::a_day_has_one_value(
        UnitSettingDraft { setting: Setting::VisitDays, valid_from: Some(day(2026, 2, 1)), ..typed() }, "valid_from", "already_set_from_that_day"
    )]
    fn a_draft_is_refused_by_field(#[case] draft: UnitSettingDraft, #[case] field: &str, #[case] code: &str) {
        let errors = draft.check(&[said(day(2026, 2, 1), Some(20))]).expect_err("one fault");
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect::<Vec<_>>(), [(field, code)]);
    }

    #[test]
    fn a_good_draft_is_taken_with_a_value_or_as_the_city_has_it() {
        assert_eq!(typed().check(&[]).expect("no fault").value, Some(3));
        let back = UnitSettingDraft { value: None, as_the_city: true, ..typed() };
        assert_eq!(back.check(&[]).expect("no fault").value, None);
    }
}
