//! The list of a ward's households, the numbers above it, and a table of those that consented on paper.

use crate::common::{Register, both_databases, day, keys, neighbours, now, operation, today, unit};
use crate::households::{add, consent, counts, for_a_year, form_of, literal, member, named, texts, with_visit_and_request};
use domain::admin_unit::AdminUnitKind;
use domain::failure::Failure;
use domain::household::HouseholdDraft;
use domain::import::{BadRow, Cell, HouseholdTable, ImportedHousehold, Row, Sheet};
use domain::permission::Role;
use domain::residential::RedrawDraft;
use domain::visit::{VisitDraft, VisitOutcome};
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::Actor;
use store::household::{HouseholdFilter, HouseholdImportOptions, SupportNumbers};
use uuid::Uuid;

both_databases![
    the_list_goes_by_place_and_apartment,
    numbers_say_what_waits_and_open_nothing,
    a_household_that_needs_no_visits_is_not_overdue,
    households_of_a_split_area_wait_for_a_new_home,
    nothing_of_a_restricted_household_waits,
    households_go_with_their_places,
    members_of_a_split_ward_go_where_they_help,
    households_come_back_with_a_place_that_was_no_duplicate,
    a_table_is_taken_in_whole_or_not_at_all,
    rows_that_cannot_be_taken_are_left_out_where_somebody_said_so,
    a_table_is_taken_in_by_its_own_ward_alone,
];

async fn the_list_goes_by_place_and_apartment(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let (late, early) = (register.named("Chung cư Đinh").await, register.named("Chung cư Ân").await);
    let session = register.session();
    let at = async |place, name: &str, apartment: &str| {
        let draft = HouseholdDraft { unit: apartment.into(), phone: "0909 123 456".into(), ..named(name) };
        session.add_household(operation(), place, consent(&form_of(name)), draft).await.unwrap()
    };
    at(late, "Một", "2").await;
    let ten = at(early, "Hai", "A10").await;
    at(early, "Ba", "A2").await;
    let found = async |q: &str, place| {
        let filter = HouseholdFilter { q: q.into(), place, ..HouseholdFilter::default() };
        let (rows, _) = session.households(unit, &filter, 9).await.unwrap();
        rows.into_iter().map(|row| format!("{} {}", row.place_name, row.household.draft.unit)).collect::<Vec<_>>()
    };
    assert_eq!(found("", None).await, ["Chung cư Ân A2", "Chung cư Ân A10", "Chung cư Đinh 2"]);
    assert_eq!(found("", Some(late)).await, ["Chung cư Đinh 2"]);
    assert_eq!(found("hai", None).await, ["Chung cư Ân A10"]);
    assert_eq!(found("123 456", None).await.len(), 3);
    let code = session.household(ten).await.unwrap().code;
    assert_eq!(found(&code, None).await, ["Chung cư Ân A10"]);
    assert_eq!(found("0909123456 ", None).await.len(), 3, "however the number is spaced");
    // One page after the other, and those that are shown alone stand in the access log.
    let second = HouseholdFilter { skip: 1, ..HouseholdFilter::default() };
    let (rows, total) = session.households(unit, &second, 1).await.unwrap();
    assert_eq!((rows[0].household.id, rows.len(), total), (ten, 1, 3));
}

async fn numbers_say_what_waits_and_open_nothing(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let (first, second) = (add(&session, place, "Bà Bảy").await, add(&session, place, "Ông Tám").await);
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    session.assign(operation(), first, for_a_year(helper), false).await.unwrap();
    with_visit_and_request(&register, second).await;
    let expected = SupportNumbers {
        households: 2,
        without_member: 1,
        visits_overdue: 0,
        place_ended: 0,
        requests_overdue: 1,
        requests_due_soon: 0,
        members_without_task: 1,
    };
    assert_eq!(session.support_numbers(unit).await.unwrap(), expected);
    // Thirty days after it consented a household is to be visited, unless another day was promised.
    let promised = "UPDATE household SET next_visit_on = '2027-06-01' WHERE id = ";
    register.db.execute_unprepared(&format!("{promised}{}", literal(&register, first))).await.unwrap();
    let later = register.session_after((day(2026, 12, 21) - today()).num_days());
    assert_eq!(later.support_numbers(unit).await.unwrap().visits_overdue, 1);
    let overdue = HouseholdFilter { visit_due_by: Some(day(2026, 12, 21)), ..HouseholdFilter::default() };
    let (rows, total) = later.households(unit, &overdue, 9).await.unwrap();
    assert_eq!((total, rows[0].household.id, rows[0].visit_due_on), (1, second, Some(day(2026, 12, 20))));
}

async fn households_of_a_split_area_wait_for_a_new_home(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let session = register.session();
    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    let here = add(&session, area, "Bà Bảy").await;
    add(&session, register.named("Chung cư").await, "Ông Tám").await;
    let ended = HouseholdFilter { place_ended: true, ..HouseholdFilter::default() };
    let waiting = async || {
        let (rows, total) = session.households(unit, &ended, 9).await.unwrap();
        assert_eq!(session.support_numbers(unit).await.unwrap().place_ended, total as u64);
        rows.into_iter().map(|row| row.household.id).collect::<Vec<_>>()
    };
    assert!(waiting().await.is_empty());
    let split = RedrawDraft {
        on: Some(today()),
        number: "12/NQ-HĐND".into(),
        old: [area].into(),
        new: vec!["Khu phố 1A".into(), "Khu phố 1B".into()],
        ..RedrawDraft::default()
    };
    session.redraw_areas(operation(), split).await.unwrap();
    assert_eq!(waiting().await, [here]);
}

async fn a_household_that_needs_no_visits_is_not_overdue(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let id = add(&session, place, "Bà Bảy").await;
    let record = async |session: &store::Session, outcome| {
        session.record_visit(operation(), id, VisitDraft::simply(session.today, outcome), None).await.unwrap();
    };
    record(&session, VisitOutcome::NoLongerNeeded).await;
    let later = register.session_after(300);
    let overdue = async |session: &store::Session| {
        let filter = HouseholdFilter { visit_due_by: Some(session.today), ..HouseholdFilter::default() };
        let (_, total) = session.households(unit, &filter, 9).await.unwrap();
        assert_eq!(session.support_numbers(unit).await.unwrap().visits_overdue, total as u64);
        total
    };
    let said = later.household(id).await.unwrap();
    assert_eq!((overdue(&later).await, said.needs_no_visits, said.next_visit_on), (0, true, None));
    // Before it had a column of its own, it stood as the last day of all.
    let since = Migrator::migrations().iter().rev().position(|one| one.name() == "m0032_needs_no_visits").expect("a migration") + 1;
    Migrator::down(&register.db, Some(since as u32)).await.expect("back");
    assert_eq!(texts(&register, "SELECT CAST(next_visit_on AS TEXT) FROM household").await, ["9999-12-31"]);
    Migrator::up(&register.db, None).await.expect("the schema of today");
    let said = later.household(id).await.unwrap();
    assert_eq!((said.needs_no_visits, said.next_visit_on), (true, None));
    // Nobody at home is no visit, and neither is one that was put off; the next that takes place begins the rhythm anew.
    record(&later, VisitOutcome::NobodyHome).await;
    record(&later, VisitOutcome::Postponed).await;
    assert!(later.household(id).await.unwrap().needs_no_visits);
    record(&later, VisitOutcome::Met).await;
    assert!(!later.household(id).await.unwrap().needs_no_visits);
    assert_eq!((overdue(&later).await, overdue(&register.session_after(331)).await), (0, 1));
}

async fn nothing_of_a_restricted_household_waits(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let id = add(&register.session(), place, "Bà Bảy").await;
    with_visit_and_request(&register, id).await;
    let actor = Actor::with_role("lead", Role::WardLead, [unit]);
    let later = store::Session::new(register.db.clone(), keys(), actor, now(), day(2027, 11, 22));
    let waits = async || {
        let of = async |filter: HouseholdFilter| later.households(unit, &filter, 9).await.unwrap().1;
        let without = HouseholdFilter { without_member: true, ..HouseholdFilter::default() };
        let overdue = HouseholdFilter { visit_due_by: Some(later.today), ..HouseholdFilter::default() };
        let numbers = later.support_numbers(unit).await.unwrap();
        let numbers = [numbers.households, numbers.without_member, numbers.visits_overdue, numbers.requests_overdue];
        (numbers, of(without).await, of(overdue).await, of(HouseholdFilter::default()).await)
    };
    assert_eq!(waits().await, ([1; 4], 1, 1, 1));
    later.restrict_household(operation(), id, true).await.unwrap();
    assert_eq!(waits().await, ([0; 4], 0, 0, 1), "the lead still finds it in the list");
}

async fn households_go_with_their_places(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (register.named("Chung cư A").await, register.named("Chung cư A (trùng)").await);
    let session = register.session();
    let id = add(&session, goes, "Bà Bảy").await;
    let helper = member(&register, "Trần Văn Giúp", None, 5).await;
    session.assign(operation(), id, for_a_year(helper), false).await.unwrap();
    with_visit_and_request(&register, id).await;
    session.merge_place(operation(), goes, stays).await.unwrap();
    assert_eq!(session.household(id).await.unwrap().place_id, stays);

    // Phường Sài Gòn goes on as another unit: households, members and requests with it.
    register.boundaries(neighbours(), day(2027, 1, 1)).await;
    let now = register.unit("26740").await.id;
    let lead = register.session_as(Actor::with_role("lead", Role::WardLead, [now]));
    assert_eq!(lead.household(id).await.unwrap().admin_unit_id, now);
    assert_eq!(lead.assignments_of(id).await.unwrap()[0].name, "Trần Văn Giúp");
    assert_eq!(lead.support_numbers(now).await.unwrap().requests_overdue, 1);
}

async fn households_come_back_with_a_place_that_was_no_duplicate(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    let (third, session) = (register.named("Chung cư C").await, register.session());
    let own = add(&session, stays, "Ông Tám").await;
    let (came, moved) = (add(&session, goes, "Bà Bảy").await, add(&session, goes, "Bà Chín").await);
    session.merge_place(operation(), goes, stays).await.unwrap();
    let said = session.household(moved).await.unwrap();
    session.change_household(operation(), moved, said.revision, Some(third), said.draft).await.unwrap();
    session.reopen_place(operation(), goes, 2).await.unwrap();
    let at = async |id| session.household(id).await.unwrap().place_id;
    assert_eq!((at(own).await, at(came).await, at(moved).await), (stays, goes, third));
    // What came from a place that had gone into it comes with it.
    let further = register.named("Chung cư D").await;
    let deep = add(&session, further, "Ông Mười").await;
    session.merge_place(operation(), further, goes).await.unwrap();
    session.merge_place(operation(), goes, stays).await.unwrap();
    assert_eq!((at(deep).await, at(came).await), (stays, stays));
    let revision = register.place(goes).await.revision;
    session.reopen_place(operation(), goes, revision).await.unwrap();
    assert_eq!((at(deep).await, at(came).await), (goes, goes));
    let revision = register.place(further).await.revision;
    session.reopen_place(operation(), further, revision).await.unwrap();
    assert_eq!((at(deep).await, at(came).await), (further, goes));
    // Merged and opened once more it is the same again.
    session.merge_place(operation(), goes, stays).await.unwrap();
    assert_eq!(at(came).await, stays);
    let revision = register.place(goes).await.revision;
    session.reopen_place(operation(), goes, revision).await.unwrap();
    assert_eq!(at(came).await, goes);
}

fn row(row: u32, place: &str, name: &str) -> ImportedHousehold {
    ImportedHousehold { row, place: place.into(), consent: consent(&form_of(name)), draft: named(name) }
}

fn told(bad: &[BadRow]) -> Vec<(u32, String)> {
    bad.iter().map(|bad| (bad.row, bad.errors.0[0].code.clone())).collect()
}

async fn a_table_is_taken_in_whole_or_not_at_all(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư Đặng").await;
    let session = register.session();
    add(&session, place, "Hộ đầu").await;
    let before = counts(&register).await;
    let take = async |rows, bad, options| session.import_households(operation(), unit, rows, bad, options).await.unwrap();
    let good = || vec![row(2, "chung cu dang", "Một"), row(3, &place.to_string(), "Hai")];
    // A preview says what would happen, and keeps nothing.
    let preview = HouseholdImportOptions { dry_run: true, ..HouseholdImportOptions::default() };
    let done = take(good(), Vec::new(), preview).await;
    assert_eq!((done.saved, done.bad.len()), (2, 0));
    assert_eq!(counts(&register).await, before);
    // One row that cannot be taken keeps the others out.
    let mut rows = good();
    rows.push(row(4, "Chung cư Đặng", "Một"));
    rows.push(row(5, "Chung cư khác", "Ba"));
    let done = take(rows, Vec::new(), HouseholdImportOptions::default()).await;
    assert_eq!((done.saved, told(&done.bad)), (2, vec![(4, "recorded_already".into()), (5, "place_not_in_ward".into())]));
    assert_eq!(counts(&register).await, before);
    let done = take(good(), Vec::new(), HouseholdImportOptions::default()).await;
    assert_eq!((done.saved, done.bad.len()), (2, 0));
    let (_, total) = session.households(unit, &HouseholdFilter::default(), 9).await.unwrap();
    assert_eq!(total, 3);
    let answers = texts(&register, "SELECT answer FROM applied_operation").await;
    assert!(answers.iter().all(|answer| !answer.contains("Một") && !answer.contains("Hai")), "{answers:?}");
}

async fn rows_that_cannot_be_taken_are_left_out_where_somebody_said_so(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    register.named("Chung cư A").await;
    let lines = [
        "Tên người liên hệ;Địa điểm;Nhu cầu;Ngày đồng ý;Số phiếu đồng ý;Tôn giáo",
        "Bà Bảy;Chung cư A;Đi khám;20/11/2026;DY-1;có",
        "Ông Tám;Chung cư A;Đi khám;;DY-2;không",
        "Cô Chín;Chung cư A;Đi khám;20/11/2026;DY-1;không",
    ];
    let cells = |line: &str| line.split(';').map(|cell| if cell.is_empty() { Cell::Empty } else { Cell::text_of(cell) }).collect();
    let rows = lines.iter().zip(1..).map(|(line, number)| Row { number, cells: cells(line) }).collect();
    let table = HouseholdTable::read(&[Sheet { name: "C".into(), rows }], "2026-1", today()).unwrap();
    assert_eq!(table.dropped, ["Tôn giáo"]);
    let options = HouseholdImportOptions { skip_bad: true, ..HouseholdImportOptions::default() };
    let session = register.session();
    let done = session.import_households(operation(), unit, table.rows, table.bad, options).await.unwrap();
    assert_eq!((done.saved, told(&done.bad)), (1, vec![(3, "no_record_without_consent".into()), (4, "form_used_already".into())]));
    // What was left out left nothing: one household, one consent, one key.
    let found = counts(&register).await;
    assert_eq!((found["household"], found["consent"], found["record_key"]), (1, 1, 1));
}

async fn a_table_is_taken_in_by_its_own_ward_alone(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let place: Uuid = register.named("Chung cư A").await;
    let of = |role: Role, unit: Uuid| register.session_as(Actor::with_role("somebody", role, [unit]));
    for session in [of(Role::WardStaff, other), of(Role::WardViewer, own), of(Role::Member, own)] {
        let rows = vec![row(2, &place.to_string(), "Một")];
        let done = session.import_households(operation(), own, rows, Vec::new(), HouseholdImportOptions::default()).await;
        assert_eq!(done.unwrap_err(), Failure::NotFound);
    }
    // A place of another ward is none of this one, by its id neither.
    let rows = vec![row(2, &place.to_string(), "Một")];
    let done = of(Role::WardStaff, other).import_households(operation(), other, rows, Vec::new(), HouseholdImportOptions::default()).await;
    assert_eq!(told(&done.unwrap().bad), [(2, "place_not_in_ward".into())]);
}

async fn members_of_a_split_ward_go_where_they_help(register: Register) {
    let register = register.with_units().await;
    let session = register.session();
    let place = register.add(json!({ "name": "Chung cư", "lon": 106.705, "lat": 10.775 })).await;
    let household = add(&session, place, "Bà Bảy").await;
    let (helper, idle) = (member(&register, "Trần Văn Giúp", None, 5).await, member(&register, "Lê Thị Rảnh", None, 5).await);
    session.assign(operation(), household, for_a_year(helper), false).await.unwrap();

    // Sài Gòn ends: Bến Thành has a part of it, and so has Nhà Bè, where the building lies now.
    let mut left = unit("26743", AdminUnitKind::Ward, "Bến Thành", 106.72);
    let mut right = unit("27655", AdminUnitKind::Commune, "Nhà Bè", 106.70);
    for part in [&mut left, &mut right] {
        part.predecessors = "một phần Phường Sài Gòn".into();
    }
    register.boundaries(vec![left, right], day(2027, 1, 1)).await;
    let there = register.unit("27655").await.id;
    assert_eq!(session.household(household).await.unwrap().admin_unit_id, there);
    assert_eq!(session.member(helper).await.unwrap().admin_unit_id, there, "with the household");
    assert_eq!(session.assignments_of(household).await.unwrap()[0].assignment.ended_on, None);
    let unit = session.member(idle).await.unwrap().admin_unit_id;
    assert!([there, register.unit("26743").await.id].contains(&unit), "somebody answers for the record");
}
