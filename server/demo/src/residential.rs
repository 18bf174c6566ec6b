//! Residential areas of one copy of the city: the layer below the ward.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::organization::PlaceOrganization;
use domain::place::{PlaceDraft, PlaceKind};

use crate::DemoPlace;
use crate::board::day;
use crate::districts::{District, districts};
use crate::ground::Ground;
use crate::ids::Ids;
use crate::organizations::reviewed;
use crate::random::Random;
use crate::units::{Unit, units};

const AREAS: u64 = 41;
const OTHERS: [(PlaceOrganization, u32); 6] = [
    (PlaceOrganization::FrontWorkCommittee, 93),
    (PlaceOrganization::WomensUnion, 88),
    (PlaceOrganization::VeteransAssociation, 81),
    (PlaceOrganization::YouthUnion, 72),
    (PlaceOrganization::ElderlyAssociation, 78),
    (PlaceOrganization::SelfManagedGroup, 22),
];

/// All residential areas of a copy. They are numbered within today's unit, and on through the copies.
pub fn areas(copy: u32, as_of: NaiveDate, ids: &mut Ids) -> Vec<DemoPlace> {
    let mut random = Random::new(AREAS, u64::from(copy));
    let mut ground = Ground::default();
    let shares: Vec<(&District, usize, usize)> = districts()
        .iter()
        .flat_map(|district| district.parts.iter().zip(district.spread_areas()).map(move |(part, count)| (district, part.unit, count)))
        .collect();
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, unit, count) in &shares {
        *next.entry(*unit).or_default() += count * copy as usize;
    }
    let mut places = Vec::new();
    for (district, index, count) in shares {
        let unit = &units()[index];
        let number = next.entry(index).or_default();
        for _ in 0..count {
            *number += 1;
            let draft = area(&mut random, &mut ground, as_of, district, unit, *number);
            places.push(DemoPlace { id: ids.another(), unit_code: unit.draft.code.clone(), draft, facts: Vec::new() });
        }
    }
    places
}

fn area(random: &mut Random, ground: &mut Ground, as_of: NaiveDate, district: &District, unit: &Unit, number: usize) -> PlaceDraft {
    let word = if unit.is_commune() { "Ấp" } else { "Khu phố" };
    let spot = ground.anywhere(random, unit);
    let mut draft = PlaceDraft {
        kind: PlaceKind::ResidentialArea,
        name: format!("{word} {number}"),
        address: format!("{} {}", random.count(2, 690), district.streets[random.below(district.streets.len())]),
        former_district: Some(district.name.clone()),
        lon: Some(spot.lon),
        lat: Some(spot.lat),
        residents: random.chance(96).then(|| random.count(520, 3_400)),
        reviewed_on: reviewed(random, as_of),
        ..PlaceDraft::default()
    };
    let unknown = random.chance(5);
    if !unknown {
        let looked = draft.reviewed_on.unwrap_or_else(|| day(as_of, -random.between(90, 700)));
        draft.organizations_confirmed_on = Some(looked);
        draft.organizations.extend(OTHERS.iter().filter(|(_, percent)| random.chance(*percent)).map(|(organization, _)| organization));
        if unit.is_commune() && random.chance(70) {
            draft.organizations.insert(PlaceOrganization::FarmersAssociation);
        }
        cell(random, &mut draft);
    }
    draft
}

/// Nearly every residential area has a cell, most with a committee.
fn cell(random: &mut Random, draft: &mut PlaceDraft) {
    let Some(link) = random.weighted(&[(Some(PlaceOrganization::OwnCell), 88), (Some(PlaceOrganization::SharedCell), 8), (None, 4)]) else {
        return;
    };
    let members = if random.chance(14) { random.count(3, 8) } else { random.count(9, 74) };
    draft.organizations.insert(link);
    draft.party_members = random.chance(95).then_some(members);
    draft.party_decision = random.chance(80).then(|| format!("{}-QĐ/ĐU", random.count(3, 480)));
    if link == PlaceOrganization::OwnCell {
        draft.cell_committee = random.chance(91).then(|| members >= 9 && random.chance(94));
    }
}
