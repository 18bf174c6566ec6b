//! All values that were ever set, and the one that holds on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::draft;
use super::key::Setting;
use super::of_unit::UnitSetting;
use crate::failure::FieldErrors;

/// A value that holds from a day on, until a later one does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingValue {
    pub setting: Setting,
    pub valid_from: NaiveDate,
    /// In the unit of the setting.
    pub value: u32,
    /// The law or decision behind it, in words.
    pub reason: String,
}

/// A value as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingDraft {
    pub setting: Setting,
    pub valid_from: Option<NaiveDate>,
    pub value: Option<u32>,
    #[serde(default)]
    pub reason: String,
}

impl SettingDraft {
    /// Finds every field that cannot be taken.
    pub fn check(self, rules: &Rules) -> Result<SettingValue, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = draft::reason(&self.reason, &mut errors);
        let value = draft::value(self.setting, self.value, &mut errors);
        let is_taken = |day| rules.values(self.setting).any(|set| set.valid_from == day);
        let valid_from = draft::valid_from(self.valid_from, is_taken, &mut errors);
        match (valid_from, value) {
            (Some(valid_from), Some(value)) if errors.is_empty() => Ok(SettingValue { setting: self.setting, valid_from, value, reason }),
            _ => Err(errors),
        }
    }
}

/// Every value of every setting. Empty, the defaults hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    values: Vec<SettingValue>,
    /// What one unit has settled for itself; of the city as a whole nothing.
    own: Vec<UnitSetting>,
}

impl Rules {
    /// In whatever order they come.
    pub fn new(mut values: Vec<SettingValue>) -> Self {
        values.sort_by_key(|value| (value.setting, value.valid_from));
        Self { values, own: Vec::new() }
    }

    /// The same as they hold in a unit that has settled this for itself, in whatever order it comes.
    pub fn with_own(mut self, mut own: Vec<UnitSetting>) -> Self {
        own.sort_by_key(|said| said.valid_from);
        self.own = own;
        self
    }

    /// The city's values of one setting, oldest first.
    pub fn values(&self, setting: Setting) -> impl DoubleEndedIterator<Item = &SettingValue> {
        self.values.iter().filter(move |value| value.setting == setting)
    }

    /// What holds on a day: the unit's latest word from that day or before, else the city's, else the default.
    pub fn on(&self, setting: Setting, day: NaiveDate) -> u32 {
        let own = self.own.iter().rev().find(|said| said.setting == setting && said.valid_from <= day);
        own.and_then(|said| said.value).unwrap_or_else(|| self.of_the_city(setting, day))
    }

    /// What holds on a day wherever no unit has settled it for itself.
    pub fn of_the_city(&self, setting: Setting, day: NaiveDate) -> u32 {
        self.values(setting).rev().find(|value| value.valid_from <= day).map_or_else(|| setting.default_value(), |value| value.value)
    }

    /// Days after `day` from which some value changes.
    pub fn changes_after(&self, day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        self.values.iter().map(|value| value.valid_from).filter(move |from| *from > day)
    }

    /// All numbers of one day by their names.
    pub fn thresholds(&self, day: NaiveDate) -> Thresholds {
        let on = |setting| self.on(setting, day);
        Thresholds {
            board_from_apartments: on(Setting::BoardFromApartments),
            first_meeting_months: on(Setting::FirstMeetingMonths),
            first_meeting_share: on(Setting::FirstMeetingShare),
            first_quorum: on(Setting::FirstQuorum),
            annual_quorum: on(Setting::AnnualQuorum),
            dossier_days: on(Setting::DossierDays),
            decision_working_days: on(Setting::DecisionWorkingDays),
            term_expiring_days: on(Setting::TermExpiringDays),
            review_months: on(Setting::ReviewMonths),
            dispute_days: on(Setting::DisputeDays),
            agreement_review_months: on(Setting::AgreementReviewMonths),
            cell_from_members: on(Setting::CellFromMembers),
            link_review_months: on(Setting::LinkReviewMonths),
            households_of_a_member: on(Setting::HouseholdsOfAMember),
            visit_days: on(Setting::VisitDays),
            request_working_days: on(Setting::RequestWorkingDays),
            request_reminder_days: on(Setting::RequestReminderDays),
            person_acknowledge_days: on(Setting::PersonAcknowledgeDays),
            person_view_days: on(Setting::PersonViewDays),
            person_restrict_days: on(Setting::PersonRestrictDays),
            person_delete_days: on(Setting::PersonDeleteDays),
            breach_hours: on(Setting::BreachHours),
            household_months: on(Setting::HouseholdMonths),
            visit_months: on(Setting::VisitMonths),
            request_months: on(Setting::RequestMonths),
            consent_proof_months: on(Setting::ConsentProofMonths),
            member_months: on(Setting::MemberMonths),
            assignment_months: on(Setting::AssignmentMonths),
            task_months: on(Setting::TaskMonths),
            monthly_check_months: on(Setting::MonthlyCheckMonths),
            person_request_months: on(Setting::PersonRequestMonths),
            breach_months: on(Setting::BreachMonths),
            board_contact_months: on(Setting::BoardContactMonths),
            change_log_months: on(Setting::ChangeLogMonths),
            access_log_months: on(Setting::AccessLogMonths),
        }
    }
}

/// The numbers of one day, named as their settings and in their units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    pub board_from_apartments: u32,
    pub first_meeting_months: u32,
    pub first_meeting_share: u32,
    pub first_quorum: u32,
    pub annual_quorum: u32,
    pub dossier_days: u32,
    pub decision_working_days: u32,
    pub term_expiring_days: u32,
    pub review_months: u32,
    pub dispute_days: u32,
    pub agreement_review_months: u32,
    pub cell_from_members: u32,
    pub link_review_months: u32,
    pub households_of_a_member: u32,
    pub visit_days: u32,
    pub request_working_days: u32,
    pub request_reminder_days: u32,
    pub person_acknowledge_days: u32,
    pub person_view_days: u32,
    pub person_restrict_days: u32,
    pub person_delete_days: u32,
    pub breach_hours: u32,
    pub household_months: u32,
    pub visit_months: u32,
    pub request_months: u32,
    pub consent_proof_months: u32,
    pub member_months: u32,
    pub assignment_months: u32,
    pub task_months: u32,
    pub monthly_check_months: u32,
    pub person_request_months: u32,
    pub breach_months: u32,
    pub board_contact_months: u32,
    pub change_log_months: u32,
    pub access_log_months: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    fn rules() -> Rules {
        let value = |valid_from, value| SettingValue { setting: Setting::DossierDays, valid_from, value, reason: "QĐ".into() };
        Rules::new(vec![value(day(2027, 1, 1), 15), value(day(2025, 7, 1), 12)])
    }

    #[rstest]
    #[case::before_the_first_value_the_default_holds(day(2025, 6, 30), 10)]
    #[case::a_value_holds_from_its_day(day(2025, 7, 1), 12)]
    #[case::until_the_next_one(day(2026, 12, 31), 12)]
    #[case::which_then_holds(day(2030, 1, 1), 15)]
    fn the_latest_value_of_a_day_holds(#[case] on: NaiveDate, #[case] expected: u32) {
        assert_eq!(rules().on(Setting::DossierDays, on), expected);
        assert_eq!(rules().thresholds(on).dossier_days, expected);
        assert_eq!(rules().thresholds(on).board_from_apartments, 20);
    }

    fn draft() -> SettingDraft {
        SettingDraft { setting: Setting::FirstQuorum, valid_from: Some(day(2027, 1, 1)), value: Some(40), reason: "Luật mới".into() }
    }

    #[rstest]
    #[case::a_percentage_ends_at_a_hundred(SettingDraft { value: Some(101), ..draft() }, "value", "too_large")]
    #[case::and_begins_at_one(SettingDraft { value: Some(0), ..draft() }, "value", "too_small")]
    #[case::a_value_needs_its_reason(SettingDraft { reason: " ".into(), ..draft() }, "reason", "required")]
    #[case::and_its_day(SettingDraft { valid_from: None, ..draft() }, "valid_from", "required")]
    #[case::a_day_has_one_value(
        SettingDraft { setting: Setting::DossierDays, ..draft() }, "valid_from", "already_set_from_that_day"
    )]
    fn a_draft_is_refused_by_field(#[case] draft: SettingDraft, #[case] field: &str, #[case] code: &str) {
        let errors = draft.check(&rules()).expect_err("one fault");
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect::<Vec<_>>(), [(field, code)]);
    }

    #[test]
    fn a_good_draft_is_taken() {
        assert_eq!(draft().check(&rules()).expect("no fault").value, 40);
    }
}
