//! What an organization is, and how it is linked to a place.

use super::PlaceOrganization;
use crate::codes::codes;

codes! {
    /// What an organization is. The first three are of the party, the next six are the socio-political
    /// organizations, the last two are neither.
    OrganizationKind {
        PartyCell,
        /// Of a grassroots party organization.
        PartyCommittee,
        SubCommittee,
        FrontWorkCommittee, TradeUnion, YouthUnion, WomensUnion, FarmersAssociation, VeteransAssociation,
        ElderlyAssociation, SelfManagedGroup,
    }
}
codes! {
    /// How a place is linked to a party organization. Others are at a place or they are not.
    LinkKind { OwnCell, SharedCell, ClusterCell, GroupWithinCell }
}

impl OrganizationKind {
    pub fn is_party(self) -> bool {
        matches!(self, Self::PartyCell | Self::PartyCommittee | Self::SubCommittee)
    }

    /// One of the six socio-political organizations; nothing else counts as such.
    pub fn is_socio_political(self) -> bool {
        !self.is_party() && !matches!(self, Self::ElderlyAssociation | Self::SelfManagedGroup)
    }

    /// What a place has through a link: a link kind for a party organization, none for any other.
    pub fn at_place(self, link: Option<LinkKind>) -> Option<PlaceOrganization> {
        if self.is_party() {
            return link.map(LinkKind::at_place);
        }
        self.code().parse().ok().filter(|_| link.is_none())
    }
}

impl LinkKind {
    pub fn at_place(self) -> PlaceOrganization {
        match self {
            Self::OwnCell => PlaceOrganization::OwnCell,
            Self::SharedCell => PlaceOrganization::SharedCell,
            Self::ClusterCell => PlaceOrganization::ClusterCell,
            Self::GroupWithinCell => PlaceOrganization::GroupWithinCell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_gives_a_place_what_the_register_counts() {
        for kind in OrganizationKind::all() {
            let link = kind.is_party().then_some(LinkKind::SharedCell);
            let there = kind.at_place(link).expect("a kind of the register");
            assert_eq!((there.is_party(), there.is_socio_political()), (kind.is_party(), kind.is_socio_political()), "{kind}");
        }
        assert_eq!(OrganizationKind::all().iter().filter(|kind| kind.is_socio_political()).count(), 6);
    }
}
