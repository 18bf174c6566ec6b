//! Who looks after what: assigning, giving up, taking over in bulk, and the filter that follows from it.

use crate::common::{ALL, Register, both_databases, errors, operation, reform};
use domain::account::AccountDraft;
use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::officer::{LookedAfter, OfficerRole, TakeOver};
use domain::permission::Role;
use serde_json::json;
use store::account::NewAccount;
use store::course::WorkQuery;
use store::officer::Person;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    staff_take_a_place_and_give_it_up_and_a_lead_gives_it_to_anybody_of_the_ward,
    only_people_of_the_ward_look_after_its_places,
    another_ward_neither_sees_nor_changes_who_looks_after_what,
    a_take_over_moves_all_of_one_person_in_one_ward_and_nothing_else,
    chosen_places_go_over_and_come_back_as_they_were,
    places_of_who_has_left_wait_for_somebody_new,
    a_list_and_its_counts_agree_whoever_looks_after_the_places,
    nobodys_places_of_a_whole_city_are_asked_for_ward_by_ward,
    who_looked_after_an_area_looks_after_what_comes_in_its_place,
];

/// Two in Sài Gòn, one next door, with a lead for each ward.
struct Wards {
    register: Register,
    lan: Uuid,
    minh: Uuid,
    next_door: Uuid,
}

async fn account(register: &Register, name: &str, role: Role, code: &str) -> Uuid {
    let unit = register.unit(code).await.id;
    let draft = AccountDraft { user_name: name.into(), display_name: name.to_uppercase() };
    let new = NewAccount { draft, roles: vec![(role, Some(unit))], password_hash: None };
    register.session().add_account(operation(), new).await.unwrap()
}

async fn wards(register: Register) -> Wards {
    let register = register.with_units().await;
    let lan = account(&register, "lan", Role::WardStaff, "26740").await;
    let minh = account(&register, "minh", Role::WardStaff, "26740").await;
    let next_door = account(&register, "hoa", Role::WardStaff, "26743").await;
    Wards { register, lan, minh, next_door }
}

impl Wards {
    /// Somebody of a ward at a browser.
    async fn as_person(&self, account: Uuid, role: Role, code: &str) -> Session {
        let unit = self.register.unit(code).await.id;
        let actor = Actor::with_role(&account.to_string(), role, [unit]);
        self.register.session_as(Actor { account: Some(account), ..actor })
    }

    async fn lan(&self) -> Session {
        self.as_person(self.lan, Role::WardStaff, "26740").await
    }

    async fn lead(&self) -> Session {
        self.as_person(Uuid::now_v7(), Role::WardLead, "26740").await
    }

    /// A building whose first meeting is long overdue, in somebody's name.
    async fn building(&self, name: &str, of: Option<Uuid>) -> Uuid {
        let fields = json!({ "name": name, "apartments": 120, "handed_over": 120, "handover_year": 2010, "requirement": "required" });
        let place = self.register.add(fields).await;
        if let Some(account) = of {
            self.give(place, account, OfficerRole::Officer).await;
        }
        place
    }

    async fn give(&self, place: Uuid, account: Uuid, role: OfficerRole) {
        self.register.session().assign_officer(operation(), place, account, role).await.unwrap();
    }

    /// Who looks after a place: account and role.
    async fn at(&self, place: Uuid) -> Vec<(Uuid, OfficerRole)> {
        let place = self.register.place(place).await;
        let officers = self.register.session().officers_of(&place).await.unwrap();
        officers.into_iter().map(|officer| (officer.account, officer.role)).collect()
    }
}

fn take_over(from: Uuid, to: Uuid, places: Option<Vec<Uuid>>) -> TakeOver {
    TakeOver { unit: "26740".into(), from, to, places }
}

fn of(which: LookedAfter) -> PlaceFilter {
    PlaceFilter { looked_after: Some(which), ..ALL }
}

fn refused(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

async fn staff_take_a_place_and_give_it_up_and_a_lead_gives_it_to_anybody_of_the_ward(register: Register) {
    let wards = wards(register).await;
    let place = wards.building("Một", None).await;
    let (lan, lead) = (wards.lan().await, wards.lead().await);
    assert!(!lan.looks_after_something().await.unwrap());
    lan.assign_officer(operation(), place, wards.lan, OfficerRole::Officer).await.unwrap();
    assert!(lan.looks_after_something().await.unwrap());
    let again = lan.assign_officer(operation(), place, wards.lan, OfficerRole::Officer).await;
    assert_eq!(errors(again.unwrap_err()), refused("account", "officer_already"));
    let others = lan.assign_officer(operation(), place, wards.minh, OfficerRole::Officer).await;
    assert_eq!(others.unwrap_err(), Failure::NotFound, "staff give no place to somebody else");

    lead.assign_officer(operation(), place, wards.minh, OfficerRole::CellFollower).await.unwrap();
    assert_eq!(wards.at(place).await, [(wards.lan, OfficerRole::Officer), (wards.minh, OfficerRole::CellFollower)]);
    let found = lan.officers_of(&wards.register.place(place).await).await.unwrap();
    assert_eq!((found[0].name.as_str(), found[0].left), ("LAN", false));
    assert_eq!(lan.end_officer(operation(), place, found[1].id).await.unwrap_err(), Failure::NotFound, "nor do they take it from them");
    lan.end_officer(operation(), place, found[0].id).await.unwrap();
    let twice = lan.end_officer(operation(), place, found[0].id).await;
    assert_eq!(errors(twice.unwrap_err()), refused("officer", "officer_not_there"));
    lead.end_officer(operation(), place, found[1].id).await.unwrap();
    assert_eq!(wards.at(place).await, []);
    let before = lan.former_officers_of(&wards.register.place(place).await).await.unwrap();
    assert_eq!(before.len(), 2, "who looked after it before can be told");
}

async fn only_people_of_the_ward_look_after_its_places(register: Register) {
    let wards = wards(register).await;
    let place = wards.building("Một", None).await;
    let lead = wards.lead().await;
    let viewer = account(&wards.register, "viewer", Role::WardViewer, "26740").await;
    for stranger in [wards.next_door, viewer, Uuid::now_v7()] {
        let given = lead.assign_officer(operation(), place, stranger, OfficerRole::Officer).await;
        assert_eq!(errors(given.unwrap_err()), refused("account", "officer_not_of_ward"));
    }
    let unit = wards.register.unit("26740").await.id;
    let choices = lead.officers_to_choose(unit).await.unwrap();
    assert_eq!(choices, [(wards.lan, "LAN".to_owned()), (wards.minh, "MINH".to_owned())]);
    wards.register.session().close_place(operation(), place, 1).await.unwrap();
    let closed = lead.assign_officer(operation(), place, wards.lan, OfficerRole::Officer).await;
    assert_eq!(errors(closed.unwrap_err()), refused("account", "officer_of_closed_place"));
}

async fn another_ward_neither_sees_nor_changes_who_looks_after_what(register: Register) {
    let wards = wards(register).await;
    let place = wards.building("Một", Some(wards.lan)).await;
    let whole = wards.register.place(place).await;
    let row = wards.register.session().officers_of(&whole).await.unwrap().remove(0);
    for role in [Role::WardStaff, Role::WardLead] {
        let other = wards.as_person(wards.next_door, role, "26743").await;
        assert_eq!(other.officers_of(&whole).await.unwrap_err(), Failure::NotFound);
        assert_eq!(other.former_officers_of(&whole).await.unwrap_err(), Failure::NotFound);
        let taken = other.assign_officer(operation(), place, wards.next_door, OfficerRole::Officer).await;
        assert_eq!(taken.unwrap_err(), Failure::NotFound);
        assert_eq!(other.end_officer(operation(), place, row.id).await.unwrap_err(), Failure::NotFound);
        assert_eq!(other.places(&of(LookedAfter::By(wards.lan)), 10, None).await.unwrap().total, 0);
    }
    let lead = wards.as_person(wards.next_door, Role::WardLead, "26743").await;
    let moved = lead.take_over(operation(), take_over(wards.lan, wards.next_door, None)).await;
    assert_eq!(errors(moved.unwrap_err()), refused("unit", "unit_not_found"));
    let seen = lead.ward_officers().await.unwrap();
    assert_eq!((seen.len(), seen[0].code.as_str(), seen[0].people.len(), seen[0].left.len()), (1, "26743", 1, 0));
    assert!(wards.lan().await.ward_officers().await.is_err(), "the numbers are the lead's alone");
    // The city and the ward's own viewers see who looks after it, and change nothing.
    let city = wards.register.session_as(Actor::with_role("city", Role::City, []));
    assert_eq!(city.officers_of(&whole).await.unwrap()[0].account, wards.lan);
    assert_eq!(city.end_officer(operation(), place, row.id).await.unwrap_err(), Failure::NotFound);
}

async fn a_take_over_moves_all_of_one_person_in_one_ward_and_nothing_else(register: Register) {
    let wards = wards(register).await;
    let (one, two) = (wards.building("Một", Some(wards.lan)).await, wards.building("Hai", Some(wards.lan)).await);
    wards.give(two, wards.lan, OfficerRole::CellFollower).await;
    let minhs = wards.building("Ba", Some(wards.minh)).await;
    let nobodys = wards.building("Bốn", None).await;
    // Lan works next door too: what she looks after there is that ward's.
    let both = vec![
        (Role::WardStaff, Some(wards.register.unit("26740").await.id)),
        (Role::WardStaff, Some(wards.register.unit("26743").await.id)),
    ];
    wards.register.session().set_roles(operation(), wards.lan, both).await.unwrap();
    let elsewhere = wards.register.add(json!({ "name": "Năm", "admin_unit_id": wards.register.unit("26743").await.id })).await;
    wards.give(elsewhere, wards.lan, OfficerRole::Officer).await;

    let lead = wards.lead().await;
    let operation_id = Uuid::now_v7();
    let moving = store::Operation::new(operation_id, &"all");
    assert_eq!(lead.take_over(moving.clone(), take_over(wards.lan, wards.minh, None)).await.unwrap(), 3);
    assert_eq!(lead.take_over(moving, take_over(wards.lan, wards.minh, None)).await.unwrap(), 3, "sent twice, done once");
    assert_eq!(wards.at(one).await, [(wards.minh, OfficerRole::Officer)]);
    assert_eq!(wards.at(two).await.iter().filter(|(account, _)| *account == wards.minh).count(), 2);
    assert_eq!((wards.at(minhs).await, wards.at(nobodys).await), (vec![(wards.minh, OfficerRole::Officer)], vec![]));
    assert_eq!(wards.at(elsewhere).await, [(wards.lan, OfficerRole::Officer)]);
    let nothing = lead.take_over(operation(), take_over(wards.lan, wards.minh, None)).await;
    assert_eq!(errors(nothing.unwrap_err()), refused("places", "take_over_nothing"));
    let logged = wards.register.session().audit(&store::audit::AuditFilter::default(), 100).await.unwrap();
    let logged = logged.iter().filter(|entry| entry.entry.operation_id == operation_id).count();
    assert_eq!(logged, 6, "each end and each beginning stands in the change log");

    let done = lead.taken_over(operation_id).await.unwrap().unwrap();
    assert_eq!((done.from.as_str(), done.to.as_str(), done.places, done.can_undo), ("LAN", "MINH", 2, true));
    assert_eq!(lead.undo_take_over(operation(), operation_id).await.unwrap(), 3);
    assert_eq!(
        (wards.at(one).await, wards.at(minhs).await),
        (vec![(wards.lan, OfficerRole::Officer)], vec![(wards.minh, OfficerRole::Officer)])
    );
    let twice = lead.undo_take_over(operation(), operation_id).await;
    assert_eq!(errors(twice.unwrap_err()), refused("undone", "take_over_not_there"));
}

async fn chosen_places_go_over_and_come_back_as_they_were(register: Register) {
    let wards = wards(register).await;
    let (one, two) = (wards.building("Một", Some(wards.lan)).await, wards.building("Hai", Some(wards.lan)).await);
    // Both look after it already: it is only taken from Lan.
    wards.give(one, wards.minh, OfficerRole::Officer).await;
    let lead = wards.lead().await;
    let operation_id = Uuid::now_v7();
    let moving = store::Operation::new(operation_id, &"chosen");
    lead.take_over(moving, take_over(wards.lan, wards.minh, Some(vec![one]))).await.unwrap();
    assert_eq!(
        (wards.at(one).await, wards.at(two).await),
        (vec![(wards.minh, OfficerRole::Officer)], vec![(wards.lan, OfficerRole::Officer)])
    );
    lead.undo_take_over(operation(), operation_id).await.unwrap();
    assert_eq!(wards.at(one).await.len(), 2);

    let minhs = wards.building("Ba", Some(wards.minh)).await;
    let not_hers = lead.take_over(operation(), take_over(wards.lan, wards.minh, Some(vec![minhs]))).await;
    assert_eq!(errors(not_hers.unwrap_err()), refused("places", "take_over_nothing"));
    let away = lead.take_over(operation(), take_over(wards.lan, wards.next_door, None)).await;
    assert_eq!(errors(away.unwrap_err()), refused("to", "officer_not_of_ward"));
    let staff = wards.lan().await.take_over(operation(), take_over(wards.minh, wards.lan, None)).await;
    assert_eq!(staff.unwrap_err(), Failure::NotFound);
}

async fn places_of_who_has_left_wait_for_somebody_new(register: Register) {
    let wards = wards(register).await;
    let (one, _) = (wards.building("Một", Some(wards.lan)).await, wards.building("Hai", Some(wards.minh)).await);
    wards.building("Ba", None).await;
    let lead = wards.lead().await;
    let ward = lead.ward_officers().await.unwrap().remove(0);
    let person = |account, name: &str| Person { account, name: name.into(), places: 1, follows: 0 };
    assert_eq!((ward.people, ward.left, ward.nobody), (vec![person(wards.lan, "LAN"), person(wards.minh, "MINH")], vec![], 1));

    wards.register.session().close_account(operation(), wards.lan).await.unwrap();
    let elsewhere = vec![(Role::WardStaff, Some(wards.register.unit("26743").await.id))];
    wards.register.session().set_roles(operation(), wards.minh, elsewhere).await.unwrap();
    let ward = lead.ward_officers().await.unwrap().remove(0);
    assert_eq!((ward.people, ward.left), (vec![], vec![person(wards.lan, "LAN"), person(wards.minh, "MINH")]));
    assert_eq!(ward.nobody, 3, "whoever has left looks after nothing");
    let place = wards.register.place(one).await;
    assert!(lead.officers_of(&place).await.unwrap()[0].left);

    let new = account(&wards.register, "tam", Role::WardLead, "26740").await;
    lead.take_over(operation(), take_over(wards.lan, new, None)).await.unwrap();
    let ward = lead.ward_officers().await.unwrap().remove(0);
    assert_eq!((ward.left.len(), ward.nobody), (1, 2));
}

async fn a_list_and_its_counts_agree_whoever_looks_after_the_places(register: Register) {
    let wards = wards(register).await;
    wards.building("Một", Some(wards.lan)).await;
    wards.building("Hai", Some(wards.lan)).await;
    wards.building("Ba", Some(wards.minh)).await;
    wards.building("Bốn", None).await;
    let followed = wards.building("Năm", None).await;
    wards.give(followed, wards.lan, OfficerRole::CellFollower).await;
    let lan = wards.lan().await;
    for (which, expected) in [
        (LookedAfter::Me, vec!["Hai", "Một", "Năm"]),
        (LookedAfter::By(wards.minh), vec!["Ba"]),
        (LookedAfter::Nobody, vec!["Bốn", "Năm"]),
        (LookedAfter::All, vec!["Ba", "Bốn", "Hai", "Một", "Năm"]),
    ] {
        let page = lan.places(&of(which), 50, None).await.unwrap();
        let mut names: Vec<String> = page.items.into_iter().map(|row| row.name).collect();
        names.sort();
        assert_eq!((names, page.total), (expected.iter().map(ToString::to_string).collect(), expected.len() as u64), "{which}");
        let work = lan.work(&WorkQuery { looked_after: Some(which), ..WorkQuery::default() }, 500).await.unwrap();
        let at: std::collections::BTreeSet<&str> = work.items.iter().map(|row| row.place_name.as_str()).collect();
        assert_eq!(at.into_iter().collect::<Vec<_>>(), expected, "{which}");
        let overdue = work.items.iter().filter(|row| row.waits_until < lan.today).count() as u64;
        assert_eq!(work.overdue, overdue, "{which}");
        assert!(overdue >= expected.len() as u64, "each of them has something overdue");
        // In pages, nothing is lost or said twice.
        let first = lan.work(&WorkQuery { looked_after: Some(which), ..WorkQuery::default() }, 1).await.unwrap();
        let next = WorkQuery { looked_after: Some(which), cursor: first.next_cursor, ..WorkQuery::default() };
        let rest = lan.work(&next, 500).await.unwrap();
        assert_eq!(first.items.len() + rest.items.len(), work.items.len());
    }
    let lead = wards.lead().await;
    assert_eq!(lead.places(&of(LookedAfter::Me), 10, None).await.unwrap().total, 0);
    // The command line has no account, and so nothing of its own.
    assert_eq!(wards.register.session().places(&of(LookedAfter::Me), 10, None).await.unwrap().total, 0);
}

async fn nobodys_places_of_a_whole_city_are_asked_for_ward_by_ward(register: Register) {
    let wards = wards(register).await;
    wards.building("Một", None).await;
    let city = wards.register.session_as(Actor::with_role("city", Role::City, []));
    let query = |unit: Option<&str>| WorkQuery {
        looked_after: Some(LookedAfter::Nobody),
        unit: unit.map(Into::into),
        until: Some(reform() + chrono::TimeDelta::days(3_000)),
        ..WorkQuery::default()
    };
    assert_eq!(errors(city.work(&query(None), 10).await.unwrap_err()), refused("unit", "nobody_needs_unit"));
    assert!(city.work(&query(Some("26740")), 10).await.unwrap().overdue > 0);
    assert_eq!(city.work(&query(Some("26743")), 10).await.unwrap().items, []);
}

async fn who_looked_after_an_area_looks_after_what_comes_in_its_place(register: Register) {
    let wards = wards(register).await;
    let area = wards.register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    wards.give(area, wards.lan, OfficerRole::Officer).await;
    wards.give(area, wards.minh, OfficerRole::CellFollower).await;
    let split = domain::residential::RedrawDraft {
        on: Some(crate::common::today()),
        number: "12/NQ-HĐND".into(),
        old: [area].into(),
        new: vec!["Khu phố 1A".into(), "Khu phố 1B".into()],
        ..Default::default()
    };
    for new in wards.register.session().redraw_areas(operation(), split).await.unwrap() {
        assert_eq!(wards.at(new).await, [(wards.lan, OfficerRole::Officer), (wards.minh, OfficerRole::CellFollower)]);
    }
    assert!(wards.at(area).await.is_empty());
}
