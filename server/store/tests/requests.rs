//! Requests go from received to confirmed, each answer has its day, and what they say is sealed.

use crate::common::{Register, both_databases, day, errors, keys, operation, today};
use crate::my_households::{Ward, asked, ward};
use domain::failure::Failure;
use domain::permission::Role;
use domain::request::{Office, Request, RequestDraft, RequestState, RequestStep};
use domain::visit::HelpKind;
use store::request::RequestFilter;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    a_request_goes_from_received_to_confirmed_and_is_opened_again,
    who_did_not_see_where_it_stands_is_told,
    the_wards_list_begins_with_what_is_overdue,
    figures_by_office_open_no_record,
    complaints_are_turned_away_and_leave_nothing,
    what_is_asked_and_answered_is_sealed_and_goes_with_its_key,
    another_ward_finds_no_request,
];

const ANSWER: &str = "Phường sửa mái tuần sau";

fn answer() -> RequestStep {
    RequestStep::Answer { answer: ANSWER.into(), on: today() }
}

fn forward() -> RequestStep {
    RequestStep::Forward { office: Office::FatherlandFront, on: today() }
}

async fn take(session: &Session, id: Uuid, step: RequestStep) -> Request {
    let revision = session.request(id).await.unwrap().revision;
    session.step_request(operation(), id, revision, step).await.unwrap();
    session.request(id).await.unwrap()
}

async fn a_request_goes_from_received_to_confirmed_and_is_opened_again(register: Register) {
    let ward = ward(register).await;
    let id = ward.member.add_own_request(operation(), ward.household, asked()).await.unwrap();
    let staff = &ward.staff;
    let found = staff.request(id).await.unwrap();
    assert_eq!((found.state, found.received_on, found.due_on), (RequestState::Received, today(), day(2026, 12, 4)));
    assert_eq!((found.household, found.draft), (ward.household, asked()));
    let found = take(staff, id, forward()).await;
    assert_eq!((found.state, found.office, found.forwarded_on), (RequestState::Forwarded, Some(Office::FatherlandFront), Some(today())));
    let found = take(staff, id, answer()).await;
    assert_eq!((found.state, found.answer.as_str(), found.answered_on), (RequestState::Answered, ANSWER, Some(today())));
    let found = take(staff, id, RequestStep::Confirm { on: today() }).await;
    assert_eq!((found.state, found.confirmed_on), (RequestState::Confirmed, Some(today())));

    let later = ward.later(staff, 8 * 24 * 60);
    let found = take(&later, id, RequestStep::Reopen { on: later.today }).await;
    assert_eq!((found.state, found.reopened, found.due_on), (RequestState::Forwarded, 1, day(2026, 12, 14)));
    assert_eq!((found.answered_on, found.confirmed_on, found.answer.as_str()), (None, None, ANSWER));
    let early = RequestStep::Answer { answer: "Đã sửa xong".into(), on: today() };
    let early = later.step_request(operation(), id, found.revision, early).await.unwrap_err();
    assert_eq!(errors(early), [("on".to_owned(), "before_its_beginning".to_owned())]);
    let again = RequestStep::Answer { answer: "Đã sửa xong".into(), on: later.today };
    assert_eq!(take(&later, id, again).await.answer, "Đã sửa xong");
    assert_eq!(ward.member.own_requests_of(ward.household).await.unwrap()[0].answer, "Đã sửa xong");
    assert_eq!(staff.requests_of(ward.household).await.unwrap().len(), 1);
}

async fn who_did_not_see_where_it_stands_is_told(register: Register) {
    let ward = ward(register).await;
    let id = ward.staff.add_request(operation(), ward.household, asked()).await.unwrap();
    assert_eq!(ward.staff.step_request(operation(), id, 1, forward()).await, Ok(2));
    let late = ward.staff.step_request(operation(), id, 1, answer()).await;
    assert_eq!(errors(late.unwrap_err()), [("step".to_owned(), "request_changed_meanwhile".to_owned())]);
    let early = ward.staff.step_request(operation(), id, 2, RequestStep::Confirm { on: today() }).await;
    assert_eq!(errors(early.unwrap_err()), [("step".to_owned(), "request_stands_elsewhere".to_owned())]);
    ward.sql("UPDATE household SET restricted = TRUE").await;
    assert_eq!(ward.staff.step_request(operation(), id, 2, answer()).await, Err(Failure::NotFound));
    assert_eq!(ward.staff.request(id).await, Err(Failure::NotFound));
    assert_eq!(ward.staff.add_request(operation(), ward.household, asked()).await, Err(Failure::NotFound));
}

/// One that is not late, two that are, one that was answered.
async fn four(ward: &Ward) -> [Uuid; 4] {
    let mut ids = [Uuid::nil(); 4];
    for (at, id) in ids.iter_mut().enumerate() {
        let household = if at == 3 { ward.others_household } else { ward.household };
        *id = ward.staff.add_request(operation(), household, asked()).await.unwrap();
    }
    take(&ward.staff, ids[1], forward()).await;
    take(&ward.staff, ids[3], answer()).await;
    ids
}

async fn the_wards_list_begins_with_what_is_overdue(register: Register) {
    let ward = ward(register).await;
    let [first, forwarded, _, answered] = four(&ward).await;
    let later = ward.later(&ward.staff, 20 * 24 * 60);
    let fresh = later.add_request(operation(), ward.household, asked()).await.unwrap();
    let list = async |filter: RequestFilter| {
        let (found, total) = later.requests_of_ward(ward.unit, &filter, 10).await.unwrap();
        assert_eq!(found.len(), total);
        found.into_iter().map(|row| row.request.id).collect::<Vec<_>>()
    };
    let all = list(RequestFilter::default()).await;
    assert_eq!((all.len(), all[0], all[3], all[4]), (5, first, fresh, answered));
    assert_eq!(list(RequestFilter { overdue: true, ..RequestFilter::default() }).await.len(), 3);
    assert_eq!(list(RequestFilter { office: Some(Office::FatherlandFront), ..RequestFilter::default() }).await, [forwarded]);
    assert_eq!(list(RequestFilter { state: Some(RequestState::Answered), ..RequestFilter::default() }).await, [answered]);
    // Nothing of a restricted record is work that waits, for the lead neither.
    let lead =
        Session::new(ward.register.db.clone(), keys(), Actor::with_role("lead", Role::WardLead, [ward.unit]), later.now, later.today);
    lead.restrict_household(operation(), ward.household, true).await.unwrap();
    let of = async |overdue| lead.requests_of_ward(ward.unit, &RequestFilter { overdue, ..RequestFilter::default() }, 10).await.unwrap().1;
    assert_eq!((of(true).await, of(false).await), (0, 5));
    lead.restrict_household(operation(), ward.household, false).await.unwrap();
    let (few, total) = later.requests_of_ward(ward.unit, &RequestFilter::default(), 2).await.unwrap();
    assert_eq!((few.len(), total), (2, 5));
    assert!(few[0].household_code.starts_with("H-"));
    let looks = ward.looks().await;
    assert_eq!(looks.last(), Some(&("household_read".to_owned(), "request".to_owned(), 2)), "those that were shown");
    let second = RequestFilter { skip: 2, ..RequestFilter::default() };
    assert_eq!(later.requests_of_ward(ward.unit, &second, 2).await.unwrap().0[1].request.id, fresh, "the page after");
    let reminded = ward.later(&ward.staff, 10 * 24 * 60);
    let due_soon = RequestFilter { due_soon: true, ..RequestFilter::default() };
    assert_eq!(reminded.requests_of_ward(ward.unit, &due_soon, 10).await.unwrap().1, 3);
    assert_eq!(reminded.support_numbers(ward.unit).await.unwrap().requests_due_soon, 3);
    let soon = ward.later(&ward.staff, 10 * 24 * 60).requests_of_ward(ward.unit, &RequestFilter::default(), 1).await.unwrap();
    assert!(soon.0[0].due_soon, "two working days before it is due");
    assert!(!ward.staff.requests_of_ward(ward.unit, &RequestFilter::default(), 1).await.unwrap().0[0].due_soon);
}

async fn figures_by_office_open_no_record(register: Register) {
    let ward = ward(register).await;
    let [first, ..] = four(&ward).await;
    let later = ward.later(&ward.staff, 20 * 24 * 60);
    let looks = ward.looks().await.len();
    let figures = later.request_figures(ward.unit).await.unwrap();
    let said: Vec<_> = figures.iter().map(|one| (one.office, one.open, one.overdue, one.answered, one.median_days)).collect();
    assert_eq!(said, [(None, 2, 2, 1, Some(0.0)), (Some(Office::FatherlandFront), 1, 1, 0, None)]);
    assert_eq!(ward.looks().await.len(), looks);
    later.step_request(operation(), first, 1, RequestStep::Answer { answer: "Xong".into(), on: later.today }).await.unwrap();
    assert_eq!(later.request_figures(ward.unit).await.unwrap()[0].median_days, Some(10.0), "between 0 and 20");
}

async fn complaints_are_turned_away_and_leave_nothing(register: Register) {
    let ward = ward(register).await;
    let complaint = RequestDraft { category: HelpKind::Referral, asked: "Tôi muốn tố cáo ông A".into() };
    for refused in [
        ward.staff.add_request(operation(), ward.household, complaint.clone()).await,
        ward.member.add_own_request(operation(), ward.household, complaint).await,
    ] {
        assert_eq!(errors(refused.unwrap_err()), [("asked".to_owned(), "complaints_go_elsewhere".to_owned())]);
    }
    assert_eq!(ward.count("SELECT COUNT(*) FROM request").await, 0);
    assert_eq!(ward.count("SELECT COUNT(*) FROM record_key WHERE kind = 'request'").await, 0);
}

async fn what_is_asked_and_answered_is_sealed_and_goes_with_its_key(register: Register) {
    let ward = ward(register).await;
    let id = ward.staff.add_request(operation(), ward.household, asked()).await.unwrap();
    take(&ward.staff, id, answer()).await;
    for (table, column) in [("request", "sealed"), ("request", "answer_sealed"), ("change_log", "changes"), ("applied_operation", "answer")]
    {
        for needle in ["mái", "house_repair"] {
            let query = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%{needle}%'");
            assert_eq!(ward.count(&query).await, 0, "{table} shows {needle}");
        }
    }
    assert_eq!(ward.count("SELECT COUNT(*) FROM change_log WHERE row_table = 'request' AND changes LIKE '%sealed:%'").await, 2);
    let keys = ward.count("SELECT COUNT(*) FROM record_key WHERE kind = 'request' AND wrapped IS NOT NULL").await;
    assert_eq!(keys, 1, "one key for what is asked and answered");
    ward.sql("UPDATE record_key SET wrapped = NULL WHERE kind = 'request'").await;
    assert_eq!(ward.staff.request(id).await, Err(Failure::NotFound));
    assert_eq!(ward.staff.requests_of(ward.household).await, Ok(Vec::new()));
}

async fn another_ward_finds_no_request(register: Register) {
    let ward = ward(register).await;
    let id = ward.staff.add_request(operation(), ward.household, asked()).await.unwrap();
    let unit = ward.register.unit("26743").await.id;
    let none = Some(Failure::NotFound);
    let outside = [
        Actor::with_role("x", Role::WardLead, [unit]),
        Actor::with_role("x", Role::WardStaff, [unit]),
        Actor::with_role("x", Role::WardViewer, [ward.unit]),
        Actor::with_role("x", Role::City, []),
        Actor::with_role("x", Role::Administrator, []),
        Actor { by_token: true, ..ward.staff.actor.clone() },
    ];
    for actor in outside {
        let session = ward.register.session_as(actor);
        assert_eq!(session.request(id).await.err(), none);
        assert_eq!(session.requests_of(ward.household).await.err(), none);
        assert_eq!(session.requests_of_ward(ward.unit, &RequestFilter::default(), 10).await.err(), none);
        assert_eq!(session.request_figures(ward.unit).await.err(), none);
        assert_eq!(session.add_request(operation(), ward.household, asked()).await.err(), none);
        assert_eq!(session.step_request(operation(), id, 1, forward()).await.err(), none);
    }
}
