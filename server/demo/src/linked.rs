//! The organizations that apartment buildings have a share in: a cell of one's own, a cell of the neighbourhood
//! with several buildings, associations. A building has through them what its own fields say, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::organization::{
    DecisionDraft, LinkKind, OrganizationDraft, OrganizationEventKind, OrganizationKind, PartyCategory, PlaceOrganization,
};
use domain::place::PlaceKind;
use uuid::Uuid;

use crate::board::{day, workday};
use crate::ids::person;
use crate::random::Random;
use crate::{City, DemoPlace};

const LINKED: u64 = 83;
/// Buildings that one organization of a neighbourhood serves.
const TOGETHER: usize = 4;

/// An organization that is not in the register yet.
pub struct DemoOrganization {
    pub id: Uuid,
    pub unit_code: String,
    /// Without `admin_unit_id`, which only the register knows.
    pub draft: OrganizationDraft,
    pub founded: DecisionDraft,
    pub links: Vec<DemoLink>,
}

/// A building that has a share in it.
pub struct DemoLink {
    pub place: Uuid,
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    /// What stands there instead of a cell is looked at again on this day.
    pub review_on: Option<NaiveDate>,
}

/// What a ward's organizations are made from while its buildings are gone through.
#[derive(Default)]
struct Ward {
    /// Of each kind, the one that still takes buildings in.
    open: BTreeMap<PlaceOrganization, usize>,
    /// How many of each kind there are: they are numbered.
    made: BTreeMap<PlaceOrganization, usize>,
    /// Numbers of decisions, each once in a ward.
    numbers: BTreeSet<String>,
}

/// All organizations, in the order of the first building of each.
pub fn organizations(city: &City, as_of: NaiveDate) -> Vec<DemoOrganization> {
    let mut random = Random::new(LINKED, 0);
    let (mut wards, mut all): (BTreeMap<String, Ward>, Vec<DemoOrganization>) = Default::default();
    for place in city.places().filter(|place| place.draft.kind == PlaceKind::ApartmentBuilding) {
        let ward = wards.entry(place.unit_code.clone()).or_default();
        let instead = place.draft.party() == PartyCategory::SocioPoliticalOnly;
        for kind in &place.draft.organizations {
            let at = match ward.open.get(kind).copied().filter(|at| all[*at].links.len() < TOGETHER) {
                Some(at) if *kind != PlaceOrganization::OwnCell => at,
                _ => {
                    all.push(founded(&mut random, as_of, ward, &place, *kind, all.len() as u64));
                    ward.open.insert(*kind, all.len() - 1);
                    all.len() - 1
                }
            };
            // Whatever stands in place of an own cell is looked at again: are there enough members by now?
            let shared = kind.is_party() && *kind != PlaceOrganization::OwnCell;
            let review_on = (shared || (instead && kind.is_socio_political())).then(|| day(as_of, random.between(-25, 330)));
            let from = all[at].founded.on;
            all[at].links.push(DemoLink { place: place.id, kind: link_kind(*kind), from, review_on });
        }
    }
    all
}

fn founded(
    random: &mut Random,
    as_of: NaiveDate,
    ward: &mut Ward,
    place: &DemoPlace,
    kind: PlaceOrganization,
    number: u64,
) -> DemoOrganization {
    let made = ward.made.entry(kind).or_default();
    *made += 1;
    let own = kind == PlaceOrganization::OwnCell;
    let name = match kind {
        PlaceOrganization::OwnCell => format!("Chi bộ {}", place.draft.name),
        PlaceOrganization::SharedCell => format!("Chi bộ liên chung cư {made}"),
        PlaceOrganization::ClusterCell => format!("Chi bộ cụm chung cư {made}"),
        PlaceOrganization::GroupWithinCell => format!("Chi bộ khu vực {made}"),
        PlaceOrganization::FrontWorkCommittee => format!("Ban Công tác Mặt trận chung cư {made}"),
        PlaceOrganization::TradeUnion => format!("Công đoàn cơ sở chung cư {made}"),
        PlaceOrganization::YouthUnion => format!("Chi đoàn chung cư {made}"),
        PlaceOrganization::WomensUnion => format!("Chi hội Phụ nữ chung cư {made}"),
        PlaceOrganization::FarmersAssociation => format!("Chi hội Nông dân chung cư {made}"),
        PlaceOrganization::VeteransAssociation => format!("Chi hội Cựu chiến binh chung cư {made}"),
        PlaceOrganization::ElderlyAssociation => format!("Chi hội Người cao tuổi chung cư {made}"),
        PlaceOrganization::SelfManagedGroup => format!("Tổ tự quản chung cư {made}"),
    };
    let mut founding = DecisionDraft::new(OrganizationEventKind::Founded, workday(day(as_of, -random.between(60, 4_000))));
    let said = place.draft.party_decision.clone().filter(|_| own).unwrap_or_else(|| format!("{}-QĐ", random.count(500, 9_900)));
    founding.number = ward.numbers.insert(said.clone()).then_some(said);
    founding.issuer = Some(if kind.is_party() { "Đảng ủy phường, xã" } else { "Ban Thường vụ cấp trên" }.into());
    let members = if own { place.draft.party_members } else { random.chance(90).then(|| random.count(9, 60)) };
    let draft = OrganizationDraft {
        kind: organization_kind(kind),
        name,
        members,
        cell_committee: place.draft.cell_committee.filter(|_| own),
        ..OrganizationDraft::default()
    };
    DemoOrganization { id: person(0x33, number), unit_code: place.unit_code.clone(), draft, founded: founding, links: Vec::new() }
}

fn link_kind(kind: PlaceOrganization) -> Option<LinkKind> {
    LinkKind::all().iter().copied().find(|link| link.at_place() == kind)
}

/// A party organization at a building is a cell; all others bear the same name here and there.
fn organization_kind(kind: PlaceOrganization) -> OrganizationKind {
    kind.code().parse().unwrap_or(OrganizationKind::PartyCell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_give_each_building_what_its_fields_say() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let city = crate::city(as_of, 1);
        let mut has: BTreeMap<Uuid, BTreeSet<PlaceOrganization>> = BTreeMap::new();
        let all = organizations(&city, as_of);
        for organization in &all {
            assert!(organization.founded.on <= as_of && !organization.links.is_empty() && organization.links.len() <= TOGETHER);
            for link in &organization.links {
                assert!(link.from <= as_of);
                has.entry(link.place).or_default().extend(organization.draft.kind.at_place(link.kind));
            }
        }
        for place in city.places().filter(|place| place.draft.kind == PlaceKind::ApartmentBuilding) {
            assert_eq!(has.remove(&place.id).unwrap_or_default(), place.draft.organizations, "{}", place.draft.name);
        }
        assert!(has.is_empty() && all.len() > 800, "{}", all.len());
    }
}
