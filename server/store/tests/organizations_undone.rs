//! A decision about organizations is taken back as long as nothing rests on it: links, register and ledger are as before.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Register, both_databases, day, operation, said};
use crate::organizations::{cell, decided, error, has, link, of, organization, refused};
use domain::failure::Failure;
use domain::organization::{DecisionDraft, LinkDraft, LinkKind, OrganizationEventKind, OrganizationFilter, PlaceOrganization};
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::Actor;
use uuid::Uuid;

use OrganizationEventKind::{Dissolved, Founded, Merged, Renewed, Split, Transferred};

both_databases![
    a_merger_taken_back_leaves_both_as_they_were_and_the_log_keeps_it,
    a_split_taken_back_takes_the_new_ones_away,
    a_dissolution_taken_back_gives_its_places_their_home_again,
    a_transfer_and_a_founding_are_taken_back,
    what_something_rests_on_is_not_taken_back,
    only_whoever_decides_there_takes_back,
];

async fn decide(register: &Register, organization: Uuid, draft: DecisionDraft) -> Uuid {
    register.session().decide(operation(), organization, draft).await.expect("a decision").event
}

async fn undo(register: &Register, organization: Uuid, event: Uuid) -> Result<Uuid, Failure> {
    register.session().undo_decision(operation(), organization, event).await
}

/// How many entries of the change log speak of a row.
async fn logged(register: &Register, row: Uuid) -> usize {
    let backend = register.db.get_database_backend();
    let found = register.db.query_all_raw(Statement::from_string(backend, "SELECT row_id FROM change_log")).await.unwrap();
    found.iter().filter(|found| found.try_get_by_index::<Uuid>(0).unwrap() == row).count()
}

async fn a_merger_taken_back_leaves_both_as_they_were_and_the_log_keeps_it(register: Register) {
    let register = register.with_units().await;
    let (stays, ends) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let below = organization(&register, json!({ "name": "Chi bộ nhánh", "superior_id": ends })).await;
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    link(&register, stays, of(first, LinkKind::OwnCell)).await;
    let planned = LinkDraft { review_on: Some(day(2027, 1, 15)), ..of(second, LinkKind::OwnCell) };
    link(&register, ends, planned).await;
    let merger = DecisionDraft { others: BTreeSet::from([ends]), number: Some("15-QĐ/ĐU".into()), ..decided(Merged, day(2026, 5, 5)) };
    let event = decide(&register, stays, merger.clone()).await;
    assert_eq!(has(&register, first).await, [PlaceOrganization::SharedCell]);

    // From the page of the one that ended, too.
    assert_eq!(undo(&register, ends, event).await.unwrap(), stays);
    let session = register.session();
    for (organization, place) in [(stays, first), (ends, second)] {
        let view = session.organization(organization).await.unwrap();
        let places: Vec<_> = view.places.iter().map(|at| (at.place_id, at.kind, at.from, at.to)).collect();
        assert_eq!(places, [(place, Some(LinkKind::OwnCell), day(2024, 1, 1), None)]);
        assert_eq!((view.ended_on, view.past.len(), view.ledger.len()), (None, 0, 0), "{}", view.draft.name);
        assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell]);
    }
    assert_eq!(session.organization(ends).await.unwrap().places[0].review_on, Some(day(2027, 1, 15)));
    assert_eq!(session.organization(below).await.unwrap().superior.map(|above| above.id), Some(ends));
    assert_eq!(logged(&register, event).await, 2, "the decision and its end");
    assert_eq!(undo(&register, stays, event).await.unwrap_err(), Failure::NotFound, "it is taken back once");
    // Its number is free again, and it can be decided anew.
    let again = decide(&register, stays, merger).await;
    assert_eq!(undo(&register, stays, again).await.unwrap(), stays);
}

async fn a_split_taken_back_takes_the_new_ones_away(register: Register) {
    let register = register.with_units().await;
    let old = cell(&register, "Chi bộ cụm").await;
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    for place in [first, second] {
        link(&register, old, of(place, LinkKind::ClusterCell)).await;
    }
    let split =
        DecisionDraft { new: vec!["Chi bộ mới".into()], moves: BTreeMap::from([(second, 0)]), ..decided(Split, day(2026, 5, 5)) };
    let event = decide(&register, old, split).await;
    let new = register.session().organizations_at(second).await.unwrap().now[0].organization.id;
    assert_eq!(undo(&register, new, event).await.unwrap(), old);
    assert_eq!(register.session().organization(new).await.unwrap_err(), Failure::NotFound);
    assert_eq!(register.session().organizations(&OrganizationFilter::default(), 10, None).await.unwrap().total, 1);
    let view = register.session().organization(old).await.unwrap();
    assert_eq!((view.places.len(), view.past.len(), view.ledger.len()), (2, 0, 0));
    let at = register.session().organizations_at(second).await.unwrap();
    assert_eq!((at.now.len(), at.past.len(), at.now[0].organization.id), (1, 0, old));
    assert_eq!(has(&register, second).await, [PlaceOrganization::ClusterCell]);
}

async fn a_dissolution_taken_back_gives_its_places_their_home_again(register: Register) {
    let register = register.with_units().await;
    let (own, place) = (cell(&register, "Chi bộ 1").await, register.named("Chung cư A").await);
    link(&register, own, of(place, LinkKind::OwnCell)).await;
    let event = decide(&register, own, decided(Dissolved, day(2026, 5, 5))).await;
    assert!(has(&register, place).await.is_empty());
    undo(&register, own, event).await.unwrap();
    assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell]);
    let at = register.session().organizations_at(place).await.unwrap();
    assert_eq!((at.now.len(), at.past.len(), at.without_home_since), (1, 0, None));
    assert_eq!(register.session().organization(own).await.unwrap().ended_on, None);
}

async fn a_transfer_and_a_founding_are_taken_back(register: Register) {
    let register = register.with_units().await;
    let committee = |name: &str| json!({ "name": name, "kind": "party_committee" });
    let (one, other) = (organization(&register, committee("Đảng bộ 1")).await, organization(&register, committee("Đảng bộ 2")).await);
    let fields = said(json!({ "name": "Chi bộ 1", "admin_unit_id": register.unit("26740").await.id, "superior_id": one }));
    let founding = DecisionDraft { number: Some("01-QĐ/ĐU".into()), ..decided(Founded, day(2025, 3, 1)) };
    let own = register.session().add_organization(operation(), fields, Some(founding)).await.unwrap();
    let unit = Some(register.unit("26743").await.id);
    let transfer = DecisionDraft { superior_id: Some(other), admin_unit_id: unit, ..decided(Transferred, day(2026, 5, 5)) };
    let event = decide(&register, own, transfer).await;
    undo(&register, own, event).await.unwrap();
    let view = register.session().organization(own).await.unwrap();
    assert_eq!((view.admin_unit_code.as_str(), view.superior.map(|above| above.id)), ("26740", Some(one)));
    assert_eq!(view.founded_on, Some(day(2025, 3, 1)));

    // What was taken back is nothing that was done since.
    let founding = view.ledger[0].event.id;
    undo(&register, own, founding).await.unwrap();
    assert_eq!(register.session().organization(own).await.unwrap().founded_on, None);
    let late = cell(&register, "Chi bộ 2").await;
    let event = decide(&register, late, decided(Founded, day(2025, 3, 1))).await;
    undo(&register, late, event).await.unwrap();
    let view = register.session().organization(late).await.unwrap();
    assert_eq!((view.founded_on, view.ledger.len()), (None, 0));
}

async fn what_something_rests_on_is_not_taken_back(register: Register) {
    let register = register.with_units().await;
    let (stays, ends) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    link(&register, ends, of(first, LinkKind::SharedCell)).await;
    let merger = DecisionDraft { others: BTreeSet::from([ends]), ..decided(Merged, day(2026, 5, 5)) };
    let event = decide(&register, stays, merger).await;
    let later = decide(&register, stays, decided(Renewed, day(2026, 6, 6))).await;
    assert_eq!(refused(undo(&register, stays, event).await), error("event", "decision_followed"));
    undo(&register, stays, later).await.unwrap();
    let later = LinkDraft { from: day(2026, 7, 7), ..of(second, LinkKind::SharedCell) };
    link(&register, stays, later).await;
    assert_eq!(refused(undo(&register, stays, event).await), error("event", "decision_followed"));
    assert_eq!(has(&register, first).await, [PlaceOrganization::SharedCell]);

    let alone = cell(&register, "Chi bộ 3").await;
    link(&register, alone, of(second, LinkKind::OwnCell)).await;
    let event = decide(&register, alone, decided(Dissolved, day(2026, 5, 5))).await;
    register.change(second, json!({ "closed_on": "2026-11-01" })).await;
    assert_eq!(refused(undo(&register, alone, event).await), error("event", "decision_place_closed"));
}

async fn only_whoever_decides_there_takes_back(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let event = decide(&register, own, decided(Renewed, day(2026, 5, 5))).await;
    assert_eq!(undo(&register, other, event).await.unwrap_err(), Failure::NotFound, "it is not in that ledger");
    for (role, code) in [(Role::WardViewer, "26740"), (Role::WardStaff, "26743")] {
        let session = register.session_as(Actor::with_role("somebody", role, [register.unit(code).await.id]));
        let undone = session.undo_decision(operation(), own, event).await;
        assert!(matches!(undone, Err(Failure::NotFound | Failure::NotAllowed)), "{role:?}");
    }
    let session = register.session_as(Actor::with_role("somebody", Role::WardStaff, [register.unit("26740").await.id]));
    assert_eq!(session.undo_decision(operation(), own, event).await.unwrap(), own);
}
