//! What people may ask about their own record is answered whole, and what ends ends with all that hangs on it.

use crate::common::{Register, both_databases, day, errors, keys, operation, today};
use crate::person::{of, people};
use domain::account::AccountDraft;
use domain::failure::Failure;
use domain::household::{ConsentHow, Kept, WithdrawalDraft};
use domain::permission::Role;
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestKind};
use domain::visit::{VisitDraft, VisitOutcome};
use sea_orm::ConnectionTrait;
use store::account;
use store::account::NewAccount;
use uuid::Uuid;

both_databases![
    an_erased_member_has_no_account_and_no_other_door,
    an_account_with_other_work_only_loses_what_it_had_as_the_members,
    who_looked_is_cut_nowhere,
    a_household_is_found_by_the_number_of_its_form,
    what_was_asked_is_part_of_what_is_held_and_of_the_receipt,
    the_log_of_looks_says_what_was_looked_at_and_in_which_ward,
    what_is_done_for_no_member_is_refused,
    that_nobody_was_home_is_shown_and_taken_away_by_nobody,
];

async fn an_account(register: &Register, user: &str, roles: Vec<(Role, Option<Uuid>)>) -> Uuid {
    let draft = AccountDraft { user_name: user.into(), display_name: "Ông Dưa".into() };
    register.session().add_account(operation(), NewAccount { draft, roles, password_hash: None }).await.unwrap()
}

async fn an_erased_member_has_no_account_and_no_other_door(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let unit = register.unit("26740").await.id;
    let lead = of(&register, Role::WardLead, "26740").await;
    let id = an_account(&register, "dua", vec![(Role::Member, Some(unit))]).await;
    lead.link_member_account(operation(), people.member, Some(id)).await.unwrap();
    assert_eq!(lead.held_of_member(people.member).await.unwrap().account.map(|account| account.user_name).as_deref(), Some("dua"));
    let own = register.session_as(account::actor_of(&register.db, id, 1).await.unwrap().unwrap());
    let token = own.make_token(operation(), id, "máy", false, 30).await.unwrap();
    lead.erase_person(operation(), PersonKind::Member, people.member).await.unwrap();
    assert_eq!(register.session().account(id).await.unwrap().closed_on, Some(today()));
    assert_eq!(account::actor_of(&register.db, id, 1).await.unwrap(), None);
    assert_eq!(account::actor_of(&register.db, id, 2).await.unwrap(), None);
    assert_eq!(account::actor_of_token(&register.db, &token, crate::common::now()).await.unwrap(), None);
}

async fn an_account_with_other_work_only_loses_what_it_had_as_the_members(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let unit = register.unit("26740").await.id;
    let lead = of(&register, Role::WardLead, "26740").await;
    let id = an_account(&register, "dua", vec![(Role::Member, Some(unit)), (Role::WardStaff, Some(unit))]).await;
    lead.link_member_account(operation(), people.member, Some(id)).await.unwrap();
    lead.erase_person(operation(), PersonKind::Member, people.member).await.unwrap();
    let left = register.session().account(id).await.unwrap();
    assert_eq!(left.closed_on, None);
    assert_eq!(left.roles.iter().map(|given| given.role).collect::<Vec<_>>(), [Role::WardStaff]);
    assert_eq!(account::actor_of(&register.db, id, 1).await.unwrap(), None, "its sessions end");
}

async fn who_looked_is_cut_nowhere(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    lead.member(people.member).await.unwrap();
    let again = "INSERT INTO access_log (at, actor, action, row_table, row_id, row_count, row_ids) \
                 SELECT at, actor, action, row_table, row_id, row_count, row_ids FROM access_log WHERE row_table = 'member'";
    for _ in 0..10 {
        register.db.execute_unprepared(again).await.unwrap();
    }
    assert!(lead.held_of_member(people.member).await.unwrap().looks.len() > 1024);
}

async fn a_household_is_found_by_the_number_of_its_form(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let (lead, other) = (of(&register, Role::WardLead, "26740").await, of(&register, Role::WardLead, "26743").await);
    assert_eq!(lead.household_of_code(" dy-1 ").await, Ok(Some(people.household)));
    assert_eq!(other.household_of_code("DY-1").await, Ok(None), "of another ward");
    assert_eq!(lead.household_of_code("DY-9").await, Ok(None));
    let officer = of(&register, Role::DataProtectionOfficer, "26740").await;
    lead.erase_person(operation(), PersonKind::Household, people.household).await.unwrap();
    assert!(officer.looks_at_code("dy-1").await.unwrap().is_some(), "also when its record is gone");
    assert_eq!(lead.household_of_code("DY-1").await, Ok(None));
}

async fn what_was_asked_is_part_of_what_is_held_and_of_the_receipt(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    for (about, record) in [(PersonKind::Household, people.household), (PersonKind::Member, people.member)] {
        let draft = PersonRequestDraft { about, record, kind: PersonRequestKind::View, received_on: today() };
        lead.add_person_request(operation(), draft).await.unwrap();
    }
    let held = lead.held_of_household(people.household).await.unwrap();
    assert_eq!(held.person_requests.iter().map(|asked| asked.draft.record).collect::<Vec<_>>(), [people.household]);
    assert_eq!(held.consents[0].recorded_by, "", "the command line has no name");
    let held = lead.held_of_member(people.member).await.unwrap();
    assert_eq!(held.person_requests.iter().map(|asked| asked.draft.record).collect::<Vec<_>>(), [people.member]);
    assert_eq!((held.residence.as_str(), held.assignments.len()), ("Chung cư", 1));

    let said = WithdrawalDraft { on: Some(today()), how: Some(ConsentHow::PaperForm) };
    let withdrawn = lead.withdraw_consent(operation(), people.household, said).await.unwrap();
    assert!(withdrawn.kept.contains(&Kept::Asked { count: 1, months: 24 }), "{withdrawn:?}");
    let open = lead.person_requests(10).await.unwrap();
    let there = lead.records_there(&open).await.unwrap();
    assert_eq!((open.len(), there), (2, [people.member].into()), "the clock goes on, the record is gone");
}

async fn the_log_of_looks_says_what_was_looked_at_and_in_which_ward(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let (lead, unit) = (of(&register, Role::WardLead, "26740").await, register.unit("26740").await);
    lead.visits_of(people.household).await.unwrap();
    lead.household(people.household).await.unwrap();
    let officer = of(&register, Role::DataProtectionOfficer, "26740").await;
    let seen = officer.access_log(None, 9).await.unwrap();
    let said: Vec<_> = seen.iter().map(|entry| (entry.row_table.as_str(), entry.ward.clone())).collect();
    assert_eq!(said, [("household", Some(unit.full_name())), ("visit", Some(unit.full_name()))]);
    let outside = of(&register, Role::Administrator, "26740").await;
    assert_eq!(outside.access_log(None, 9).await.unwrap_err(), Failure::NotFound);
}

async fn what_is_done_for_no_member_is_refused(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    let draft = PersonRequestDraft {
        about: PersonKind::Member,
        record: people.member,
        kind: PersonRequestKind::Restrict,
        received_on: day(2026, 11, 20),
    };
    let refused = lead.add_person_request(operation(), draft).await.unwrap_err();
    assert_eq!(errors(refused), [("kind".to_owned(), "not_done_for_a_member".to_owned())]);
    lead.add_person_request(operation(), PersonRequestDraft { kind: PersonRequestKind::Delete, ..draft }).await.unwrap();
}

async fn that_nobody_was_home_is_shown_and_taken_away_by_nobody(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    lead.record_visit(operation(), people.household, VisitDraft::simply(today(), VisitOutcome::NobodyHome), None).await.unwrap();
    let held = lead.held_of_household(people.household).await.unwrap();
    assert_eq!((held.visits.len(), held.copy().visits.len()), (2, 1));
}
