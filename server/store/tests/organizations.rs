//! What was decided about an organization moves its links, and the register of the places says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Register, both_databases, day, errors, neighbours, operation, said, unit};
use chrono::NaiveDate;
use domain::admin_unit::AdminUnitKind;
use domain::due::DueKind;
use domain::failure::Failure;
use domain::organization::{
    DecisionDraft, LinkDraft, LinkKind, OrganizationEventKind, OrganizationFilter, OrganizationKind, OrganizationState, PartyCategory,
    PlaceOrganization,
};
use domain::permission::Role;
use serde_json::{Value, json};
use store::organization::Decided;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    a_founding_is_the_first_of_its_ledger,
    a_cell_that_takes_in_another_takes_over_its_places_and_both_ledgers_tell_it,
    a_split_gives_the_named_places_to_the_new_ones,
    a_dissolution_leaves_places_without_a_home_and_the_register_and_the_worklist_say_so,
    what_has_ended_is_linked_merged_and_put_above_no_more,
    nothing_stands_above_itself,
    a_decision_number_is_given_once_a_year_in_a_ward,
    a_transfer_leads_to_another_superior_or_ward_and_the_places_stay,
    what_another_ward_decides_on_does_not_exist,
    a_list_is_searched_without_diacritics_and_narrowed,
    two_people_change_different_fields,
    kind_and_ward_stay_once_something_hangs_on_them,
    a_unit_that_is_taken_over_whole_carries_its_organizations_along,
];

pub async fn cell(register: &Register, name: &str) -> Uuid {
    organization(register, json!({ "name": name })).await
}

pub async fn organization(register: &Register, value: Value) -> Uuid {
    let mut fields = said(value);
    if !fields.contains_key("admin_unit_id") {
        fields.insert("admin_unit_id".into(), json!(register.unit("26740").await.id));
    }
    register.session().add_organization(operation(), fields, None).await.expect("an organization is added")
}

pub fn of(place_id: Uuid, kind: impl Into<Option<LinkKind>>) -> LinkDraft {
    let kind = kind.into();
    let review_on = (kind != Some(LinkKind::OwnCell)).then(|| day(2027, 5, 22));
    LinkDraft { place_id, kind, from: day(2024, 1, 1), to: None, review_on, overruled: None }
}

pub async fn link(register: &Register, organization: Uuid, draft: LinkDraft) -> Uuid {
    register.session().link_place(operation(), organization, draft).await.expect("a place is linked").link
}

pub fn decided(kind: OrganizationEventKind, on: NaiveDate) -> DecisionDraft {
    DecisionDraft::new(kind, on)
}

async fn decide(register: &Register, organization: Uuid, draft: DecisionDraft) -> Result<Decided, Failure> {
    register.session().decide(operation(), organization, draft).await
}

pub async fn has(register: &Register, place: Uuid) -> Vec<PlaceOrganization> {
    register.place(place).await.draft.organizations.into_iter().collect()
}

pub fn refused(found: Result<impl std::fmt::Debug, Failure>) -> (String, String) {
    errors(found.expect_err("it is refused")).remove(0)
}

pub fn error(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

use OrganizationEventKind::{Dissolved, Founded, Merged, Renewed, Split, Transferred};

async fn a_founding_is_the_first_of_its_ledger(register: Register) {
    let register = register.with_units().await;
    let fields = said(json!({ "name": "Chi bộ Khu phố 1", "admin_unit_id": register.unit("26740").await.id, "members": 12 }));
    let founding = DecisionDraft { number: Some("01-QĐ/ĐU".into()), ..decided(Founded, day(2025, 3, 1)) };
    let id = register.session().add_organization(operation(), fields, Some(founding)).await.unwrap();
    decide(&register, id, decided(Renewed, day(2026, 3, 1))).await.unwrap();
    let found = register.session().organization(id).await.unwrap();
    assert_eq!((found.founded_on, found.ended_on, found.draft.members), (Some(day(2025, 3, 1)), None, Some(12)));
    let ledger: Vec<_> = found.ledger.iter().map(|entry| (entry.event.kind, entry.event.number.clone())).collect();
    assert_eq!(ledger, [(Renewed, None), (Founded, Some("01-QĐ/ĐU".into()))]);
    assert_eq!(refused(decide(&register, id, decided(Founded, day(2025, 1, 1))).await), error("organization_id", "already_founded"));
    assert_eq!(refused(decide(&register, id, decided(Renewed, day(2024, 1, 1))).await), error("on", "before_founding"));
}

async fn a_cell_that_takes_in_another_takes_over_its_places_and_both_ledgers_tell_it(register: Register) {
    let register = register.with_units().await;
    let (stays, ends) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let below = organization(&register, json!({ "name": "Chi bộ nhánh", "superior_id": ends })).await;
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    link(&register, stays, of(first, LinkKind::OwnCell)).await;
    link(&register, ends, LinkDraft { review_on: Some(day(2027, 1, 15)), ..of(second, LinkKind::OwnCell) }).await;
    let merger = DecisionDraft { others: BTreeSet::from([ends]), ..decided(Merged, day(2026, 5, 5)) };
    assert!(decide(&register, stays, merger).await.unwrap().without_home.is_empty());

    for place in [first, second] {
        assert_eq!(has(&register, place).await, [PlaceOrganization::SharedCell]);
        assert_eq!(register.place(place).await.party_category, PartyCategory::SharedCell);
    }
    let (one, other) = (register.session().organization(stays).await.unwrap(), register.session().organization(ends).await.unwrap());
    assert_eq!(
        one.places.iter().map(|place| (place.name.as_str(), place.kind)).collect::<Vec<_>>(),
        [("Chung cư A", Some(LinkKind::SharedCell)), ("Chung cư B", Some(LinkKind::SharedCell))]
    );
    assert_eq!(one.places[1].review_on, Some(day(2027, 1, 15)), "what was to be looked at again still is");
    assert_eq!((other.ended_on, other.places.len()), (Some(day(2026, 5, 5)), 0));
    assert_eq!((other.past[0].name.as_str(), other.past[0].from, other.past[0].to), ("Chung cư B", day(2024, 1, 1), Some(day(2026, 5, 5))));
    for view in [&one, &other] {
        assert_eq!((view.ledger[0].event.kind, view.ledger[0].others[0].id), (Merged, ends), "{}", view.draft.name);
    }
    assert_eq!(register.session().organization(below).await.unwrap().superior.map(|above| above.id), Some(stays));
    let at = register.session().organizations_at(second).await.unwrap();
    assert_eq!((at.now[0].organization.id, at.past[0].organization.id), (stays, ends));
}

async fn a_split_gives_the_named_places_to_the_new_ones(register: Register) {
    let register = register.with_units().await;
    let old = organization(&register, json!({ "name": "Chi bộ cụm", "members": 40 })).await;
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    for place in [first, second] {
        link(&register, old, of(place, LinkKind::ClusterCell)).await;
    }
    let split = DecisionDraft { new: vec!["Chi bộ mới".into()], ..decided(Split, day(2026, 5, 5)) };
    let odd = DecisionDraft { moves: BTreeMap::from([(register.named("Nơi khác").await, 0)]), ..split.clone() };
    assert_eq!(refused(decide(&register, old, odd).await), error("moves", "place_not_of_this_organization"));
    assert_eq!(register.session().organizations(&OrganizationFilter::default(), 10, None).await.unwrap().total, 1, "nothing is left of it");

    decide(&register, old, DecisionDraft { moves: BTreeMap::from([(second, 0)]), ..split }).await.unwrap();
    let new = register.session().organizations_at(second).await.unwrap().now.remove(0).organization;
    assert_eq!(new.name, "Chi bộ mới");
    let view = register.session().organization(new.id).await.unwrap();
    assert_eq!((view.founded_on, view.draft.members, view.ledger[0].about.id), (Some(day(2026, 5, 5)), None, old));
    assert_eq!(register.session().organization(old).await.unwrap().places[0].place_id, first);
    assert_eq!(has(&register, second).await, [PlaceOrganization::ClusterCell]);
}

async fn a_dissolution_leaves_places_without_a_home_and_the_register_and_the_worklist_say_so(register: Register) {
    let register = register.with_units().await;
    let (ends, other) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let (alone, both) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    for place in [alone, both] {
        link(&register, ends, of(place, LinkKind::SharedCell)).await;
    }
    link(&register, other, of(both, LinkKind::GroupWithinCell)).await;
    let answer = decide(&register, ends, decided(Dissolved, day(2026, 11, 1))).await.unwrap();
    assert_eq!(answer.without_home, BTreeSet::from([alone]));
    assert_eq!(register.place(alone).await.party_category, PartyCategory::None, "known to have none, not unknown");
    assert_eq!(has(&register, both).await, [PlaceOrganization::GroupWithinCell]);

    let review = async |place: Uuid| {
        let place = register.place(place).await;
        let work = register.session().course(&place).await.unwrap().work;
        work.iter().find(|row| row.kind == DueKind::OrganizationReview).map(|row| row.on)
    };
    assert_eq!((review(alone).await, review(both).await), (Some(day(2026, 11, 1)), Some(day(2027, 5, 22))));
    let view = register.session().organization(ends).await.unwrap();
    assert_eq!(view.ledger[0].without_home, [(alone, "Chung cư A".to_owned())]);
    assert!(view.past.iter().any(|place| place.place_id == alone && place.needs_home));
    assert_eq!(register.session().organizations_at(alone).await.unwrap().without_home_since, Some(day(2026, 11, 1)));

    link(&register, other, LinkDraft { from: day(2026, 11, 5), ..of(alone, LinkKind::SharedCell) }).await;
    assert_eq!(review(alone).await, Some(day(2027, 5, 22)), "it has a home again, until somebody looks");
    assert_eq!(register.session().organizations_at(alone).await.unwrap().without_home_since, None);
}

async fn what_has_ended_is_linked_merged_and_put_above_no_more(register: Register) {
    let register = register.with_units().await;
    let (ended, lives) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let place = register.named("Chung cư A").await;
    decide(&register, ended, decided(Dissolved, day(2025, 1, 1))).await.unwrap();
    let session = register.session();
    let linked = session.link_place(operation(), ended, of(place, LinkKind::SharedCell)).await;
    assert_eq!(refused(linked), error("organization_id", "organization_dissolved"));
    let merger = DecisionDraft { others: BTreeSet::from([ended]), ..decided(Merged, day(2026, 5, 5)) };
    assert_eq!(refused(decide(&register, lives, merger).await), error("others", "organization_dissolved"));
    let above = session.change_organization(operation(), lives, 1, said(json!({ "superior_id": ended }))).await;
    assert_eq!(refused(above), error("superior_id", "organization_dissolved"));
    let before = LinkDraft { to: Some(day(2024, 6, 1)), ..of(place, LinkKind::SharedCell) };
    link(&register, ended, before).await;
    assert!(has(&register, place).await.is_empty(), "what is over changes nothing");
}

async fn nothing_stands_above_itself(register: Register) {
    let register = register.with_units().await;
    let top = organization(&register, json!({ "name": "Đảng bộ", "kind": "party_committee" })).await;
    let middle = organization(&register, json!({ "name": "Chi bộ 1", "superior_id": top })).await;
    let bottom = organization(&register, json!({ "name": "Tổ", "superior_id": middle })).await;
    let session = register.session();
    for superior in [bottom, top] {
        let circle = session.change_organization(operation(), top, 1, said(json!({ "superior_id": superior }))).await;
        assert_eq!(refused(circle), error("superior_id", "circle_of_organizations"));
    }
    let merger = DecisionDraft { others: BTreeSet::from([middle]), ..decided(Merged, day(2026, 5, 5)) };
    assert_eq!(refused(decide(&register, bottom, merger).await), error("others", "circle_of_organizations"));
    let transfer = DecisionDraft { superior_id: Some(bottom), ..decided(Transferred, day(2026, 5, 5)) };
    assert_eq!(refused(decide(&register, middle, transfer).await), error("superior_id", "circle_of_organizations"));
}

async fn a_decision_number_is_given_once_a_year_in_a_ward(register: Register) {
    let register = register.with_units().await;
    let (one, other) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let elsewhere = json!({ "name": "Chi bộ 3", "admin_unit_id": register.unit("26743").await.id });
    let elsewhere = organization(&register, elsewhere).await;
    let numbered = |on| DecisionDraft { number: Some("15-QĐ/ĐU".into()), ..decided(Renewed, on) };
    decide(&register, one, numbered(day(2026, 5, 5))).await.unwrap();
    assert_eq!(refused(decide(&register, other, numbered(day(2026, 6, 5))).await), error("number", "decision_number_taken"));
    let same_day = numbered(day(2026, 5, 5));
    assert_eq!(refused(decide(&register, other, same_day.clone()).await), error("number", "decision_number_shared"));
    let because = DecisionDraft { overruled: Some("Một quyết định cho hai chi bộ".into()), ..same_day.clone() };
    decide(&register, other, because).await.unwrap();
    decide(&register, other, numbered(day(2025, 5, 5))).await.unwrap();
    decide(&register, elsewhere, same_day).await.unwrap();

    let board = json!({ "name": "Chung cư A", "recognition": "recognised", "decision_number": "77/QĐ-UBND", "decision_on": "2026-02-02" });
    register.add(board).await;
    let of_board = DecisionDraft { number: Some("77/qđ-ubnd".into()), ..decided(Renewed, day(2026, 3, 3)) };
    assert_eq!(refused(decide(&register, one, of_board).await), error("number", "decision_number_taken"));
}

async fn a_transfer_leads_to_another_superior_or_ward_and_the_places_stay(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let committee = organization(&register, json!({ "name": "Đảng bộ", "kind": "party_committee" })).await;
    let place = register.named("Chung cư A").await;
    link(&register, id, of(place, LinkKind::OwnCell)).await;
    assert_eq!(refused(decide(&register, id, decided(Transferred, day(2026, 5, 5))).await), error("superior_id", "transferred_nowhere"));
    let under = DecisionDraft { superior_id: Some(committee), ..decided(Transferred, day(2026, 5, 5)) };
    decide(&register, id, under).await.unwrap();
    let elsewhere = register.unit("26743").await;
    let to = DecisionDraft { admin_unit_id: Some(elsewhere.id), ..decided(Transferred, day(2026, 6, 6)) };
    let ward = register.unit("26740").await.id;
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [ward]));
    assert_eq!(refused(staff.decide(operation(), id, to.clone()).await), error("admin_unit_id", "admin_unit_not_found"));
    decide(&register, id, to).await.unwrap();
    let view = register.session().organization(id).await.unwrap();
    assert_eq!((view.admin_unit_code.as_str(), view.superior.map(|above| above.id), view.places.len()), ("26743", Some(committee), 1));
    assert_eq!(
        (view.ledger[0].to_unit.clone(), view.ledger[1].to_superior.as_ref().map(|above| above.id)),
        (Some(elsewhere.full_name()), Some(committee))
    );
    assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell]);

    // Whoever has the organization now decides about it, and the place of the other ward follows.
    let there = register.session_as(Actor::with_role("there", Role::WardStaff, [elsewhere.id]));
    let seen = there.organization(id).await.unwrap();
    assert_eq!((seen.places.len(), seen.elsewhere), (0, 1), "a place out of sight is counted and not named");
    there.decide(operation(), id, decided(Dissolved, day(2026, 7, 7))).await.unwrap();
    assert!(has(&register, place).await.is_empty());
}

async fn what_another_ward_decides_on_does_not_exist(register: Register) {
    let register = register.with_units().await;
    let (own, foreign) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let id = organization(&register, json!({ "name": "Chi bộ nơi khác", "admin_unit_id": foreign })).await;
    let mine = cell(&register, "Chi bộ của mình").await;
    let place = register.named("Chung cư A").await;
    let there = register.add(json!({ "name": "Chung cư B", "admin_unit_id": foreign })).await;
    let as_role = |role, units: Vec<Uuid>| register.session_as(Actor::with_role("somebody", role, units));
    let staff = as_role(Role::WardStaff, vec![own]);
    let not_found = |found: Failure| assert_eq!(found, Failure::NotFound);
    not_found(staff.organization(id).await.unwrap_err());
    not_found(staff.decide(operation(), id, decided(Dissolved, day(2026, 1, 1))).await.unwrap_err());
    not_found(staff.change_organization(operation(), id, 1, said(json!({ "name": "X" }))).await.unwrap_err());
    not_found(staff.link_place(operation(), id, of(place, LinkKind::OwnCell)).await.unwrap_err());
    assert_eq!(refused(staff.link_place(operation(), mine, of(there, LinkKind::OwnCell)).await), error("place_id", "place_not_found"));
    let merger = DecisionDraft { others: BTreeSet::from([id]), ..decided(Merged, day(2026, 5, 5)) };
    assert_eq!(refused(staff.decide(operation(), mine, merger).await), error("others", "organization_not_found"));
    let above = staff.change_organization(operation(), mine, 1, said(json!({ "superior_id": id }))).await;
    assert_eq!(refused(above), error("superior_id", "organization_not_found"));
    let added = staff.add_organization(operation(), said(json!({ "name": "X", "admin_unit_id": foreign })), None).await;
    assert_eq!(refused(added), error("admin_unit_id", "admin_unit_not_found"));
    let names = async |session: &Session| {
        let page = session.organizations(&OrganizationFilter::default(), 10, None).await.unwrap();
        page.items.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&staff).await, ["Chi bộ của mình"]);
    assert_eq!(names(&as_role(Role::City, vec![])).await.len(), 2);
    for role in [Role::City, Role::WardViewer] {
        let reader = as_role(role, vec![own]);
        assert!(reader.organization(mine).await.is_ok());
        not_found(reader.decide(operation(), mine, decided(Dissolved, day(2026, 1, 1))).await.unwrap_err());
        not_found(reader.link_place(operation(), mine, of(place, LinkKind::OwnCell)).await.unwrap_err());
    }
    not_found(as_role(Role::Member, vec![own]).organizations(&OrganizationFilter::default(), 10, None).await.unwrap_err());
}

async fn a_list_is_searched_without_diacritics_and_narrowed(register: Register) {
    let register = register.with_units().await;
    let union = organization(&register, json!({ "name": "Chi hội Phụ nữ Đông Hải", "kind": "womens_union" })).await;
    let first = cell(&register, "Chi bộ Đông Hải").await;
    let ended = cell(&register, "Chi bộ An Bình").await;
    let place = register.named("Chung cư A").await;
    link(&register, first, of(place, LinkKind::OwnCell)).await;
    decide(&register, ended, decided(Dissolved, day(2026, 1, 1))).await.unwrap();
    let session = register.session();
    let found = async |filter: OrganizationFilter| {
        let page = session.organizations(&filter, 10, None).await.unwrap();
        page.items.iter().map(|row| (row.id, row.places)).collect::<Vec<_>>()
    };
    let all = OrganizationFilter::default();
    assert_eq!(found(all.clone()).await, [(first, 1), (union, 0)]);
    assert_eq!(found(OrganizationFilter { q: Some("dong hai phu".into()), ..all.clone() }).await, [(union, 0)]);
    assert_eq!(found(OrganizationFilter { kind: Some(OrganizationKind::PartyCell), ..all.clone() }).await, [(first, 1)]);
    assert_eq!(found(OrganizationFilter { state: Some(OrganizationState::Ended), ..all.clone() }).await, [(ended, 0)]);
    assert_eq!(found(OrganizationFilter { unit: Some("26743".into()), ..all.clone() }).await, []);
    let nowhere = session.organizations(&OrganizationFilter { unit: Some("99999".into()), ..all.clone() }, 10, None).await;
    assert_eq!(refused(nowhere), error("unit", "unit_not_found"));
    let page = session.organizations(&all, 1, None).await.unwrap();
    let next = session.organizations(&all, 1, page.next_cursor.as_deref()).await.unwrap();
    assert_eq!((page.total, next.items[0].id, next.next_cursor), (2, union, None));
    assert_eq!(refused(session.organizations(&all, 1, Some("x")).await), error("cursor", "cursor_not_understood"));
}

async fn two_people_change_different_fields(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let session = register.session();
    session.change_organization(operation(), id, 1, said(json!({ "members": 12 }))).await.unwrap();
    session.change_organization(operation(), id, 1, said(json!({ "name": "Chi bộ Khu phố 1" }))).await.unwrap();
    let both = session.change_organization(operation(), id, 1, said(json!({ "members": 14 }))).await.unwrap_err();
    assert!(matches!(both, Failure::Conflict { revision: 3, .. }), "{both:?}");
    let view = session.organization(id).await.unwrap();
    assert_eq!((view.draft.name.as_str(), view.draft.members, view.revision), ("Chi bộ Khu phố 1", Some(12), 3));
}

async fn kind_and_ward_stay_once_something_hangs_on_them(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let session = register.session();
    let elsewhere = register.unit("26743").await.id;
    session.change_organization(operation(), id, 1, said(json!({ "admin_unit_id": elsewhere }))).await.unwrap();
    link(&register, id, of(register.named("Chung cư A").await, LinkKind::OwnCell)).await;
    for fields in [json!({ "kind": "womens_union" }), json!({ "admin_unit_id": register.unit("26740").await.id })] {
        let found = session.change_organization(operation(), id, 2, said(fields)).await;
        assert_eq!(refused(found).1, "organization_is_used");
    }
}

async fn a_unit_that_is_taken_over_whole_carries_its_organizations_along(register: Register) {
    let register = register.with_units().await;
    let (linked, bare) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let place = register.add(json!({ "name": "Chung cư A", "lon": 106.725, "lat": 10.775 })).await;
    link(&register, linked, of(place, LinkKind::OwnCell)).await;
    // Split: what has places goes where they all went, and for the other nothing is guessed.
    let mut left = unit("26743", AdminUnitKind::Ward, "Bến Thành", 106.71);
    left.predecessors = "một phần Phường Sài Gòn".into();
    let mut right = neighbours().remove(2);
    right.predecessors = "một phần Phường Sài Gòn".into();
    register.boundaries(vec![left, right], day(2026, 1, 1)).await;
    let session = register.session();
    assert_eq!(session.organization(linked).await.unwrap().admin_unit_code, "27655");
    assert_eq!(session.organization(bare).await.unwrap().admin_unit_code, "26740");
    // Taken over whole.
    let mut heir = unit("27655", AdminUnitKind::Commune, "Nhà Bè", 106.72);
    heir.predecessors = "Phường Bến Thành, Xã Nhà Bè".into();
    let third = organization(&register, json!({ "name": "Chi bộ 3", "admin_unit_id": register.unit("26743").await.id })).await;
    register.boundaries(vec![heir], day(2026, 6, 1)).await;
    assert_eq!(session.organization(third).await.unwrap().admin_unit_code, "27655");
}
