//! The second factor: set up, asked for, good once, reset.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::account::{AccountDraft, LinkKind};
use domain::failure::Failure;
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use store::account::{self, HalfOpen, NewAccount, Passed, Refused, SignIns, SignedIn};
use store::keys::Purpose;
use store::{Keys, Session};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use crate::common::{Register, both_databases, errors, inside, keys, now, operation};

both_databases![
    the_password_alone_opens_nothing_once_it_is_on,
    a_code_is_good_once_and_for_a_minute_and_a_half,
    a_recovery_code_is_good_once_and_for_its_account_alone,
    wrong_codes_are_slowed_down_but_not_on_a_device_that_is_known,
    guesses_at_the_same_moment_are_counted_one_by_one,
    switching_it_on_needs_the_password_and_a_code_and_ends_sessions,
    it_is_switched_off_with_a_code_and_not_with_the_password,
    where_a_role_asks_for_it_nobody_switches_it_off,
    switching_it_on_ends_tokens_of_before,
    new_recovery_codes_end_the_old_ones,
    a_link_to_choose_a_password_does_not_go_round_it,
    a_role_that_asks_for_it_opens_nothing_before,
    what_was_half_open_ends_when_the_credentials_change,
    an_administrator_takes_it_away_from_others_and_not_from_themself,
    the_secret_stands_nowhere_in_clear,
    a_restored_backup_has_no_recovery_codes,
];

const PASSWORD: &str = "con mèo trèo cây cau";

fn home() -> IpAddr {
    IpAddr::from([192, 0, 2, 1])
}

fn ins(register: &Register) -> SignIns {
    SignIns::new(register.db.clone(), keys())
}

async fn person(register: &Register, name: &str, role: Role) -> Uuid {
    let draft = AccountDraft { user_name: name.into(), display_name: "Nguyễn Thị Lan".into() };
    let password_hash = Some(ins(register).hasher.hash(PASSWORD).await.unwrap());
    let new = NewAccount { draft, roles: vec![(role, None)], password_hash };
    register.session().add_account(operation(), new).await.unwrap()
}

async fn at(register: &Register, signed_in: &SignedIn, now: DateTime<Utc>) -> Session {
    let actor = account::actor_of(&register.db, signed_in.account, signed_in.version).await.unwrap().unwrap();
    Session::new(register.db.clone(), keys(), actor, now, now.date_naive())
}

/// What the person's phone shows.
fn code(secret: &str, at: DateTime<Utc>) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(at.timestamp() as u64).to_string()
}

struct Lan {
    id: Uuid,
    secret: String,
    codes: Vec<String>,
    signed_in: SignedIn,
    /// Where they had signed in before that.
    old_device: String,
}

/// A person of the city who has switched it on, ten minutes ago.
async fn lan(register: &Register) -> Lan {
    let id = person(register, "lan", Role::City).await;
    let ins = ins(register);
    let then = now() - Duration::minutes(10);
    let before = inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap());
    let own = at(register, &before, then).await;
    let offer = own.offer_second_factor(None).await.unwrap();
    let shown = code(&offer.secret, then);
    let (signed_in, codes) = own.switch_second_factor_on(operation(), &ins, &offer.sealed, &shown, PASSWORD).await.unwrap();
    Lan { id, secret: offer.secret, codes, signed_in, old_device: before.known_device }
}

async fn half(ins: &SignIns) -> HalfOpen {
    match ins.by_password("lan", PASSWORD, home(), "").await.unwrap() {
        Passed::Half(half) => half,
        Passed::In(_) => panic!("the password alone opened a session"),
    }
}

async fn the_password_alone_opens_nothing_once_it_is_on(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    assert_eq!((half.account, half.sets_up), (lan.id, false));
    assert_eq!(ins.by_password("lan", "wrong", home(), "").await.unwrap_err(), Refused::Wrong);
    let signed_in = ins.by_code(&half, &code(&lan.secret, now()), home(), "", now()).await.unwrap();
    assert!(account::actor_of(&register.db, lan.id, signed_in.version).await.unwrap().is_some());
    let shown = register.session().account(lan.id).await.unwrap();
    assert!(shown.second_factor);
}

async fn a_code_is_good_once_and_for_a_minute_and_a_half(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    let late = code(&lan.secret, now() - Duration::seconds(60));
    assert_eq!(ins.by_code(&half, &late, home(), "", now()).await.unwrap_err(), Refused::Wrong);
    let (before, this) = (code(&lan.secret, now() - Duration::seconds(30)), code(&lan.secret, now()));
    assert!(ins.by_code(&half, &before, home(), "", now()).await.is_ok());
    assert!(ins.by_code(&half, &this, home(), "", now()).await.is_ok());
    // Neither again, nor one of a step before it.
    for used in [&this, &before] {
        assert_eq!(ins.by_code(&half, used, home(), "", now()).await.unwrap_err(), Refused::Wrong);
    }
}

async fn a_recovery_code_is_good_once_and_for_its_account_alone(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    assert_eq!(lan.codes.len(), 10);
    let grouped = domain::account::in_groups(&lan.codes[0]);
    let signed_in = ins.by_code(&half, &grouped, home(), "", now()).await.unwrap();
    assert_eq!(ins.by_code(&half, &grouped, home(), "", now()).await.unwrap_err(), Refused::Wrong);
    let factor = at(&register, &signed_in, now()).await.second_factor().await.unwrap().unwrap();
    assert_eq!(factor.codes_left, 9);

    // Put under another account, the row is good for nothing.
    let minh = person(&register, "minh", Role::City).await;
    let sql = format!("UPDATE recovery_code SET account_id = {} WHERE used_at IS NULL", uuid_sql(&register, minh));
    register.db.execute_unprepared(&sql).await.unwrap();
    let stolen = HalfOpen { account: minh, version: 1, sets_up: false };
    assert_eq!(ins.by_code(&stolen, &lan.codes[1], home(), "", now()).await.unwrap_err(), Refused::Wrong);
}

fn uuid_sql(register: &Register, id: Uuid) -> String {
    match register.db.get_database_backend() {
        sea_orm::DatabaseBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    }
}

async fn wrong_codes_are_slowed_down_but_not_on_a_device_that_is_known(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    for _ in 0..7 {
        assert_eq!(ins.by_code(&half, "000000", home(), "", now()).await.unwrap_err(), Refused::Wrong);
    }
    let right = code(&lan.secret, now());
    // From wherever: it is counted by account.
    let elsewhere = IpAddr::from([198, 51, 100, 7]);
    // A device of the time before knows the password and nothing else.
    for device in ["", &lan.old_device] {
        let refused = ins.by_code(&half, &right, elsewhere, device, now()).await.unwrap_err();
        assert!(matches!(refused, Refused::SlowDown(_)), "{refused:?}");
    }
    assert!(ins.by_code(&half, &right, home(), &lan.signed_in.known_device, now()).await.is_ok());
}

async fn guesses_at_the_same_moment_are_counted_one_by_one(register: Register) {
    lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    let mut guesses = tokio::task::JoinSet::new();
    for guess in 0..40 {
        let ins = ins.clone();
        guesses.spawn(async move { ins.by_code(&half, &format!("{guess:06}"), home(), "", now()).await });
    }
    let looked_at = guesses.join_all().await.into_iter().filter(|said| !matches!(said, Err(Refused::SlowDown(_)))).count();
    assert!(looked_at <= 7, "{looked_at} were looked at");
}

async fn switching_it_on_needs_the_password_and_a_code_and_ends_sessions(register: Register) {
    let id = person(&register, "lan", Role::City).await;
    let ins = ins(&register);
    let own = at(&register, &inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap()), now()).await;
    let offer = own.offer_second_factor(None).await.unwrap();
    assert!(offer.address.starts_with("otpauth://totp/G%E1%BA%A7n%20D%C3%A2n:lan?secret="), "{}", offer.address);
    assert!(own.offer_second_factor(Some(&offer.sealed)).await.unwrap() == offer, "the same is shown again");
    let right = code(&offer.secret, now());
    let wrong = own.switch_second_factor_on(operation(), &ins, &offer.sealed, &right, "not it").await.unwrap_err();
    assert_eq!(errors(wrong), [("old_password".into(), "password_wrong".into())]);
    for (sealed, typed) in [(offer.sealed.as_str(), "123"), (&offer.sealed, "12345678901234567890"), ("", &right)] {
        let wrong = own.switch_second_factor_on(operation(), &ins, sealed, typed, PASSWORD).await.unwrap_err();
        assert_eq!(errors(wrong), [("code".into(), "code_wrong".into())]);
    }
    let (signed_in, _) = own.switch_second_factor_on(operation(), &ins, &offer.sealed, &right, PASSWORD).await.unwrap();
    assert_eq!(account::actor_of(&register.db, id, 1).await.unwrap(), None, "sessions of before have ended");
    assert!(account::actor_of(&register.db, id, signed_in.version).await.unwrap().is_some());
    // The code that confirmed it is spent.
    let half = half(&ins).await;
    assert_eq!(ins.by_code(&half, &right, home(), "", now()).await.unwrap_err(), Refused::Wrong);
    let twice = own.switch_second_factor_on(operation(), &ins, &offer.sealed, &right, PASSWORD).await.unwrap_err();
    assert_eq!(errors(twice), [("code".into(), "second_factor_is_on".into())]);
}

async fn it_is_switched_off_with_a_code_and_not_with_the_password(register: Register) {
    for on_paper in [false, true] {
        let lan = lan_again(&register, on_paper).await;
        let ins = ins(&register);
        let own = at(&register, &lan.signed_in, now()).await;
        for wrong in ["", "not it", "000000", PASSWORD] {
            let refused = own.switch_second_factor_off(operation(), &ins, wrong).await.unwrap_err();
            assert_eq!(errors(refused), [("proof".into(), "code_needed".into())]);
        }
        // The phone's code of this half minute was taken when it was switched on.
        let later = at(&register, &lan.signed_in, now() + Duration::minutes(2)).await;
        let proof = if on_paper { lan.codes[3].clone() } else { code(&lan.secret, now() + Duration::minutes(2)) };
        let own = if on_paper { own } else { later };
        own.switch_second_factor_off(operation(), &ins, &proof).await.unwrap();
        assert_eq!(account::actor_of(&register.db, lan.id, lan.signed_in.version).await.unwrap(), None);
        inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap());
        assert_eq!(own.switch_second_factor_off(operation(), &ins, &proof).await.unwrap_err(), Failure::NotFound);
    }
}

async fn where_a_role_asks_for_it_nobody_switches_it_off(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register).asking_for_second_factor(vec![Role::City]);
    let own = at(&register, &lan.signed_in, now()).await;
    let refused = own.switch_second_factor_off(operation(), &ins, &lan.codes[0]).await.unwrap_err();
    assert_eq!(errors(refused), [("proof".into(), "second_factor_is_the_rule".into())]);
}

async fn switching_it_on_ends_tokens_of_before(register: Register) {
    let id = person(&register, "lan", Role::City).await;
    let ins = ins(&register);
    let own = at(&register, &inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap()), now()).await;
    let token = own.make_token(operation(), id, "x", false, 30).await.unwrap();
    let offer = own.offer_second_factor(None).await.unwrap();
    own.switch_second_factor_on(operation(), &ins, &offer.sealed, &code(&offer.secret, now()), PASSWORD).await.unwrap();
    assert_eq!(account::actor_of_token(&register.db, &token, now()).await.unwrap(), None);
}

async fn lan_again(register: &Register, again: bool) -> Lan {
    if !again {
        return lan(register).await;
    }
    let ins = ins(register);
    let own = at(register, &inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap()), now()).await;
    let offer = own.offer_second_factor(None).await.unwrap();
    let shown = code(&offer.secret, now());
    let (signed_in, codes) = own.switch_second_factor_on(operation(), &ins, &offer.sealed, &shown, PASSWORD).await.unwrap();
    Lan { id: signed_in.account, secret: offer.secret, codes, signed_in, old_device: String::new() }
}

async fn new_recovery_codes_end_the_old_ones(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let own = at(&register, &lan.signed_in, now()).await;
    let fresh = own.renew_recovery_codes(operation(), &ins, PASSWORD).await.unwrap();
    let half = half(&ins).await;
    assert_eq!(ins.by_code(&half, &lan.codes[0], home(), "", now()).await.unwrap_err(), Refused::Wrong);
    assert!(ins.by_code(&half, &fresh[9], home(), "", now()).await.is_ok());
}

async fn a_link_to_choose_a_password_does_not_go_round_it(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let link = register.session().make_link(operation(), lan.id, LinkKind::Reset).await.unwrap();
    let stranger = register.session_as(store::Actor::stranger());
    let passed = account::take_link(&stranger, &ins, &link, "bảy con bò vàng trên đồi").await.unwrap();
    let Passed::Half(half) = passed else { panic!("a link opened a session") };
    assert!(!half.sets_up);
    assert!(ins.by_code(&half, &code(&lan.secret, now()), home(), "", now()).await.is_ok());
}

async fn a_role_that_asks_for_it_opens_nothing_before(register: Register) {
    let id = person(&register, "lan", Role::City).await;
    let before = inside(ins(&register).by_password("lan", PASSWORD, home(), "").await.unwrap());
    let ins = ins(&register).asking_for_second_factor(vec![Role::Administrator, Role::City]);
    let half = half(&ins).await;
    assert!(half.sets_up);
    let actor = account::actor_of(&register.db, id, before.version).await.unwrap().unwrap();
    assert!(ins.must_set_up(&actor).await.unwrap(), "also for whoever was in already");
    assert!(ins.by_code(&half, "000000", home(), "", now()).await.is_err());

    let stranger = register.session_as(store::Actor::stranger());
    let offer = ins.offer(&stranger, &half, None).await.unwrap();
    let wrong = ins.set_up(&stranger, &half, &offer.sealed, "1").await.unwrap_err();
    assert_eq!(errors(wrong), [("code".into(), "code_wrong".into())]);
    let (signed_in, codes) = ins.set_up(&stranger, &half, &offer.sealed, &code(&offer.secret, now())).await.unwrap();
    assert_eq!(codes.len(), 10);
    let actor = account::actor_of(&register.db, id, signed_in.version).await.unwrap().unwrap();
    assert!(!ins.must_set_up(&actor).await.unwrap());

    person(&register, "viewer", Role::DataProtectionOfficer).await;
    inside(ins.by_password("viewer", PASSWORD, home(), "").await.unwrap());
}

async fn what_was_half_open_ends_when_the_credentials_change(register: Register) {
    let lan = lan(&register).await;
    let ins = ins(&register);
    let half = half(&ins).await;
    register.session().set_roles(operation(), lan.id, vec![(Role::DataProtectionOfficer, None)]).await.unwrap();
    let refused = ins.by_code(&half, &code(&lan.secret, now()), home(), "", now()).await.unwrap_err();
    assert_eq!(refused, Refused::Failed(Failure::SignInRequired));
    // Who is to give a code does not set up another phone in its place.
    let stranger = register.session_as(store::Actor::stranger());
    assert_eq!(ins.offer(&stranger, &half, None).await.err(), Some(Failure::SignInRequired));
    assert_eq!(ins.set_up(&stranger, &half, "", "000000").await.unwrap_err(), Failure::SignInRequired);
}

async fn an_administrator_takes_it_away_from_others_and_not_from_themself(register: Register) {
    let lan = lan(&register).await;
    let admin = person(&register, "admin", Role::Administrator).await;
    let ins = ins(&register);
    let admins = at(&register, &inside(ins.by_password("admin", PASSWORD, home(), "").await.unwrap()), now()).await;
    assert_eq!(errors(admins.reset_second_factor(operation(), admin).await.unwrap_err())[0].1, "own_second_factor");
    assert_eq!(at(&register, &lan.signed_in, now()).await.reset_second_factor(operation(), admin).await.unwrap_err(), Failure::NotFound);
    admins.reset_second_factor(operation(), lan.id).await.unwrap();
    assert_eq!(account::actor_of(&register.db, lan.id, lan.signed_in.version).await.unwrap(), None);
    inside(ins.by_password("lan", PASSWORD, home(), "").await.unwrap());
    assert_eq!(register.session().reset_second_factor(operation(), lan.id).await.unwrap_err(), Failure::NotFound);
    let filter = store::audit::AuditFilter { row_id: Some(lan.id), ..Default::default() };
    let entries = register.session().audit(&filter, 10).await.unwrap();
    let said: Vec<_> = entries.iter().map(|entry| (entry.entry.action.as_str(), entry.entry.changes[0].to.clone())).collect();
    assert_eq!(said[0], ("account_factor_reset", "reset".into()));
    assert_eq!(said[1], ("own_account_change", "on".into()));
}

async fn the_secret_stands_nowhere_in_clear(register: Register) {
    let lan = lan(&register).await;
    let bytes: String = Secret::try_from_base32(&lan.secret).unwrap().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    for (table, columns) in [
        ("second_factor", "secret_sealed"),
        ("recovery_code", "code_hash"),
        ("change_log", "changes"),
        ("applied_operation", "answer"),
        ("session", "data"),
    ] {
        let sql = format!("SELECT {columns} AS text FROM {table}");
        let rows = register.db.query_all_raw(Statement::from_string(register.db.get_database_backend(), sql)).await.unwrap();
        for row in rows {
            let text: String = row.try_get("", "text").unwrap();
            assert!(!text.contains(&lan.secret) && !text.contains(&bytes), "{table}");
            assert!(lan.codes.iter().all(|code| !text.contains(code)), "{table}");
        }
    }
    // Without the secret of the settings nothing opens, and says so by refusing.
    let others = SignIns::new(register.db.clone(), Keys::new("another secret of the tests, long enough"));
    let half = half(&others).await;
    assert_eq!(others.by_code(&half, &code(&lan.secret, now()), home(), "", now()).await.unwrap_err(), Refused::Wrong);
    assert_ne!(keys().sum(Purpose::RecoveryCode, "x"), keys().sum(Purpose::SecondFactor, "x"));
}

async fn a_restored_backup_has_no_recovery_codes(register: Register) {
    let lan = lan(&register).await;
    store::end_all(&register.db).await.unwrap();
    let ins = ins(&register);
    let half = half(&ins).await;
    assert_eq!(ins.by_code(&half, &lan.codes[0], home(), "", now()).await.unwrap_err(), Refused::Wrong);
    assert!(ins.by_code(&half, &code(&lan.secret, now()), home(), "", now()).await.is_ok());
}
