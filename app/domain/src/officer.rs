//! Who looks after a place: people of its ward, and whoever on a committee follows its cell.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::permission::Role;

codes! {
    /// What somebody is to a place.
    OfficerRole {
        /// Looks after the place.
        Officer,
        /// Sits on a committee and follows the place's cell.
        CellFollower,
    }
}

/// Roles whose people can look after places of their unit.
pub const ROLES: [Role; 2] = [Role::WardLead, Role::WardStaff];

/// One person at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOfficer {
    pub id: Uuid,
    pub account: Uuid,
    pub name: String,
    pub role: OfficerRole,
    pub valid_from: NaiveDate,
    /// None as long as it holds.
    pub valid_to: Option<NaiveDate>,
    /// Their account is closed, or they work in this ward no more: somebody else is to be found.
    pub left: bool,
}

/// Which places are asked for, by who looks after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedAfter {
    /// Those of whoever asks, in whatever role.
    Me,
    /// Those of this account, in whatever role.
    By(Uuid),
    /// Those that nobody looks after who still works in their ward.
    Nobody,
    /// All of them, whoever looks after them: said where a page would open on one's own.
    All,
}

impl fmt::Display for LookedAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::By(account) => account.fmt(f),
            Self::Nobody => f.write_str("none"),
            Self::All => f.write_str("all"),
        }
    }
}

impl FromStr for LookedAfter {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        match text {
            "me" => Ok(Self::Me),
            "none" => Ok(Self::Nobody),
            "all" => Ok(Self::All),
            other => other.parse().map(Self::By),
        }
    }
}

/// The places of one person in one unit go to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOver {
    /// Code of the unit.
    pub unit: String,
    pub from: Uuid,
    pub to: Uuid,
    /// None: all of them.
    pub places: Option<Vec<Uuid>>,
}

impl TakeOver {
    pub fn check(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.from == self.to {
            errors.push("to", "take_over_same", "");
        }
        if self.places.as_ref().is_some_and(Vec::is_empty) {
            errors.push("places", "take_over_nothing", "");
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::{Action, Reach, reach};
    use rstest::rstest;

    #[rstest]
    #[case::ones_own("me", Some(LookedAfter::Me))]
    #[case::nobodys("none", Some(LookedAfter::Nobody))]
    #[case::all("all", Some(LookedAfter::All))]
    #[case::of_somebody(
        "01890a5d-ac96-774b-bcce-b302099a8057",
        Some(LookedAfter::By(Uuid::from_u128(0x01890a5d_ac96_774b_bcce_b302099a8057)))
    )]
    #[case::nonsense("lan", None)]
    fn what_is_asked_stands_in_the_url_as_it_is_read(#[case] text: &str, #[case] expected: Option<LookedAfter>) {
        let read = text.parse().ok();
        assert_eq!(read, expected);
        assert!(read.is_none_or(|read: LookedAfter| read.to_string() == text));
    }

    #[test]
    fn places_are_taken_over_by_somebody_else_and_at_least_one() {
        let (lan, minh) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let draft = |to, places| TakeOver { unit: "26740".into(), from: lan, to, places };
        let codes = |draft: TakeOver| draft.check().map_err(|errors| errors.0.into_iter().map(|e| e.code).collect::<Vec<_>>()).err();
        assert_eq!(codes(draft(minh, None)), None);
        assert_eq!(codes(draft(minh, Some(vec![lan]))), None);
        assert_eq!(codes(draft(lan, Some(Vec::new()))), Some(vec!["take_over_same".into(), "take_over_nothing".into()]));
    }

    #[test]
    fn whoever_can_look_after_a_place_can_take_it_and_write_in_it() {
        for role in ROLES {
            assert_eq!((reach(role, Action::OfficerTake), reach(role, Action::PlaceChange)), (Reach::OwnUnits, Reach::OwnUnits));
        }
    }
}
