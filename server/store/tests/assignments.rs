//! Who is suggested to a household, who is assigned to it, and how that ends.

use crate::common::{Register, both_databases, day, errors, operation, today};
use crate::households::{add, consent, for_a_year, member, named};
use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::failure::Failure;
use domain::household::HouseholdDraft;
use domain::member::MemberDraft;
use domain::permission::Role;
use domain::setting::{Setting, SettingDraft};
use serde_json::json;
use store::Actor;
use store::assignment::Changed;
use store::household::HouseholdFilter;
use uuid::Uuid;

both_databases![
    suggestions_go_by_room_and_distance,
    neighbours_and_those_who_are_not_wanted_are_left_out,
    whoever_has_no_room_is_assigned_only_knowingly,
    a_household_replaces_its_member_without_a_reason,
    an_assignment_is_over_after_its_last_day,
    whoever_takes_neighbours_back_is_helped_by_none_from_then_on,
    a_member_who_moves_into_a_house_that_wants_no_neighbour_helps_there_no_longer,
    places_that_went_into_one_another_are_one_house,
    an_assignment_is_renewed_without_a_gap,
    twenty_are_suggested_and_the_others_are_counted,
];

/// A building on the map.
async fn at(register: &Register, name: &str, lon: f64) -> Uuid {
    register.add(json!({ "name": name, "lon": lon, "lat": 10.775 })).await
}

async fn suggested(register: &Register, household: Uuid) -> Vec<String> {
    let found = register.session().suggestions(household, today(), 0).await.unwrap();
    found.members.into_iter().map(|one| one.name).collect()
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
    let found = session.suggestions(id, today(), 0).await.unwrap().members;
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
    let found = session.suggestions(other, today(), 0).await.unwrap().members;
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
    let found = session.suggestions(id, today(), 0).await.unwrap().members;
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
        assert_eq!(later.suggestions(id, later.today, 0).await.unwrap().members.len(), usize::from(!held), "{days}");
    }
}

/// Who is assigned to a household: name, how it ended, whether they are a neighbour whom it does not want.
async fn told(register: &Register, household: Uuid) -> Vec<(String, Option<AssignmentEnd>, bool)> {
    let session = register.session();
    let allowed = session.household(household).await.unwrap().draft.neighbours_allowed;
    let all = session.assignments_of(household).await.unwrap();
    let mut told: Vec<_> = all.into_iter().map(|one| (one.name, one.assignment.end, one.neighbour && !allowed)).collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

async fn whoever_takes_neighbours_back_is_helped_by_none_from_then_on(register: Register) {
    let register = register.with_units().await;
    let here = register.named("Chung cư").await;
    let session = register.session();
    let (neighbour, other) = (member(&register, "Cùng tòa", Some(here), 5).await, member(&register, "Nơi khác", None, 5).await);
    let willing = HouseholdDraft { neighbours_allowed: true, ..named("Bà Bảy") };
    let id = session.add_household(operation(), here, consent("DY-1"), willing.clone()).await.unwrap();
    session.assign(operation(), id, for_a_year(neighbour), false).await.unwrap();
    session.assign(operation(), id, for_a_year(other), false).await.unwrap();
    let changed = session.change_household(operation(), id, 1, Some(here), willing).await.unwrap();
    assert_eq!(changed, Changed { revision: 2, ended: 0 });
    let changed = session.change_household(operation(), id, 2, Some(here), named("Bà Bảy")).await.unwrap();
    assert_eq!(changed, Changed { revision: 3, ended: 1 });
    let asked = Some(AssignmentEnd::HouseholdAsked);
    assert_eq!(told(&register, id).await, [("Cùng tòa".to_owned(), asked, true), ("Nơi khác".to_owned(), None, false)]);
    assert_eq!(suggested(&register, id).await, Vec::<String>::new());
    // Somebody who may not see the household learns nothing of its members by trying.
    let elsewhere = register.session_as(Actor::with_role("x", Role::WardStaff, [register.unit("26743").await.id]));
    assert_eq!(elsewhere.change_household(operation(), id, 3, None, named("X")).await, Err(Failure::NotFound));
}

async fn a_member_who_moves_into_a_house_that_wants_no_neighbour_helps_there_no_longer(register: Register) {
    let register = register.with_units().await;
    let (here, elsewhere) = (register.named("Chung cư").await, register.named("Chung cư khác").await);
    let session = register.session();
    let mover = member(&register, "Người chuyển đến", None, 5).await;
    let unwilling = add(&session, here, "Bà Bảy").await;
    let willing = HouseholdDraft { neighbours_allowed: true, ..named("Ông Tám") };
    let willing = session.add_household(operation(), here, consent("DY-2"), willing).await.unwrap();
    let far = add(&session, elsewhere, "Cô Chín").await;
    for household in [unwilling, willing, far] {
        session.assign(operation(), household, for_a_year(mover), false).await.unwrap();
    }
    let said = session.member(mover).await.unwrap();
    let moved = MemberDraft { residence: Some(here), ..said.draft };
    let changed = session.change_member(operation(), mover, said.revision, moved).await.unwrap();
    assert_eq!((changed.revision, changed.ended), (said.revision + 1, 1));
    assert_eq!(told(&register, unwilling).await, [("Người chuyển đến".to_owned(), Some(AssignmentEnd::HouseholdAsked), true)]);
    for stays in [willing, far] {
        assert_eq!(told(&register, stays).await, [("Người chuyển đến".to_owned(), None, false)]);
    }
    assert_eq!(session.member(mover).await.unwrap().households, 2);
}

async fn places_that_went_into_one_another_are_one_house(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (at(&register, "Chung cư A", 106.702).await, register.named("Chung cư A (trùng)").await);
    let third = register.named("Chung cư B").await;
    let session = register.session();
    let dweller = member(&register, "Ở nơi trùng", Some(goes), 5).await;
    let giver = member(&register, "Người giao", None, 5).await;
    let id = add(&session, stays, "Bà Bảy").await;
    let before = add(&session, third, "Ông Tám").await;
    let helped = add(&session, stays, "Cô Chín").await;
    session.assign(operation(), helped, for_a_year(dweller), false).await.unwrap();
    session.merge_place(operation(), goes, stays).await.unwrap();

    assert_eq!(suggested(&register, id).await, ["Người giao"]);
    let refused = session.assign(operation(), id, for_a_year(dweller), false).await.unwrap_err();
    assert_eq!(errors(refused), [("member".to_owned(), "household_wants_no_neighbour".to_owned())]);
    session.assign(operation(), id, for_a_year(giver), false).await.unwrap();
    assert_eq!(session.hand_over(operation(), giver, dweller, false).await.unwrap().left, [id]);
    session.assign(operation(), before, for_a_year(dweller), false).await.unwrap();
    let refused = session.change_household(operation(), before, 1, Some(stays), named("Ông Tám")).await.unwrap_err();
    assert_eq!(errors(refused), [("residence".to_owned(), "helper_lives_there".to_owned())]);
    // Whom the places made a neighbour is named, and helps no longer once the household is said anew.
    assert_eq!(told(&register, helped).await, [("Ở nơi trùng".to_owned(), None, true)]);
    let changed = session.change_household(operation(), helped, 1, Some(stays), named("Cô Chín")).await.unwrap();
    assert_eq!(changed.ended, 1);
    // Where it is allowed they are a neighbour, and as near as that.
    let willing = HouseholdDraft { neighbours_allowed: true, ..named("Bà Mười") };
    let willing = session.add_household(operation(), stays, consent("DY-9"), willing).await.unwrap();
    let found = session.suggestions(willing, today(), 0).await.unwrap().members;
    let near = found.iter().find(|one| one.member == dweller).expect("the neighbour");
    assert_eq!((near.same_building, near.distance_m), (true, Some(0)));
}

async fn an_assignment_is_renewed_without_a_gap(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let helper = member(&register, "Trần Văn Giúp", None, 1).await;
    let id = add(&session, place, "Bà Bảy").await;
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    let next = |from| AssignmentDraft { from, to: day(2028, 11, 20), ..for_a_year(helper) };
    let early = session.assign(operation(), id, AssignmentDraft { to: day(2027, 12, 1), ..next(day(2027, 11, 21)) }, false).await;
    assert_eq!(errors(early.unwrap_err()), [("member".to_owned(), "assigned_already".to_owned())]);
    let offered = async |from| session.suggestions(id, from, 0).await.unwrap().members.into_iter().map(|one| one.free).collect::<Vec<_>>();
    assert_eq!(offered(day(2027, 11, 21)).await, Vec::<u32>::new());
    assert_eq!(offered(day(2027, 11, 22)).await, [1], "the household that they help is no load to this one");
    session.assign(operation(), id, next(day(2027, 11, 22)), false).await.unwrap();
    for days in [364, 365] {
        let later = register.session_after(days);
        assert_eq!(later.support_numbers(register.unit("26740").await.id).await.unwrap().without_member, 0, "{days}");
    }
    // Two spans are one household: handed over, both go.
    let other = member(&register, "Người nhận", None, 1).await;
    let done = session.hand_over(operation(), helper, other, false).await.unwrap();
    assert_eq!((done.moved, done.left.len()), (1, 0));
    let spans: Vec<_> = session.households_of_member(other).await.unwrap().into_iter().map(|helped| helped.to).collect();
    assert_eq!(spans, [day(2027, 11, 21), day(2028, 11, 20)]);
}

async fn twenty_are_suggested_and_the_others_are_counted(register: Register) {
    let register = register.with_units().await;
    let (here, near) = (at(&register, "Đây", 106.702).await, at(&register, "Gần", 106.703).await);
    let session = register.session();
    let id = add(&session, here, "Bà Bảy").await;
    for number in 0..22 {
        member(&register, &format!("Người {number}"), None, 5).await;
    }
    member(&register, "Người gần", Some(near), 1).await;
    let found = session.suggestions(id, today(), 0).await.unwrap();
    assert_eq!((found.members.len(), found.more, found.members[0].name.as_str()), (20, 3, "Người gần"));
    let rest = session.suggestions(id, today(), 20).await.unwrap();
    assert_eq!((rest.members.len(), rest.more), (3, 0));
    assert!(rest.members.iter().all(|one| found.members.iter().all(|shown| shown.member != one.member)));
    let looks = session.access_log(None, 2).await.unwrap();
    assert_eq!((looks[0].row_table.as_str(), looks[0].row_count), ("member", 3), "nobody else was shown");
}
