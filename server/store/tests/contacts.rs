//! Contacts of boards are seen by lead and staff of their ward, each look is logged, and they go in time.

use crate::common::{Register, both_databases, day, errors, operation, today};
use chrono::NaiveDate;
use domain::course::{BoardContact, BoardFact, BoardPost, FactKind, MeetingKind, MeetingResult, PostHolder};
use domain::failure::Failure;
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::audit::AuditFilter;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    lead_and_staff_of_the_ward_see_them_and_nobody_else_finds_anything,
    every_look_is_one_entry_of_the_access_log_and_without_it_nothing_is_seen,
    a_board_has_one_head,
    who_did_not_see_what_stands_now_is_told,
    another_election_ends_them_and_retention_erases_them,
    they_follow_a_merger_and_go_with_their_place,
    no_history_and_no_change_log_shows_them,
];

fn holder(post: BoardPost, name: &str) -> PostHolder {
    PostHolder { post, name: name.into(), phone: "0909 123 456".into() }
}

async fn add(session: &Session, place: Uuid, post: BoardPost, name: &str) -> Uuid {
    session.add_board_contact(operation(), place, holder(post, name)).await.expect("a contact is recorded")
}

fn names(contacts: &[BoardContact]) -> Vec<&str> {
    contacts.iter().map(|contact| contact.holder.name.as_str()).collect()
}

async fn lead_and_staff_of_the_ward_see_them_and_nobody_else_finds_anything(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let place = register.named("Chung cư").await;
    let of = |role: Role, unit: Option<Uuid>| register.session_as(Actor::with_role("somebody", role, unit));
    let staff = of(Role::WardStaff, Some(own));
    let id = add(&staff, place, BoardPost::Head, "Trần Thị B").await;
    assert_eq!(names(&of(Role::WardLead, Some(own)).board_contacts(place).await.unwrap()), ["Trần Thị B"]);
    let outside = [
        of(Role::WardStaff, Some(other)),
        of(Role::WardLead, Some(other)),
        of(Role::WardViewer, Some(own)),
        of(Role::Member, Some(own)),
        of(Role::City, None),
        of(Role::Administrator, None),
        of(Role::DataProtectionOfficer, None),
    ];
    for session in outside {
        let who = &session.actor;
        assert_eq!(session.board_contacts(place).await.unwrap_err(), Failure::NotFound, "{who:?}");
        let added = session.add_board_contact(operation(), place, holder(BoardPost::Member, "X")).await;
        assert_eq!(added.unwrap_err(), Failure::NotFound, "{who:?}");
        let changed = session.change_board_contact(operation(), place, (id, 1), holder(BoardPost::Head, "X")).await;
        assert_eq!(changed.unwrap_err(), Failure::NotFound, "{who:?}");
        assert_eq!(session.remove_board_contact(operation(), place, id).await.unwrap_err(), Failure::NotFound, "{who:?}");
    }
    // A contact of another place is none of this one.
    let beside = register.add(json!({ "name": "Chung cư bên cạnh" })).await;
    let removed = staff.remove_board_contact(operation(), beside, id).await;
    assert_eq!(errors(removed.unwrap_err()), [("contact".to_owned(), "no_longer_there".to_owned())]);
    let reading = register.session_as(Actor { reads_only: true, ..Actor::with_role("script", Role::WardStaff, [own]) });
    assert_eq!(reading.board_contacts(place).await.unwrap_err(), Failure::NotFound, "a token for reading is for places");
    assert_eq!(staff.board_contacts(place).await.unwrap().len(), 1);
}

async fn every_look_is_one_entry_of_the_access_log_and_without_it_nothing_is_seen(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [unit]));
    let place = register.named("Chung cư").await;
    staff.board_contacts(place).await.unwrap();
    let log = || async { register.session().access_log(None, 10).await.unwrap() };
    assert!(log().await.is_empty(), "nobody was there to be looked at");
    let ids = [add(&staff, place, BoardPost::Head, "A").await, add(&staff, place, BoardPost::Member, "B").await];
    assert!(log().await.is_empty(), "to write down is not to look");
    staff.board_contacts(place).await.unwrap();
    let entries = log().await;
    assert_eq!(entries.len(), 1);
    let said = (entries[0].actor.as_str(), entries[0].action.as_str(), entries[0].row_table.as_str(), entries[0].row_count);
    assert_eq!(said, ("staff", "board_contact_read", "board_contact", 2));
    let statement = Statement::from_string(register.db.get_database_backend(), "SELECT row_ids FROM access_log");
    let row = register.db.query_one_raw(statement).await.unwrap().expect("a row");
    let kept: String = row.try_get_by_index(0).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Uuid>>(&kept).unwrap(), ids);

    // Where the look cannot be logged there is none.
    register.db.execute_unprepared("ALTER TABLE access_log RENAME TO hidden").await.unwrap();
    assert!(matches!(staff.board_contacts(place).await, Err(Failure::Bug(_))));
}

async fn a_board_has_one_head(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let head = add(&session, place, BoardPost::Head, "A").await;
    let member = add(&session, place, BoardPost::Member, "B").await;
    let second = [("post".to_owned(), "board_has_a_head".to_owned())];
    let added = session.add_board_contact(operation(), place, holder(BoardPost::Head, "C")).await;
    assert_eq!(errors(added.unwrap_err()), second);
    let changed = session.change_board_contact(operation(), place, (member, 1), holder(BoardPost::Head, "B")).await;
    assert_eq!(errors(changed.unwrap_err()), second);
    session.change_board_contact(operation(), place, (head, 1), holder(BoardPost::Head, "A mới")).await.unwrap();
    session.remove_board_contact(operation(), place, head).await.unwrap();
    session.change_board_contact(operation(), place, (member, 1), holder(BoardPost::Head, "B")).await.unwrap();
    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    let nowhere = session.add_board_contact(operation(), area, holder(BoardPost::Head, "C")).await;
    assert_eq!(errors(nowhere.unwrap_err()), [("post".to_owned(), "place_has_no_board".to_owned())]);
}

async fn who_did_not_see_what_stands_now_is_told(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let id = add(&session, place, BoardPost::Head, "A").await;
    assert_eq!(session.change_board_contact(operation(), place, (id, 1), holder(BoardPost::Head, "B")).await, Ok(2));
    let late = session.change_board_contact(operation(), place, (id, 1), holder(BoardPost::Head, "C")).await;
    assert_eq!(errors(late.unwrap_err()), [("name".to_owned(), "contact_changed_meanwhile".to_owned())]);
    assert_eq!(names(&session.board_contacts(place).await.unwrap()), ["B"]);
}

fn election(on: NaiveDate) -> BoardFact {
    let meeting = BoardFact::new(Uuid::now_v7(), FactKind::MeetingHeld, on);
    BoardFact {
        meeting: Some(MeetingKind::Extraordinary), result: Some(MeetingResult::Elected), overruled: Some("thử".into()), ..meeting
    }
}

async fn another_election_ends_them_and_retention_erases_them(register: Register) {
    let register = register.with_units().await;
    let place = register.add(json!({ "name": "Chung cư", "apartments": 120, "handed_over": 120, "handover_year": 2020 })).await;
    register.session().record_fact(operation(), place, election(day(2026, 11, 2))).await.unwrap();
    add(&register.session(), place, BoardPost::Head, "Trưởng ban cũ").await;
    assert_eq!(register.session().board_contacts(place).await.unwrap()[0].since, day(2026, 11, 2));

    let later = register.session_after(30);
    later.record_fact(operation(), place, election(day(2026, 12, 20))).await.unwrap();
    add(&later, place, BoardPost::Head, "Trưởng ban mới").await;
    let shown = later.board_contacts(place).await.unwrap();
    assert_eq!(names(&shown), ["Trưởng ban mới", "Trưởng ban cũ"]);
    assert_eq!((shown[1].ended_on, shown[1].erased_on), (Some(day(2026, 12, 20)), day(2027, 6, 20)));
    assert_eq!(shown[0].ended_on, None);

    let before = register.session_after((day(2027, 6, 19) - today()).num_days());
    assert_eq!(before.enforce_retention(false).await.unwrap().contacts, 0);
    let after = register.session_after((day(2027, 6, 20) - today()).num_days());
    assert_eq!(after.enforce_retention(true).await.unwrap().contacts, 1, "a dry run says so");
    assert_eq!(after.board_contacts(place).await.unwrap().len(), 2);
    assert_eq!(after.enforce_retention(false).await.unwrap().contacts, 1);
    assert_eq!(names(&after.board_contacts(place).await.unwrap()), ["Trưởng ban mới"]);
    assert_eq!(after.enforce_retention(false).await.unwrap().contacts, 0);
}

async fn they_follow_a_merger_and_go_with_their_place(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (register.named("Chung cư A").await, register.named("Chung cư A (trùng)").await);
    let session = register.session();
    add(&session, stays, BoardPost::Head, "Ở lại").await;
    add(&session, goes, BoardPost::Head, "Đi theo").await;
    add(&session, goes, BoardPost::Member, "Thành viên").await;
    session.merge_place(operation(), goes, stays).await.unwrap();
    let shown = session.board_contacts(stays).await.unwrap();
    assert_eq!(names(&shown), ["Ở lại", "Thành viên", "Đi theo"]);
    assert_eq!(shown[2].ended_on, Some(today()), "one head only");
    assert!(session.board_contacts(goes).await.unwrap().is_empty());

    // A place that is closed has no board any more; opened again, it has.
    let revision = register.place(stays).await.revision;
    let revision = session.close_place(operation(), stays, revision).await.unwrap();
    assert!(session.board_contacts(stays).await.unwrap().iter().all(|contact| contact.ended_on == Some(today())));
    session.reopen_place(operation(), stays, revision).await.unwrap();
    assert_eq!(session.board_contacts(stays).await.unwrap()[0].ended_on, None);

    let sample = register.named("Chung cư mẫu").await;
    add(&session, sample, BoardPost::Head, "Người mẫu").await;
    register.db.execute_unprepared("UPDATE place SET sample = TRUE WHERE name = 'Chung cư mẫu'").await.unwrap();
    session.remove_sample().await.unwrap();
    let statement = Statement::from_string(
        register.db.get_database_backend(),
        "SELECT COUNT(*) FROM record_key WHERE wrapped IS NULL AND erased_at IS NOT NULL",
    );
    let gone: i64 = register.db.query_one_raw(statement).await.unwrap().expect("a row").try_get_by_index(0).unwrap();
    assert_eq!(gone, 1, "its key went with it");
}

async fn no_history_and_no_change_log_shows_them(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    add(&register.session(), place, BoardPost::Head, "Lê Văn C").await;
    let history = register.session().place_history(place, 100).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.row_table.as_str()).collect::<Vec<_>>(), ["place"]);
    let entries = register.session().audit(&AuditFilter::default(), 1).await.unwrap();
    let sealed: Vec<&str> = entries[0]
        .entry
        .changes
        .iter()
        .filter(|change| domain::sealed::is_sealed(&change.to))
        .map(|change| change.field.as_str())
        .collect();
    assert_eq!(sealed, ["name", "phone"]);
}
