//! What decisions about organizations do, and which cannot be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::failure::FieldErrors;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn id(n: u8) -> Uuid {
    Uuid::from_u128(n.into())
}

fn place(n: u8) -> Uuid {
    Uuid::from_u128(100 + u128::from(n))
}

fn organization(n: u8, kind: OrganizationKind) -> Organization {
    Organization { id: id(n), kind, founded_on: Some(day("2020-01-01")), ended_on: None, superior_id: None }
}

/// 1 to 4 are cells, 5 was dissolved, 6 is to be founded, 7 is a women's union; 4 stands below 3.
fn organizations() -> Organizations {
    let cell = |n| organization(n, OrganizationKind::PartyCell);
    let all = [
        cell(1),
        cell(2),
        cell(3),
        Organization { superior_id: Some(id(3)), ..cell(4) },
        Organization { ended_on: Some(day("2025-01-01")), ..cell(5) },
        Organization { founded_on: None, ..cell(6) },
        organization(7, OrganizationKind::WomensUnion),
    ];
    all.into_iter().map(|organization| (organization.id, organization)).collect()
}

fn link(organization: u8, at: u8, kind: LinkKind) -> Link {
    Link { place_id: place(at), organization_id: id(organization), kind: Some(kind), from: day("2021-01-01"), to: None }
}

fn links() -> Vec<Link> {
    vec![link(1, 1, LinkKind::OwnCell), link(2, 2, LinkKind::OwnCell), link(3, 3, LinkKind::ClusterCell), link(3, 4, LinkKind::ClusterCell)]
}

fn event(kind: OrganizationEventKind, organization: u8, others: &[u8]) -> OrganizationEvent {
    OrganizationEvent {
        id: id(200),
        kind,
        organization_id: id(organization),
        on: day("2026-05-05"),
        number: Some("15-QĐ/ĐU".into()),
        issuer: None,
        others: others.iter().map(|n| id(*n)).collect(),
        moves: BTreeMap::new(),
        overruled: None,
    }
}

fn told(tried: OrganizationEvent) -> Result<OrganizationEvent, FieldErrors> {
    let renewed = OrganizationEvent { id: id(201), on: day("2026-01-01"), ..event(Renewed, 2, &[]) };
    let decision = Decision { id: id(202), number: "7-qđ/đu".into(), on: day("2026-05-05") };
    check_event(&organizations(), &links(), &[renewed], &[decision], tried, day("2026-11-22"))
}

use OrganizationEventKind::{Dissolved, Founded, Merged, Renewed, Split, Transferred};

#[rstest]
#[case::what_was_dissolved_takes_in_nobody(event(Merged, 5, &[1]), "organization_id", "organization_dissolved")]
#[case::nor_goes_on_elsewhere(event(Merged, 1, &[5]), "others", "organization_dissolved")]
#[case::nothing_merges_with_itself(event(Merged, 1, &[1, 2]), "others", "organization_merges_with_itself")]
#[case::a_superior_does_not_go_on_below_itself(event(Merged, 4, &[3]), "others", "circle_of_organizations")]
#[case::a_cell_does_not_merge_with_a_union(event(Merged, 1, &[7]), "others", "organizations_of_two_kinds")]
#[case::a_merger_needs_another(event(Merged, 1, &[]), "others", "required")]
#[case::only_mergers_and_splits_speak_of_others(event(Dissolved, 1, &[2]), "others", "not_of_this_fact")]
#[case::nothing_is_founded_twice(event(Founded, 1, &[]), "organization_id", "already_founded")]
#[case::a_split_brings_new_ones(event(Split, 1, &[2]), "others", "already_founded")]
#[case::and_gives_them_only_its_own_places(
    OrganizationEvent { moves: BTreeMap::from([(place(2), id(6))]), ..event(Split, 1, &[6]) }, "moves", "place_not_of_this_organization"
)]
#[case::nothing_is_decided_before_the_founding(
    OrganizationEvent { on: day("2019-12-31"), ..event(Renewed, 1, &[]) }, "on", "before_founding"
)]
#[case::what_ends_has_no_later_decision(
    OrganizationEvent { on: day("2025-12-31"), ..event(Dissolved, 2, &[]) }, "on", "before_a_later_decision"
)]
#[case::a_number_is_given_once_a_year(
    OrganizationEvent { number: Some(" 7-QĐ/ĐU".into()), on: day("2026-05-06"), ..event(Renewed, 1, &[]) }, "number", "decision_number_taken"
)]
#[case::on_one_day_it_may_be_one_decision(
    OrganizationEvent { number: Some("7-QĐ/ĐU".into()), ..event(Renewed, 1, &[]) }, "number", "decision_number_shared"
)]
#[case::an_organization_must_be_known(event(Renewed, 99, &[]), "organization_id", "organization_not_found")]
#[case::a_dissolution_is_not_before_a_link(
    OrganizationEvent { on: day("2020-06-01"), ..event(Dissolved, 3, &[]) }, "on", "before_a_later_link"
)]
#[case::nor_is_a_merger(OrganizationEvent { on: day("2020-06-01"), ..event(Merged, 1, &[3]) }, "on", "before_a_later_link")]
fn refused(#[case] event: OrganizationEvent, #[case] field: &str, #[case] code: &str) {
    let errors = told(event).expect_err("it cannot be");
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code), "{errors:?}");
}

#[rstest]
#[case::a_founding(event(Founded, 6, &[]))]
#[case::a_merger(event(Merged, 1, &[2, 3]))]
#[case::a_split(OrganizationEvent { moves: BTreeMap::from([(place(3), id(6))]), ..event(Split, 3, &[6]) })]
#[case::a_transfer(event(Transferred, 1, &[]))]
#[case::the_number_of_another_year(OrganizationEvent { number: Some("7-QĐ/ĐU".into()), on: day("2025-05-05"), ..event(Renewed, 1, &[]) })]
#[case::one_decision_about_several(
    OrganizationEvent { number: Some("7-QĐ/ĐU".into()), overruled: Some("cùng một quyết định".into()), ..event(Renewed, 1, &[]) }
)]
fn passes(#[case] event: OrganizationEvent) {
    assert!(told(event.clone()).is_ok(), "{:?}", told(event));
}

#[test]
fn a_cell_that_takes_in_another_is_shared_from_that_day_and_history_stays() {
    let event = event(Merged, 1, &[2]);
    let (mut organizations, mut links) = (organizations(), links());
    let effects = effects(&event, &organizations, &links);
    effects.apply(event.on, &mut organizations, &mut links);
    let before = day("2026-05-04");
    for n in [1, 2] {
        assert_eq!(at_place(place(n), &organizations, &links, event.on), BTreeSet::from([PlaceOrganization::SharedCell]));
        assert_eq!(at_place(place(n), &organizations, &links, before), BTreeSet::from([PlaceOrganization::OwnCell]));
    }
    assert_eq!(organizations[&id(2)].ended_on, Some(event.on));
    assert!(effects.without_home.is_empty());
}

#[test]
fn a_dissolution_names_the_places_that_need_a_new_home() {
    let mut links = links();
    links.push(link(1, 4, LinkKind::GroupWithinCell));
    let effects = effects(&event(Dissolved, 3, &[]), &organizations(), &links);
    assert_eq!(effects.without_home, BTreeSet::from([place(3)]), "place 4 has another cell");
}

#[rstest]
#[case::not_to_what_was_dissolved(link(5, 9, LinkKind::SharedCell), "organization_id", "organization_dissolved")]
#[case::not_before_its_founding(Link { from: day("2019-01-01"), ..link(3, 9, LinkKind::ClusterCell) }, "from", "before_founding")]
#[case::a_place_once(link(3, 3, LinkKind::ClusterCell), "organization_id", "already_linked")]
#[case::an_own_cell_has_one_place(link(1, 9, LinkKind::OwnCell), "kind", "own_cell_of_another_place")]
#[case::a_cell_needs_the_kind_of_link(Link { kind: None, ..link(3, 9, LinkKind::OwnCell) }, "kind", "required")]
#[case::a_union_has_none(link(7, 9, LinkKind::OwnCell), "kind", "not_of_this_fact")]
#[case::it_ends_after_it_begins(Link { to: Some(day("2021-01-01")), ..link(3, 9, LinkKind::ClusterCell) }, "to", "link_ends_before_it_begins")]
fn links_refused(#[case] link: Link, #[case] field: &str, #[case] code: &str) {
    let errors = check_link(&organizations(), &links(), &link, day("2026-11-22")).expect_err("it cannot be");
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code), "{errors:?}");
}

#[test]
fn what_was_dissolved_can_be_linked_for_the_time_before() {
    let past = Link { to: Some(day("2024-01-01")), ..link(5, 9, LinkKind::SharedCell) };
    assert!(check_link(&organizations(), &links(), &past, day("2026-11-22")).is_ok());
}

#[test]
fn nothing_stands_above_itself() {
    let all = organizations();
    let code = |superior| check_superior(&all, &all[&id(3)], superior).err().map(|errors| errors.0[0].code.clone());
    assert_eq!(code(id(4)).as_deref(), Some("circle_of_organizations"));
    assert_eq!(code(id(3)).as_deref(), Some("circle_of_organizations"));
    assert_eq!(code(id(1)), None);
}

fn homes(organizations: &Organizations, links: &[Link], on: NaiveDate) -> BTreeMap<Uuid, usize> {
    let lives = |id: &Uuid| organizations[id].ended_on.is_none_or(|ended| ended > on) && organizations[id].founded_on.is_some();
    let open = links.iter().filter(|link| link.holds_on(on) && lives(&link.organization_id));
    let mut homes = BTreeMap::new();
    open.for_each(|link| *homes.entry(link.place_id).or_insert(0) += 1);
    homes
}

proptest! {
    #[test]
    fn merging_then_splitting_leaves_every_place_with_a_home(
        linked in prop::collection::btree_set((1u8..=4, 0u8..12), 1..30),
        kinds in prop::collection::vec(prop::sample::select(LinkKind::all()), 30),
        merged in prop::collection::btree_set(2u8..=4, 1..=3),
        moved in prop::collection::btree_set(0u8..12, 0..12),
    ) {
        let mut organizations = organizations();
        organizations.retain(|key, _| *key != id(5));
        if let Some(fourth) = organizations.get_mut(&id(4)) {
            fourth.superior_id = None;
        }
        let mut links: Vec<Link> = linked.iter().zip(kinds).map(|((n, at), kind)| link(*n, *at, kind)).collect();
        let places: BTreeSet<Uuid> = links.iter().map(|link| link.place_id).collect();
        let today = day("2026-11-22");
        let mut step = |event: OrganizationEvent| {
            let checked = check_event(&organizations, &links, &[], &[], event, today).expect("it can be");
            let effects = effects(&checked, &organizations, &links);
            assert!(effects.without_home.is_empty());
            effects.apply(checked.on, &mut organizations, &mut links);
            let homes = homes(&organizations, &links, checked.on);
            assert_eq!(homes.keys().copied().collect::<BTreeSet<_>>(), places);
            let own: Vec<_> = links.iter().filter(|link| link.organization_id == id(1) && link.holds_on(checked.on)).collect();
            let distinct: BTreeSet<Uuid> = own.iter().map(|link| link.place_id).collect();
            assert_eq!(own.len(), distinct.len(), "a place is linked once");
            distinct
        };
        let others: Vec<u8> = merged.into_iter().collect();
        let own = step(event(Merged, 1, &others));
        let moves = moved.into_iter().map(place).filter(|at| own.contains(at)).map(|at| (at, id(6))).collect();
        step(OrganizationEvent { moves, on: day("2026-06-06"), ..event(Split, 1, &[6]) });
    }
}
