//! What is personal opens with its own key, through one door; a database, a log or a copy without that key
//! tells nobody anything.

use std::collections::BTreeSet;

use crate::common::{DATA_KEY, Register, both_databases, keys, keys_with, now, operation, today};
use domain::course::{BoardPost, PostHolder};
use domain::failure::Failure;
use domain::text::fold;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use store::audit::verify;
use store::keys::random_token;
use store::sealed::{ErasedAgain, KeyProblem, MasterKey, Rotated, Vault, begin};
use store::{Actor, Keys, Operation, Session};
use uuid::Uuid;

both_databases![
    a_dump_of_the_whole_database_holds_no_name_and_no_phone,
    what_is_erased_opens_for_nobody_and_the_log_stays_whole,
    sealed_text_opens_in_its_own_row_and_field_alone,
    a_wrong_data_key_is_told_and_nothing_is_sealed_under_it,
    another_data_key_reads_everything_and_the_one_of_before_nothing,
    a_copy_of_before_an_erasure_is_purged_by_the_list,
    with_the_key_lost_for_good_one_begins_anew,
    what_was_said_is_kept_as_a_keyed_sum,
];

const NAME: &str = "Nguyễn Thị Bưởi Hồng";
const PHONE: &str = "0909 876 543";

fn holder(post: BoardPost) -> PostHolder {
    PostHolder { post, name: NAME.into(), phone: PHONE.into() }
}

fn session(register: &Register, keys: Keys) -> Session {
    Session::new(register.db.clone(), keys, Actor::local(), now(), today())
}

pub async fn rows(register: &Register, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(register.db.get_database_backend(), sql);
    let rows = register.db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).expect("text").unwrap_or_default()).collect()
}

/// Every row of every table that there is, as one text each; bytes in hexadecimal.
pub async fn dump(register: &Register) -> Vec<(String, String)> {
    let sqlite = register.db.get_database_backend() == DatabaseBackend::Sqlite;
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let mut all = Vec::new();
    for table in rows(register, tables).await {
        let sql = if sqlite {
            let columns = rows(register, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let columns: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            format!("SELECT {} FROM \"{table}\"", columns.join(" || ',' || "))
        } else {
            format!("SELECT t::text FROM \"{table}\" t")
        };
        all.extend(rows(register, &sql).await.into_iter().map(|row| (table.clone(), row)));
    }
    all
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The name and the phone, and whatever they might look like in an index or in bytes.
fn needles() -> Vec<String> {
    let digits: String = PHONE.chars().filter(char::is_ascii_digit).collect();
    let plain = [NAME.to_owned(), NAME.to_lowercase(), fold(NAME), "Bưởi".into(), fold("Bưởi"), PHONE.into(), digits, "876 543".into()];
    plain.iter().flat_map(|text| [text.clone(), hex(text)]).collect()
}

async fn a_dump_of_the_whole_database_holds_no_name_and_no_phone(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư có ban quản trị").await;
    let staff = register.session();
    let id = staff.add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    staff.change_board_contact(operation(), place, (id, 1), holder(BoardPost::Deputy)).await.unwrap();
    staff.add_board_contact(operation(), place, holder(BoardPost::Member)).await.unwrap();
    // What cannot be taken leaves nothing either.
    staff.add_board_contact(operation(), place, PostHolder { phone: "không".into(), ..holder(BoardPost::Member) }).await.unwrap_err();
    let shown = staff.board_contacts(place).await.unwrap();
    assert!(shown.iter().all(|contact| (contact.holder.name.as_str(), contact.holder.phone.as_str()) == (NAME, PHONE)));
    staff.remove_board_contact(operation(), place, id).await.unwrap();

    let all = dump(&register).await;
    let tables: BTreeSet<&str> = all.iter().map(|(table, _)| table.as_str()).collect();
    for table in ["board_contact", "record_key", "data_key", "change_log", "applied_operation", "access_log"] {
        assert!(tables.contains(table), "{table} was read: {tables:?}");
    }
    for (table, row) in all {
        let row = row.to_lowercase();
        for needle in needles() {
            assert!(!row.contains(&needle.to_lowercase()), "{table} holds {needle}: {row}");
        }
    }
}

/// Everything that might open something, with everything that might be opened by it.
async fn opens_anywhere(register: &Register, keys: &Keys, place: Uuid) -> bool {
    let found = session(register, keys.clone()).board_contacts(place).await;
    found.is_ok_and(|found| !found.is_empty())
}

async fn what_is_erased_opens_for_nobody_and_the_log_stays_whole(register: Register) {
    let register = register.with_units().await;
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("erased").display().to_string();
    let keys = keys_with(DATA_KEY, &list);
    let staff = session(&register, keys.clone());
    let place = register.named("Chung cư").await;
    let id = staff.add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    let (row, key) =
        (rows(&register, "SELECT name_sealed FROM board_contact").await, rows(&register, "SELECT wrapped FROM record_key").await);
    assert!(opens_anywhere(&register, &keys, place).await);

    staff.remove_board_contact(operation(), place, id).await.unwrap();
    assert!(!opens_anywhere(&register, &keys, place).await);
    let all = dump(&register).await;
    // The log still holds what was sealed; nothing holds what would open it.
    assert!(all.iter().any(|(table, text)| table == "change_log" && text.contains(&row[0])));
    assert!(all.iter().all(|(_, text)| !text.contains(&key[0])), "the wrapped key is gone");
    verify(&register.db, &keys).await.unwrap().expect("the log is whole");
    // Its row put back by hand is a row that nobody reads.
    let back = format!(
        "INSERT INTO board_contact (id, place_id, post, name_sealed, phone_sealed, since, recorded_by, revision, created_at, updated_at) \
         SELECT row_id, {place}, 'head', '{sealed}', '{sealed}', '2026-01-01', 'x', 1, at, at FROM change_log \
         WHERE row_table = 'board_contact' AND row_revision = 1",
        place = literal(&register, place),
        sealed = row[0]
    );
    register.db.execute_unprepared(&back).await.unwrap();
    assert!(!opens_anywhere(&register, &keys, place).await);

    let listed = std::fs::read_to_string(&list).unwrap();
    assert_eq!(listed.lines().count(), 1);
    assert!(!listed.contains(&id.to_string()) && !listed.contains(&id.simple().to_string()), "a keyed sum, not the id");
    if register.db.get_database_backend() == DatabaseBackend::Sqlite {
        let file = rows(&register, "SELECT file FROM pragma_database_list WHERE name = 'main'").await.remove(0);
        for beside in ["", "-wal"] {
            let bytes = std::fs::read(format!("{file}{beside}")).unwrap_or_default();
            let found = bytes.windows(key[0].len()).any(|window| window == key[0].as_bytes());
            assert!(!found, "the file{beside} still holds the wrapped key");
        }
    }
}

/// An id as this database writes it in a statement.
fn literal(register: &Register, id: Uuid) -> String {
    match register.db.get_database_backend() {
        DatabaseBackend::Sqlite => format!("X'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

async fn sealed_text_opens_in_its_own_row_and_field_alone(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let staff = register.session();
    for post in [BoardPost::Head, BoardPost::Member] {
        staff.add_board_contact(operation(), place, holder(post)).await.unwrap();
    }
    for swap in [
        "UPDATE board_contact SET name_sealed = phone_sealed, phone_sealed = name_sealed",
        "UPDATE board_contact SET name_sealed = (SELECT name_sealed FROM board_contact WHERE post = 'member') WHERE post = 'head'",
        "UPDATE record_key SET wrapped = (SELECT MIN(wrapped) FROM record_key)",
        "UPDATE record_key SET kind = 'household'",
        "UPDATE board_contact SET name_sealed = 'sealed:00'",
    ] {
        let before = rows(&register, "SELECT name_sealed FROM board_contact ORDER BY id").await;
        let (names, phones) = ("SELECT name_sealed FROM board_contact ORDER BY id", "SELECT phone_sealed FROM board_contact ORDER BY id");
        let (kept_names, kept_phones) = (before, rows(&register, phones).await);
        let kept_keys = rows(&register, "SELECT wrapped FROM record_key ORDER BY record_id").await;
        register.db.execute_unprepared(swap).await.unwrap();
        match staff.board_contacts(place).await {
            Err(Failure::Bug(_)) => {}
            Ok(shown) => assert!(shown.is_empty(), "{swap}: {shown:?}"),
            Err(other) => panic!("{swap}: {other:?}"),
        }
        // As it was, for the next.
        let ids: Vec<Uuid> = staff_ids(&register).await;
        for (at, id) in ids.iter().enumerate() {
            let id = literal(&register, *id);
            let back = format!(
                "UPDATE board_contact SET name_sealed = '{}', phone_sealed = '{}' WHERE id = {id}; \
                 UPDATE record_key SET wrapped = '{}', kind = 'board_contact' WHERE record_id = {id};",
                kept_names[at], kept_phones[at], kept_keys[at]
            );
            register.db.execute_unprepared(&back).await.unwrap();
        }
        assert_eq!(rows(&register, names).await, kept_names);
        assert_eq!(staff.board_contacts(place).await.unwrap().len(), 2);
    }
}

async fn staff_ids(register: &Register) -> Vec<Uuid> {
    let statement = Statement::from_string(register.db.get_database_backend(), "SELECT id FROM board_contact ORDER BY id");
    let rows = register.db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<Uuid>(0).expect("an id")).collect()
}

async fn a_wrong_data_key_is_told_and_nothing_is_sealed_under_it(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    assert_eq!(begin(&register.db, &keys(), now()).await.unwrap().unwrap().made, None);
    assert!(begin(&register.db, &keys(), now()).await.unwrap().is_ok(), "the same key begins nothing anew");
    let wrong = keys_with(&random_token(), "");
    assert_eq!(begin(&register.db, &wrong, now()).await.unwrap(), Err(KeyProblem::NotOurs));
    assert_eq!(begin(&register.db, &Keys::new("no vault at all"), now()).await.unwrap(), Err(KeyProblem::NotSet));
    let folder = tempfile::tempdir().unwrap();
    let missing = Keys::new("").with_vault(Vault::new("", "", folder.path().join("data-key"), folder.path().join("erased")));
    assert!(matches!(begin(&register.db, &missing, now()).await.unwrap(), Err(KeyProblem::Missing(_))));
    assert!(!folder.path().join("data-key").exists(), "no key is made for a database that has one");

    let added = session(&register, wrong).add_board_contact(operation(), place, holder(BoardPost::Head)).await;
    assert!(matches!(added, Err(Failure::Bug(_))), "{added:?}");
    assert_eq!(rows(&register, "SELECT wrapped FROM record_key").await.len(), 0);
}

async fn another_data_key_reads_everything_and_the_one_of_before_nothing(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let old = register.session();
    let new_text = random_token();
    let new_key = || MasterKey::parse(&new_text).expect("a key");
    assert_eq!(old.rotate_data_key(new_key()).await.unwrap(), Ok(Rotated::NothingSealed));
    let id = old.add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    let sealed = rows(&register, "SELECT name_sealed FROM board_contact").await;

    assert_eq!(session(&register, keys_with(&random_token(), "")).rotate_data_key(new_key()).await.unwrap(), Err(KeyProblem::NotOurs));
    assert_eq!(old.rotate_data_key(new_key()).await.unwrap(), Ok(Rotated::Wrapped(1)));
    // Run once more, as after an interruption: nothing is left to do.
    assert_eq!(old.rotate_data_key(new_key()).await.unwrap(), Ok(Rotated::Already));
    assert_eq!(rows(&register, "SELECT name_sealed FROM board_contact").await, sealed, "what is sealed is not touched");

    let new = session(&register, keys_with(&new_text, ""));
    assert_eq!(new.board_contacts(place).await.unwrap()[0].holder.name, NAME);
    new.change_board_contact(operation(), place, (id, 1), holder(BoardPost::Deputy)).await.unwrap();
    assert_eq!(begin(&register.db, &keys(), now()).await.unwrap(), Err(KeyProblem::NotOurs));
    // A program that still serves with the key of before reads and seals nothing.
    assert!(matches!(old.board_contacts(place).await, Err(Failure::Bug(_))));
    assert!(matches!(old.add_board_contact(operation(), place, holder(BoardPost::Member)).await, Err(Failure::Bug(_))));
    let staff = register.session_as(Actor::with_role("admin", domain::permission::Role::Administrator, []));
    assert_eq!(staff.rotate_data_key(new_key()).await.unwrap_err(), Failure::NotFound);
}

async fn a_copy_of_before_an_erasure_is_purged_by_the_list(register: Register) {
    let register = register.with_units().await;
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("erased").display().to_string();
    let keys = keys_with(DATA_KEY, &list);
    let staff = session(&register, keys.clone());
    assert_eq!(staff.erase_again().await.unwrap(), Ok(ErasedAgain::NothingSealed));
    let place = register.named("Chung cư").await;
    let id = staff.add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    staff.add_board_contact(operation(), place, holder(BoardPost::Member)).await.unwrap();
    assert_eq!(staff.erase_again().await.unwrap(), Ok(ErasedAgain::NoList(list.clone().into())));

    // The copy: what stood in the tables before.
    for table in ["board_contact", "record_key"] {
        register.db.execute_unprepared(&format!("CREATE TABLE copy_{table} AS SELECT * FROM {table}")).await.unwrap();
    }
    staff.remove_board_contact(operation(), place, id).await.unwrap();
    let restore = "DELETE FROM board_contact; DELETE FROM record_key; \
                   INSERT INTO record_key SELECT * FROM copy_record_key; INSERT INTO board_contact SELECT * FROM copy_board_contact;";
    register.db.execute_unprepared(restore).await.unwrap();
    assert_eq!(staff.board_contacts(place).await.unwrap().len(), 2, "it is back with the copy");

    assert_eq!(staff.erase_again().await.unwrap(), Ok(ErasedAgain::Erased(1)));
    assert_eq!(staff.erase_again().await.unwrap(), Ok(ErasedAgain::Erased(0)));
    let left: Vec<BoardPost> = staff.board_contacts(place).await.unwrap().iter().map(|contact| contact.holder.post).collect();
    assert_eq!(left, [BoardPost::Member]);
    verify(&register.db, &keys).await.unwrap().expect("the log is whole");

    // Under another data key the list means the same.
    let new_text = random_token();
    staff.rotate_data_key(MasterKey::parse(&new_text).unwrap()).await.unwrap().unwrap();
    let new = session(&register, keys_with(&new_text, &list));
    assert_eq!(new.erase_again().await.unwrap(), Ok(ErasedAgain::Erased(0)));
}

async fn with_the_key_lost_for_good_one_begins_anew(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.session().add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    assert_eq!(register.session().begin_data_key_anew().await.unwrap(), None, "the key is not lost");
    let keys = keys_with(&random_token(), "");
    let other = session(&register, keys.clone());
    assert_eq!(other.begin_data_key_anew().await.unwrap(), Some(1));
    assert!(begin(&register.db, &keys, now()).await.unwrap().is_ok());
    assert!(other.board_contacts(place).await.unwrap().is_empty());
    let added = other.add_board_contact(operation(), place, holder(BoardPost::Head)).await.unwrap();
    assert!(added != id && opens_anywhere(&register, &keys, place).await);
    verify(&register.db, &keys).await.unwrap().expect("the log is whole");
}

async fn what_was_said_is_kept_as_a_keyed_sum(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let said = |name: &str| (Uuid::from_u128(7), name.to_owned());
    let of = |content: &(Uuid, String)| Operation::new(content.0, &content.1);
    let first = register.session().add_board_contact(of(&said(NAME)), place, holder(BoardPost::Head)).await.unwrap();
    let again = register.session().add_board_contact(of(&said(NAME)), place, holder(BoardPost::Head)).await.unwrap();
    assert_eq!(first, again, "the same operation gives the first answer");
    let other = register.session().add_board_contact(of(&said("Tên khác")), place, holder(BoardPost::Head)).await;
    assert!(matches!(other, Err(Failure::Conflict { .. })));

    let sums = |register: &Register| {
        let db = register.db.clone();
        async move { rows(&Register { db }, "SELECT content_hash FROM applied_operation ORDER BY content_hash").await }
    };
    let kept = sums(&register).await;
    // The sum that anybody can make of the same words stands nowhere.
    let other_key = Session::new(register.db.clone(), keys_with(&random_token(), ""), Actor::local(), now(), today());
    let conflict = other_key.add_board_contact(of(&said(NAME)), place, holder(BoardPost::Head)).await;
    assert!(matches!(conflict, Err(Failure::Conflict { .. })), "without the key the sums do not agree: {conflict:?}");
    assert_eq!(sums(&register).await, kept);
}
