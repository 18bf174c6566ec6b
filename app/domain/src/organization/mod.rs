//! Party and socio-political organizations: what a place has, as the register counts it, and the ledger
//! of decisions behind it.

mod check;
mod draft;
mod filter;
mod kind;
mod ledger;
mod stand_in;

#[cfg(test)]
mod ledger_tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use check::{Decision, check_end, check_event, check_link, check_review, check_superior, number_twice};
pub use draft::{DecisionDraft, LinkDraft, OrganizationDraft};
pub use filter::{OrganizationFilter, OrganizationQuery, OrganizationState};
pub use kind::{LinkKind, OrganizationKind};
pub use ledger::{Effects, Link, Organization, OrganizationEvent, OrganizationEventKind, Organizations, at_place, effects};
pub use stand_in::{check_size, stands_in};

use crate::codes::codes;

codes! {
    /// How a place is linked to an organization. The first four link it to a party cell, the next six
    /// are the socio-political organizations, the last two are neither.
    PlaceOrganization {
        OwnCell, SharedCell, ClusterCell, GroupWithinCell,
        FrontWorkCommittee, TradeUnion, YouthUnion, WomensUnion, FarmersAssociation, VeteransAssociation,
        ElderlyAssociation, SelfManagedGroup,
    }
}
codes! {
    /// What the organizations of a place come to. Exactly one holds for a place.
    PartyCategory { OwnCell, SharedCell, ClusterCell, GroupWithinCell, SocioPoliticalOnly, None, Unknown }
}

impl PlaceOrganization {
    /// The place has a party organization of its own or a share in one.
    pub fn is_party(self) -> bool {
        matches!(self, Self::OwnCell | Self::SharedCell | Self::ClusterCell | Self::GroupWithinCell)
    }

    /// One of the six socio-political organizations; nothing else counts as such.
    pub fn is_socio_political(self) -> bool {
        !self.is_party() && !matches!(self, Self::ElderlyAssociation | Self::SelfManagedGroup)
    }
}

impl PartyCategory {
    /// A party organization of whatever kind of link.
    pub fn is_party(self) -> bool {
        matches!(self, Self::OwnCell | Self::SharedCell | Self::ClusterCell | Self::GroupWithinCell)
    }

    /// The one word for a place's organizations. That there is no party organization must be confirmed
    /// with a date; without that it is unknown.
    pub fn of(organizations: &BTreeSet<PlaceOrganization>, confirmed_on: Option<NaiveDate>) -> Self {
        let strongest = organizations.iter().find_map(|organization| match organization {
            PlaceOrganization::OwnCell => Some(Self::OwnCell),
            PlaceOrganization::SharedCell => Some(Self::SharedCell),
            PlaceOrganization::ClusterCell => Some(Self::ClusterCell),
            PlaceOrganization::GroupWithinCell => Some(Self::GroupWithinCell),
            _ => None,
        });
        match (strongest, confirmed_on) {
            (Some(link), _) => link,
            (None, None) => Self::Unknown,
            (None, Some(_)) if organizations.iter().any(|o| o.is_socio_political()) => Self::SocioPoliticalOnly,
            (None, Some(_)) => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_must_be_confirmed_with_a_date() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 30);
        assert_eq!(PartyCategory::of(&BTreeSet::new(), None), PartyCategory::Unknown);
        assert_eq!(PartyCategory::of(&BTreeSet::new(), day), PartyCategory::None);
    }

    #[test]
    fn only_the_six_count_as_socio_political() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 30);
        let elderly = BTreeSet::from([PlaceOrganization::ElderlyAssociation]);
        assert_eq!(PartyCategory::of(&elderly, day), PartyCategory::None);
        let women = BTreeSet::from([PlaceOrganization::WomensUnion]);
        assert_eq!(PartyCategory::of(&women, day), PartyCategory::SocioPoliticalOnly);
        assert_eq!(PlaceOrganization::all().iter().filter(|o| o.is_socio_political()).count(), 6);
    }

    #[test]
    fn the_closest_link_to_a_cell_names_the_category() {
        let both = BTreeSet::from([PlaceOrganization::ClusterCell, PlaceOrganization::OwnCell]);
        assert_eq!(PartyCategory::of(&both, None), PartyCategory::OwnCell);
    }
}
