//! Organizations at a building, its agreement, and when somebody last looked.

use chrono::NaiveDate;
use domain::board::BoardCategory;
use domain::organization::{PartyCategory, PlaceOrganization};
use domain::place::PlaceDraft;

use crate::board::{day, workday};
use crate::random::Random;

/// From how many members on a cell elects a committee.
const MEMBERS_FOR_COMMITTEE: u32 = 9;

/// What a building's organizations come to. One with few apartments rarely has enough members.
pub fn category(random: &mut Random, apartments: u32) -> PartyCategory {
    use PartyCategory::{GroupWithinCell, None, OwnCell, SharedCell, SocioPoliticalOnly, Unknown};
    if apartments < 20 {
        return random.weighted(&[
            (OwnCell, 4),
            (SharedCell, 14),
            (GroupWithinCell, 6),
            (SocioPoliticalOnly, 32),
            (None, 30),
            (Unknown, 14),
        ]);
    }
    random.weighted(&[(OwnCell, 31), (SharedCell, 9), (GroupWithinCell, 3), (SocioPoliticalOnly, 29), (None, 20), (Unknown, 13)])
}

/// Fills in everything about organizations, as `category` asks for it.
pub fn fill(random: &mut Random, as_of: NaiveDate, category: PartyCategory, draft: &mut PlaceDraft) {
    use PlaceOrganization::{ClusterCell, ElderlyAssociation, GroupWithinCell, OwnCell, SelfManagedGroup, SharedCell};
    draft.reviewed_on = reviewed(random, as_of);
    let looked = draft.reviewed_on.unwrap_or_else(|| day(as_of, -random.between(120, 900)));
    let (party, members) = match category {
        PartyCategory::OwnCell => (Some(OwnCell), random.count(3, 46)),
        PartyCategory::SharedCell => (Some(SharedCell), random.count(5, 38)),
        PartyCategory::ClusterCell => (Some(ClusterCell), random.count(12, 60)),
        PartyCategory::GroupWithinCell => (Some(GroupWithinCell), random.count(2, 7)),
        PartyCategory::SocioPoliticalOnly | PartyCategory::None | PartyCategory::Unknown => (None, 0),
    };
    draft.organizations.extend(party);
    let others = match category {
        PartyCategory::SocioPoliticalOnly => 1 + random.below(3),
        PartyCategory::None => 0,
        // Somebody named one, nobody confirmed the list.
        PartyCategory::Unknown => usize::from(random.chance(25)),
        _ => random.below(4),
    };
    draft.organizations.extend((0..others).map(|_| random.weighted(&SOCIO_POLITICAL)));
    if category != PartyCategory::Unknown && random.chance(16) {
        draft.organizations.insert(if random.chance(55) { ElderlyAssociation } else { SelfManagedGroup });
    }
    let confirmed = match category {
        PartyCategory::Unknown => false,
        PartyCategory::SocioPoliticalOnly | PartyCategory::None => true,
        _ => random.chance(93),
    };
    draft.organizations_confirmed_on = confirmed.then_some(looked);
    if party.is_some() {
        draft.party_members = random.chance(94).then_some(members);
        draft.party_decision = random.chance(86).then(|| format!("{}-QĐ/ĐU", random.count(3, 480)));
    }
    if party == Some(OwnCell) {
        draft.cell_committee = random.chance(88).then_some(members >= MEMBERS_FOR_COMMITTEE);
    }
    agreement(random, as_of, category, draft);
}

const SOCIO_POLITICAL: [(PlaceOrganization, u32); 6] = [
    (PlaceOrganization::FrontWorkCommittee, 34),
    (PlaceOrganization::WomensUnion, 26),
    (PlaceOrganization::YouthUnion, 17),
    (PlaceOrganization::VeteransAssociation, 15),
    (PlaceOrganization::TradeUnion, 5),
    (PlaceOrganization::FarmersAssociation, 1),
];

/// The pilot: the party organization and the recognised board sign how they work together.
fn agreement(random: &mut Random, as_of: NaiveDate, category: PartyCategory, draft: &mut PlaceDraft) {
    let recognised = draft.board.category() == BoardCategory::Recognised;
    let percent = match (category.is_party(), recognised) {
        (true, true) => 44,
        (false, true) if category == PartyCategory::SocioPoliticalOnly => 9,
        _ => 0,
    };
    if !random.chance(percent) {
        return;
    }
    let signed = workday(day(as_of, -random.between(3, 520)));
    let first = draft.board.decision_on.map_or(signed, |decided| workday(day(decided, 14)));
    draft.agreement_number = Some(format!("{:02}/TTPH", random.count(1, 96)));
    draft.agreement_on = Some(signed.max(first).min(as_of));
}

/// Mostly within the last nine months, sometimes long ago, sometimes never.
pub fn reviewed(random: &mut Random, as_of: NaiveDate) -> Option<NaiveDate> {
    match random.below(100) {
        0..70 => Some(day(as_of, -random.between(0, 270))),
        70..91 => Some(day(as_of, -random.between(271, 820))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_building_comes_to_the_category_that_was_asked_for() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let mut random = Random::new(1, 0);
        for category in PartyCategory::all().iter().cycle().take(700) {
            let mut draft = PlaceDraft::default();
            fill(&mut random, as_of, *category, &mut draft);
            assert_eq!(draft.party(), *category);
            assert!(draft.organizations_confirmed_on.is_none_or(|date| date <= as_of));
        }
    }
}
