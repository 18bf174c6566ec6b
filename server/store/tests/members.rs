//! Members are seen by their ward alone; who stops leaves households without anybody; a hand-over leaves those that do
//! not want the other.

use crate::common::{Register, both_databases, day, errors, operation, said, today};
use domain::account::AccountDraft;
use domain::assignment::AssignmentDraft;
use domain::failure::Failure;
use domain::household::{ConsentDraft, ConsentHow, HouseholdDraft, TEXT_VERSION};
use domain::member::{CellPost, Member, MemberDraft, MemberState};
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::account::NewAccount;
use store::household::HouseholdFilter;
use store::member::{HandedOver, MemberFilter};
use store::{Actor, Operation, Session};
use uuid::Uuid;

both_databases![
    lead_and_staff_of_the_ward_see_them_and_another_ward_finds_nobody,
    a_list_goes_by_given_names_and_finds_names_and_numbers,
    cell_and_place_are_of_the_same_ward,
    the_same_person_twice_is_refused_and_leaves_no_key,
    who_stops_leaves_households_without_anybody_and_can_come_back,
    one_account_is_one_member_of_that_ward,
    a_hand_over_moves_all_but_those_that_do_not_want_it,
    a_hand_over_told_twice_is_done_once,
    more_than_somebody_has_room_for_is_handed_over_knowingly,
    no_log_and_no_answer_holds_what_is_said_of_a_member,
];

pub fn draft(name: &str) -> MemberDraft {
    MemberDraft { name: name.into(), phone: "0909 876 543".into(), capacity: 3, ..MemberDraft::default() }
}

pub async fn add(register: &Register, name: &str) -> Uuid {
    let unit = register.unit("26740").await.id;
    register.session().add_member(operation(), unit, draft(name)).await.expect("a member is added")
}

async fn lead(register: &Register, code: &str) -> Session {
    let unit = register.unit(code).await.id;
    register.session_as(Actor::with_role("lead", Role::WardLead, [unit]))
}

async fn staff(register: &Register, code: &str) -> Session {
    let unit = register.unit(code).await.id;
    register.session_as(Actor::with_role("staff", Role::WardStaff, [unit]))
}

async fn household(register: &Register, place: Uuid, name: &str, refused: Vec<Uuid>, neighbours_allowed: bool) -> Uuid {
    let consent = ConsentDraft {
        agreed: true,
        given_on: Some(today()),
        how: Some(ConsentHow::PaperForm),
        text_version: TEXT_VERSION.into(),
        form_number: Uuid::now_v7().to_string(),
    };
    let draft = HouseholdDraft {
        name: name.into(),
        unit: name.into(),
        need: "Nhờ giúp".into(),
        refused,
        neighbours_allowed,
        ..HouseholdDraft::default()
    };
    register.session().add_household(operation(), place, consent, draft).await.expect("a household is recorded")
}

async fn assign(register: &Register, household: Uuid, member: Uuid) -> Uuid {
    let draft = AssignmentDraft { member, from: today(), to: day(2027, 6, 30), aim: "Thăm mỗi tháng".into() };
    register.session().assign(operation(), household, draft, true).await.expect("assigned")
}

async fn helped_by(register: &Register, member: Uuid) -> Vec<Uuid> {
    let found = register.session().households_of_member(member).await.unwrap();
    let mut ids: Vec<Uuid> = found.into_iter().map(|helped| helped.id).collect();
    ids.sort_unstable();
    ids
}

async fn account(register: &Register, name: &str, role: Role, code: &str) -> Uuid {
    let unit = register.unit(code).await.id;
    let draft = AccountDraft { user_name: name.into(), display_name: name.to_uppercase() };
    let new = NewAccount { draft, roles: vec![(role, Some(unit))], password_hash: None };
    register.session().add_account(operation(), new).await.unwrap()
}

fn refused(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

async fn texts(register: &Register, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(register.db.get_database_backend(), sql);
    let rows = register.db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default()).collect()
}

async fn lead_and_staff_of_the_ward_see_them_and_another_ward_finds_nobody(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let id = add(&register, "Trần Thị B").await;
    for session in [lead(&register, "26740").await, staff(&register, "26740").await] {
        assert_eq!(session.member(id).await.unwrap().draft.name, "Trần Thị B");
        assert_eq!(session.members(unit, &MemberFilter::default(), 10).await.unwrap().1, 1);
    }
    // The list is kept by one person of the ward.
    let staff = staff(&register, "26740").await;
    assert_eq!(staff.add_member(operation(), unit, draft("X")).await.unwrap_err(), Failure::NotFound);
    assert_eq!(staff.stop_member(operation(), id, 1, MemberState::Moved).await.unwrap_err(), Failure::NotFound);
    let of = |role: Role, unit: Option<Uuid>| register.session_as(Actor::with_role("somebody", role, unit));
    let outside = [
        lead(&register, "26743").await,
        of(Role::WardViewer, Some(unit)),
        of(Role::Member, Some(unit)),
        of(Role::City, None),
        of(Role::Administrator, None),
        of(Role::DataProtectionOfficer, None),
    ];
    for session in outside {
        let who = session.actor.clone();
        let failures = [
            session.member(id).await.unwrap_err(),
            session.members(unit, &MemberFilter::default(), 10).await.unwrap_err(),
            session.member_tasks(id).await.unwrap_err(),
            session.households_of_member(id).await.unwrap_err(),
            session.accounts_for_member(id).await.unwrap_err(),
            session.add_member(operation(), unit, draft("X")).await.unwrap_err(),
            session.change_member(operation(), id, 1, draft("X")).await.unwrap_err(),
            session.stop_member(operation(), id, 1, MemberState::Moved).await.unwrap_err(),
            session.resume_member(operation(), id, 1).await.unwrap_err(),
            session.link_member_account(operation(), id, None).await.unwrap_err(),
            session.hand_over(operation(), id, id, false).await.unwrap_err(),
        ];
        assert!(failures.iter().all(|failure| *failure == Failure::NotFound), "{who:?}: {failures:?}");
    }
    let log = register.session().access_log(None, 10).await.unwrap();
    assert_eq!(log.iter().map(|entry| (entry.action.as_str(), entry.row_count)).collect::<Vec<_>>(), [("member_read", 1); 4]);
}

async fn a_list_goes_by_given_names_and_finds_names_and_numbers(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    for (name, phone) in [("Trần Văn Đức", "0909 111 222"), ("Nguyễn Thị An", "0909 333 444"), ("Lê Bình", "")] {
        let draft = MemberDraft { phone: phone.into(), ..draft(name) };
        register.session().add_member(operation(), unit, draft).await.unwrap();
    }
    let found = async |q: &str, most: usize| {
        let filter = MemberFilter { q: q.into(), ..MemberFilter::default() };
        let (members, total) = register.session().members(unit, &filter, most).await.unwrap();
        (members.into_iter().map(|member: Member| member.draft.name).collect::<Vec<_>>(), total)
    };
    assert_eq!(found("", 10).await.0, ["Nguyễn Thị An", "Lê Bình", "Trần Văn Đức"]);
    assert_eq!(found("", 1).await, (vec!["Nguyễn Thị An".to_owned()], 3));
    assert_eq!(found("duc", 10).await.0, ["Trần Văn Đức"]);
    assert_eq!(found("0909333444", 10).await.0, ["Nguyễn Thị An"], "however the number is spaced");
    assert_eq!(found("0909 111", 10).await.0, ["Trần Văn Đức"]);
    assert!(found("999", 10).await.0.is_empty());
    let second = MemberFilter { skip: 1, ..MemberFilter::default() };
    let (members, total) = register.session().members(unit, &second, 1).await.unwrap();
    assert_eq!((members[0].draft.name.as_str(), members.len(), total), ("Lê Bình", 1, 3));
    // The same person, their number written another way.
    let again = MemberDraft { phone: "+84 909 111222".into(), ..draft("Trần Văn Đức") };
    let again = register.session().add_member(operation(), unit, again).await.unwrap_err();
    assert_eq!(errors(again), refused("name", "recorded_already"));
}

async fn cell_and_place_are_of_the_same_ward(register: Register) {
    let register = register.with_units().await;
    let (unit, next_door) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let organization = async |unit: Uuid, kind: &str| {
        let fields = said(json!({ "name": "Chi bộ 1", "kind": kind, "admin_unit_id": unit }));
        register.session().add_organization(operation(), fields, None).await.unwrap()
    };
    let own = organization(unit, "party_cell").await;
    let place = register.named("Chung cư").await;
    let beyond = register.add(json!({ "name": "Chung cư", "admin_unit_id": next_door })).await;
    let session = lead(&register, "26740").await;
    for cell in [organization(next_door, "party_cell").await, organization(unit, "womens_union").await, Uuid::now_v7()] {
        let added = session.add_member(operation(), unit, MemberDraft { cell: Some(cell), ..draft("A") }).await;
        assert_eq!(errors(added.unwrap_err()), refused("cell", "not_a_choice"));
    }
    let added = session.add_member(operation(), unit, MemberDraft { residence: Some(beyond), ..draft("A") }).await;
    assert_eq!(errors(added.unwrap_err()), refused("residence", "not_a_choice"));
    let whole = MemberDraft { cell: Some(own), residence: Some(place), post: CellPost::Secretary, ..draft("A") };
    let id = session.add_member(operation(), unit, whole.clone()).await.unwrap();
    let member = session.member(id).await.unwrap();
    assert_eq!((member.draft, member.has_task, member.households), (whole, false, 0));
}

async fn the_same_person_twice_is_refused_and_leaves_no_key(register: Register) {
    let register = register.with_units().await;
    let (unit, next_door) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let first = add(&register, "Trần Văn B").await;
    add(&register, "Trần Văn C").await;
    let again = register.session().add_member(operation(), unit, draft("trần văn  b")).await;
    assert_eq!(errors(again.unwrap_err()), refused("name", "recorded_already"));
    assert_eq!(texts(&register, "SELECT kind FROM record_key").await.len(), 2);
    register.session().add_member(operation(), next_door, draft("Trần Văn B")).await.expect("another ward knows nothing of it");
    // Who did not see what stands now is told.
    assert_eq!(register.session().change_member(operation(), first, 1, draft("Trần Văn D")).await.map(|done| done.revision), Ok(2));
    let late = register.session().change_member(operation(), first, 1, draft("Trần Văn E")).await;
    assert_eq!(errors(late.unwrap_err()), refused("name", "member_changed_meanwhile"));
}

async fn who_stops_leaves_households_without_anybody_and_can_come_back(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let place = register.named("Chung cư").await;
    let session = lead(&register, "26740").await;
    let id = add(&register, "Trần Văn B").await;
    let home = household(&register, place, "A1", vec![], true).await;
    assign(&register, home, id).await;
    let own = account(&register, "member-b", Role::Member, "26740").await;
    assert_eq!(session.link_member_account(operation(), id, Some(own)).await, Ok(2));
    assert_eq!(session.member(id).await.unwrap().households, 1);

    let wrong = session.stop_member(operation(), id, 2, MemberState::Active).await;
    assert_eq!(errors(wrong.unwrap_err()), refused("state", "not_a_choice"));
    let late = session.stop_member(operation(), id, 1, MemberState::Moved).await;
    assert_eq!(errors(late.unwrap_err()), refused("state", "member_changed_meanwhile"));
    assert_eq!(session.stop_member(operation(), id, 2, MemberState::Moved).await, Ok(3));
    let stopped = session.member(id).await.unwrap();
    assert_eq!((stopped.state, stopped.ended_on, stopped.account_id, stopped.households), (MemberState::Moved, Some(today()), None, 0));
    let alone = HouseholdFilter { without_member: true, ..HouseholdFilter::default() };
    assert_eq!(session.households(unit, &alone, 10).await.unwrap().1, 1);
    assert_eq!(texts(&register, "SELECT end_kind FROM household_assignment").await, ["member_left"]);
    assert_eq!(session.members(unit, &MemberFilter::default(), 10).await.unwrap().1, 0, "the list is of those who help");
    let moved = MemberFilter { state: Some(MemberState::Moved), ..MemberFilter::default() };
    assert_eq!(session.members(unit, &moved, 10).await.unwrap().1, 1);
    let twice = session.stop_member(operation(), id, 3, MemberState::Resigned).await;
    assert_eq!(errors(twice.unwrap_err()), refused("state", "member_helps_no_more"));

    assert_eq!(session.resume_member(operation(), id, 3).await, Ok(4));
    let back = session.member(id).await.unwrap();
    assert_eq!((back.state, back.ended_on, back.households), (MemberState::Active, None, 0));
    let twice = session.resume_member(operation(), id, 4).await;
    assert_eq!(errors(twice.unwrap_err()), refused("state", "member_helps_already"));
}

async fn one_account_is_one_member_of_that_ward(register: Register) {
    let register = register.with_units().await;
    let session = lead(&register, "26740").await;
    let (b, c) = (add(&register, "Trần Văn B").await, add(&register, "Trần Văn C").await);
    let own = account(&register, "member-b", Role::Member, "26740").await;
    let closed = account(&register, "gone", Role::Member, "26740").await;
    register.session().close_account(operation(), closed).await.unwrap();
    let others = [
        account(&register, "staff-b", Role::WardStaff, "26740").await,
        account(&register, "next-door", Role::Member, "26743").await,
        closed,
        Uuid::now_v7(),
    ];
    for other in others {
        let linked = session.link_member_account(operation(), b, Some(other)).await;
        assert_eq!(errors(linked.unwrap_err()), refused("account", "account_of_no_member"));
    }
    assert_eq!(session.accounts_for_member(b).await.unwrap(), [(own, "MEMBER-B".to_owned())]);
    assert_eq!(session.link_member_account(operation(), b, Some(own)).await, Ok(2));
    assert_eq!(session.link_member_account(operation(), b, Some(own)).await, Ok(2), "nothing changed");
    assert!(session.accounts_for_member(c).await.unwrap().is_empty());
    let taken = session.link_member_account(operation(), c, Some(own)).await;
    assert_eq!(errors(taken.unwrap_err()), refused("account", "account_of_another_member"));
    assert_eq!(session.link_member_account(operation(), b, None).await, Ok(3));
    assert_eq!(session.link_member_account(operation(), c, Some(own)).await, Ok(2));
}

/// Two members, the other living in a building, with households of all sorts at the first.
struct HandOver {
    register: Register,
    from: Uuid,
    to: Uuid,
    moves: Vec<Uuid>,
    stays: Vec<Uuid>,
    /// One of those that stay.
    restricted: Uuid,
}

async fn before_a_hand_over(register: Register) -> HandOver {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let (here, elsewhere) = (register.named("Một").await, register.named("Hai").await);
    let from = add(&register, "Trần Văn B").await;
    let lives_here = MemberDraft { residence: Some(here), ..draft("Trần Văn C") };
    let to = register.session().add_member(operation(), unit, lives_here).await.unwrap();
    let willing = household(&register, elsewhere, "A1", vec![], false).await;
    let neighbour = household(&register, here, "A2", vec![], true).await;
    let no_neighbour = household(&register, here, "A3", vec![], false).await;
    let unwilling = household(&register, elsewhere, "A4", vec![to], true).await;
    let restricted = household(&register, elsewhere, "A5", vec![], true).await;
    let with_both = household(&register, elsewhere, "A6", vec![], true).await;
    for home in [willing, neighbour, no_neighbour, unwilling, restricted, with_both] {
        assign(&register, home, from).await;
    }
    assign(&register, with_both, to).await;
    let statement = Statement::from_sql_and_values(
        register.db.get_database_backend(),
        if register.db.get_database_backend() == sea_orm::DatabaseBackend::Sqlite {
            "UPDATE household SET restricted = TRUE WHERE id = ?"
        } else {
            "UPDATE household SET restricted = TRUE WHERE id = $1"
        },
        [restricted.into()],
    );
    register.db.execute_raw(statement).await.unwrap();
    let mut moves = vec![willing, neighbour, with_both];
    let mut stays = vec![no_neighbour, unwilling, restricted];
    moves.sort_unstable();
    stays.sort_unstable();
    HandOver { register, from, to, moves, stays, restricted }
}

async fn a_hand_over_moves_all_but_those_that_do_not_want_it(register: Register) {
    let HandOver { register, from, to, moves, stays, restricted } = before_a_hand_over(register).await;
    let session = staff(&register, "26740").await;
    let next_door = register.session().add_member(operation(), register.unit("26743").await.id, draft("D")).await.unwrap();
    assert_eq!(register.session().hand_over(operation(), from, next_door, false).await.unwrap_err(), Failure::NotFound);
    assert_eq!(errors(session.hand_over(operation(), from, from, false).await.unwrap_err()), refused("to", "hand_over_to_the_same"));

    let mut done = session.hand_over(operation(), from, to, false).await.unwrap();
    done.left.sort_unstable();
    // One that is restricted is there for the lead alone: it stays without a word, and no number tells of it.
    let told: Vec<Uuid> = stays.iter().copied().filter(|id| *id != restricted).collect();
    assert_eq!(done, HandedOver { moved: 3, left: told });
    let count = async |session: &Session| session.member(from).await.unwrap().households;
    assert_eq!((count(&session).await, count(&lead(&register, "26740").await).await), (2, 3));
    assert_eq!((helped_by(&register, from).await, helped_by(&register, to).await), (stays, moves));
    let ends = texts(&register, "SELECT end_kind FROM household_assignment WHERE ended_on IS NOT NULL").await;
    assert_eq!(ends, ["handed_over"; 3]);
    let helped = register.session().households_of_member(to).await.unwrap();
    assert!(helped.iter().all(|helped| helped.to == day(2027, 6, 30)), "to the same last day");

    // Whoever stopped takes nobody over, and with nobody left there is nothing to do.
    let empty = add(&register, "Trần Văn E").await;
    assert_eq!(errors(session.hand_over(operation(), empty, to, false).await.unwrap_err()), refused("to", "hand_over_nothing"));
    let revision = session.member(to).await.unwrap().revision;
    lead(&register, "26740").await.stop_member(operation(), to, revision, MemberState::Resigned).await.unwrap();
    assert_eq!(errors(session.hand_over(operation(), from, to, false).await.unwrap_err()), refused("to", "member_helps_no_more"));
}

async fn more_than_somebody_has_room_for_is_handed_over_knowingly(register: Register) {
    let HandOver { register, from, to, moves, .. } = before_a_hand_over(register).await;
    let session = lead(&register, "26740").await;
    let said = session.member(to).await.unwrap();
    let few = MemberDraft { capacity: 2, ..said.draft };
    session.change_member(operation(), to, said.revision, few).await.unwrap();
    let before = helped_by(&register, to).await;
    let full = session.hand_over(operation(), from, to, false).await.unwrap_err();
    assert_eq!(errors(full), refused("despite_load", "hand_over_is_too_much"));
    assert_eq!(helped_by(&register, to).await, before, "nothing has moved");
    session.hand_over(operation(), from, to, true).await.unwrap();
    assert_eq!(helped_by(&register, to).await, moves);
}

async fn a_hand_over_told_twice_is_done_once(register: Register) {
    let HandOver { register, from, to, .. } = before_a_hand_over(register).await;
    let session = lead(&register, "26740").await;
    let id = Uuid::now_v7();
    let first = session.hand_over(Operation::new(id, &(from, to)), from, to, false).await.unwrap();
    let count = texts(&register, "SELECT end_kind FROM household_assignment").await.len();
    assert_eq!(session.hand_over(Operation::new(id, &(from, to)), from, to, false).await.unwrap(), first);
    assert_eq!(texts(&register, "SELECT end_kind FROM household_assignment").await.len(), count);
}

async fn no_log_and_no_answer_holds_what_is_said_of_a_member(register: Register) {
    let HandOver { register, from, to, .. } = before_a_hand_over(register).await;
    let session = lead(&register, "26740").await;
    let own = account(&register, "member-b", Role::Member, "26740").await;
    register.db.execute_unprepared("DELETE FROM applied_operation").await.unwrap();
    session.link_member_account(operation(), from, Some(own)).await.unwrap();
    session.hand_over(operation(), from, to, false).await.unwrap();
    session.stop_member(operation(), from, 2, MemberState::Resigned).await.unwrap();
    let logged = texts(&register, "SELECT changes FROM change_log WHERE row_table = 'member'").await;
    assert!(logged.len() >= 4, "{logged:?}");
    for entry in &logged {
        for needle in ["Trần", "0909 876", "resigned", "active", &own.to_string()] {
            assert!(!entry.contains(needle), "{needle}: {entry}");
        }
    }
    let rest = texts(&register, "SELECT answer FROM applied_operation").await;
    assert!(rest.iter().all(|answer| !answer.contains("Trần") && !answer.contains("Thăm")), "{rest:?}");
    let aims = texts(&register, "SELECT changes FROM change_log WHERE row_table = 'household_assignment'").await;
    assert!(!aims.is_empty() && aims.iter().all(|entry| !entry.contains("Thăm")));
}
