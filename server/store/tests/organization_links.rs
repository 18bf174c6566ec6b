//! A link gives a place what the register counts, and only the end of the link takes it away.

use crate::common::{Register, both_databases, day, errors, operation, said};
use crate::organizations::{cell, error, has, link, of, organization, refused};
use domain::due::DueKind;
use domain::failure::Failure;
use domain::organization::{DecisionDraft, LinkDraft, LinkKind, OrganizationEventKind, PartyCategory, PlaceOrganization};
use domain::setting::{Setting, SettingDraft};
use serde_json::{Value, json};
use store::sample::SamplePlace;
use uuid::Uuid;

both_databases![
    what_a_place_has_comes_and_goes_with_its_links,
    a_place_without_links_keeps_what_its_register_said,
    what_a_link_gives_is_not_unticked_at_the_place,
    a_link_is_not_taken_back_at_the_place_and_other_changes_leave_it,
    links_that_cannot_be_are_refused,
    a_mistake_is_ended_on_its_day_and_never_held,
    what_stands_in_place_of_an_own_cell_is_looked_at_again,
    a_cell_with_too_few_members_becomes_nobodys_own_without_a_reason,
    a_duplicate_hands_its_links_over,
    an_operation_that_is_sent_twice_links_once,
    the_invented_city_goes_with_links_and_without_what_people_added,
];

async fn change(register: &Register, place: Uuid, value: Value) -> Result<i64, Failure> {
    let revision = register.place(place).await.revision;
    register.session().change_place(operation(), place, revision, said(value)).await
}

async fn end(register: &Register, organization: Uuid, link: Uuid, on: chrono::NaiveDate) {
    register.session().end_link(operation(), organization, link, on).await.expect("a link is ended");
}

async fn what_a_place_has_comes_and_goes_with_its_links(register: Register) {
    let register = register.with_units().await;
    let (one, other) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let union = organization(&register, json!({ "name": "Chi hội Phụ nữ", "kind": "womens_union" })).await;
    let place = register.named("Chung cư A").await;
    assert_eq!(register.place(place).await.party_category, PartyCategory::Unknown);
    let first = link(&register, one, of(place, LinkKind::SharedCell)).await;
    let second = link(&register, other, of(place, LinkKind::SharedCell)).await;
    link(&register, union, of(place, None)).await;
    assert_eq!(has(&register, place).await, [PlaceOrganization::SharedCell, PlaceOrganization::WomensUnion]);
    let draft = register.place(place).await.draft;
    assert_eq!(draft.organizations_confirmed_on, Some(day(2026, 11, 22)), "whoever links a place was asked what it has");

    end(&register, one, first, day(2026, 10, 1)).await;
    assert_eq!(register.place(place).await.party_category, PartyCategory::SharedCell, "the other one still holds");
    end(&register, other, second, day(2026, 11, 1)).await;
    assert_eq!(register.place(place).await.party_category, PartyCategory::SocioPoliticalOnly);
    let actions: Vec<String> = register.history(place).await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions.first().map(String::as_str), Some("place_add"));
    assert!(actions[1..].iter().all(|action| action == "organization_link"), "{actions:?}");
    let at = register.session().organizations_at(place).await.unwrap();
    let past: Vec<_> = at.past.iter().map(|share| (share.organization.id, share.to)).collect();
    assert_eq!(past, [(other, Some(day(2026, 11, 1))), (one, Some(day(2026, 10, 1)))]);
    assert_eq!(refused(register.session().end_link(operation(), one, first, day(2026, 10, 2)).await), error("to", "link_ended_already"));
}

async fn a_place_without_links_keeps_what_its_register_said(register: Register) {
    let register = register.with_units().await;
    let union = organization(&register, json!({ "name": "Chi hội Phụ nữ", "kind": "womens_union" })).await;
    let place = register.add(json!({ "name": "Chung cư A", "organizations": ["own_cell", "youth_union"] })).await;
    let id = link(&register, union, of(place, None)).await;
    let with = [PlaceOrganization::OwnCell, PlaceOrganization::YouthUnion, PlaceOrganization::WomensUnion];
    assert_eq!(has(&register, place).await, with);
    end(&register, union, id, day(2026, 11, 1)).await;
    assert_eq!(has(&register, place).await, with[..2]);
    change(&register, place, json!({ "organizations": ["own_cell"] })).await.unwrap();
    assert_eq!(has(&register, place).await, with[..1]);
}

async fn what_a_link_gives_is_not_unticked_at_the_place(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let place = register.add(json!({ "name": "Chung cư A", "organizations": ["youth_union"] })).await;
    link(&register, id, of(place, LinkKind::SharedCell)).await;
    let refused = change(&register, place, json!({ "organizations": ["youth_union"] })).await.unwrap_err();
    let Failure::Invalid(found) = &refused else { panic!("{refused:?}") };
    assert_eq!(found.0[0].value, "Chi bộ 1", "the page to go to is named");
    assert_eq!(errors(refused), [error("organizations", "held_by_link")]);
    change(&register, place, json!({ "organizations": ["shared_cell"], "apartments": 120 })).await.unwrap();
    assert_eq!(has(&register, place).await, [PlaceOrganization::SharedCell]);
}

async fn a_link_is_not_taken_back_at_the_place_and_other_changes_leave_it(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let place = register.named("Chung cư A").await;
    let session = register.session();
    let ticked = operation();
    session
        .change_place(ticked.clone(), place, 1, said(json!({ "organizations": ["own_cell"], "organizations_confirmed_on": "2026-11-22" })))
        .await
        .unwrap();
    // The register said so already: the link changes nothing there, and the tick is still its last change.
    let linking = operation();
    session.link_place(linking.clone(), id, of(place, LinkKind::OwnCell)).await.unwrap();
    session.undo_place_change(operation(), place, ticked.id).await.unwrap();
    assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell], "the link holds it");
    let union = organization(&register, json!({ "name": "Chi hội Phụ nữ", "kind": "womens_union" })).await;
    let linking = operation();
    session.link_place(linking.clone(), union, of(place, None)).await.unwrap();
    let undone = session.undo_place_change(operation(), place, linking.id).await;
    assert_eq!(refused(undone), error("organizations", "undo_at_the_organization"));
    assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell, PlaceOrganization::WomensUnion]);
}

async fn links_that_cannot_be_are_refused(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let (first, second) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    link(&register, id, of(first, LinkKind::OwnCell)).await;
    let session = register.session();
    let tried = async |draft: LinkDraft| refused(session.link_place(operation(), id, draft).await);
    assert_eq!(tried(of(second, LinkKind::OwnCell)).await, error("kind", "own_cell_of_another_place"));
    assert_eq!(tried(of(second, LinkKind::SharedCell)).await, error("kind", "own_cell_of_another_place"));
    assert_eq!(tried(of(first, LinkKind::SharedCell)).await, error("organization_id", "already_linked"));
    assert_eq!(tried(of(second, None)).await, error("kind", "required"));
    assert_eq!(tried(LinkDraft { from: day(2026, 11, 23), ..of(second, LinkKind::SharedCell) }).await, error("from", "date_in_future"));
    let other = cell(&register, "Chi bộ 2").await;
    let past = LinkDraft { review_on: Some(day(2026, 11, 22)), ..of(second, LinkKind::SharedCell) };
    assert_eq!(refused(session.link_place(operation(), other, past).await), error("review_on", "review_not_ahead"));
    assert_eq!(refused(session.link_place(operation(), other, of(Uuid::now_v7(), None)).await), error("place_id", "place_not_found"));
    session.close_place(operation(), second, 1).await.unwrap();
    assert_eq!(refused(session.link_place(operation(), other, of(second, LinkKind::OwnCell)).await), error("place_id", "place_is_closed"));
}

async fn a_mistake_is_ended_on_its_day_and_never_held(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let (wrong, right) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    let mistake = link(&register, id, of(wrong, LinkKind::OwnCell)).await;
    let too_early = register.session().end_link(operation(), id, mistake, day(2023, 12, 31)).await;
    assert_eq!(refused(too_early), error("to", "link_ends_before_it_begins"));
    end(&register, id, mistake, day(2024, 1, 1)).await;
    link(&register, id, of(right, LinkKind::OwnCell)).await;
    let view = register.session().organization(id).await.unwrap();
    assert_eq!((view.places.len(), view.past.len()), (1, 0));
    assert!(has(&register, wrong).await.is_empty());
    let at = register.session().organizations_at(wrong).await.unwrap();
    assert_eq!((at.past.len(), at.without_home_since), (0, None));
}

async fn what_stands_in_place_of_an_own_cell_is_looked_at_again(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let place = register.named("Chung cư A").await;
    let review_on = Some(day(2027, 5, 22));
    let shared = link(&register, id, LinkDraft { review_on, ..of(place, LinkKind::SharedCell) }).await;
    let due = async || {
        let place = register.place(place).await;
        let work = register.session().course(&place).await.unwrap().work;
        work.into_iter().find(|row| row.kind == DueKind::OrganizationReview).map(|row| row.on)
    };
    assert_eq!(due().await, review_on);
    let later = Some(day(2027, 11, 22));
    register.session().review_link(operation(), id, shared, later).await.unwrap();
    assert_eq!(due().await, later);
    let never = register.session().review_link(operation(), id, shared, None).await;
    assert_eq!(refused(never), error("review_on", "review_needed"));
    end(&register, id, shared, day(2026, 11, 1)).await;
    assert_eq!(due().await, Some(day(2026, 11, 1)), "it is without a party organization since then");
    let (unplanned, other) = (LinkDraft { review_on: None, ..of(place, LinkKind::SharedCell) }, cell(&register, "Chi bộ 2").await);
    assert_eq!(refused(register.session().link_place(operation(), other, unplanned).await), error("review_on", "review_needed"));
    // A union with a day to look again stands in place of a cell.
    let union = organization(&register, json!({ "name": "Chi hội Phụ nữ", "kind": "womens_union" })).await;
    link(&register, union, LinkDraft { review_on, ..of(place, None) }).await;
    assert_eq!(due().await, review_on);
}

async fn a_cell_with_too_few_members_becomes_nobodys_own_without_a_reason(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư A").await;
    let small = organization(&register, json!({ "name": "Chi bộ 1", "members": 2 })).await;
    let session = register.session();
    let too_few = session.link_place(operation(), small, of(place, LinkKind::OwnCell)).await;
    assert_eq!(refused(too_few), error("kind", "cell_below_least_members"));
    let founding = DecisionDraft::new(OrganizationEventKind::Founded, day(2026, 5, 5));
    let founded = session.decide(operation(), small, founding.clone()).await;
    assert_eq!(refused(founded), error("members", "cell_below_least_members"));
    let why = Some("Một đồng chí đang chuyển sinh hoạt về".to_owned());
    let explained = DecisionDraft { overruled: why.clone(), ..founding };
    session.decide(operation(), small, explained).await.unwrap();
    let from = day(2026, 5, 5);
    link(&register, small, LinkDraft { from, overruled: why, ..of(place, LinkKind::OwnCell) }).await;
    assert_eq!(has(&register, place).await, [PlaceOrganization::OwnCell]);
    // The city may say otherwise from a day on.
    let city_says =
        SettingDraft { setting: Setting::CellFromMembers, valid_from: Some(day(2026, 11, 1)), value: Some(2), reason: "HD 5".into() };
    session.set_setting(operation(), city_says).await.unwrap();
    let (other, second) = (organization(&register, json!({ "name": "Chi bộ 2", "members": 2 })).await, register.named("Chung cư B").await);
    link(&register, other, of(second, LinkKind::OwnCell)).await;
}

async fn a_duplicate_hands_its_links_over(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let (duplicate, stays) = (register.named("Chung cu A").await, register.named("Chung cư A").await);
    link(&register, id, of(duplicate, LinkKind::OwnCell)).await;
    let merging = operation();
    register.session().merge_place(merging.clone(), duplicate, stays).await.unwrap();
    assert_eq!(has(&register, stays).await, [PlaceOrganization::OwnCell]);
    let view = register.session().organization(id).await.unwrap();
    assert_eq!(view.places.iter().map(|place| place.place_id).collect::<Vec<_>>(), [stays]);
    assert_eq!(view.past[0].place_id, duplicate);
    let undone = register.session().undo_place_change(operation(), stays, merging.id).await;
    assert_eq!(refused(undone), error("operation", "merge_is_not_taken_back"));
}

async fn an_operation_that_is_sent_twice_links_once(register: Register) {
    let register = register.with_units().await;
    let id = cell(&register, "Chi bộ 1").await;
    let place = register.named("Chung cư A").await;
    let twice = operation();
    let session = register.session();
    let first = session.link_place(twice.clone(), id, of(place, LinkKind::OwnCell)).await.unwrap();
    assert_eq!(session.link_place(twice, id, of(place, LinkKind::OwnCell)).await.unwrap(), first);
    assert_eq!(session.organization(id).await.unwrap().places.len(), 1);
}

async fn the_invented_city_goes_with_links_and_without_what_people_added(register: Register) {
    let session = register.session();
    let place = SamplePlace {
        id: Uuid::from_u128(1),
        unit_code: "26740".into(),
        draft: domain::place::PlaceDraft { name: "Chung cư".into(), ..Default::default() },
        facts: Vec::new(),
    };
    session.load_sample(crate::common::neighbours(), Vec::new(), crate::common::reform(), Box::new([place].into_iter())).await.unwrap();
    let id = cell(&register, "Chi bộ 1").await;
    let own = register.named("Chung cư thật").await;
    for place in [Uuid::from_u128(1), own] {
        link(&register, id, of(place, LinkKind::SharedCell)).await;
    }
    session.remove_sample().await.unwrap();
    let view = session.organization(id).await.unwrap();
    assert_eq!(view.places.iter().map(|place| place.place_id).collect::<Vec<_>>(), [own]);
    assert_eq!(has(&register, own).await, [PlaceOrganization::SharedCell]);
    register.session().change_place(operation(), own, 2, said(json!({ "admin_unit_id": register.unit("26740").await.id }))).await.unwrap();
}
