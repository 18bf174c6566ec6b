//! Residential areas: what lies in them, and what becomes of it when they are redrawn.

use domain::due::DueKind;
use domain::organization::{LinkDraft, LinkKind, OrganizationFilter, OrganizationState, PlaceOrganization};
use domain::permission::Role;
use domain::residential::RedrawDraft;
use serde_json::json;
use store::Actor;
use store::course::WorkQuery;
use uuid::Uuid;

use crate::common::{Register, both_databases, day, errors, looking_for, operation, said};
use crate::organizations::{cell, has, link, of};

both_databases![
    merged_areas_end_and_their_buildings_lie_in_the_one_that_comes,
    an_organization_of_a_merged_area_goes_on_in_the_one_that_comes,
    of_a_split_area_buildings_without_a_new_home_stand_in_the_worklist_until_they_have_one,
    an_area_that_was_redrawn_does_not_come_back,
    a_building_lies_in_an_open_area_of_its_own_ward,
    an_organization_of_a_split_area_waits_for_a_new_home,
    a_decision_that_redraws_is_later_than_its_areas_and_has_one_day,
    an_area_of_another_ward_does_not_exist_for_whoever_redraws,
    the_same_decision_sent_twice_is_carried_out_once,
    a_building_whose_area_is_merged_into_its_duplicate_lies_in_the_one_that_stays,
];

async fn area(register: &Register, name: &str) -> Uuid {
    register.add(json!({ "name": name, "kind": "residential_area" })).await
}

async fn building_in(register: &Register, name: &str, area: Uuid) -> Uuid {
    register.add(json!({ "name": name, "residential_area_id": area })).await
}

fn decision(old: &[Uuid], new: &[&str]) -> RedrawDraft {
    RedrawDraft {
        on: Some(day(2026, 10, 1)),
        number: "12/NQ-HĐND".into(),
        old: old.iter().copied().collect(),
        new: new.iter().map(|name| (*name).to_owned()).collect(),
        ..RedrawDraft::default()
    }
}

async fn without_home(register: &Register) -> Vec<Uuid> {
    let query = WorkQuery { kind: Some(DueKind::NewHome), ..WorkQuery::default() };
    let page = register.session().work(&query, 100).await.expect("a worklist");
    page.items.into_iter().map(|row| row.place_id).collect()
}

async fn merged_areas_end_and_their_buildings_lie_in_the_one_that_comes(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (area(&register, "Khu phố 1").await, area(&register, "Khu phố 2").await);
    register.change(first, json!({ "organizations": ["front_work_committee"], "residents": 900, "head_post": "filled" })).await;
    register.change(second, json!({ "organizations": ["own_cell"], "residents": 600 })).await;
    let (a, b) = (building_in(&register, "Chung cư A", first).await, building_in(&register, "Chung cư B", second).await);
    let new = register.session().redraw_areas(operation(), decision(&[first, second], &["Khu phố 1"])).await.expect("redrawn");
    for building in [a, b] {
        assert_eq!(register.place(building).await.draft.residential_area_id, Some(new[0]));
    }
    let comes = register.place(new[0]).await;
    assert_eq!((comes.draft.residents, comes.draft.organizations.len(), comes.draft.head_post), (Some(1500), 2, None));
    for area in [first, second] {
        assert_eq!(register.place(area).await.draft.closed_on, Some(day(2026, 10, 1)));
    }
    assert!(without_home(&register).await.is_empty());
    let tie = register.session().area_of_place(&comes).await.expect("an area");
    assert_eq!(tie.came_from.iter().map(|from| from.other.1.as_str()).collect::<Vec<_>>(), ["Khu phố 1", "Khu phố 2"]);
    assert_eq!(tie.buildings.len(), 2);
}

async fn an_organization_of_a_merged_area_goes_on_in_the_one_that_comes(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 1").await;
    let cell = cell(&register, "Chi bộ khu phố 1").await;
    link(&register, cell, of(old, LinkKind::OwnCell)).await;
    let new = register.session().redraw_areas(operation(), decision(&[old], &["Khu phố 1"])).await.expect("redrawn");
    assert_eq!(has(&register, new[0]).await, [PlaceOrganization::OwnCell]);
    let view = register.session().organization(cell).await.expect("an organization");
    assert_eq!(view.places.iter().map(|place| place.place_id).collect::<Vec<_>>(), new);
}

async fn of_a_split_area_buildings_without_a_new_home_stand_in_the_worklist_until_they_have_one(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 3").await;
    let (a, b) = (building_in(&register, "Chung cư A", old).await, building_in(&register, "Chung cư B", old).await);
    let mut split = decision(&[old], &["Khu phố 3A", "Khu phố 3B"]);
    split.homes = [(a, 1)].into();
    let new = register.session().redraw_areas(operation(), split).await.expect("redrawn");
    assert_eq!(register.place(a).await.draft.residential_area_id, Some(new[1]));
    assert_eq!(register.place(b).await.draft.residential_area_id, Some(old));
    assert_eq!(without_home(&register).await, [b]);
    register.change(b, json!({ "apartments": 80 })).await;
    assert_eq!(without_home(&register).await, [b], "another change leaves it there");
    register.change(b, json!({ "residential_area_id": new[0] })).await;
    assert!(without_home(&register).await.is_empty());
}

async fn an_organization_of_a_split_area_waits_for_a_new_home(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 1").await;
    let (cell, other) = (cell(&register, "Chi bộ khu phố 1").await, cell(&register, "Chi bộ 2").await);
    link(&register, cell, of(old, LinkKind::OwnCell)).await;
    link(&register, other, of(area(&register, "Khu phố 3").await, LinkKind::OwnCell)).await;
    let session = register.session();
    let waiting = async || {
        let filter = OrganizationFilter { state: Some(OrganizationState::NeedsHome), ..OrganizationFilter::default() };
        session.organizations(&filter, 10, None).await.unwrap().items.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert!(waiting().await.is_empty());
    let new = session.redraw_areas(operation(), decision(&[old], &["Khu phố 1A", "Khu phố 1B"])).await.expect("redrawn");
    assert_eq!(waiting().await, [cell]);
    let view = session.organization(cell).await.expect("an organization");
    assert_eq!((view.places.len(), view.past[0].to), (0, Some(day(2026, 10, 1))));
    assert_eq!(session.areas_instead_of(&[old]).await.unwrap(), new);
    link(&register, cell, LinkDraft { from: day(2026, 10, 1), ..of(new[1], LinkKind::OwnCell) }).await;
    assert!(waiting().await.is_empty());
}

async fn a_decision_that_redraws_is_later_than_its_areas_and_has_one_day(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (area(&register, "Khu phố 1").await, area(&register, "Khu phố 2").await);
    let session = register.session();
    let new = session.redraw_areas(operation(), decision(&[first], &["Khu phố 1A", "Khu phố 1B"])).await.expect("redrawn");
    let refused = async |draft| errors(session.redraw_areas(operation(), draft).await.unwrap_err());
    let again = RedrawDraft { number: "13/NQ-HĐND".into(), ..decision(&new, &["Khu phố 1"]) };
    assert_eq!(refused(again.clone()).await, [("on".into(), "before_area_began".into())]);
    let other_day = RedrawDraft { on: Some(day(2026, 10, 5)), ..decision(&[second], &["Khu phố 2A"]) };
    assert_eq!(refused(other_day).await, [("number".into(), "decision_number_taken".into())]);
    session.redraw_areas(operation(), decision(&[second], &["Khu phố 2A"])).await.expect("one decision redraws several");
    session.redraw_areas(operation(), RedrawDraft { on: Some(day(2026, 10, 2)), ..again }).await.expect("a later one");
}

async fn an_area_that_was_redrawn_does_not_come_back(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 4").await;
    register.session().redraw_areas(operation(), decision(&[old], &["Khu phố 4"])).await.expect("redrawn");
    let revision = register.place(old).await.revision;
    let refused = register.session().reopen_place(operation(), old, revision).await.expect_err("it stays closed");
    assert_eq!(errors(refused), [("closed_on".to_owned(), "area_was_redrawn".to_owned())]);
    let twice = register.session().redraw_areas(operation(), decision(&[old], &["Khu phố 4B"])).await.expect_err("it ended");
    assert_eq!(errors(twice), [("old".to_owned(), "area_has_ended".to_owned())]);
}

async fn a_building_lies_in_an_open_area_of_its_own_ward(register: Register) {
    let register = register.with_units().await;
    let elsewhere = register.unit("26743").await.id;
    let foreign = register.add(json!({ "name": "Khu phố 5", "kind": "residential_area", "admin_unit_id": elsewhere })).await;
    let building = register.named("Chung cư A").await;
    for wrong in [foreign, building, Uuid::now_v7()] {
        let said = said(json!({ "residential_area_id": wrong }));
        let refused = register.session().change_place(operation(), building, 1, said).await.expect_err("no area of this ward");
        assert_eq!(errors(refused), [("residential_area_id".to_owned(), "not_an_area_of_this_ward".to_owned())]);
    }
}

async fn an_area_of_another_ward_does_not_exist_for_whoever_redraws(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 6").await;
    let elsewhere = register.unit("26743").await.id;
    let foreign = register.session_as(Actor::with_role("staff", Role::WardStaff, [elsewhere]));
    let refused = foreign.redraw_areas(operation(), decision(&[old], &["Khu phố 6B"])).await.expect_err("not theirs");
    assert_eq!(errors(refused), [("old".to_owned(), "area_not_found".to_owned())]);
}

async fn the_same_decision_sent_twice_is_carried_out_once(register: Register) {
    let register = register.with_units().await;
    let old = area(&register, "Khu phố 7").await;
    let once = operation();
    let first = register.session().redraw_areas(once.clone(), decision(&[old], &["Khu phố 7A"])).await.expect("redrawn");
    let again = register.session().redraw_areas(once, decision(&[old], &["Khu phố 7A"])).await.expect("the same answer");
    assert_eq!(first, again);
    assert_eq!(register.names(&looking_for("Khu phố 7A")).await.len(), 1);
}

async fn a_building_whose_area_is_merged_into_its_duplicate_lies_in_the_one_that_stays(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (area(&register, "Khu phố 8").await, area(&register, "Khu pho 8").await);
    let building = building_in(&register, "Chung cư A", goes).await;
    register.session().merge_place(operation(), goes, stays).await.expect("merged");
    assert_eq!(register.place(building).await.draft.residential_area_id, Some(stays));
    assert!(without_home(&register).await.is_empty());
}
