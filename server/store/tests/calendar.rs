//! Calendar feeds: whose dates they tell, and until when.

use crate::common::{Register, both_databases, keys, now, operation, today};
use domain::account::{AccountDraft, LinkKind};
use domain::calendar::CalendarLanguage;
use domain::failure::Failure;
use domain::officer::OfficerRole;
use domain::permission::Role;
use serde_json::json;
use store::account::{self, NewAccount, SignIns};
use store::calendar::{Dates, dates};
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    a_feed_tells_of_what_its_person_looks_after_and_else_of_their_wards,
    a_feed_that_ended_or_never_was_tells_nothing,
    a_feed_ends_with_a_new_password_and_with_the_account,
    a_feed_tells_nothing_of_the_wards_that_its_person_has_left,
    whoever_works_in_no_ward_has_no_dates,
    nobody_ends_a_feed_of_somebody_else,
];

async fn account_of(register: &Register, name: &str, roles: Vec<(Role, Option<Uuid>)>) -> Uuid {
    let draft = AccountDraft { user_name: name.into(), display_name: name.into() };
    register.session().add_account(operation(), NewAccount { draft, roles, password_hash: None }).await.unwrap()
}

async fn session_of(register: &Register, id: Uuid) -> Session {
    register.session_as(account::actor_of(&register.db, id, 1).await.unwrap().unwrap())
}

struct Lan {
    register: Register,
    account: Uuid,
    session: Session,
    secret: String,
}

/// Lan of Sài Gòn with a feed; one building there, one next door.
async fn lan(register: Register) -> Lan {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    for (name, unit) in [("Một", unit), ("Hai", unit), ("Bên cạnh", register.unit("26743").await.id)] {
        let fields = json!({ "name": name, "apartments": 120, "handed_over": 120, "handover_year": 2010, "requirement": "required",
            "admin_unit_id": unit, "address": "1 Lê Lợi", "reviewed_on": "2026-11-01" });
        register.add(fields).await;
    }
    let account = account_of(&register, "lan", vec![(Role::WardStaff, Some(unit))]).await;
    let session = session_of(&register, account).await;
    let secret = session.make_feed(operation(), CalendarLanguage::Vi).await.unwrap();
    Lan { register, account, session, secret }
}

impl Lan {
    async fn dates(&self) -> Result<Dates, Failure> {
        dates(&self.register.db, &keys(), &self.secret, now(), today()).await
    }

    async fn names(&self) -> Vec<String> {
        let all: std::collections::BTreeSet<String> = self.dates().await.unwrap().work.into_iter().map(|row| row.place_name).collect();
        all.into_iter().collect()
    }
}

async fn a_feed_tells_of_what_its_person_looks_after_and_else_of_their_wards(register: Register) {
    let lan = lan(register).await;
    assert_eq!(lan.names().await, ["Hai", "Một"]);
    let found = lan.session.places(&crate::common::looking_for("Hai"), 1, None).await.unwrap().items[0].id;
    lan.session.assign_officer(operation(), found, lan.account, OfficerRole::Officer).await.unwrap();
    assert_eq!(lan.names().await, ["Hai"]);
    let dates = lan.dates().await.unwrap();
    assert_eq!((dates.language, dates.today), (CalendarLanguage::Vi, today()));
    assert!(dates.work.iter().all(|row| row.waits_until <= today() + chrono::TimeDelta::days(366)), "no more than a year ahead");
    assert!(lan.session.own_feeds().await.unwrap()[0].last_used_at.is_some());
}

async fn a_feed_that_ended_or_never_was_tells_nothing(register: Register) {
    let lan = lan(register).await;
    for secret in ["", "none", &lan.secret[1..], "\0"] {
        assert_eq!(dates(&lan.register.db, &keys(), secret, now(), today()).await.unwrap_err(), Failure::NotFound);
    }
    let id = lan.session.own_feeds().await.unwrap()[0].id;
    lan.session.end_feed(operation(), id).await.unwrap();
    assert_eq!(lan.dates().await.unwrap_err(), Failure::NotFound);
    assert_eq!(lan.session.own_feeds().await.unwrap(), []);
    let logged = lan.register.session().audit(&store::audit::AuditFilter::default(), 100).await.unwrap();
    let logged = logged.into_iter().map(|entry| format!("{:?}", entry.entry.changes)).collect::<String>();
    assert!(!logged.contains(&lan.secret), "the change log does not know the address");
}

async fn a_feed_ends_with_a_new_password_and_with_the_account(register: Register) {
    let lan = lan(register).await;
    let link = lan.register.session().make_link(operation(), lan.account, LinkKind::Reset).await.unwrap();
    let ins = SignIns::new(lan.register.db.clone(), keys());
    account::take_link(&lan.register.session(), &ins, &link, "con mèo trèo cây cau").await.unwrap();
    assert_eq!(lan.dates().await.unwrap_err(), Failure::NotFound);

    let actor = account::actor_of(&lan.register.db, lan.account, 2).await.unwrap().unwrap();
    let secret = lan.register.session_as(actor).make_feed(operation(), CalendarLanguage::En).await.unwrap();
    let lan = Lan { secret, ..lan };
    assert_eq!(lan.dates().await.unwrap().language, CalendarLanguage::En);
    lan.register.session().close_account(operation(), lan.account).await.unwrap();
    assert_eq!(lan.dates().await.unwrap_err(), Failure::NotFound);
}

async fn a_feed_tells_nothing_of_the_wards_that_its_person_has_left(register: Register) {
    let lan = lan(register).await;
    let next_door = vec![(Role::WardStaff, Some(lan.register.unit("26743").await.id))];
    lan.register.session().set_roles(operation(), lan.account, next_door).await.unwrap();
    assert_eq!(lan.names().await, ["Bên cạnh"]);
    lan.register.session().set_roles(operation(), lan.account, vec![(Role::City, None)]).await.unwrap();
    assert_eq!(lan.dates().await.unwrap_err(), Failure::NotFound, "nobody's calendar holds a whole city");
}

async fn whoever_works_in_no_ward_has_no_dates(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    for (name, role, unit) in
        [("city", Role::City, None), ("member", Role::Member, Some(unit)), ("privacy", Role::DataProtectionOfficer, None)]
    {
        let account = account_of(&register, name, vec![(role, unit)]).await;
        let session = session_of(&register, account).await;
        assert!(!session.has_dates());
        assert_eq!(session.make_feed(operation(), CalendarLanguage::Vi).await.unwrap_err(), Failure::NotFound);
    }
    // A token makes no other way in.
    let staff = account_of(&register, "staff", vec![(Role::WardStaff, Some(unit))]).await;
    let actor = Actor { by_token: true, ..session_of(&register, staff).await.actor };
    assert_eq!(register.session_as(actor).make_feed(operation(), CalendarLanguage::Vi).await.unwrap_err(), Failure::NotFound);
}

async fn nobody_ends_a_feed_of_somebody_else(register: Register) {
    let lan = lan(register).await;
    let other = account_of(&lan.register, "minh", vec![(Role::Administrator, None)]).await;
    let id = lan.session.own_feeds().await.unwrap()[0].id;
    assert_eq!(session_of(&lan.register, other).await.end_feed(operation(), id).await.unwrap_err(), Failure::NotFound);
    assert!(lan.dates().await.is_ok());
}
