//! The numbers that rules go by: their units, what holds until somebody says otherwise, and their bounds.

use std::ops::RangeInclusive;

use crate::codes::codes;

codes! {
    /// A number that a rule goes by.
    Setting {
        /// From how many apartments a building must have a board, if it has several owners.
        BoardFromApartments,
        /// Within how many months of handover the developer calls the first owners' meeting.
        FirstMeetingMonths,
        /// Which share of the apartments must be handed over before that meeting is due.
        FirstMeetingShare,
        /// Which share of the owners makes the first meeting valid.
        FirstQuorum,
        /// The same for the yearly meeting.
        AnnualQuorum,
        /// Days from the election to the dossier.
        DossierDays,
        /// Working days from the dossier to the decision.
        DecisionWorkingDays,
        /// How many days before its end a term shows as expiring.
        TermExpiringDays,
        /// After how many months without a field review a place is to be confirmed anew.
        ReviewMonths,
        /// After how many days an open dispute shows in the worklist.
        DisputeDays,
        /// Months between two reviews of a coordination agreement, where it names no date itself.
        AgreementReviewMonths,
        /// How many official members a party cell has at least; with fewer they attend another one.
        CellFromMembers,
        /// Months until it is looked at again what stands in the place of an own cell.
        LinkReviewMonths,
        /// How many households one member helps at a time, at most.
        HouseholdsOfAMember,
        /// After how many days without a visit a household is to be visited.
        VisitDays,
        /// Working days until a request is answered.
        RequestWorkingDays,
        /// How many working days before an answer is due somebody is reminded.
        RequestReminderDays,
        /// Working days within which somebody is told that their request about their own record has come.
        PersonAcknowledgeDays,
        /// Days within which they see it, have it corrected or get a copy.
        PersonViewDays,
        /// Days within which its use is restricted, objected to, or the consent withdrawn.
        PersonRestrictDays,
        /// Days within which it is erased.
        PersonDeleteDays,
        /// Hours within which a breach is notified.
        BreachHours,
        /// How long a household's record is kept after its support ended.
        HouseholdMonths,
        /// How long a visit is kept.
        VisitMonths,
        /// How long a request is kept after it was answered.
        RequestMonths,
        /// How long the proof of a consent is kept after it was withdrawn or the record went: numbers and days only.
        ConsentProofMonths,
        /// How long a member's record is kept after they stopped helping.
        MemberMonths,
        /// How long it is kept which member helped which household, and for what, after it ended.
        AssignmentMonths,
        /// How long a member's task is kept after it ended.
        TaskMonths,
        /// How long it is kept whether a month of a task was done, after that month.
        MonthlyCheckMonths,
        /// How long it is kept that somebody asked for their own record, after the answer.
        PersonRequestMonths,
        /// How long a breach stands in the register after it was notified.
        BreachMonths,
        /// How long name and phone of a board's post-holders are kept after the term.
        BoardContactMonths,
        /// How long the change log is kept.
        ChangeLogMonths,
        /// How long it is kept who read and exported what.
        AccessLogMonths,
    }
}
codes! {
    /// Where a setting stands on the page of settings.
    SettingGroup { Boards, Organizations, Support, PersonalData, Retention }
}
codes! {
    /// What the number of a setting counts.
    SettingUnit { Apartments, Members, Households, Percent, Hours, Days, WorkingDays, Months }
}

impl Setting {
    pub fn group(self) -> SettingGroup {
        match self {
            Self::AgreementReviewMonths | Self::CellFromMembers | Self::LinkReviewMonths => SettingGroup::Organizations,
            Self::HouseholdsOfAMember | Self::VisitDays | Self::RequestWorkingDays | Self::RequestReminderDays => SettingGroup::Support,
            Self::PersonAcknowledgeDays | Self::PersonViewDays | Self::PersonRestrictDays | Self::PersonDeleteDays | Self::BreachHours => {
                SettingGroup::PersonalData
            }
            Self::BoardContactMonths
            | Self::HouseholdMonths
            | Self::VisitMonths
            | Self::RequestMonths
            | Self::ConsentProofMonths
            | Self::MemberMonths
            | Self::AssignmentMonths
            | Self::TaskMonths
            | Self::MonthlyCheckMonths
            | Self::PersonRequestMonths
            | Self::BreachMonths
            | Self::ChangeLogMonths
            | Self::AccessLogMonths => SettingGroup::Retention,
            _ => SettingGroup::Boards,
        }
    }

    /// A ward may settle it for itself.
    pub fn is_of_a_unit(self) -> bool {
        self.group() == SettingGroup::Support
    }

    pub fn unit(self) -> SettingUnit {
        match self {
            Self::BoardFromApartments => SettingUnit::Apartments,
            Self::CellFromMembers => SettingUnit::Members,
            Self::FirstMeetingShare | Self::FirstQuorum | Self::AnnualQuorum => SettingUnit::Percent,
            Self::HouseholdsOfAMember => SettingUnit::Households,
            Self::DossierDays | Self::TermExpiringDays | Self::DisputeDays | Self::VisitDays => SettingUnit::Days,
            Self::PersonViewDays | Self::PersonRestrictDays | Self::PersonDeleteDays => SettingUnit::Days,
            Self::BreachHours => SettingUnit::Hours,
            Self::DecisionWorkingDays | Self::RequestWorkingDays | Self::RequestReminderDays | Self::PersonAcknowledgeDays => {
                SettingUnit::WorkingDays
            }
            Self::FirstMeetingMonths
            | Self::ReviewMonths
            | Self::AgreementReviewMonths
            | Self::LinkReviewMonths
            | Self::BoardContactMonths
            | Self::HouseholdMonths
            | Self::VisitMonths
            | Self::RequestMonths
            | Self::ConsentProofMonths
            | Self::MemberMonths
            | Self::AssignmentMonths
            | Self::TaskMonths
            | Self::MonthlyCheckMonths
            | Self::PersonRequestMonths
            | Self::BreachMonths
            | Self::ChangeLogMonths
            | Self::AccessLogMonths => SettingUnit::Months,
        }
    }

    /// What holds on a day for which nobody set a value.
    pub fn default_value(self) -> u32 {
        match self {
            Self::BoardFromApartments => 20,
            Self::FirstMeetingMonths | Self::AgreementReviewMonths | Self::HouseholdMonths | Self::RequestMonths | Self::MemberMonths => 12,
            Self::CellFromMembers => 3,
            Self::HouseholdsOfAMember => 5,
            Self::RequestReminderDays | Self::PersonAcknowledgeDays => 2,
            Self::PersonRestrictDays => 15,
            Self::PersonDeleteDays => 20,
            Self::BreachHours => 72,
            Self::VisitMonths | Self::ConsentProofMonths | Self::PersonRequestMonths | Self::AccessLogMonths => 24,
            Self::AssignmentMonths | Self::TaskMonths | Self::MonthlyCheckMonths => 24,
            Self::BreachMonths => 60,
            Self::FirstMeetingShare | Self::FirstQuorum => 50,
            Self::AnnualQuorum | Self::VisitDays => 30,
            Self::DossierDays | Self::RequestWorkingDays | Self::PersonViewDays => 10,
            Self::DecisionWorkingDays => 7,
            Self::TermExpiringDays => 90,
            Self::ReviewMonths | Self::LinkReviewMonths | Self::BoardContactMonths => 6,
            Self::DisputeDays => 180,
            Self::ChangeLogMonths => 120,
        }
    }

    /// The values that can be set.
    pub fn bounds(self) -> RangeInclusive<u32> {
        match self {
            Self::BoardFromApartments => 2..=1_000,
            // A log that proves nothing after a few weeks is none.
            Self::ChangeLogMonths => 60..=600,
            Self::AccessLogMonths => 12..=120,
            Self::HouseholdsOfAMember => 1..=50,
            // A ward may be quicker than the law, not slower.
            Self::PersonAcknowledgeDays | Self::PersonViewDays | Self::PersonRestrictDays | Self::PersonDeleteDays | Self::BreachHours => {
                1..=self.default_value()
            }
            _ => match self.unit() {
                SettingUnit::Percent => 1..=100,
                SettingUnit::Days => 1..=730,
                SettingUnit::Hours => 1..=720,
                SettingUnit::WorkingDays => 1..=60,
                SettingUnit::Months | SettingUnit::Apartments | SettingUnit::Members | SettingUnit::Households => 1..=60,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clock_of_the_law_is_set_longer_than_the_law_has_it() {
        use Setting::{BreachHours, PersonAcknowledgeDays, PersonDeleteDays, PersonRestrictDays, PersonViewDays};
        let of_the_law =
            [(PersonAcknowledgeDays, 2), (PersonViewDays, 10), (PersonRestrictDays, 15), (PersonDeleteDays, 20), (BreachHours, 72)];
        for (setting, longest) in of_the_law {
            assert_eq!(setting.bounds(), 1..=longest, "{setting}");
        }
    }

    #[test]
    fn every_default_lies_within_its_bounds() {
        for setting in Setting::all() {
            assert!(setting.bounds().contains(&setting.default_value()), "{setting}");
        }
    }
}
