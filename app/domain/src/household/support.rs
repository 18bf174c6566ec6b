//! What kind of support a household was granted, by whose decision. Nobody is classified from here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::text;

codes! {
    /// The closed list of support categories.
    SupportCategory {
        Poor, NearPoor, RecentlyEscapedPoverty, DifficultCircumstances, ElderlyLivingAlone, DisabilityBenefitHousehold,
        ChildrenWithoutCaregiver, SingleParentPoor, MeritoriousFamily, SocialProtectionBeneficiary, Other,
    }
}

/// Of one household. More would be a file about it.
pub const MOST_SUPPORTS: usize = 4;
/// Longest name of a standard or number of a decision, in characters.
const LONGEST: usize = 80;

/// A category with the standard that it was granted by, the decision, and how long it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    pub category: SupportCategory,
    /// Which standard applies, in words: "chuẩn 2021", "chuẩn thành phố 2024". Never an income.
    #[serde(default)]
    pub standard: String,
    #[serde(default)]
    pub decision: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

impl Support {
    pub fn of(category: SupportCategory) -> Self {
        Self { category, standard: String::new(), decision: String::new(), valid_from: None, valid_to: None }
    }

    /// Whether it holds on this day, as far as somebody said.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    pub(super) fn check(mut self, errors: &mut FieldErrors) -> Self {
        self.standard = text::optional("standard", &self.standard, LONGEST, errors);
        self.decision = text::optional("decision", &self.decision, LONGEST, errors);
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to < from
        {
            errors.push_day("valid_to", "before_its_beginning", from);
        }
        self
    }
}
