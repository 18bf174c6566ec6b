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
    SettingGroup { Boards, Organizations, Retention }
}
codes! {
    /// What the number of a setting counts.
    SettingUnit { Apartments, Percent, Days, WorkingDays, Months }
}

impl Setting {
    pub fn group(self) -> SettingGroup {
        match self {
            Self::AgreementReviewMonths => SettingGroup::Organizations,
            Self::BoardContactMonths | Self::ChangeLogMonths | Self::AccessLogMonths => SettingGroup::Retention,
            _ => SettingGroup::Boards,
        }
    }

    pub fn unit(self) -> SettingUnit {
        match self {
            Self::BoardFromApartments => SettingUnit::Apartments,
            Self::FirstMeetingShare | Self::FirstQuorum | Self::AnnualQuorum => SettingUnit::Percent,
            Self::DossierDays | Self::TermExpiringDays | Self::DisputeDays => SettingUnit::Days,
            Self::DecisionWorkingDays => SettingUnit::WorkingDays,
            Self::FirstMeetingMonths
            | Self::ReviewMonths
            | Self::AgreementReviewMonths
            | Self::BoardContactMonths
            | Self::ChangeLogMonths
            | Self::AccessLogMonths => SettingUnit::Months,
        }
    }

    /// What holds on a day for which nobody set a value.
    pub fn default_value(self) -> u32 {
        match self {
            Self::BoardFromApartments => 20,
            Self::FirstMeetingMonths | Self::AgreementReviewMonths => 12,
            Self::FirstMeetingShare | Self::FirstQuorum => 50,
            Self::AnnualQuorum => 30,
            Self::DossierDays => 10,
            Self::DecisionWorkingDays => 7,
            Self::TermExpiringDays => 90,
            Self::ReviewMonths | Self::BoardContactMonths => 6,
            Self::DisputeDays => 180,
            Self::ChangeLogMonths => 120,
            Self::AccessLogMonths => 24,
        }
    }

    /// The values that can be set.
    pub fn bounds(self) -> RangeInclusive<u32> {
        match self {
            Self::BoardFromApartments => 2..=1_000,
            // A log that proves nothing after a few weeks is none.
            Self::ChangeLogMonths => 60..=600,
            Self::AccessLogMonths => 12..=120,
            _ => match self.unit() {
                SettingUnit::Percent => 1..=100,
                SettingUnit::Days => 1..=730,
                SettingUnit::WorkingDays => 1..=60,
                SettingUnit::Months | SettingUnit::Apartments => 1..=60,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_lies_within_its_bounds() {
        for setting in Setting::all() {
            assert!(setting.bounds().contains(&setting.default_value()), "{setting}");
        }
    }
}
