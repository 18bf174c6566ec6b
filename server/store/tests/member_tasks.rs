//! A task is for a year, a month is done or not and can be said anew, and a record goes when its time is over.

use crate::common::{Register, both_databases, day, errors, operation, today};
use crate::members::{add, draft};
use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::{MemberState, MonthlyCheck, NotDoneReason, TaskDraft};
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use store::Actor;
use store::member::MemberFilter;
use uuid::Uuid;

both_databases![
    a_member_has_a_task_until_it_ends,
    a_month_said_anew_takes_the_place_of_what_was_said,
    only_the_lead_of_the_ward_gives_tasks,
    who_stops_has_no_task,
    what_was_said_of_months_stands_nowhere_in_clear,
];

const AIM: &str = "Giúp làm giấy tờ trực tuyến";

fn task(from: NaiveDate, to: NaiveDate) -> TaskDraft {
    TaskDraft { aim: AIM.into(), from, to }
}

fn this_year() -> TaskDraft {
    task(day(2026, 9, 1), day(2026, 12, 31))
}

fn month(month: u32, reason: Option<NotDoneReason>) -> MonthlyCheck {
    MonthlyCheck { month: day(2026, month, 15), done: reason.is_none(), reason }
}

async fn texts(register: &Register, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(register.db.get_database_backend(), sql);
    let rows = register.db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

async fn a_member_has_a_task_until_it_ends(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let session = register.session();
    let id = add(&register, "Trần Văn B").await;
    let idle = MemberFilter { without_task: true, ..MemberFilter::default() };
    let without = async || register.session().members(unit, &idle, 10).await.unwrap().1;
    assert_eq!(without().await, 1);
    session.add_task(operation(), id, task(day(2027, 1, 1), day(2027, 12, 31))).await.unwrap();
    assert_eq!(without().await, 1, "a task of next year is none of today");
    let now = session.add_task(operation(), id, this_year()).await.unwrap();
    assert_eq!(without().await, 0);
    assert!(session.member(id).await.unwrap().has_task);
    session.end_task(operation(), now).await.unwrap();
    assert_eq!(without().await, 1);
    assert_eq!(errors(session.end_task(operation(), now).await.unwrap_err()), [("task".to_owned(), "task_is_over".to_owned())]);
    let tasks = session.member_tasks(id).await.unwrap();
    assert_eq!(tasks.iter().map(|task| task.ended_on).collect::<Vec<_>>(), [None, Some(today())], "latest first");
    assert_eq!(tasks[1].draft, this_year());
    let long = session.add_task(operation(), id, task(day(2026, 1, 1), day(2027, 6, 1))).await;
    assert_eq!(errors(long.unwrap_err()), [("to".to_owned(), "longer_than_a_year".to_owned())]);
}

async fn a_month_said_anew_takes_the_place_of_what_was_said(register: Register) {
    let register = register.with_units().await;
    let session = register.session();
    let id = add(&register, "Trần Văn B").await;
    let task = session.add_task(operation(), id, this_year()).await.unwrap();
    session.check_month(operation(), task, month(10, None)).await.unwrap();
    session.check_month(operation(), task, month(11, Some(NotDoneReason::Busy))).await.unwrap();
    session.check_month(operation(), task, month(10, Some(NotDoneReason::Away))).await.unwrap();
    let checks = session.member_tasks(id).await.unwrap().remove(0).checks;
    let said: Vec<_> = checks.iter().map(|check| (check.month, check.done, check.reason)).collect();
    let expected = [(day(2026, 11, 1), false, Some(NotDoneReason::Busy)), (day(2026, 10, 1), false, Some(NotDoneReason::Away))];
    assert_eq!(said, expected);
    assert_eq!(texts(&register, "SELECT changes FROM change_log WHERE row_table = 'monthly_check'").await.len(), 3, "the log keeps both");
    for (check, field, code) in [
        (month(12, None), "month", "in_the_future"),
        (month(8, None), "month", "outside_the_task"),
        (MonthlyCheck { done: false, ..month(10, None) }, "reason", "required"),
        (MonthlyCheck { done: true, ..month(10, Some(NotDoneReason::Away)) }, "reason", "done_needs_no_reason"),
    ] {
        let refused = session.check_month(operation(), task, check).await;
        assert_eq!(errors(refused.unwrap_err()), [(field.to_owned(), code.to_owned())]);
    }
}

async fn only_the_lead_of_the_ward_gives_tasks(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let id = add(&register, "Trần Văn B").await;
    let task = register.session().add_task(operation(), id, this_year()).await.unwrap();
    for (role, unit) in [(Role::WardStaff, own), (Role::WardLead, other), (Role::Member, own)] {
        let session = register.session_as(Actor::with_role("somebody", role, [unit]));
        assert_eq!(session.add_task(operation(), id, this_year()).await.unwrap_err(), Failure::NotFound);
        assert_eq!(session.end_task(operation(), task).await.unwrap_err(), Failure::NotFound);
        assert_eq!(session.check_month(operation(), task, month(10, None)).await.unwrap_err(), Failure::NotFound);
    }
    let lead = register.session_as(Actor::with_role("lead", Role::WardLead, [own]));
    lead.check_month(operation(), task, month(10, None)).await.unwrap();
    assert_eq!(lead.check_month(operation(), Uuid::now_v7(), month(10, None)).await.unwrap_err(), Failure::NotFound);
}

async fn who_stops_has_no_task(register: Register) {
    let register = register.with_units().await;
    let session = register.session();
    let id = add(&register, "Trần Văn B").await;
    let task = session.add_task(operation(), id, this_year()).await.unwrap();
    session.stop_member(operation(), id, 1, MemberState::Moved).await.unwrap();
    assert_eq!(session.member_tasks(id).await.unwrap()[0].ended_on, Some(today()));
    let given = session.add_task(operation(), id, this_year()).await;
    assert_eq!(errors(given.unwrap_err()), [("aim".to_owned(), "member_helps_no_more".to_owned())]);
    session.check_month(operation(), task, month(10, None)).await.expect("what was before can still be said");
    session.resume_member(operation(), id, 2).await.unwrap();
    assert!(!session.member(id).await.unwrap().has_task, "it is given anew");
}

async fn what_was_said_of_months_stands_nowhere_in_clear(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let session = register.session();
    let id = session.add_member(operation(), unit, draft("Trần Văn B")).await.unwrap();
    let task = session.add_task(operation(), id, this_year()).await.unwrap();
    session.check_month(operation(), task, month(10, Some(NotDoneReason::NobodyToMeet))).await.unwrap();
    session.check_month(operation(), task, month(11, None)).await.unwrap();
    let mut all = texts(&register, "SELECT changes FROM change_log").await;
    all.extend(texts(&register, "SELECT answer FROM applied_operation").await);
    all.extend(texts(&register, "SELECT sealed FROM member_task").await);
    all.extend(texts(&register, "SELECT sealed FROM monthly_check").await);
    for needle in [AIM, "nobody_to_meet", "\"done\"", "Trần"] {
        assert!(all.iter().all(|text| !text.contains(needle)), "{needle}");
    }
    let sealed = texts(&register, "SELECT sealed FROM monthly_check").await;
    assert!(sealed.len() == 2 && sealed.iter().all(|text| text.starts_with("sealed:")));
}
