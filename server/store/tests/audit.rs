//! The change log only grows, and whoever tampers with it is found out.

use crate::common::{Register, both_databases, keys, operation, said};
use domain::account::{AccountDraft, LinkKind};
use domain::failure::Failure;
use domain::permission::Role;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use serde_json::json;
use store::account::NewAccount;
use store::audit::{Broken, Granted, seal, verify};
use store::{Actor, Keys};

both_databases![
    the_officer_sees_who_was_let_in_to_records_of_people,
    an_untouched_log_is_whole_and_has_an_entry_for_each_record,
    the_database_refuses_to_change_remove_replace_or_empty_the_log,
    a_changed_entry_is_named,
    a_removed_entry_is_named,
    entries_cut_off_at_the_end_are_named,
    a_log_written_anew_does_not_agree_with_its_head,
    a_head_set_back_by_somebody_without_the_key_is_found_out_and_stays_so,
    a_log_kept_without_a_secret_vouches_for_nothing_until_it_is_sealed,
    nothing_is_chained_for_a_write_that_failed,
];

/// A log of one unit import and five places.
async fn with_log(register: Register) -> Register {
    let register = register.with_units().await;
    for name in ["An", "Bình", "Cường", "Dũng", "Em"] {
        register.named(name).await;
    }
    register
}

/// As somebody who owns the database and takes its guards down first.
async fn as_owner(register: &Register, statements: &[&str]) {
    let guards: &[&str] = if register.db.get_database_backend() == DatabaseBackend::Postgres {
        &["DROP FUNCTION change_log_append_only CASCADE"]
    } else {
        &["DROP TRIGGER change_log_never_changes", "DROP TRIGGER change_log_never_shrinks", "DROP TRIGGER change_log_never_replaces"]
    };
    for statement in guards.iter().chain(statements) {
        register.db.execute_unprepared(statement).await.unwrap();
    }
}

async fn found(register: &Register) -> Result<i64, Broken> {
    verify(&register.db, &keys()).await.unwrap()
}

async fn an_untouched_log_is_whole_and_has_an_entry_for_each_record(register: Register) {
    assert_eq!(found(&register).await, Ok(0));
    let register = with_log(register).await;
    assert_eq!(found(&register).await, Ok(3 + 5));
}

async fn the_database_refuses_to_change_remove_replace_or_empty_the_log(register: Register) {
    let register = with_log(register).await;
    let mut attempts = vec![
        "UPDATE change_log SET actor = 'somebody else' WHERE seq = 4",
        "UPDATE change_log SET hash = '' WHERE seq = 4",
        "DELETE FROM change_log WHERE seq = 8",
        "DELETE FROM change_log",
    ];
    match register.db.get_database_backend() {
        DatabaseBackend::Postgres => attempts.push("TRUNCATE change_log"),
        _ => attempts.push("INSERT OR REPLACE INTO change_log SELECT * FROM change_log WHERE seq = 4"),
    }
    for attempt in attempts {
        assert!(register.db.execute_unprepared(attempt).await.is_err(), "{attempt}");
    }
    assert_eq!(found(&register).await, Ok(8));
}

async fn a_changed_entry_is_named(register: Register) {
    let register = with_log(register).await;
    as_owner(&register, &["UPDATE change_log SET actor = 'somebody else' WHERE seq = 5"]).await;
    assert_eq!(found(&register).await, Err(Broken::Changed(5)));
}

async fn a_removed_entry_is_named(register: Register) {
    let register = with_log(register).await;
    as_owner(&register, &["DELETE FROM change_log WHERE seq = 5"]).await;
    assert_eq!(found(&register).await, Err(Broken::Removed(5)));
}

async fn entries_cut_off_at_the_end_are_named(register: Register) {
    let register = with_log(register).await;
    as_owner(&register, &["DELETE FROM change_log WHERE seq > 6"]).await;
    assert_eq!(found(&register).await, Err(Broken::CutOff(7)));
    // What is written afterwards does not hide it.
    register.named("Giang").await;
    assert_eq!(found(&register).await, Err(Broken::Removed(7)));
}

async fn a_log_written_anew_does_not_agree_with_its_head(register: Register) {
    let register = with_log(register).await;
    // The chain of a shorter log in place of the longer one, ending at the same number.
    as_owner(&register, &["DELETE FROM change_log WHERE seq = 8", "UPDATE change_log_head SET seq = 7, entries = 7"]).await;
    assert_eq!(found(&register).await, Err(Broken::HeadNotOurs));
}

async fn a_head_set_back_by_somebody_without_the_key_is_found_out_and_stays_so(register: Register) {
    let register = with_log(register).await;
    as_owner(
        &register,
        &[
            "DELETE FROM change_log WHERE seq = 8",
            "UPDATE change_log_head SET seq = 7, entries = 7, hash = (SELECT hash FROM change_log WHERE seq = 7)",
        ],
    )
    .await;
    assert_eq!(found(&register).await, Err(Broken::HeadNotOurs));
    register.named("Giang").await;
    assert_eq!(found(&register).await, Err(Broken::HeadNotOurs));
}

async fn a_log_kept_without_a_secret_vouches_for_nothing_until_it_is_sealed(register: Register) {
    let (without, with) = (Keys::new(""), keys());
    register.db.execute_unprepared("DELETE FROM change_log_head").await.unwrap();
    store::audit::begin(&register.db, &without).await.unwrap();
    let register = with_log(register).await;
    assert_eq!(verify(&register.db, &without).await.unwrap(), Ok(8));
    assert_eq!(verify(&register.db, &with).await.unwrap(), Err(Broken::WithoutSecret));
    assert_eq!(seal(&register.db, &without, &with).await.unwrap(), Ok(8));
    assert_eq!(verify(&register.db, &with).await.unwrap(), Ok(8));
    register.named("Giang").await;
    assert_eq!(verify(&register.db, &with).await.unwrap(), Ok(9));
    assert_eq!(verify(&register.db, &Keys::new("another secret, just as long as it has to be")).await.unwrap(), Err(Broken::HeadNotOurs));
}

async fn nothing_is_chained_for_a_write_that_failed(register: Register) {
    let register = with_log(register).await;
    let failed = register.session().add_place(operation(), said(json!({ "name": "Không đâu cả" }))).await;
    assert!(failed.is_err());
    assert_eq!(found(&register).await, Ok(8));
}

async fn the_officer_sees_who_was_let_in_to_records_of_people(register: Register) {
    let register = register.with_units().await;
    let ward = register.unit("26740").await.id;
    let draft = AccountDraft { user_name: "lan".into(), display_name: "Nguyễn Thị Lan".into() };
    let new = NewAccount { draft, roles: vec![(Role::City, None)], password_hash: None };
    let id = register.session().add_account(operation(), new).await.unwrap();
    let officer = register.session_as(Actor::with_role("privacy", Role::DataProtectionOfficer, []));
    assert_eq!(officer.grants(10).await, Ok(vec![]), "who reads figures is let in to nobody");
    register.session().set_roles(operation(), id, vec![(Role::WardViewer, Some(ward)), (Role::WardLead, Some(ward))]).await.unwrap();
    register.session().set_roles(operation(), id, vec![(Role::WardLead, Some(ward))]).await.unwrap();
    register.session().make_link(operation(), id, LinkKind::Invitation).await.unwrap();
    let grants = officer.grants(10).await.unwrap();
    let said: Vec<_> = grants.iter().map(|grant| (grant.account.is_some(), grant.actor.as_str(), grant.granted.clone())).collect();
    assert_eq!(
        said,
        [(true, "local", Granted::Link), (true, "local", Granted::Roles(vec![(Role::WardLead, "Phường Sài Gòn".into())]))],
        "and not the role that was there before, nor one that opens nobody"
    );
    let admin = register.session_as(Actor::with_role("admin", Role::Administrator, []));
    assert_eq!(admin.grants(10).await, Err(Failure::NotFound));
}
