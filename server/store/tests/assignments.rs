//! Who is suggested to a household, who is assigned to it, and how that ends.

use crate::common::{Register, both_databases, day, errors, operation, today};
use crate::households::{add, consent, for_a_year, member, named};
use domain::assignment::AssignmentEnd;
use domain::household::HouseholdDraft;
use domain::setting::{Setting, SettingDraft};
use serde_json::json;
use store::household::HouseholdFilter;
use uuid::Uuid;

both_databases![
    suggestions_go_by_room_and_distance,
    neighbours_and_those_who_are_not_wanted_are_left_out,
    whoever_has_no_room_is_assigned_only_knowingly,
    a_household_replaces_its_member_without_a_reason,
    an_assignment_is_over_after_its_last_day,
];

/// A building on the map.
async fn at(register: &Register, name: &str, lon: f64) -> Uuid {
    register.add(json!({ "name": name, "lon": lon, "lat": 10.775 })).await
}

async fn suggested(register: &Register, household: Uuid) -> Vec<String> {
    let found = register.session().suggestions(household).await.unwrap();
    found.into_iter().map(|one| one.name).collect()
}

async fn suggestions_go_by_room_and_distance(register: Register) {
    let register = register.with_units().await;
    let (here, near, far) = (at(&register, "Đây", 106.702).await, at(&register, "Gần", 106.703).await, at(&register, "Xa", 106.709).await);
    let session = register.session();
    let id = add(&session, here, "Bà Bảy").await;
    member(&register, "Người xa", Some(far), 5).await;
    member(&register, "Người gần", Some(near), 3).await;
    member(&register, "Không nhận thêm", Some(near), 0).await;
    member(&register, "Không rõ", None, 9).await;
    assert_eq!(suggested(&register, id).await, ["Người gần", "Người xa", "Không rõ", "Không nhận thêm"]);
    let found = session.suggestions(id).await.unwrap();
    let near_by = found[0].distance_m.expect("both are on the map");
    assert!((100..120).contains(&near_by) && found[2].distance_m.is_none(), "{found:?}");
    // The ward lets nobody take more than five, whatever they say.
    assert_eq!(found.iter().map(|one| one.free).collect::<Vec<_>>(), [3, 5, 5, 0]);
    let setting = SettingDraft {
        setting: Setting::HouseholdsOfAMember,
        valid_from: Some(day(2026, 11, 1)),
        value: Some(1),
        reason: "Quy định của phường".into(),
    };
    session.set_setting(operation(), setting).await.unwrap();
    session.assign(operation(), id, for_a_year(found[0].member), false).await.unwrap();
    let other = add(&session, here, "Ông Tám").await;
    let found = session.suggestions(other).await.unwrap();
    assert_eq!(found.iter().map(|one| (one.name.as_str(), one.free)).collect::<Vec<_>>()[0], ("Người xa", 1));
    assert_eq!(found.iter().filter(|one| one.free == 0).count(), 2);
}

async fn neighbours_and_those_who_are_not_wanted_are_left_out(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster" })).await;
    let in_cluster = async |name: &str| register.add(json!({ "name": name, "parent_id": cluster })).await;
    let (here, beside) = (in_cluster("Tòa A").await, in_cluster("Tòa B").await);
    let session = register.session();
    let neighbour = member(&register, "Cùng tòa", Some(here), 5).await;
    let same_cluster = member(&register, "Cùng cụm", Some(beside), 5).await;
    let unwanted = member(&register, "Không muốn", None, 5).await;
    let draft = HouseholdDraft { refused: vec![unwanted], ..named("Bà Bảy") };
    let id = session.add_household(operation(), here, consent("DY-1"), draft.clone()).await.unwrap();
    assert_eq!(suggested(&register, id).await, ["Cùng cụm"]);
    let refused = async |member| errors(session.assign(operation(), id, for_a_year(member), true).await.unwrap_err());
    assert_eq!(refused(neighbour).await, [("member".to_owned(), "household_wants_no_neighbour".to_owned())]);
    assert_eq!(refused(unwanted).await, [("member".to_owned(), "household_does_not_want".to_owned())]);
    session.assign(operation(), id, for_a_year(same_cluster), false).await.unwrap();
    assert_eq!(refused(same_cluster).await, [("member".to_owned(), "assigned_already".to_owned())]);

    let allowed = HouseholdDraft { neighbours_allowed: true, ..draft };
    session.change_household(operation(), id, 1, None, allowed).await.unwrap();
    let found = session.suggestions(id).await.unwrap();
    assert_eq!(found.iter().map(|one| (one.name.as_str(), one.same_building)).collect::<Vec<_>>(), [("Cùng tòa", true)]);
    session.assign(operation(), id, for_a_year(neighbour), false).await.unwrap();
    // A residential area is no building.
    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    member(&register, "Cùng khu phố", Some(area), 5).await;
    let household = add(&session, area, "Ông Tám").await;
    assert!(suggested(&register, household).await.contains(&"Cùng khu phố".to_owned()));
}

async fn whoever_has_no_room_is_assigned_only_knowingly(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let helper = member(&register, "Trần Văn Giúp", None, 1).await;
    let (first, second) = (add(&session, place, "Bà Bảy").await, add(&session, place, "Ông Tám").await);
    session.assign(operation(), first, for_a_year(helper), false).await.unwrap();
    let full = session.assign(operation(), second, for_a_year(helper), false).await.unwrap_err();
    assert_eq!(errors(full), [("despite_load".to_owned(), "member_has_no_room".to_owned())]);
    session.assign(operation(), second, for_a_year(helper), true).await.unwrap();
    assert_eq!(session.member(helper).await.unwrap().households, 2);
}

async fn a_household_replaces_its_member_without_a_reason(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let (helper, other) = (member(&register, "Người cũ", None, 5).await, member(&register, "Người mới", None, 5).await);
    let id = add(&session, place, "Bà Bảy").await;
    let never = session.refuse_member(operation(), id, helper).await.unwrap_err();
    assert_eq!(errors(never), [("member".to_owned(), "no_longer_there".to_owned())]);
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    session.refuse_member(operation(), id, helper).await.unwrap();
    assert_eq!(session.household(id).await.unwrap().draft.refused, [helper]);
    assert_eq!(suggested(&register, id).await, ["Người mới"]);
    session.assign(operation(), id, for_a_year(other), false).await.unwrap();
    let all = session.assignments_of(id).await.unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.assignment.end, one.assignment.holds_on(today()))).collect();
    assert_eq!(told, [("Người mới", None, true), ("Người cũ", Some(AssignmentEnd::HouseholdAsked), false)]);
    // Asked again, they may come back.
    let household = session.household(id).await.unwrap();
    let draft = HouseholdDraft { refused: Vec::new(), ..household.draft };
    session.change_household(operation(), id, household.revision, None, draft).await.unwrap();
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    // Handed over, nothing is said of what the household wants.
    let assignment = session.assignments_of(id).await.unwrap().into_iter().find(|one| one.name == "Người mới").expect("the other");
    session.end_assignment(operation(), id, assignment.assignment.id, AssignmentEnd::HandedOver).await.unwrap();
    assert!(session.household(id).await.unwrap().draft.refused.is_empty());
}

async fn an_assignment_is_over_after_its_last_day(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let helper = member(&register, "Trần Văn Giúp", None, 1).await;
    let id = add(&register.session(), place, "Bà Bảy").await;
    register.session().assign(operation(), id, for_a_year(helper), false).await.unwrap();
    for (days, held) in [(364, true), (365, false)] {
        let later = register.session_after(days);
        let (rows, _) = later.households(unit, &HouseholdFilter::default(), 9).await.unwrap();
        assert_eq!(rows[0].assigned, held, "{days}");
        assert_eq!(later.support_numbers(unit).await.unwrap().without_member, u64::from(!held), "{days}");
        assert_eq!(later.member(helper).await.unwrap().households, u32::from(held), "{days}");
        let all = later.assignments_of(id).await.unwrap();
        assert_eq!((all.len(), all[0].assignment.holds_on(later.today)), (1, held), "{days}");
        assert_eq!(later.suggestions(id).await.unwrap().len(), usize::from(!held), "{days}");
    }
}
