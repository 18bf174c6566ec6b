//! Records of people go on their day and not a day before, and nothing of them opens afterwards.

use crate::common::{Register, both_databases, day, keys, now, operation, today};
use chrono::{Months, NaiveDate};
use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::breach::BreachDraft;
use domain::failure::Failure;
use domain::household::{ConsentDraft, ConsentHow, HouseholdDraft, Support, SupportCategory, TEXT_VERSION};
use domain::member::{MemberDraft, MonthlyCheck, TaskDraft};
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestKind, PersonRequestOutcome, PersonRequestStep};
use domain::setting::{Setting, SettingDraft};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::json;
use store::audit::verify;
use store::retention::Retained;
use uuid::Uuid;

both_databases![
    a_household_goes_some_months_after_its_support_ended_and_its_proof_after_that,
    support_that_nobody_ended_ends_first_and_goes_later,
    support_without_a_last_day_ends_when_nothing_happens_any_more,
    a_term_that_became_longer_holds_for_those_who_agreed_to_it,
    visits_and_requests_go_by_their_own_time,
    a_restricted_record_stays_but_not_that_nobody_was_at_home,
    a_member_goes_some_months_after_they_stopped,
    assignments_tasks_and_months_go_by_their_own_time,
    what_people_asked_about_their_record_and_breaches_go_after_their_time,
];

/// A literal of an id, as each database writes it.
pub fn id_in(register: &Register, id: Uuid) -> String {
    match register.db.get_database_backend() {
        DatabaseBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    }
}

pub async fn run(register: &Register, statement: &str) {
    register.db.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
}

pub async fn rows(register: &Register, of: &str) -> i64 {
    let statement = Statement::from_string(register.db.get_database_backend(), format!("SELECT COUNT(*) FROM {of}"));
    register.db.query_one_raw(statement).await.unwrap().expect("a row").try_get_by_index(0).unwrap()
}

/// A household with these supports, recorded today by a form of its own.
pub async fn household(register: &Register, place: Uuid, name: &str, supports: Vec<Support>) -> Uuid {
    household_by(register, place, name, supports, TEXT_VERSION).await
}

/// The same, by a form of this version.
async fn household_by(register: &Register, place: Uuid, name: &str, supports: Vec<Support>, version: &str) -> Uuid {
    let draft =
        HouseholdDraft { name: name.into(), unit: "12.03".into(), need: "Đưa đi khám".into(), supports, ..HouseholdDraft::default() };
    let consent = ConsentDraft {
        agreed: true,
        given_on: Some(today()),
        how: Some(ConsentHow::PaperForm),
        text_version: version.into(),
        form_number: Uuid::now_v7().to_string(),
    };
    register.session().add_household(operation(), place, consent, draft).await.unwrap()
}

pub async fn visit(register: &Register, household: Uuid, on: NaiveDate, until_next: bool, kept_until: NaiveDate) {
    let (id, household) = (id_in(register, Uuid::now_v7()), id_in(register, household));
    let row = format!(
        "INSERT INTO visit (id, household_id, day, sealed, until_next, kept_until, recorded_by, recorded_at)
         VALUES ({id}, {household}, '{on}', 'sealed:x', {until_next}, '{kept_until}', 'local', '2026-11-22 03:00:00+00:00')"
    );
    run(register, &row).await;
}

/// The state, and on which days it was received, answered and confirmed.
pub async fn request(
    register: &Register,
    household: Uuid,
    state: &str,
    days: (NaiveDate, Option<NaiveDate>, Option<NaiveDate>),
    office: &str,
) {
    let (id, of) = (id_in(register, Uuid::now_v7()), id_in(register, household));
    let day = |day: Option<NaiveDate>| day.map_or("NULL".to_owned(), |day| format!("'{day}'"));
    let row = format!(
        "INSERT INTO request (id, household_id, admin_unit_id, state, received_on, office, due_on, answered_on, confirmed_on, sealed, recorded_by, revision, created_at, updated_at)
         SELECT {id}, id, admin_unit_id, '{state}', '{}', '{office}', '{}', {}, {}, 'sealed:x', 'local', 1, created_at, created_at FROM household WHERE id = {of}",
        days.0, days.0, day(days.1), day(days.2),
    );
    run(register, &row).await;
}

/// What went of people on this day; answered operations have a time of their own.
async fn retained_on(register: &Register, on: NaiveDate) -> Retained {
    let done = register.session_after((on - today()).num_days()).enforce_retention(false).await.unwrap();
    Retained { operations: 0, access_log: 0, ..done }
}

fn months(day: NaiveDate, months: u32) -> NaiveDate {
    day + Months::new(months)
}

async fn with_place(register: Register) -> (Register, Uuid) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    (register, place)
}

async fn is_whole(register: &Register) {
    assert!(verify(&register.db, &keys()).await.unwrap().is_ok());
}

async fn a_household_goes_some_months_after_its_support_ended_and_its_proof_after_that(register: Register) {
    let (register, place) = with_place(register).await;
    let (goes, stays) =
        (household(&register, place, "Bà Bảy", vec![]).await, household(&register, place, "Ông Năm", until(day(2040, 1, 1))).await);
    visit(&register, goes, today(), false, months(today(), 24)).await;
    request(&register, goes, "received", (today(), None, None), "school").await;
    run(
        &register,
        &format!("UPDATE household SET ended_on = '{}', end_kind = 'moved_away' WHERE id = {}", today(), id_in(&register, goes)),
    )
    .await;

    let last = months(today(), 12);
    assert_eq!(retained_on(&register, last.pred_opt().unwrap()).await, Retained::default());
    let dry = register.session_after((last - today()).num_days()).enforce_retention(true).await.unwrap();
    assert_eq!((dry.households, rows(&register, "household").await), (1, 2), "a dry run only counts");
    assert_eq!(retained_on(&register, last).await, Retained { households: 1, ..Retained::default() });
    assert_eq!(register.session().household(goes).await.unwrap_err(), Failure::NotFound);
    for of in ["visit", "request", "record_key WHERE wrapped IS NOT NULL AND kind <> 'household'"] {
        assert_eq!(rows(&register, of).await, 0, "{of}");
    }
    assert_eq!(rows(&register, "record_key WHERE kind = 'household' AND wrapped IS NULL").await, 1, "its key is gone");
    is_whole(&register).await;

    // The proof of its consent has a time of its own.
    let proof = months(last, 24);
    assert_eq!((retained_on(&register, proof.pred_opt().unwrap()).await.consents, rows(&register, "consent").await), (0, 2));
    assert_eq!((retained_on(&register, proof).await.consents, rows(&register, "consent").await), (1, 1));
    is_whole(&register).await;
    // The database lets no entry about a look go that is young by its own clock: so this look comes last.
    assert!(register.session().household(stays).await.is_ok());
}

fn until(to: NaiveDate) -> Vec<Support> {
    vec![Support { valid_to: Some(to), ..Support::of(SupportCategory::Poor) }]
}

async fn support_that_nobody_ended_ends_first_and_goes_later(register: Register) {
    let (register, place) = with_place(register).await;
    let granted = day(2026, 12, 31);
    let forgotten = household(&register, place, "Bà Bảy", until(granted)).await;
    for (name, to) in [("Thăm sau đó", granted), ("Đang hỏi", granted), ("Còn hạn", day(2028, 1, 1))] {
        let id = household(&register, place, name, until(to)).await;
        match name {
            "Thăm sau đó" => visit(&register, id, day(2027, 1, 1), false, day(2030, 1, 1)).await,
            "Đang hỏi" => request(&register, id, "forwarded", (today(), None, None), "school").await,
            _ => {}
        }
    }
    let ends = months(granted, 12);
    assert_eq!(retained_on(&register, ends.pred_opt().unwrap()).await.households_ended, 0);
    assert_eq!(retained_on(&register, ends).await, Retained { households_ended: 1, ..Retained::default() });
    let ended = register.session_after((ends - today()).num_days()).household(forgotten).await.unwrap();
    assert_eq!((ended.ended_on, ended.end.map(|end| end.code())), (Some(ends), Some("period_over")));
    assert_eq!(retained_on(&register, months(ends, 12)).await.households, 1);
    assert_eq!(rows(&register, "household").await, 3);
    is_whole(&register).await;
}

async fn support_without_a_last_day_ends_when_nothing_happens_any_more(register: Register) {
    let (register, place) = with_place(register).await;
    let forgotten = household(&register, place, "Bà Bảy", vec![]).await;
    let visited = household(&register, place, "Ông Năm", vec![Support::of(SupportCategory::Poor)]).await;
    visit(&register, visited, day(2027, 6, 1), false, day(2030, 1, 1)).await;
    let ends = months(today(), 12);
    assert_eq!(retained_on(&register, ends.pred_opt().unwrap()).await, Retained::default());
    assert_eq!(retained_on(&register, ends).await, Retained { households_ended: 1, ..Retained::default() });
    // Whoever is taken up again is not ended in the next night.
    let later = register.session_after((ends - today()).num_days() + 30);
    let revision = later.household(forgotten).await.unwrap().revision;
    later.resume_household(operation(), forgotten, revision).await.unwrap();
    assert_eq!(retained_on(&register, ends + chrono::TimeDelta::days(31)).await, Retained::default());
    assert_eq!(retained_on(&register, day(2028, 5, 31)).await.households_ended, 0);
    assert_eq!(retained_on(&register, day(2028, 6, 1)).await.households_ended, 1, "a year after the last visit");
    is_whole(&register).await;
}

async fn a_term_that_became_longer_holds_for_those_who_agreed_to_it(register: Register) {
    let (register, place) = with_place(register).await;
    for (setting, value) in [(Setting::HouseholdMonths, 36), (Setting::RequestMonths, 24), (Setting::ConsentProofMonths, 48)] {
        let longer = SettingDraft { setting, valid_from: Some(today()), value: Some(value), reason: "QĐ".into() };
        register.session().set_setting(operation(), longer).await.unwrap();
    }
    let before = household_by(&register, place, "Bà Bảy", vec![], "2026-1/12-24-12-24-24").await;
    let after = household_by(&register, place, "Ông Năm", until(day(2040, 1, 1)), "2026-1/36-24-24-48-24").await;
    for id in [before, after] {
        let answered = day(2026, 12, 1);
        request(&register, id, "answered", (today(), Some(answered), None), "school").await;
    }
    run(&register, &format!("UPDATE household SET ended_on = '{}', end_kind = 'moved_away'", today())).await;
    assert_eq!(retained_on(&register, months(today(), 12)).await, Retained { households: 1, ..Retained::default() });
    assert_eq!(register.session().household(before).await.unwrap_err(), Failure::NotFound);
    assert_eq!(retained_on(&register, months(day(2026, 12, 1), 24)).await.requests, 1);
    assert_eq!(retained_on(&register, months(today(), 36)).await, Retained { households: 1, consents: 1, ..Retained::default() });
}

async fn visits_and_requests_go_by_their_own_time(register: Register) {
    let (register, place) = with_place(register).await;
    let id = household(&register, place, "Bà Bảy", vec![]).await;
    let (nobody, longer) = (today() + chrono::TimeDelta::days(90), months(today(), 24));
    visit(&register, id, today(), true, nobody).await;
    visit(&register, id, today(), false, longer).await;
    let (answered, confirmed) = (day(2026, 12, 1), day(2027, 1, 15));
    request(&register, id, "answered", (today(), Some(answered), None), "school").await;
    request(&register, id, "confirmed", (today(), Some(answered), Some(confirmed)), "school").await;
    request(&register, id, "forwarded", (today(), None, None), "school").await;
    for (on, expected) in [
        (nobody, Retained { visits: 1, ..Retained::default() }),
        (months(answered, 12), Retained { requests: 1, ..Retained::default() }),
        (months(confirmed, 12), Retained { requests: 1, ..Retained::default() }),
        (longer, Retained { visits: 1, ..Retained::default() }),
    ] {
        assert_eq!(retained_on(&register, on.pred_opt().unwrap()).await, Retained::default(), "the day before {on}");
        assert_eq!(retained_on(&register, on).await, expected, "{on}");
    }
    assert_eq!((rows(&register, "visit").await, rows(&register, "request").await), (0, 1), "who waits for an answer keeps the request");
    is_whole(&register).await;
}

async fn a_restricted_record_stays_but_not_that_nobody_was_at_home(register: Register) {
    let (register, place) = with_place(register).await;
    let id = household(&register, place, "Bà Bảy", until(today())).await;
    visit(&register, id, today(), true, months(today(), 3)).await;
    visit(&register, id, today(), false, months(today(), 24)).await;
    request(&register, id, "answered", (today(), Some(today()), None), "school").await;
    run(&register, &format!("UPDATE household SET restricted = TRUE WHERE id = {}", id_in(&register, id))).await;
    assert_eq!(retained_on(&register, months(today(), 36)).await, Retained { visits: 1, ..Retained::default() });
    run(&register, "UPDATE household SET ended_on = '2026-11-22'").await;
    assert_eq!(retained_on(&register, months(today(), 48)).await, Retained::default());
    run(&register, "UPDATE household SET restricted = FALSE").await;
    assert_eq!(retained_on(&register, months(today(), 48)).await, Retained { households: 1, ..Retained::default() });
}

async fn a_member_goes_some_months_after_they_stopped(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let draft = MemberDraft { name: "Trần Văn B".into(), capacity: 3, ..MemberDraft::default() };
    let gone = register.session().add_member(operation(), unit, draft.clone()).await.unwrap();
    let helps = register.session().add_member(operation(), unit, MemberDraft { name: "Lê Thị C".into(), ..draft }).await.unwrap();
    run(&register, &format!("UPDATE member SET state = 'moved', ended_on = '{}' WHERE id = {}", today(), id_in(&register, gone))).await;
    let last = months(today(), 12);
    assert_eq!(retained_on(&register, last.pred_opt().unwrap()).await, Retained::default());
    assert_eq!(retained_on(&register, last).await, Retained { members: 1, ..Retained::default() });
    assert_eq!(register.session().member(gone).await.unwrap_err(), Failure::NotFound);
    assert!(register.session().member(helps).await.is_ok());
    let log = json!(
        register.session().audit(&Default::default(), 100).await.unwrap().iter().map(|found| &found.entry.changes).collect::<Vec<_>>()
    );
    assert!(!log.to_string().contains("Trần Văn B"));
    is_whole(&register).await;
}

async fn what_people_asked_about_their_record_and_breaches_go_after_their_time(register: Register) {
    let (register, place) = with_place(register).await;
    let record = household(&register, place, "Bà Bảy", until(day(2040, 1, 1))).await;
    let draft = PersonRequestDraft { about: PersonKind::Household, record, kind: PersonRequestKind::View, received_on: today() };
    let (answered, open) = (
        register.session().add_person_request(operation(), draft).await.unwrap(),
        register.session().add_person_request(operation(), draft).await.unwrap(),
    );
    let done = PersonRequestStep::Answer(PersonRequestOutcome::Done);
    register.session().step_person_request(operation(), answered, done).await.unwrap();
    let breach = |what: &str| BreachDraft { found_at: now(), records: 3, what: what.into(), measures: String::new() };
    let notified = register.session().add_breach(operation(), breach("Gửi nhầm thư")).await.unwrap();
    register.session().add_breach(operation(), breach("Mất điện thoại")).await.unwrap();
    register.session().add_breach_measure(operation(), notified, "Báo cho hộ".into()).await.unwrap();
    register.session().breach_notified(operation(), notified).await.unwrap();
    for (on, expected) in [
        (months(today(), 24), Retained { person_requests: 1, ..Retained::default() }),
        (months(today(), 60) + chrono::TimeDelta::days(1), Retained { breaches: 1, ..Retained::default() }),
    ] {
        assert_eq!(retained_on(&register, on - chrono::TimeDelta::days(2)).await, Retained::default(), "before {on}");
        assert_eq!(retained_on(&register, on).await, expected, "{on}");
    }
    let kept = register.session().person_requests(10).await.unwrap();
    assert_eq!(kept.iter().map(|request| request.id).collect::<Vec<_>>(), [open], "who waits for an answer keeps the request");
    assert_eq!(rows(&register, "breach").await, 1, "what was never notified stays");
    assert_eq!(rows(&register, "breach_measure").await, 0, "what was done goes with its breach");
    is_whole(&register).await;
}

async fn assignments_tasks_and_months_go_by_their_own_time(register: Register) {
    let (register, place) = with_place(register).await;
    let (id, alone) = (
        household(&register, place, "Bà Bảy", until(day(2040, 1, 1))).await,
        household(&register, place, "Ông Năm", until(day(2040, 1, 1))).await,
    );
    let unit = register.unit("26740").await.id;
    let session = register.session();
    // The database lets no entry about a look go that is young by its own clock, and these are.
    let looks = SettingDraft { setting: Setting::AccessLogMonths, valid_from: Some(today()), value: Some(120), reason: "QĐ".into() };
    session.set_setting(operation(), looks).await.unwrap();
    let member = session.add_member(operation(), unit, MemberDraft { name: "Trần Văn B".into(), ..MemberDraft::default() }).await.unwrap();
    let helps = |to: NaiveDate| AssignmentDraft { member, from: today(), to, aim: "Thăm mỗi tháng".into() };
    let (ran_out, later) = (day(2026, 12, 31), day(2027, 12, 31));
    session.assign(operation(), id, helps(ran_out), true).await.unwrap();
    session.assign(operation(), alone, helps(ran_out), true).await.unwrap();
    let ended = session.assign(operation(), id, AssignmentDraft { from: day(2027, 1, 1), ..helps(later) }, true).await.unwrap();
    session.end_assignment(operation(), id, ended, AssignmentEnd::HouseholdAsked).await.unwrap();
    session.assign(operation(), id, AssignmentDraft { from: day(2027, 2, 1), ..helps(later) }, true).await.unwrap();
    run(&register, &format!("UPDATE household SET restricted = TRUE WHERE id = {}", id_in(&register, alone))).await;
    let task = |from: NaiveDate, to: NaiveDate| TaskDraft { aim: "Giúp làm giấy tờ".into(), from, to };
    let (stopped, runs) = (
        session.add_task(operation(), member, task(day(2026, 10, 1), day(2026, 12, 31))).await.unwrap(),
        session.add_task(operation(), member, task(day(2026, 9, 1), day(2027, 8, 31))).await.unwrap(),
    );
    for (task, month) in [(stopped, day(2026, 10, 1)), (stopped, day(2026, 11, 1)), (runs, day(2026, 10, 1))] {
        session.check_month(operation(), task, MonthlyCheck { month, done: true, reason: None }).await.unwrap();
    }
    session.end_task(operation(), stopped).await.unwrap();

    for (on, expected) in [
        // October of both tasks, two years after its last day.
        (day(2028, 10, 31), Retained { monthly_checks: 2, ..Retained::default() }),
        // What was ended on the day that is today; the month that was left goes with its task.
        (months(today(), 24), Retained { assignments: 1, tasks: 1, monthly_checks: 1, ..Retained::default() }),
        // Restricted, the other household keeps its own.
        (months(ran_out, 24), Retained { assignments: 1, ..Retained::default() }),
        (months(day(2027, 8, 31), 24), Retained { tasks: 1, ..Retained::default() }),
    ] {
        assert_eq!(retained_on(&register, on.pred_opt().unwrap()).await, Retained::default(), "the day before {on}");
        assert_eq!(retained_on(&register, on).await, expected, "{on}");
    }
    assert_eq!(rows(&register, "household_assignment").await, 2, "the one that holds, and the restricted household's");
    assert_eq!((rows(&register, "member_task").await, rows(&register, "monthly_check").await), (0, 0));
    assert_eq!(session.member_tasks(member).await.unwrap(), []);
    is_whole(&register).await;
}
