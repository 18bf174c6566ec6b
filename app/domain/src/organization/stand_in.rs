//! A cell needs its members. Where a place has too few, another organization stands in the place of an own cell
//! until somebody looks again.

use std::collections::BTreeSet;

use super::{Link, LinkKind, OrganizationKind, PlaceOrganization};
use crate::failure::FieldErrors;

/// Warns of a party cell with fewer official members than one needs, when it is founded or becomes a place's
/// own; `field` is what the form calls it. A number that nobody told warns of nothing.
pub fn check_size(
    field: &str,
    kind: OrganizationKind,
    members: Option<u32>,
    least: u32,
    overruled: Option<&str>,
) -> Result<(), FieldErrors> {
    let too_few = kind == OrganizationKind::PartyCell && members.is_some_and(|members| members < least);
    if too_few && overruled.is_none_or(|why| why.trim().is_empty()) {
        return Err(FieldErrors::one(field, "cell_below_least_members", least));
    }
    Ok(())
}

/// Whether a link stands in the place of an own cell, so that it has a day on which it is looked at again:
/// a share in another place's cell, or, where there is no party organization, one of the socio-political ones.
/// `here` is what the place has without it.
pub fn stands_in(kind: OrganizationKind, link: &Link, here: &BTreeSet<PlaceOrganization>) -> bool {
    let lasts = link.to.is_none();
    lasts
        && match link.kind {
            Some(LinkKind::OwnCell) => false,
            Some(_) => !here.contains(&PlaceOrganization::OwnCell),
            None => kind.is_socio_political() && !here.iter().any(|had| had.is_party()),
        }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_cell_with_fewer_members_than_it_needs_is_warned_of_and_can_be_explained() {
        let cell = OrganizationKind::PartyCell;
        for (kind, members, overruled, fits) in [
            (cell, Some(2), None, false),
            (cell, Some(0), Some("  "), false),
            (cell, Some(2), Some("one is being transferred"), true),
            (cell, Some(3), None, true),
            (cell, None, None, true),
            (OrganizationKind::WomensUnion, Some(1), None, true),
        ] {
            assert_eq!(check_size("members", kind, members, 3, overruled).is_ok(), fits, "{kind} {members:?} {overruled:?}");
        }
    }

    #[test]
    fn what_stands_in_place_of_an_own_cell_is_known_by_what_else_is_there() {
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        let own = BTreeSet::from([PlaceOrganization::OwnCell]);
        let shared = BTreeSet::from([PlaceOrganization::SharedCell]);
        let none = BTreeSet::new();
        let (cell, union) = (OrganizationKind::PartyCell, OrganizationKind::WomensUnion);
        for (kind, link, here, instead) in [
            (cell, Some(LinkKind::OwnCell), &none, false),
            (cell, Some(LinkKind::SharedCell), &none, true),
            (cell, Some(LinkKind::GroupWithinCell), &own, false),
            (union, None, &none, true),
            (union, None, &shared, false),
            (OrganizationKind::SelfManagedGroup, None, &none, false),
        ] {
            let link = Link { place_id: Uuid::nil(), organization_id: Uuid::nil(), kind: link, from, to: None };
            assert_eq!(stands_in(kind, &link, here), instead, "{kind} {:?} at {here:?}", link.kind);
            assert!(!stands_in(kind, &Link { to: Some(from), ..link }, here), "what is over is not looked at again");
        }
    }
}
