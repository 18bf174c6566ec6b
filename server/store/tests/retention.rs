//! What is kept for a time goes when it is over, and not before; the change log stays whole behind its cut.

use crate::common::{Register, both_databases, keys, neighbours, operation, reform, said};
use domain::permission::Action;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use serde_json::json;
use store::audit::{AuditFilter, Broken, verify};
use store::retention::Retained;

both_databases![
    the_oldest_part_of_the_change_log_goes_and_the_rest_is_whole,
    a_run_with_nothing_to_remove_leaves_no_trace,
    a_setting_below_its_bounds_and_a_checkpoint_by_hand_let_nothing_go,
    a_part_of_the_log_that_was_tampered_with_is_not_removed,
    the_access_log_is_cut_by_its_own_time_and_by_nobody_else,
    a_file_that_was_handed_in_goes_after_a_week,
];

/// More than the ten years for which the change log is kept, ago.
const ELEVEN_YEARS_AGO: i64 = -11 * 366;

/// The register as it began eleven years ago, with its three units.
async fn long_ago(register: Register) -> Register {
    let session = register.session_after(ELEVEN_YEARS_AGO);
    session.import_boundaries(neighbours(), Vec::new(), reform(), false, false).await.unwrap();
    register
}

async fn add(register: &Register, after_days: i64, name: &str) {
    let unit = register.unit("26740").await.id;
    let fields = said(json!({ "name": name, "admin_unit_id": unit }));
    register.session_after(after_days).add_place(operation(), fields).await.unwrap();
}

async fn whole(register: &Register) -> Result<i64, Broken> {
    verify(&register.db, &keys()).await.unwrap()
}

async fn the_oldest_part_of_the_change_log_goes_and_the_rest_is_whole(register: Register) {
    let register = long_ago(register).await;
    add(&register, ELEVEN_YEARS_AGO, "Cũ").await;
    add(&register, ELEVEN_YEARS_AGO / 2, "Mới").await;
    assert_eq!(whole(&register).await, Ok(5));

    let later = register.session();
    assert_eq!(later.enforce_retention(true).await.unwrap().change_log, 4);
    assert_eq!(whole(&register).await, Ok(5), "a dry run removes nothing");
    assert_eq!(later.enforce_retention(false).await.unwrap().change_log, 4);
    assert_eq!(whole(&register).await, Ok(2));
    let left = later.audit(&AuditFilter::default(), 10).await.unwrap();
    assert_eq!(left.iter().map(|found| found.entry.action.as_str()).collect::<Vec<_>>(), ["retention_enforce", "place_add"]);

    // The cut opens nothing: what came after it stays.
    assert!(register.db.execute_unprepared("DELETE FROM change_log WHERE seq = 5").await.is_err());
    add(&register, 0, "Sau").await;
    assert_eq!(whole(&register).await, Ok(3));
}

async fn a_run_with_nothing_to_remove_leaves_no_trace(register: Register) {
    let register = register.with_units().await;
    let before = whole(&register).await;
    for _ in 0..2 {
        assert_eq!(register.session().enforce_retention(false).await.unwrap(), Retained::default());
    }
    assert_eq!(whole(&register).await, before);
}

/// Whoever writes in the database and does not have the key.
async fn a_setting_below_its_bounds_and_a_checkpoint_by_hand_let_nothing_go(register: Register) {
    let register = register.with_units().await;
    for (n, value) in [(1, -5), (2, 0), (3, 1)] {
        let id = match register.db.get_database_backend() {
            DatabaseBackend::Postgres => format!("'00000000-0000-0000-0000-00000000000{n}'"),
            _ => format!("x'0000000000000000000000000000000{n}'"),
        };
        let row = format!(
            "INSERT INTO setting_value (id, setting, valid_from, value, reason) VALUES ({id}, 'change_log_months', '2026-01-0{n}', {value}, 'x')"
        );
        register.db.execute_unprepared(&row).await.unwrap();
    }
    let later = register.session_after(59 * 30);
    assert_eq!(later.enforce_retention(false).await.unwrap().change_log, 0);
    assert_eq!(whole(&register).await, Ok(3));
    register.db.execute_unprepared("UPDATE change_log_head SET cut_seq = 3").await.unwrap();
    assert!(register.db.execute_unprepared("DELETE FROM change_log WHERE seq = 1").await.is_err());
}

async fn a_part_of_the_log_that_was_tampered_with_is_not_removed(register: Register) {
    let register = long_ago(register).await;
    add(&register, ELEVEN_YEARS_AGO, "Cũ").await;
    let guard = match register.db.get_database_backend() {
        DatabaseBackend::Postgres => "DROP TRIGGER change_log_never_changes ON change_log",
        _ => "DROP TRIGGER change_log_never_changes",
    };
    for statement in [guard, "UPDATE change_log SET actor = 'somebody else' WHERE seq = 4"] {
        register.db.execute_unprepared(statement).await.unwrap();
    }
    let done = register.session().enforce_retention(false).await.unwrap();
    assert!(done.change_log_is_broken && done.change_log == 0, "{done:?}");
    assert_eq!(whole(&register).await, Err(Broken::Changed(4)));
}

async fn the_access_log_is_cut_by_its_own_time_and_by_nobody_else(register: Register) {
    for days in [-3 * 366, 0] {
        register.session_after(days).note_access(Action::PlaceExport, "place", 7).await.unwrap();
    }
    for attempt in ["UPDATE access_log SET actor = 'somebody else'", "DELETE FROM access_log WHERE seq = 2"] {
        assert!(register.db.execute_unprepared(attempt).await.is_err(), "{attempt}");
    }
    assert_eq!(register.session().enforce_retention(false).await.unwrap().access_log, 1);
    assert_eq!(register.session().access_log(None, 10).await.unwrap().iter().map(|entry| entry.seq).collect::<Vec<_>>(), [2]);
}

async fn a_file_that_was_handed_in_goes_after_a_week(register: Register) {
    let keep = async |days: i64, name: &str| {
        let session = register.session_after(days);
        let (choices, report) = (Default::default(), Default::default());
        session.keep_import(name, b"religion".to_vec(), session.today, &choices, &report).await.unwrap()
    };
    let (old, new) = (keep(-8, "old.csv").await, keep(-6, "new.csv").await);
    let session = register.session();
    assert_eq!(session.enforce_retention(true).await.unwrap().import_files, 1);
    assert!(session.import_content(old).await.is_ok(), "a dry run removes nothing");
    assert_eq!(session.enforce_retention(false).await.unwrap(), Retained { import_files: 1, ..Retained::default() });
    assert!(session.import_content(old).await.is_err() && session.import_content(new).await.is_ok());
    let has_file = async |id| session.import_run(id).await.unwrap().has_file;
    assert_eq!((has_file(old).await, has_file(new).await), (false, true), "what was understood of it stays");
    assert_eq!(session.enforce_retention(false).await.unwrap(), Retained::default());
}
