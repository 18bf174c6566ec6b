//! A sheet of members is taken in as a whole or not at all, and a look at it leaves nothing.

use crate::common::{Register, both_databases, operation, said, today};
use domain::failure::Failure;
use domain::import::MemberRow;
use domain::member::MemberDraft;
use domain::permission::Role;
use domain::setting::{Setting, UnitSettingDraft};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::Actor;
use store::member::{MemberFilter, MembersTakenIn};
use uuid::Uuid;

both_databases![
    a_look_says_what_would_be_and_keeps_nothing,
    with_a_problem_nothing_is_kept_unless_bad_rows_are_left_out,
    only_the_lead_takes_a_sheet_in,
    whoever_does_not_say_how_many_helps_as_many_as_the_ward_lets_anybody,
];

fn row(number: u32, name: &str, cell: &str, residence: &str) -> MemberRow {
    let draft = MemberDraft { name: name.into(), phone: "0909 123 456".into(), capacity: 2, ..MemberDraft::default() };
    MemberRow { sheet: "S".into(), number, draft, without_capacity: false, cell: cell.into(), residence: residence.into() }
}

/// A ward with a cell, a building, and two that share a name.
async fn ward(register: Register) -> (Register, Uuid) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let cell = said(json!({ "name": "Chi bộ 1", "kind": "party_cell", "admin_unit_id": unit }));
    register.session().add_organization(operation(), cell, None).await.unwrap();
    for name in ["Chung cư Một", "Trùng", "Trùng"] {
        register.named(name).await;
    }
    (register, unit)
}

async fn count(register: &Register, table: &str) -> i64 {
    let statement = Statement::from_string(register.db.get_database_backend(), format!("SELECT COUNT(*) FROM {table}"));
    register.db.query_one_raw(statement).await.unwrap().expect("a row").try_get_by_index(0).unwrap()
}

fn codes(taken: &MembersTakenIn) -> Vec<(u32, &str, &str)> {
    let all = taken.problems.iter().flat_map(|(at, errors)| errors.0.iter().map(move |error| (*at, error)));
    all.map(|(at, error)| (at, error.field.as_str(), error.code.as_str())).collect()
}

fn with_faults() -> Vec<MemberRow> {
    let mut wrong = row(5, "Lê Thị C", "Chi bộ 9", "Trùng");
    wrong.draft.phone = "gọi tối".into();
    vec![row(4, "Trần Văn B", "chi bộ 1", "chung cu mot"), wrong, row(6, "TRẦN VĂN B", "", "")]
}

const FAULTS: [(u32, &str, &str); 4] = [
    (1, "cell", "members_name_not_found"),
    (1, "residence", "members_name_shared"),
    (1, "phone", "phone_not_understood"),
    (2, "name", "recorded_already"),
];

async fn a_look_says_what_would_be_and_keeps_nothing(register: Register) {
    let (register, unit) = ward(register).await;
    let before = [count(&register, "change_log").await, count(&register, "applied_operation").await];
    let taken = register.session().import_members(operation(), unit, with_faults(), false, true).await.unwrap();
    assert_eq!((taken.added, codes(&taken)), (1, FAULTS.to_vec()));
    assert_eq!([count(&register, "change_log").await, count(&register, "applied_operation").await], before);
    assert_eq!([count(&register, "member").await, count(&register, "record_key").await], [0, 0]);
}

async fn with_a_problem_nothing_is_kept_unless_bad_rows_are_left_out(register: Register) {
    let (register, unit) = ward(register).await;
    let session = register.session();
    let refused = session.import_members(operation(), unit, with_faults(), false, false).await.unwrap();
    assert_eq!(refused.problems.len(), 2);
    assert_eq!([count(&register, "member").await, count(&register, "record_key").await], [0, 0]);
    let taken = session.import_members(operation(), unit, with_faults(), true, false).await.unwrap();
    assert_eq!((taken.added, codes(&taken)), (1, FAULTS.to_vec()));
    assert_eq!([count(&register, "member").await, count(&register, "record_key").await], [1, 1], "no key without a record");
    let (members, _) = session.members(unit, &MemberFilter::default(), 10).await.unwrap();
    let draft = &members[0].draft;
    assert!(draft.name == "Trần Văn B" && draft.cell.is_some() && draft.residence.is_some());
}

async fn only_the_lead_takes_a_sheet_in(register: Register) {
    let (register, unit) = ward(register).await;
    let other = register.unit("26743").await.id;
    for (role, own) in [(Role::WardStaff, unit), (Role::WardLead, other), (Role::Member, unit)] {
        let session = register.session_as(Actor::with_role("somebody", role, [own]));
        let taken = session.import_members(operation(), unit, vec![row(4, "A B", "", "")], false, false).await;
        assert_eq!(taken.unwrap_err(), Failure::NotFound);
    }
}

async fn whoever_does_not_say_how_many_helps_as_many_as_the_ward_lets_anybody(register: Register) {
    let (register, unit) = ward(register).await;
    let session = register.session();
    let settled = UnitSettingDraft {
        setting: Setting::HouseholdsOfAMember,
        valid_from: Some(today()),
        value: Some(3),
        as_the_city: false,
        reason: "Kế hoạch".into(),
    };
    session.set_unit_setting(operation(), unit, settled).await.unwrap();
    let blank = MemberRow { without_capacity: true, ..row(5, "Lê Thị C", "", "") };
    let taken = session.import_members(operation(), unit, vec![row(4, "Trần Văn B", "", ""), blank], false, false).await.unwrap();
    assert_eq!((taken.added, taken.by_default), (2, 1));
    let (members, _) = session.members(unit, &MemberFilter::default(), 10).await.unwrap();
    assert_eq!(members.iter().map(|member| member.most).collect::<Vec<_>>(), [2, 3]);
}
