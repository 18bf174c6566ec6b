//! Households are recorded by their consent alone, seen by their ward alone, and gone when they withdraw.

use std::collections::BTreeMap;

use crate::common::{Register, both_databases, day, errors, keys, operation, today};
use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::failure::Failure;
use domain::household::{ConsentDraft, ConsentHow, HouseholdDraft, HouseholdEnd, Kept, TEXT_VERSION, WithdrawalDraft};
use domain::member::MemberDraft;
use domain::permission::Role;
use domain::text::fold;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::json;
use store::audit::verify;
use store::household::HouseholdFilter;
use store::{Actor, Grant, Operation, Session};
use uuid::Uuid;

both_databases![
    without_consent_no_table_has_a_row_more,
    a_withdrawal_erases_all_but_the_proof,
    support_ends_and_is_taken_up_again,
    a_household_moves_within_its_ward,
    no_other_ward_and_no_other_role_finds_anything,
    a_restricted_record_is_there_for_the_lead_alone,
    every_look_has_its_entry,
];

const NAME: &str = "Nguyễn Thị Bưởi Hồng";

pub fn consent(form_number: &str) -> ConsentDraft {
    ConsentDraft {
        agreed: true,
        given_on: Some(day(2026, 11, 20)),
        how: Some(ConsentHow::PaperForm),
        text_version: TEXT_VERSION.into(),
        form_number: form_number.into(),
    }
}

/// The number of the form that a household of this name signed.
pub fn form_of(name: &str) -> String {
    format!("DY-1-{}", fold(name).replace(' ', "-")).to_uppercase()
}

pub fn named(name: &str) -> HouseholdDraft {
    HouseholdDraft { name: name.into(), unit: "5.06".into(), need: "Nhờ đưa đi khám".into(), ..HouseholdDraft::default() }
}

pub async fn add(session: &Session, place: Uuid, name: &str) -> Uuid {
    session.add_household(operation(), place, consent(&form_of(name)), named(name)).await.expect("a household is recorded")
}

pub async fn member(register: &Register, name: &str, residence: Option<Uuid>, capacity: u32) -> Uuid {
    let unit = register.unit("26740").await.id;
    let draft = MemberDraft { name: name.into(), residence, capacity, ..MemberDraft::default() };
    register.session().add_member(operation(), unit, draft).await.expect("a member is recorded")
}

pub fn for_a_year(member: Uuid) -> AssignmentDraft {
    AssignmentDraft { member, from: today(), to: day(2027, 11, 21), aim: "Thăm hai tuần một lần".into() }
}

fn one(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

async fn numbers(register: &Register, sql: &str) -> Vec<i64> {
    let statement = Statement::from_string(register.db.get_database_backend(), sql);
    let rows = register.db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| row.try_get_by_index(0).expect("a number")).collect()
}

pub async fn texts(register: &Register, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(register.db.get_database_backend(), sql);
    let rows = register.db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).expect("text").unwrap_or_default()).collect()
}

/// How many rows each table has.
pub async fn counts(register: &Register) -> BTreeMap<String, i64> {
    let tables = match register.db.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        _ => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let mut found = BTreeMap::new();
    for table in texts(register, tables).await {
        let count = numbers(register, &format!("SELECT COUNT(*) FROM \"{table}\"")).await;
        found.insert(table, count[0]);
    }
    found
}

/// An id as this database writes it in a statement.
pub fn literal(register: &Register, id: Uuid) -> String {
    match register.db.get_database_backend() {
        DatabaseBackend::Sqlite => format!("X'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

/// A visit and a request of a household, as their own features keep them: a row and a key.
pub async fn with_visit_and_request(register: &Register, household: Uuid) {
    let (visit, request) = (Uuid::now_v7(), Uuid::now_v7());
    let id = |id| literal(register, id);
    let unit = register.unit("26740").await.id;
    let statements = [
        format!(
            "INSERT INTO visit (id, household_id, day, sealed, until_next, kept_until, recorded_by, recorded_at) \
             VALUES ({}, {}, '2026-11-21', 'sealed:x', FALSE, '2028-11-21', 'staff', '2026-11-21 00:00:00+00:00')",
            id(visit),
            id(household)
        ),
        format!(
            "INSERT INTO request (id, household_id, admin_unit_id, state, received_on, due_on, reopened, sealed, recorded_by, revision, \
             created_at, updated_at) VALUES ({}, {}, {}, 'received', '2026-11-02', '2026-11-16', 0, 'sealed:x', 'staff', 1, \
             '2026-11-02 00:00:00+00:00', '2026-11-02 00:00:00+00:00')",
            id(request),
            id(household),
            id(unit)
        ),
        format!(
            "INSERT INTO record_key (record_id, kind, wrapped, key_version, created_at, to_list) VALUES \
             ({}, 'visit', 'x', 1, '2026-11-21 00:00:00+00:00', FALSE), ({}, 'request', 'x', 1, '2026-11-21 00:00:00+00:00', FALSE)",
            id(visit),
            id(request)
        ),
    ];
    for statement in statements {
        register.db.execute_unprepared(&statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

async fn without_consent_no_table_has_a_row_more(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    add(&session, place, "Hộ đầu").await;
    let before = counts(&register).await;
    assert!(before["household"] == 1 && before["consent"] == 1 && before.len() > 40, "{before:?}");
    let refused = [
        (ConsentDraft { agreed: false, ..consent("DY-2") }, named(NAME), "agreed"),
        (ConsentDraft { given_on: None, ..consent("DY-2") }, named(NAME), "given_on"),
        (ConsentDraft { form_number: String::new(), ..consent("") }, named(NAME), "form_number"),
        (consent("DY-2"), named(" "), "name"),
        // One form is for one household, and one household is recorded once.
        (consent(&form_of("hộ đầu").to_lowercase()), named(NAME), "form_number"),
        (consent("DY-2"), named("hộ ĐẦU"), "name"),
    ];
    for (consent, draft, field) in refused {
        let failure = session.add_household(operation(), place, consent, draft).await.unwrap_err();
        assert_eq!(errors(failure)[0].0, field);
        assert_eq!(counts(&register).await, before, "{field}");
    }
}

async fn a_withdrawal_erases_all_but_the_proof(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let (goes, stays) = (add(&session, place, NAME).await, add(&session, place, "Hộ ở lại").await);
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    for household in [goes, stays] {
        with_visit_and_request(&register, household).await;
        session.assign(operation(), household, for_a_year(helper), false).await.unwrap();
    }
    register
        .db
        .execute_unprepared(
            "INSERT INTO support_figure (month, measure, cell, value, frozen_at) VALUES ('2026-11-01', 'ward', '', 9, '2026-12-01 00:00:00+00:00')",
        )
        .await
        .unwrap();
    let wrapped = texts(&register, &format!("SELECT wrapped FROM record_key WHERE record_id = {}", literal(&register, goes))).await;

    let said = |on| WithdrawalDraft { on: Some(on), how: Some(ConsentHow::PaperForm) };
    let early = session.withdraw_consent(operation(), goes, said(day(2026, 11, 19))).await.unwrap_err();
    assert_eq!(errors(early), one("on", "before_the_consent"));
    let id = Uuid::now_v7();
    let asked = Operation::new(id, &"withdraw");
    let withdrawn = session.withdraw_consent(asked.clone(), goes, said(today())).await.unwrap();
    assert_eq!((withdrawn.visits, withdrawn.requests, withdrawn.assignments), (1, 1, 1));
    let proof = Kept::Proof {
        form_number: form_of(NAME),
        text_version: TEXT_VERSION.into(),
        given_on: day(2026, 11, 20),
        withdrawn_on: today(),
        until: day(2028, 11, 22),
    };
    assert!(withdrawn.kept.contains(&proof) && withdrawn.kept.contains(&Kept::Log) && withdrawn.kept.contains(&Kept::Figures));
    assert_eq!(session.withdraw_consent(asked, goes, said(today())).await.unwrap(), withdrawn, "sent once more, the same is said");

    for table in ["household", "visit", "request", "household_assignment"] {
        assert_eq!(numbers(&register, &format!("SELECT COUNT(*) FROM {table}")).await, [1], "the other household's {table} stays");
    }
    assert_eq!(numbers(&register, "SELECT COUNT(*) FROM record_key WHERE wrapped IS NULL AND erased_at IS NOT NULL").await, [3]);
    assert_eq!(numbers(&register, "SELECT COUNT(*) FROM record_key WHERE wrapped IS NOT NULL").await, [4], "and the member's key");
    let proof = "SELECT form_number FROM consent WHERE withdrawn_on IS NOT NULL AND kept_until IS NOT NULL";
    assert_eq!(texts(&register, proof).await, [form_of(NAME)]);
    assert!(texts(&register, "SELECT wrapped FROM record_key").await.iter().all(|key| *key != wrapped[0]));
    for failure in [session.household(goes).await.unwrap_err(), session.consent_of(goes).await.unwrap_err()] {
        assert_eq!(failure, Failure::NotFound);
    }
    assert_eq!(session.household(stays).await.unwrap().draft.name, "Hộ ở lại");
    assert_eq!(session.assignments_of(stays).await.unwrap()[0].name, "Trần Văn Giúp");
    verify(&register.db, &keys()).await.unwrap().expect("the log is whole");
    // The form's number is used for good; the same people may consent anew, with another.
    let again = session.add_household(operation(), place, consent(&form_of(NAME)), named(NAME)).await.unwrap_err();
    assert_eq!(errors(again), one("form_number", "form_used_already"));
    session.add_household(operation(), place, consent("DY-2-NEW"), named(NAME)).await.unwrap();
}

async fn a_household_moves_within_its_ward(register: Register) {
    let register = register.with_units().await;
    let (old, new) = (register.named("Chung cư Cũ").await, register.named("Chung cư Mới").await);
    let unit = register.unit("26743").await.id;
    let abroad = register.add(json!({ "name": "Phường khác", "admin_unit_id": unit })).await;
    let session = register.session();
    let closed = register.named("Chung cư đã đóng").await;
    session.close_place(operation(), closed, 1).await.unwrap();
    let id = add(&session, old, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    for (place, code) in [(closed, "place_is_closed"), (abroad, "choose_a_place"), (Uuid::nil(), "choose_a_place")] {
        let refused = session.change_household(operation(), id, 1, Some(place), named("Bà Bảy")).await.unwrap_err();
        assert_eq!(errors(refused), one("residence", code));
    }
    // A member who helps it does not become a neighbour by its moving, unless it allows that.
    let near = member(&register, "Phạm Thị Gần", Some(new), 5).await;
    session.assign(operation(), id, for_a_year(near), false).await.unwrap();
    let refused = session.change_household(operation(), id, 1, Some(new), named("Bà Bảy")).await.unwrap_err();
    assert_eq!(errors(refused), one("residence", "helper_lives_there"));
    session.refuse_member(operation(), id, near).await.unwrap();
    assert_eq!(session.change_household(operation(), id, 2, Some(new), named("Bà Bảy")).await.map(|done| done.revision), Ok(3));
    assert_eq!(session.household(id).await.unwrap().place_id, new);
    assert_eq!(session.assignments_of(id).await.unwrap()[0].name, "Trần Văn Giúp");
    // Somebody of that name and apartment may live where it lived, and is found twice where it lives.
    session.add_household(operation(), old, consent("DY-3"), named("Bà Bảy")).await.unwrap();
    let twice = session.add_household(operation(), new, consent("DY-2"), named("bà bảy")).await.unwrap_err();
    assert_eq!(errors(twice), one("name", "recorded_already"));
}

async fn support_ends_and_is_taken_up_again(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let id = add(&session, place, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    let late = session.end_household(operation(), id, 7, HouseholdEnd::MovedAway).await.unwrap_err();
    assert_eq!(errors(late), one("household", "changed_meanwhile"));
    assert_eq!(session.end_household(operation(), id, 1, HouseholdEnd::NoLongerNeeded).await, Ok(2));
    let household = session.household(id).await.unwrap();
    assert_eq!((household.ended_on, household.end), (Some(today()), Some(HouseholdEnd::NoLongerNeeded)));
    let assigned = session.assignments_of(id).await.unwrap();
    assert_eq!((assigned[0].assignment.end, assigned[0].assignment.holds_on(today())), (Some(AssignmentEnd::SupportEnded), false));
    assert!(session.suggestions(id, today(), 0).await.unwrap().members.is_empty());
    let unit = register.unit("26740").await.id;
    let list = async |ended| session.households(unit, &HouseholdFilter { ended, ..HouseholdFilter::default() }, 10).await.unwrap().1;
    assert_eq!((list(false).await, list(true).await), (0, 1));
    let assigned = session.assign(operation(), id, for_a_year(helper), false).await.unwrap_err();
    assert_eq!(errors(assigned), one("member", "household_is_not_helped"));
    let twice = session.end_household(operation(), id, 2, HouseholdEnd::Other).await.unwrap_err();
    assert_eq!(errors(twice), one("household", "household_ended_already"));

    assert_eq!(session.resume_household(operation(), id, 2).await, Ok(3));
    let household = session.household(id).await.unwrap();
    assert_eq!((household.ended_on, household.end, household.draft.name.as_str()), (None, None, "Bà Bảy"));
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    let twice = session.resume_household(operation(), id, 3).await.unwrap_err();
    assert_eq!(errors(twice), one("household", "household_not_ended"));
    // Where the consent does not stand, nothing is taken up.
    session.end_household(operation(), id, 3, HouseholdEnd::Other).await.unwrap();
    register.db.execute_unprepared("UPDATE consent SET withdrawn_on = '2026-11-22'").await.unwrap();
    let gone = session.resume_household(operation(), id, 4).await.unwrap_err();
    assert_eq!(errors(gone), one("household", "no_record_without_consent"));
}

/// All that a session might try with one household.
async fn tries(session: &Session, unit: Uuid, id: Uuid, member: Uuid) -> Vec<Failure> {
    let said = WithdrawalDraft { on: Some(today()), how: Some(ConsentHow::PaperForm) };
    vec![
        session.household(id).await.map(drop).unwrap_err(),
        session.consent_of(id).await.map(drop).unwrap_err(),
        session.assignments_of(id).await.map(drop).unwrap_err(),
        session.suggestions(id, today(), 0).await.map(drop).unwrap_err(),
        session.households(unit, &HouseholdFilter::default(), 9).await.map_or_else(
            |failure| failure,
            |(_, total)| {
                assert_eq!(total, 0);
                Failure::NotFound
            },
        ),
        session.change_household(operation(), id, 1, None, named("X")).await.map(drop).unwrap_err(),
        session.end_household(operation(), id, 1, HouseholdEnd::Other).await.map(drop).unwrap_err(),
        session.resume_household(operation(), id, 1).await.map(drop).unwrap_err(),
        session.withdraw_consent(operation(), id, said).await.map(drop).unwrap_err(),
        session.assign(operation(), id, for_a_year(member), true).await.map(drop).unwrap_err(),
        session.end_assignment(operation(), id, member, AssignmentEnd::Over).await.unwrap_err(),
        session.refuse_member(operation(), id, member).await.unwrap_err(),
    ]
}

async fn no_other_ward_and_no_other_role_finds_anything(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let place = register.named("Chung cư").await;
    let of = |role: Role, unit: Option<Uuid>| register.session_as(Actor::with_role("somebody", role, unit));
    let staff = of(Role::WardStaff, Some(own));
    let id = add(&staff, place, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    let outside = [
        of(Role::WardStaff, Some(other)),
        of(Role::WardLead, Some(other)),
        of(Role::WardViewer, Some(own)),
        of(Role::Member, Some(own)),
        of(Role::City, None),
        of(Role::Administrator, None),
        of(Role::DataProtectionOfficer, None),
        register.session_as(Actor { by_token: true, ..Actor::with_role("script", Role::WardLead, [own]) }),
    ];
    let before = counts(&register).await;
    for session in outside {
        for failure in tries(&session, own, id, helper).await {
            assert_eq!(failure, Failure::NotFound, "{:?}", session.actor);
        }
        assert_eq!(session.support_numbers(own).await.unwrap_err(), Failure::NotFound);
        let added = session.add_household(operation(), place, consent("DY-9"), named("X")).await.unwrap_err();
        assert_eq!(added, Failure::NotFound);
    }
    assert_eq!(counts(&register).await, before, "nobody looked at anything");
    // A member of another ward is nobody who could be assigned.
    let draft = MemberDraft { name: "Người phường khác".into(), capacity: 5, ..MemberDraft::default() };
    let elsewhere = register.session().add_member(operation(), other, draft).await.unwrap();
    assert_eq!(register.session().assign(operation(), id, for_a_year(elsewhere), true).await.unwrap_err(), Failure::NotFound);
    assert!(staff.suggestions(id, today(), 0).await.unwrap().members.iter().all(|one| one.member == helper));
}

async fn a_restricted_record_is_there_for_the_lead_alone(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let place = register.named("Chung cư").await;
    let of = |role: Role, unit: Uuid| register.session_as(Actor::with_role("somebody", role, [unit]));
    let (staff, lead) = (of(Role::WardStaff, own), of(Role::WardLead, own));
    let id = add(&staff, place, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    register.db.execute_unprepared("UPDATE household SET restricted = TRUE").await.unwrap();
    for failure in tries(&staff, own, id, helper).await {
        assert_eq!(failure, Failure::NotFound);
    }
    // Who leads one ward and works in another leads there alone.
    let mut both = Actor::with_role("both", Role::WardStaff, [own]);
    both.grants.push(Grant { role: Role::WardLead, units: [other].into() });
    assert_eq!(register.session_as(both).household(id).await.unwrap_err(), Failure::NotFound);
    assert!(lead.household(id).await.unwrap().restricted);
    assert_eq!(lead.households(own, &HouseholdFilter::default(), 9).await.unwrap().1, 1);
    let changed = lead.change_household(operation(), id, 1, None, named("X")).await.unwrap_err();
    assert_eq!(errors(changed), one("household", "household_is_restricted"));
    let assigned = lead.assign(operation(), id, for_a_year(helper), false).await.unwrap_err();
    assert_eq!(errors(assigned), one("member", "household_is_not_helped"));
    // It may still withdraw.
    let said = WithdrawalDraft { on: Some(today()), how: Some(ConsentHow::AtTheOffice) };
    lead.withdraw_consent(operation(), id, said).await.unwrap();
}

async fn every_look_has_its_entry(register: Register) {
    let register = register.with_units().await;
    let own = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [own]));
    let id = add(&staff, place, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    let log = || async {
        let entries = register.session().access_log(None, 50).await.unwrap();
        entries.iter().map(|entry| (entry.action.clone(), entry.row_table.clone())).collect::<Vec<_>>()
    };
    assert!(log().await.is_empty(), "to write down is not to look");
    let household = ("household_read".to_owned(), "household".to_owned());
    let person = ("member_read".to_owned(), "member".to_owned());
    staff.household(id).await.unwrap();
    assert_eq!(log().await, std::slice::from_ref(&household));
    staff.households(own, &HouseholdFilter::default(), 9).await.unwrap();
    assert_eq!(log().await.len(), 2);
    staff.suggestions(id, today(), 0).await.unwrap();
    assert_eq!(log().await[..2], [person.clone(), household.clone()], "the household, then those who were suggested");
    staff.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    assert_eq!(log().await[..2], [person.clone(), household.clone()]);
    staff.assignments_of(id).await.unwrap();
    assert_eq!((log().await.len(), &log().await[..2]), (8, &[person, household][..]));
    let ids = texts(&register, "SELECT row_ids FROM access_log ORDER BY seq").await;
    let either = [json!([id]).to_string(), json!([helper]).to_string()];
    assert!(ids.iter().all(|ids| either.contains(ids)), "{ids:?}");
    staff.support_numbers(own).await.unwrap();
    assert_eq!(log().await.len(), 8, "numbers open nothing");
    // Where the look cannot be logged there is none.
    register.db.execute_unprepared("ALTER TABLE access_log RENAME TO hidden").await.unwrap();
    assert!(matches!(staff.household(id).await, Err(Failure::Bug(_))));
    assert!(matches!(staff.assignments_of(id).await, Err(Failure::Bug(_))));
    assert!(matches!(staff.suggestions(id, today(), 0).await, Err(Failure::Bug(_))));
}
