//! A member finds the households that they help today, and nothing else of the ward. The ward of these tests also
//! serves those of visits and requests.

use crate::common::{Register, both_databases, day, keys, now, operation, today};
use chrono::TimeDelta;
use domain::account::AccountDraft;
use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::failure::Failure;
use domain::household::{ConsentDraft, ConsentHow, HouseholdDraft, TEXT_VERSION};
use domain::member::{MemberDraft, MonthlyCheck, TaskDraft};
use domain::permission::Role;
use domain::request::RequestDraft;
use domain::visit::{HelpKind, VisitDraft, VisitOutcome};
use sea_orm::{ConnectionTrait, Statement};
use store::account::NewAccount;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    nothing_of_another_members_household_is_found_by_any_way,
    the_list_goes_by_building_and_floor_and_says_what_was_promised,
    a_household_is_ones_own_as_long_as_the_assignment_holds,
    each_look_stands_in_the_access_log,
    a_members_own_task_is_theirs_and_nobody_elses,
];

/// Of the household that a test is about.
pub const NAME: &str = "Nguyễn Thị Bưởi";
pub const PHONE: &str = "0909 876 543";

/// A ward with two members and a household of each.
pub struct Ward {
    pub register: Register,
    pub unit: Uuid,
    pub place: Uuid,
    pub staff: Session,
    pub member: Session,
    pub household: Uuid,
    pub other: Session,
    pub others_household: Uuid,
    member_id: Uuid,
}

pub async fn ward(register: Register) -> Ward {
    let register = register.with_units().await;
    let (unit, place) = (register.unit("26740").await.id, register.named("Chung cư").await);
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [unit]));
    let (member, member_id) = member_of(&register, unit, "ba").await;
    let (other, other_id) = member_of(&register, unit, "tu").await;
    let household = household(&staff, place, NAME, "5.01").await;
    let others_household = self::household(&staff, place, "Lê Văn Khế", "12.05").await;
    assign(&staff, household, member_id).await;
    assign(&staff, others_household, other_id).await;
    Ward { register, unit, place, staff, member, household, other, others_household, member_id }
}

impl Ward {
    /// Somebody of these so many minutes later.
    pub fn later(&self, who: &Session, minutes: i64) -> Session {
        let at = now() + TimeDelta::minutes(minutes);
        Session::new(self.register.db.clone(), keys(), who.actor.clone(), at, today() + TimeDelta::days(minutes / (24 * 60)))
    }

    pub async fn sql(&self, statement: &str) {
        self.register.db.execute_unprepared(statement).await.unwrap();
    }

    /// The one number that a query answers.
    pub async fn count(&self, query: &str) -> i64 {
        let statement = Statement::from_string(self.register.db.get_database_backend(), query);
        self.register.db.query_one_raw(statement).await.unwrap().expect("a row").try_get_by_index(0).unwrap()
    }

    /// Who looked at what, oldest first: action, table, how many.
    pub async fn looks(&self) -> Vec<(String, String, i64)> {
        let mut entries = self.register.session().access_log(None, 50).await.unwrap();
        entries.reverse();
        entries.into_iter().map(|entry| (entry.action, entry.row_table, entry.row_count)).collect()
    }
}

/// A member of the ward with an account that sees their households.
async fn member_of(register: &Register, unit: Uuid, user_name: &str) -> (Session, Uuid) {
    let draft = AccountDraft { user_name: format!("member-{user_name}"), display_name: "Người giúp".into() };
    let account = NewAccount { draft, roles: vec![(Role::Member, Some(unit))], password_hash: None };
    let account = register.session().add_account(operation(), account).await.unwrap();
    let draft = MemberDraft { name: format!("Đảng viên {user_name}"), capacity: 3, ..MemberDraft::default() };
    let member = register.session().add_member(operation(), unit, draft).await.unwrap();
    let link =
        format!("UPDATE member SET account_id = (SELECT id FROM account WHERE user_name = 'member-{user_name}') WHERE account_id IS NULL");
    register.db.execute_unprepared(&link).await.unwrap();
    let actor = Actor { account: Some(account), ..Actor::with_role(&account.to_string(), Role::Member, [unit]) };
    (register.session_as(actor), member)
}

pub async fn household(staff: &Session, place: Uuid, name: &str, unit: &str) -> Uuid {
    let consent = ConsentDraft {
        agreed: true,
        given_on: Some(day(2026, 11, 1)),
        how: Some(ConsentHow::PaperForm),
        text_version: TEXT_VERSION.into(),
        form_number: Uuid::now_v7().to_string(),
    };
    let draft = HouseholdDraft {
        name: name.into(),
        phone: PHONE.into(),
        unit: unit.into(),
        need: "Nhờ đưa đi khám".into(),
        ..HouseholdDraft::default()
    };
    staff.add_household(operation(), place, consent, draft).await.unwrap()
}

pub async fn assign(staff: &Session, household: Uuid, member: Uuid) -> Uuid {
    let draft = AssignmentDraft { member, from: today(), to: day(2027, 5, 22), aim: "Thăm hai tuần một lần".into() };
    staff.assign(operation(), household, draft, true).await.unwrap()
}

pub fn met() -> VisitDraft {
    VisitDraft::simply(today(), VisitOutcome::Met)
}

pub fn asked() -> RequestDraft {
    RequestDraft { category: HelpKind::HouseRepair, asked: "Sửa mái dột".into() }
}

async fn nothing_of_another_members_household_is_found_by_any_way(register: Register) {
    let ward = ward(register).await;
    let theirs = ward.others_household;
    let visit =
        ward.other.record_own_visit(operation(), theirs, VisitDraft::simply(today(), VisitOutcome::NobodyHome), None).await.unwrap();
    let request = ward.other.add_own_request(operation(), theirs, asked()).await.unwrap();
    let mine = ward.member.my_households().await.unwrap();
    assert_eq!(mine.iter().map(|mine| mine.household.id).collect::<Vec<_>>(), [ward.household]);
    let none = Failure::NotFound;
    let tries = [
        ward.member.my_household(theirs).await.err(),
        ward.member.own_visits_of(theirs).await.err(),
        ward.member.own_requests_of(theirs).await.err(),
        ward.member.record_own_visit(operation(), theirs, met(), None).await.err(),
        ward.member.record_own_visit(operation(), theirs, met(), Some(visit)).await.err(),
        ward.member.take_back_own_visit(operation(), visit).await.err(),
        ward.member.add_own_request(operation(), theirs, asked()).await.err(),
        // What is the ward's is no way round it, for their own household neither.
        ward.member.household(ward.household).await.err(),
        ward.member.household_heading(ward.household).await.err(),
        ward.member.households(ward.unit, &store::household::HouseholdFilter::default(), 10).await.err(),
        ward.member.visits_of(ward.household).await.err(),
        ward.member.requests_of(ward.household).await.err(),
        ward.member.request(request).await.err(),
        ward.member.requests_of_ward(ward.unit, &Default::default(), 10).await.err(),
        ward.member.request_figures(ward.unit).await.err(),
        ward.member.record_visit(operation(), ward.household, met(), None).await.err(),
        ward.member.take_back_visit(operation(), visit).await.err(),
        ward.member.add_request(operation(), ward.household, asked()).await.err(),
    ];
    for (at, failure) in tries.into_iter().enumerate() {
        assert_eq!(failure, Some(none.clone()), "{at}");
    }
    // Nor is the member's way one for the ward, for another ward, or for a script of the member's own.
    assert_eq!(ward.staff.my_households().await.err(), Some(none.clone()));
    let elsewhere = ward.register.unit("26743").await.id;
    let grants = Actor::with_role("x", Role::Member, [elsewhere]).grants;
    let moved = ward.register.session_as(Actor { grants, ..ward.member.actor.clone() });
    assert_eq!(moved.my_households().await.unwrap(), []);
    assert_eq!(moved.record_own_visit(operation(), ward.household, met(), None).await.err(), Some(none.clone()));
    let script = ward.register.session_as(Actor { by_token: true, ..ward.member.actor.clone() });
    assert_eq!(script.my_households().await.err(), Some(none));
}

async fn a_members_own_task_is_theirs_and_nobody_elses(register: Register) {
    let ward = ward(register).await;
    let session = ward.register.session();
    let task = |aim: &str| TaskDraft { aim: aim.into(), from: day(2026, 1, 1), to: day(2026, 12, 31) };
    let own = session.add_task(operation(), ward.member_id, task("Giúp làm giấy tờ")).await.unwrap();
    session.check_month(operation(), own, MonthlyCheck { month: day(2026, 10, 1), done: true, reason: None }).await.unwrap();
    let (mine, theirs) =
        (ward.member.my_record().await.unwrap().expect("a member"), ward.other.my_record().await.unwrap().expect("a member"));
    assert_eq!(mine.tasks.iter().map(|task| (task.draft.aim.as_str(), task.checks.len())).collect::<Vec<_>>(), [("Giúp làm giấy tờ", 1)]);
    assert_eq!(theirs.tasks, []);
    assert_ne!(mine.code, theirs.code);
    assert!(ward.looks().await.contains(&("own_household_read".into(), "member".into(), 1)));
    let officer = ward.register.session_as(Actor::with_role("officer", Role::DataProtectionOfficer, []));
    assert!(officer.looks_at_code(&mine.code).await.unwrap().is_some_and(|looks| !looks.is_empty()), "by the code that they are shown");
    assert_eq!(ward.staff.my_record().await.unwrap_err(), Failure::NotFound);
}

async fn the_list_goes_by_building_and_floor_and_says_what_was_promised(register: Register) {
    let ward = ward(register).await;
    let before = ward.register.named("An Bình").await;
    let mut ids = vec![ward.household];
    for (place, unit) in [(ward.place, "12.01"), (ward.place, "5.10"), (before, "9"), (ward.place, "5.9")] {
        let id = household(&ward.staff, place, &format!("Hộ {unit}"), unit).await;
        assign(&ward.staff, id, ward.member_id).await;
        ids.push(id);
    }
    let list = ward.member.my_households().await.unwrap();
    let shown: Vec<(&str, &str)> = list.iter().map(|mine| (mine.household.place_name.as_str(), mine.household.unit.as_str())).collect();
    assert_eq!(shown, [("An Bình", "9"), ("Chung cư", "5.01"), ("Chung cư", "5.9"), ("Chung cư", "5.10"), ("Chung cư", "12.01")]);
    let first = &list[1];
    assert_eq!((first.household.name.as_str(), first.household.phone.as_str()), (NAME, PHONE));
    assert_eq!((first.household.last_met_on, first.promised.as_str(), first.open_requests), (None, "", 0));

    // Nobody came yet: what the ward's rhythm says, and what the member was assigned for.
    assert_eq!((first.household.next_visit_on, first.household.visit_due_on), (None, Some(day(2026, 12, 1))));
    assert_eq!((first.household.aim.as_str(), first.household.until > today()), ("Thăm hai tuần một lần", true));

    let promise = VisitDraft { promised: "Mang thuốc".into(), next_on: Some(day(2026, 11, 30)), ..met() };
    ward.member.record_own_visit(operation(), ward.household, promise, None).await.unwrap();
    ward.member.add_own_request(operation(), ward.household, asked()).await.unwrap();
    let of = async || ward.member.my_households().await.unwrap().swap_remove(1);
    let mine = of().await;
    assert_eq!((mine.household.last_met_on, mine.household.next_visit_on), (Some(today()), Some(day(2026, 11, 30))));
    assert_eq!((mine.promised.as_str(), mine.missed_on, mine.open_requests), ("Mang thuốc", None, 1));
    // Nobody was at home: what was promised still is.
    let missed = VisitDraft::simply(today(), VisitOutcome::NobodyHome);
    ward.member.record_own_visit(operation(), ward.household, missed, None).await.unwrap();
    let mine = of().await;
    assert_eq!((mine.promised.as_str(), mine.missed_on), ("Mang thuốc", Some(today())));
    assert_eq!(mine.household.next_visit_on, Some(day(2026, 11, 30)));
    // Put off, it is still owed; the entry that nobody was at home goes with this one.
    for next_on in [None, Some(day(2026, 12, 1))] {
        let put_off = VisitDraft { next_on, ..VisitDraft::simply(today(), VisitOutcome::Postponed) };
        ward.member.record_own_visit(operation(), ward.household, put_off, None).await.unwrap();
        let mine = of().await;
        assert_eq!((mine.promised.as_str(), mine.missed_on), ("Mang thuốc", None));
        assert_eq!(mine.household.next_visit_on, next_on.or(Some(day(2026, 11, 30))));
    }
    ward.member.record_own_visit(operation(), ward.household, met(), None).await.unwrap();
    let mine = of().await;
    assert_eq!((mine.promised.as_str(), mine.missed_on, mine.household.next_visit_on), ("", None, Some(day(2026, 12, 22))));
}

async fn a_household_is_ones_own_as_long_as_the_assignment_holds(register: Register) {
    let ward = ward(register).await;
    let seen = async |who: &Session| {
        let list = who.my_households().await.unwrap().len();
        assert_eq!(who.my_household(ward.household).await.is_ok(), list == 1);
        assert_eq!(who.own_visits_of(ward.household).await.is_ok(), list == 1);
        list
    };
    assert_eq!(seen(&ward.member).await, 1);
    let days = |day: chrono::NaiveDate| (day - today()).num_days() * 24 * 60;
    assert_eq!(seen(&ward.later(&ward.member, days(day(2027, 5, 22)))).await, 1);
    assert_eq!(seen(&ward.later(&ward.member, days(day(2027, 5, 23)))).await, 0, "it ends by itself");
    ward.sql("UPDATE household SET restricted = TRUE").await;
    assert_eq!(seen(&ward.member).await, 0, "it asked that nothing be done with its record");
    ward.sql("UPDATE household SET restricted = FALSE, ended_on = '2026-11-20'").await;
    assert_eq!(seen(&ward.member).await, 0, "its support ended");
    ward.sql("UPDATE household SET ended_on = NULL").await;
    ward.sql("UPDATE member SET state = 'resigned'").await;
    assert_eq!(seen(&ward.member).await, 0, "they help no more");
    ward.sql("UPDATE member SET state = 'active'").await;
    assert_eq!(seen(&ward.member).await, 1);
    let assigned = assign(&ward.staff, ward.others_household, ward.member_id).await;
    assert_eq!(ward.member.my_households().await.unwrap().len(), 2);
    ward.staff.end_assignment(operation(), ward.others_household, assigned, AssignmentEnd::HouseholdAsked).await.unwrap();
    assert_eq!(seen(&ward.member).await, 1);
    let unlinked = ward.register.session_as(Actor { account: None, ..ward.member.actor.clone() });
    assert_eq!(unlinked.my_households().await.unwrap(), []);
}

async fn each_look_stands_in_the_access_log(register: Register) {
    let ward = ward(register).await;
    // To assign them took looks at the households themselves.
    let before = ward.looks().await.len();
    let looks = async || ward.looks().await.split_off(before);
    ward.member.my_households().await.unwrap();
    let look = |action: &str, table: &str, count: i64| (action.to_owned(), table.to_owned(), count);
    let own = |table: &str, count: i64| look("own_household_read", table, count);
    assert_eq!(looks().await, [own("household", 1)], "there was no visit yet");
    ward.member.record_own_visit(operation(), ward.household, met(), None).await.unwrap();
    ward.member.add_own_request(operation(), ward.household, asked()).await.unwrap();
    assert_eq!(looks().await.len(), 1, "to write down is not to look");
    ward.member.my_households().await.unwrap();
    ward.member.my_household(ward.household).await.unwrap();
    ward.member.own_visits_of(ward.household).await.unwrap();
    ward.member.own_requests_of(ward.household).await.unwrap();
    let after = [own("household", 1), own("visit", 1), own("household", 1), own("household", 1), own("visit", 1), own("request", 1)];
    assert_eq!(looks().await, after);
    assert_eq!(ward.staff.visits_of(ward.household).await.unwrap().len(), 1);
    assert_eq!(ward.staff.requests_of(ward.household).await.unwrap().len(), 1);
    assert_eq!(looks().await[6..], [look("household_read", "visit", 1), look("household_read", "request", 1)]);
    // Where the look cannot be logged there is none.
    ward.sql("ALTER TABLE access_log RENAME TO hidden").await;
    assert!(matches!(ward.member.my_households().await, Err(Failure::Bug(_))));
    assert!(matches!(ward.staff.visits_of(ward.household).await, Err(Failure::Bug(_))));
    assert!(matches!(ward.staff.requests_of(ward.household).await, Err(Failure::Bug(_))));
}
