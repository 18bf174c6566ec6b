//! What somebody may not see does not exist for them: in lists, counts, maps, histories and writes.

use crate::common::{ALL, Register, both_databases, errors, looking_for, operation, said};
use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::permission::Role;
use serde_json::json;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    a_stranger_is_asked_to_sign_in,
    a_ward_sees_its_own_places_and_no_others,
    a_ward_counts_its_own_places_and_no_others,
    a_ward_writes_in_its_own_places_and_finds_no_others,
    a_place_is_not_moved_out_of_sight_nor_taken_from_elsewhere,
    the_city_reads_everything_and_writes_nothing,
    a_viewer_writes_nothing,
    a_token_for_reading_writes_nothing,
    two_roles_reach_as_far_as_both,
];

struct Two {
    register: Register,
    own: Uuid,
    foreign: Uuid,
}

/// One place in Sài Gòn, one in Bến Thành.
async fn two(register: Register) -> Two {
    let register = register.with_units().await;
    let own = register.named("Chung cư của mình").await;
    let elsewhere = register.unit("26743").await.id;
    let foreign = register.add(json!({ "name": "Chung cư nơi khác", "admin_unit_id": elsewhere })).await;
    Two { register, own, foreign }
}

impl Two {
    async fn staff(&self) -> Session {
        let unit = self.register.unit("26740").await.id;
        self.register.session_as(Actor::with_role("staff", Role::WardStaff, [unit]))
    }

    fn with(&self, role: Role) -> Session {
        self.register.session_as(Actor::with_role("somebody", role, []))
    }
}

async fn a_stranger_is_asked_to_sign_in(register: Register) {
    let two = two(register).await;
    let stranger = two.register.session_as(Actor::stranger());
    assert_eq!(stranger.place(two.own).await.unwrap_err(), Failure::SignInRequired);
    assert_eq!(stranger.places(&ALL, 10, None).await.unwrap_err(), Failure::SignInRequired);
    assert_eq!(stranger.overview(None).await.unwrap_err(), Failure::SignInRequired);
    assert_eq!(stranger.admin_units().await.unwrap_err(), Failure::SignInRequired);
    assert_eq!(stranger.close_place(operation(), two.own, 1).await.unwrap_err(), Failure::SignInRequired);
}

async fn a_ward_sees_its_own_places_and_no_others(register: Register) {
    let two = two(register).await;
    let staff = two.staff().await;
    for filter in [ALL, looking_for("chung cu"), PlaceFilter { bbox: None, closed: true, ..ALL }] {
        let page = staff.places(&filter, 10, None).await.unwrap();
        assert_eq!((page.total, page.items.len(), page.items[0].id), (1, 1, two.own));
    }
    let elsewhere = PlaceFilter { unit: Some("26743".into()), ..ALL };
    assert_eq!(staff.places(&elsewhere, 10, None).await.map(|page| page.total).unwrap_or(0), 0);
    assert_eq!(staff.place_ids(&ALL).await.unwrap(), [two.own]);
    assert_eq!(staff.place(two.own).await.unwrap().id, two.own);
    assert_eq!(staff.place(two.foreign).await.unwrap_err(), Failure::NotFound);
    assert_eq!(staff.places_whole(&[two.own, two.foreign]).await.unwrap().len(), 1);
    assert!(staff.place_history(two.own, 9).await.is_ok());
    assert_eq!(staff.place_history(two.foreign, 9).await.unwrap_err(), Failure::NotFound);
    let codes: Vec<String> = staff.admin_units().await.unwrap().into_iter().map(|unit| unit.code).collect();
    assert_eq!(codes, ["26740"]);
    assert_eq!(staff.unit_shapes().await.unwrap().len(), 1);
    assert_eq!(staff.admin_unit("26743").await.unwrap_err(), Failure::NotFound);
    assert_eq!(staff.former_units("26743").await.unwrap_err(), Failure::NotFound);
    // A cursor that names a place out of sight tells nothing about it.
    let cursor = format!("0.{}", two.foreign);
    assert_eq!(errors(staff.places(&ALL, 10, Some(&cursor)).await.unwrap_err()), [("cursor".into(), "cursor_not_understood".into())]);
}

async fn a_ward_counts_its_own_places_and_no_others(register: Register) {
    let two = two(register).await;
    let overview = two.staff().await.overview(None).await.unwrap();
    assert_eq!(overview.summary.apartment_buildings.total, 1);
    assert_eq!(overview.units.len(), 1);
    assert_eq!(two.with(Role::City).overview(None).await.unwrap().summary.apartment_buildings.total, 2);
    let groups = two.staff().await.place_groups(&ALL).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), 1);
}

async fn a_ward_writes_in_its_own_places_and_finds_no_others(register: Register) {
    let two = two(register).await;
    let staff = two.staff().await;
    let note = || said(json!({ "note": "Đã gọi" }));
    assert_eq!(staff.change_place(operation(), two.own, 1, note()).await.unwrap(), 2);
    for failed in [
        staff.change_place(operation(), two.foreign, 1, note()).await.unwrap_err(),
        // An old revision must not show what stands there now, either.
        staff.change_place(operation(), two.foreign, 0, note()).await.unwrap_err(),
        staff.confirm_place(operation(), two.foreign).await.unwrap_err(),
        staff.close_place(operation(), two.foreign, 1).await.unwrap_err(),
        staff.reopen_place(operation(), two.foreign, 1).await.unwrap_err(),
        staff.undo_place_change(operation(), two.foreign, Uuid::now_v7()).await.unwrap_err(),
        staff.merge_place(operation(), two.own, two.foreign).await.map(drop).unwrap_err(),
        staff.merge_place(operation(), two.foreign, two.own).await.map(drop).unwrap_err(),
    ] {
        assert_eq!(failed, Failure::NotFound);
    }
    assert_eq!(two.register.place(two.foreign).await.revision, 1);
}

async fn a_place_is_not_moved_out_of_sight_nor_taken_from_elsewhere(register: Register) {
    let two = two(register).await;
    let staff = two.staff().await;
    let elsewhere = two.register.unit("26743").await.id;
    let refused = [("admin_unit_id".to_owned(), "admin_unit_not_found".to_owned())];
    let moved = staff.change_place(operation(), two.own, 1, said(json!({ "admin_unit_id": elsewhere }))).await;
    assert_eq!(errors(moved.unwrap_err()), refused);
    let added = staff.add_place(operation(), said(json!({ "name": "Mới", "admin_unit_id": elsewhere }))).await;
    assert_eq!(errors(added.unwrap_err()), refused);
    let cluster = two.register.add(json!({ "name": "Cụm", "kind": "building_cluster", "admin_unit_id": elsewhere })).await;
    let joined = staff.change_place(operation(), two.own, 1, said(json!({ "parent_id": cluster }))).await;
    assert_eq!(errors(joined.unwrap_err()), [("parent_id".to_owned(), "not_a_cluster".to_owned())]);
}

async fn the_city_reads_everything_and_writes_nothing(register: Register) {
    let two = two(register).await;
    for role in [Role::City, Role::Administrator] {
        let session = two.with(role);
        assert_eq!(session.places(&ALL, 10, None).await.unwrap().total, 2);
        assert_eq!(session.close_place(operation(), two.own, 1).await.unwrap_err(), Failure::NotFound);
    }
}

async fn a_viewer_writes_nothing(register: Register) {
    let two = two(register).await;
    let unit = two.register.unit("26740").await.id;
    let viewer = two.register.session_as(Actor::with_role("viewer", Role::WardViewer, [unit]));
    assert_eq!(viewer.place(two.own).await.unwrap().id, two.own);
    assert_eq!(viewer.confirm_place(operation(), two.own).await.unwrap_err(), Failure::NotFound);
}

async fn a_token_for_reading_writes_nothing(register: Register) {
    let two = two(register).await;
    let mut actor = two.staff().await.actor;
    actor.reads_only = true;
    let session = two.register.session_as(actor);
    assert!(session.place(two.own).await.is_ok());
    assert_eq!(session.confirm_place(operation(), two.own).await.unwrap_err(), Failure::NotFound);
}

async fn two_roles_reach_as_far_as_both(register: Register) {
    let two = two(register).await;
    let (first, second) = (two.register.unit("26740").await.id, two.register.unit("26743").await.id);
    let mut actor = Actor::with_role("both", Role::WardStaff, [first]);
    actor.grants.extend(Actor::with_role("both", Role::WardViewer, [second]).grants);
    let session = two.register.session_as(actor);
    assert_eq!(session.places(&ALL, 10, None).await.unwrap().total, 2);
    assert!(session.confirm_place(operation(), two.own).await.is_ok());
    assert_eq!(session.confirm_place(operation(), two.foreign).await.unwrap_err(), Failure::NotFound);
}
