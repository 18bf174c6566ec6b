//! Accounts, sign-in, links, tokens and sessions.

use std::net::IpAddr;

use crate::common::{Register, both_databases, day, errors, inside, keys, neighbours, now, operation, unit};
use chrono::Duration;
use domain::account::{AccountDraft, LinkKind};
use domain::admin_unit::AdminUnitKind;
use domain::failure::Failure;
use domain::permission::{Action, Role};
use store::account::{self, NewAccount, Refused, SignIns};
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    the_right_password_opens_and_a_wrong_one_does_not,
    an_unknown_user_a_wrong_password_and_a_closed_account_answer_alike,
    guessing_is_slowed_down_but_not_on_a_device_that_is_known,
    an_invitation_is_good_once_and_for_a_week,
    a_weak_password_is_refused_and_the_link_stays_good,
    a_new_password_ends_all_sessions,
    a_user_name_is_taken_once,
    a_role_of_a_unit_needs_one_and_a_role_of_the_city_has_none,
    an_administrator_neither_locks_themself_out_nor_opens_a_ward_to_themself,
    new_roles_end_what_was_begun_with_the_old_ones,
    a_token_has_its_accounts_rights_and_ends,
    nobody_makes_or_ends_a_token_of_somebody_else,
    a_unit_that_is_taken_over_whole_carries_its_users_along,
    a_unit_that_is_split_leaves_its_users_to_the_administrator,
    a_namesake_of_an_older_reform_is_no_heir,
    a_request_under_way_does_not_bring_a_signed_out_session_back,
    a_new_password_ends_tokens_and_links_of_before,
    guessing_the_own_password_is_slowed_down,
    guesses_of_the_own_password_at_the_same_moment_are_counted_one_by_one,
    guesses_at_the_door_at_the_same_moment_are_counted_one_by_one,
    a_token_for_reading_is_told_nothing_about_a_password,
    a_token_of_an_administrator_opens_no_other_door,
    a_token_makes_no_other_token_and_changes_no_password,
    no_name_of_a_person_stands_in_the_change_log,
];

const PASSWORD: &str = "con mèo trèo cây cau";

fn home() -> IpAddr {
    IpAddr::from([192, 0, 2, 1])
}

fn ins(register: &Register) -> SignIns {
    SignIns::new(register.db.clone(), keys())
}

async fn with_role(register: &Register, user_name: &str, roles: Vec<(Role, Option<Uuid>)>) -> Uuid {
    let draft = AccountDraft { user_name: user_name.into(), display_name: "Nguyễn Thị Lan".into() };
    let password_hash = Some(ins(register).hasher.hash(PASSWORD).await.unwrap());
    register.session().add_account(operation(), NewAccount { draft, roles, password_hash }).await.unwrap()
}

pub async fn city(register: &Register) -> Uuid {
    with_role(register, "lan", vec![(Role::City, None)]).await
}

async fn session_of(register: &Register, id: Uuid) -> Session {
    let version = register_version(register, id).await;
    register.session_as(account::actor_of(&register.db, id, version).await.unwrap().unwrap())
}

/// The version that is current: the one that opens.
async fn register_version(register: &Register, id: Uuid) -> i64 {
    for version in 1..20 {
        if account::actor_of(&register.db, id, version).await.unwrap().is_some() {
            return version;
        }
    }
    panic!("no version opens");
}

async fn the_right_password_opens_and_a_wrong_one_does_not(register: Register) {
    let id = city(&register).await;
    let ins = ins(&register);
    let signed_in = inside(ins.by_password(" LAN ", PASSWORD, home(), "").await.unwrap());
    assert_eq!((signed_in.account, signed_in.version), (id, 1));
    let actor = account::actor_of(&register.db, id, 1).await.unwrap().unwrap();
    assert!(actor.has_role(Role::City) && actor.may(Action::PlaceRead));
    assert_eq!(ins.by_password("lan", "con mèo trèo cây cao", home(), "").await.unwrap_err(), Refused::Wrong);
    assert_eq!(ins.by_password("lan", "", home(), "").await.unwrap_err(), Refused::Wrong);
}

async fn an_unknown_user_a_wrong_password_and_a_closed_account_answer_alike(register: Register) {
    let id = city(&register).await;
    let ins = ins(&register);
    assert_eq!(ins.by_password("lan", "wrong", home(), "").await.unwrap_err(), Refused::Wrong);
    assert_eq!(ins.by_password("nobody", "wrong", home(), "").await.unwrap_err(), Refused::Wrong);
    assert_eq!(ins.by_password("' OR 1=1 --", "wrong", home(), "").await.unwrap_err(), Refused::Wrong);
    register.session().close_account(operation(), id).await.unwrap();
    assert_eq!(ins.by_password("lan", PASSWORD, home(), "").await.unwrap_err(), Refused::Wrong);
    assert_eq!(account::actor_of(&register.db, id, 2).await.unwrap(), None);
}

async fn guessing_is_slowed_down_but_not_on_a_device_that_is_known(register: Register) {
    city(&register).await;
    let ins = ins(&register);
    let known = inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap()).known_device;
    for stranger in 0..=60 {
        let address = IpAddr::from([198, 51, 100, stranger]);
        assert_eq!(ins.by_password("lan", "x", address, "").await.unwrap_err(), Refused::Wrong);
    }
    let elsewhere = ins.by_password("lan", PASSWORD, home(), "").await.unwrap_err();
    assert!(matches!(elsewhere, Refused::SlowDown(_)), "{elsewhere:?}");
    let forged = format!("{}x", known.trim_end_matches(|_: char| false));
    assert!(matches!(ins.by_password("lan", PASSWORD, home(), &forged).await.unwrap_err(), Refused::SlowDown(_)));
    assert!(ins.by_password("lan", PASSWORD, home(), &known).await.is_ok());
}

async fn an_invitation_is_good_once_and_for_a_week(register: Register) {
    let draft = AccountDraft { user_name: "minh".into(), display_name: "Trần Văn Minh".into() };
    let new = NewAccount { draft, roles: vec![(Role::City, None)], password_hash: None };
    let id = register.session().add_account(operation(), new).await.unwrap();
    let ins = ins(&register);
    assert_eq!(ins.by_password("minh", "", home(), "").await.unwrap_err(), Refused::Wrong);
    let first = register.session().make_link(operation(), id, LinkKind::Invitation).await.unwrap();
    let second = register.session().make_link(operation(), id, LinkKind::Invitation).await.unwrap();
    assert_eq!(account::link_owner(&register.db, &first, now()).await.unwrap_err(), Failure::NotFound);
    assert_eq!(account::link_owner(&register.db, &second, now()).await.unwrap().user_name, "minh");
    assert_eq!(account::link_owner(&register.db, &second, now() + Duration::days(7)).await.unwrap_err(), Failure::NotFound);
    let stranger = register.session_as(Actor::stranger());
    let signed_in = inside(account::take_link(&stranger, &ins, &second, PASSWORD).await.unwrap());
    assert_eq!(signed_in.account, id);
    assert_eq!(account::take_link(&stranger, &ins, &second, PASSWORD).await.unwrap_err(), Failure::NotFound);
    assert!(ins.by_password("minh", PASSWORD, home(), "").await.is_ok());
}

async fn a_weak_password_is_refused_and_the_link_stays_good(register: Register) {
    let id = city(&register).await;
    let link = register.session().make_link(operation(), id, LinkKind::Reset).await.unwrap();
    let stranger = register.session_as(Actor::stranger());
    let refused = account::take_link(&stranger, &ins(&register), &link, "passwordpassword").await.unwrap_err();
    assert_eq!(errors(refused), [("password".into(), "password_common".into())]);
    assert!(account::link_owner(&register.db, &link, now()).await.is_ok());
}

async fn a_new_password_ends_all_sessions(register: Register) {
    let id = city(&register).await;
    let (own, ins) = (session_of(&register, id).await, ins(&register));
    let wrong = own.change_own_password(operation(), &ins, "not it", "bảy con bò vàng trên đồi").await.unwrap_err();
    assert_eq!(errors(wrong), [("old_password".into(), "password_wrong".into())]);
    let again = own.change_own_password(operation(), &ins, PASSWORD, "bảy con bò vàng trên đồi").await.unwrap();
    assert_eq!(account::actor_of(&register.db, id, 1).await.unwrap(), None);
    assert!(account::actor_of(&register.db, id, again.version).await.unwrap().is_some());
    assert_eq!(ins.by_password("lan", PASSWORD, home(), "").await.unwrap_err(), Refused::Wrong);
    assert!(ins.by_password("lan", "bảy con bò vàng trên đồi", home(), "").await.is_ok());
}

async fn a_user_name_is_taken_once(register: Register) {
    city(&register).await;
    let draft = AccountDraft { user_name: "Lan".into(), display_name: "Người khác".into() };
    let new = NewAccount { draft, roles: vec![(Role::City, None)], password_hash: None };
    let refused = register.session().add_account(operation(), new).await.unwrap_err();
    assert_eq!(errors(refused), [("user_name".into(), "user_name_taken".into())]);
}

async fn a_role_of_a_unit_needs_one_and_a_role_of_the_city_has_none(register: Register) {
    let register = register.with_units().await;
    let id = city(&register).await;
    let ward = register.unit("26740").await.id;
    for (roles, code) in [
        (vec![], "role_missing"),
        (vec![(Role::WardStaff, None)], "role_needs_unit"),
        (vec![(Role::City, Some(ward))], "role_needs_unit"),
        (vec![(Role::WardStaff, Some(Uuid::now_v7()))], "role_needs_unit"),
        (vec![(Role::Local, None)], "role_needs_unit"),
    ] {
        let refused = register.session().set_roles(operation(), id, roles).await.unwrap_err();
        assert_eq!(errors(refused), [("roles".to_owned(), code.to_owned())]);
    }
    register.session().set_roles(operation(), id, vec![(Role::WardStaff, Some(ward)), (Role::WardLead, Some(ward))]).await.unwrap();
    assert_eq!(register.session().account(id).await.unwrap().roles.len(), 2);
}

async fn an_administrator_neither_locks_themself_out_nor_opens_a_ward_to_themself(register: Register) {
    let register = register.with_units().await;
    let id = with_role(&register, "admin", vec![(Role::Administrator, None)]).await;
    let own = session_of(&register, id).await;
    let ward = register.unit("26740").await.id;
    for roles in [vec![(Role::City, None)], vec![(Role::Administrator, None), (Role::WardLead, Some(ward))]] {
        assert_eq!(errors(own.set_roles(operation(), id, roles).await.unwrap_err())[0].1, "own_roles");
    }
    own.set_roles(operation(), id, vec![(Role::Administrator, None)]).await.expect("what is so already may be said");
    assert_eq!(errors(own.close_account(operation(), id).await.unwrap_err())[0].1, "own_account_stays");
}

async fn new_roles_end_what_was_begun_with_the_old_ones(register: Register) {
    let id = city(&register).await;
    register.session().set_roles(operation(), id, vec![(Role::DataProtectionOfficer, None)]).await.unwrap();
    assert_eq!(account::actor_of(&register.db, id, 1).await.unwrap(), None);
    assert!(!session_of(&register, id).await.actor.may(Action::PlaceRead));
}

async fn a_token_has_its_accounts_rights_and_ends(register: Register) {
    let id = city(&register).await;
    let own = session_of(&register, id).await;
    let token = own.make_token(operation(), id, "bảng điều khiển", false, 30).await.unwrap();
    let later = |days| now() + Duration::days(days);
    let actor = account::actor_of_token(&register.db, &token, now()).await.unwrap().unwrap();
    assert!(actor.may(Action::PlaceRead) && !actor.may(Action::TokenAdd));
    assert_eq!(account::actor_of_token(&register.db, &token, later(30)).await.unwrap(), None);
    assert_eq!(account::actor_of_token(&register.db, &format!("{token}x"), now()).await.unwrap(), None);
    let kept = own.own_tokens().await.unwrap();
    assert_eq!(kept[0].last_used_at, Some(now()));
    own.end_token(operation(), kept[0].id).await.unwrap();
    assert_eq!(account::actor_of_token(&register.db, &token, now()).await.unwrap(), None);
    let again = own.make_token(operation(), id, "lần nữa", true, 30).await.unwrap();
    register.session().close_account(operation(), id).await.unwrap();
    assert_eq!(account::actor_of_token(&register.db, &again, now()).await.unwrap(), None);
}

async fn nobody_makes_or_ends_a_token_of_somebody_else(register: Register) {
    let (lan, minh) = (city(&register).await, with_role(&register, "minh", vec![(Role::Administrator, None)]).await);
    let (lans, minhs) = (session_of(&register, lan).await, session_of(&register, minh).await);
    assert_eq!(minhs.make_token(operation(), lan, "x", false, 1).await.unwrap_err(), Failure::NotFound);
    lans.make_token(operation(), lan, "x", false, 1).await.unwrap();
    let token = lans.own_tokens().await.unwrap()[0].id;
    assert_eq!(minhs.end_token(operation(), token).await.unwrap_err(), Failure::NotFound);
}

async fn a_unit_that_is_taken_over_whole_carries_its_users_along(register: Register) {
    let register = register.with_units().await;
    let ward = register.unit("26740").await.id;
    let id = with_role(&register, "lan", vec![(Role::WardStaff, Some(ward))]).await;
    let mut merged = unit("26743", AdminUnitKind::Ward, "Bến Thành", 106.70);
    merged.predecessors = "Phường Sài Gòn, Phường Bến Thành".into();
    let rest = neighbours().remove(2);
    register.boundaries(vec![merged, rest], day(2027, 1, 1)).await;
    let now = register.unit("26743").await.id;
    let roles = register.session().account(id).await.unwrap().roles;
    assert_eq!(roles[0].unit.as_ref().map(|unit| unit.id), Some(now));
    assert!(session_of(&register, id).await.actor.may_in(Action::PlaceChange, now));
}

/// Sài Gòn ends, and two others have a part of it each.
async fn split_saigon(register: &Register) {
    let mut left = unit("26743", AdminUnitKind::Ward, "Bến Thành", 106.71);
    left.predecessors = "một phần Phường Sài Gòn".into();
    let mut right = neighbours().remove(2);
    right.predecessors = "một phần Phường Sài Gòn".into();
    register.boundaries(vec![left, right], day(2027, 1, 1)).await;
}

async fn a_unit_that_is_split_leaves_its_users_to_the_administrator(register: Register) {
    let register = register.with_units().await;
    let ward = register.unit("26740").await.id;
    let id = with_role(&register, "lan", vec![(Role::WardStaff, Some(ward))]).await;
    split_saigon(&register).await;
    let roles = register.session().account(id).await.unwrap().roles;
    assert!(roles[0].unit.as_ref().is_some_and(|unit| unit.ended));
    let session = session_of(&register, id).await;
    assert_eq!(session.admin_units().await.unwrap().len(), 0);
}

async fn no_name_of_a_person_stands_in_the_change_log(register: Register) {
    use sea_orm::{ConnectionTrait, Statement};
    let id = city(&register).await;
    register.session().rename_account(operation(), id, "Nguyễn Thị Lan Anh".into()).await.unwrap();
    session_of(&register, id).await.make_token(operation(), id, "x", false, 1).await.unwrap();
    let sql = "SELECT actor, changes FROM change_log";
    let rows = register.db.query_all_raw(Statement::from_string(register.db.get_database_backend(), sql)).await.unwrap();
    assert!(rows.len() >= 3);
    for row in rows {
        let text: String = row.try_get::<String>("", "actor").unwrap() + &row.try_get::<String>("", "changes").unwrap();
        assert!(!text.contains("Lan") && !text.to_lowercase().contains("\"lan\""), "{text}");
    }
}

async fn a_namesake_of_an_older_reform_is_no_heir(register: Register) {
    use domain::admin_unit::FormerUnit;
    let register = register.with_units().await;
    // In 2025 another "Phường Sài Gòn" went whole into Bến Thành.
    let older = FormerUnit {
        code: "26743".into(),
        name: "Phường Sài Gòn".into(),
        district: "Quận 1".into(),
        province: String::new(),
        split: false,
    };
    register.session().import_former_units(vec![older], false).await.unwrap();
    let ward = register.unit("26740").await.id;
    let id = with_role(&register, "lan", vec![(Role::WardLead, Some(ward))]).await;
    split_saigon(&register).await;
    let roles = register.session().account(id).await.unwrap().roles;
    assert!(roles[0].unit.as_ref().is_some_and(|unit| unit.ended));
}

async fn a_request_under_way_does_not_bring_a_signed_out_session_back(register: Register) {
    use tower_sessions_core::SessionStore as _;
    use tower_sessions_core::session::{Id, Record};
    let store = account::SessionStore { db: register.db.clone() };
    let id = city(&register).await;
    let data = [(account::ACCOUNT.to_owned(), serde_json::json!(id))].into_iter().collect();
    let mut record = Record { id: Id::default(), data, expiry_date: time::OffsetDateTime::now_utc() + time::Duration::hours(1) };
    store.create(&mut record).await.unwrap();
    store.save(&record).await.unwrap();
    assert!(store.load(&record.id).await.unwrap().is_some());
    store.delete(&record.id).await.unwrap();
    store.save(&record).await.unwrap();
    assert!(store.load(&record.id).await.unwrap().is_none());
}

async fn a_new_password_ends_tokens_and_links_of_before(register: Register) {
    let id = city(&register).await;
    let own = session_of(&register, id).await;
    let token = own.make_token(operation(), id, "x", true, 30).await.unwrap();
    let link = register.session().make_link(operation(), id, LinkKind::Reset).await.unwrap();
    own.change_own_password(operation(), &ins(&register), PASSWORD, "bảy con bò vàng trên đồi").await.unwrap();
    assert_eq!(account::actor_of_token(&register.db, &token, now()).await.unwrap(), None);
    assert_eq!(account::link_owner(&register.db, &link, now()).await.unwrap_err(), Failure::NotFound);
}

async fn guessing_the_own_password_is_slowed_down(register: Register) {
    let id = city(&register).await;
    let (own, ins) = (session_of(&register, id).await, ins(&register));
    let mut said = Vec::new();
    for _ in 0..8 {
        let refused = own.change_own_password(operation(), &ins, "a guess", "bảy con bò vàng trên đồi").await.unwrap_err();
        said.push(errors(refused)[0].1.clone());
    }
    assert_eq!((said[0].as_str(), said[7].as_str()), ("password_wrong", "too_many_attempts"));
}

async fn guesses_of_the_own_password_at_the_same_moment_are_counted_one_by_one(register: Register) {
    let id = city(&register).await;
    let (own, ins) = (session_of(&register, id).await, ins(&register));
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (own, ins) = (own.clone(), ins.clone());
        guesses.spawn(async move { own.change_own_password(operation(), &ins, "a guess", "bảy con bò vàng trên đồi").await });
    }
    let said = guesses.join_all().await.into_iter().map(|refused| errors(refused.unwrap_err())[0].1.clone());
    let hashed = said.filter(|said| said == "password_wrong").count();
    assert!(hashed <= 7, "{hashed} were hashed");
}

async fn guesses_at_the_door_at_the_same_moment_are_counted_one_by_one(register: Register) {
    city(&register).await;
    let ins = ins(&register);
    let mut looked_at = 0;
    for _ in 0..3 {
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let ins = ins.clone();
            guesses.spawn(async move { ins.by_password("lan", "a guess", IpAddr::from([192, 0, 2, 9]), "").await });
        }
        looked_at += guesses.join_all().await.into_iter().filter(|said| *said == Err(Refused::Wrong)).count();
    }
    assert!(looked_at <= 7, "{looked_at} were looked at");
}

async fn a_token_for_reading_is_told_nothing_about_a_password(register: Register) {
    let id = city(&register).await;
    let token = session_of(&register, id).await.make_token(operation(), id, "x", false, 30).await.unwrap();
    let by_token = register.session_as(account::actor_of_token(&register.db, &token, now()).await.unwrap().unwrap());
    for guess in [PASSWORD, "a guess"] {
        let said = by_token.change_own_password(operation(), &ins(&register), guess, "bảy con bò vàng trên đồi").await;
        assert_eq!(said.unwrap_err(), Failure::NotFound);
    }
}

async fn a_token_of_an_administrator_opens_no_other_door(register: Register) {
    let id = city(&register).await;
    let actor = Actor { by_token: true, ..Actor::with_role("admin", Role::Administrator, []) };
    let by_token = register.session_as(actor);
    assert_eq!(by_token.make_link(operation(), id, LinkKind::Reset).await.unwrap_err(), Failure::NotFound);
    assert_eq!(by_token.reset_second_factor(operation(), id).await.unwrap_err(), Failure::NotFound);
    assert_eq!(by_token.close_account(operation(), id).await.unwrap_err(), Failure::NotFound);
    for action in [Action::AccountAdd, Action::AccountRoles, Action::AccountChange, Action::SettingChange] {
        assert_eq!(by_token.allow(action).unwrap_err(), Failure::NotFound, "{action}");
    }
}

async fn a_token_makes_no_other_token_and_changes_no_password(register: Register) {
    let id = city(&register).await;
    let token = session_of(&register, id).await.make_token(operation(), id, "x", true, 30).await.unwrap();
    let actor = account::actor_of_token(&register.db, &token, now()).await.unwrap().unwrap();
    let by_token = register.session_as(actor);
    assert_eq!(by_token.make_token(operation(), id, "y", true, 30).await.unwrap_err(), Failure::NotFound);
    let changed = by_token.change_own_password(operation(), &ins(&register), PASSWORD, "bảy con bò vàng trên đồi").await;
    assert_eq!(changed.unwrap_err(), Failure::NotFound);
}
