//! Two households of one ward with a member each, written down before the program serves.

use chrono::{Days, FixedOffset, NaiveDate, Utc};
use domain::assignment::AssignmentDraft;
use domain::breach::BreachDraft;
use domain::household::{ConsentDraft, ConsentHow, HouseholdDraft, KeptFor, TextVersion};
use domain::member::{MemberDraft, MonthlyCheck, TaskDraft};
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestKind};
use domain::request::RequestDraft;
use domain::setting::Rules;
use domain::visit::HelpKind;
use sea_orm_migration::sea_orm::ConnectionTrait;
use serde_json::json;
use store::sealed::Vault;
use store::{Actor, Keys, Operation, Session};
use uuid::Uuid;

use super::{Program, UNITS};

pub const NAME: &str = "Nguyễn Thị Bưởi";
pub const PHONE: &str = "0909 876 543";
/// Of the other member's household: name, phone, apartment.
pub const OTHERS: (&str, &str, &str) = ("Lê Văn Khế", "0911 222 333", "Z-17.09");

/// Where each of them is found.
pub struct Helped {
    pub place: Uuid,
    pub household: Uuid,
    pub code: String,
    pub others: Uuid,
    pub others_code: String,
}

/// Today where the register is kept.
pub fn today() -> NaiveDate {
    Utc::now().with_timezone(&FixedOffset::east_opt(7 * 3600).expect("an offset")).date_naive()
}

/// Makes the users `bay` and `tam`, members of the first unit, and a household of each.
pub async fn helped(program: &Program) -> Helped {
    program.user("bay", &[&format!("member@{}", UNITS[0].0)]);
    program.user("tam", &[&format!("member@{}", UNITS[0].0)]);
    let db = store::connect(&format!("sqlite://{}", program.path("test.db").display())).await.expect("a connection");
    let keys = Keys::new("").with_vault(Vault::new("", "", program.path("test.data-key"), program.path("test.erased")));
    let session = Session::new(db.clone(), keys, Actor::local(), Utc::now(), today());
    let unit = session.admin_unit(UNITS[0].0).await.expect("a unit").id;
    let fields = json!({ "name": "Chung cư Hoa Sen", "address": "5 Lê Lợi", "admin_unit_id": unit });
    let place = session.add_place(Operation::once(), domain::change::fields(&fields)).await.expect("a place");
    let mut made = Vec::new();
    for (user, name, phone, apartment) in [("bay", NAME, PHONE, "5.01"), ("tam", OTHERS.0, OTHERS.1, OTHERS.2)] {
        let draft = MemberDraft { name: format!("Đảng viên {user}"), capacity: 3, ..MemberDraft::default() };
        let member = session.add_member(Operation::once(), unit, draft).await.expect("a member");
        let link = format!("UPDATE member SET account_id = (SELECT id FROM account WHERE user_name = '{user}') WHERE account_id IS NULL");
        db.execute_unprepared(&link).await.expect("linked");
        let household = household(&session, place, name, phone, apartment).await;
        let to = today().checked_add_days(Days::new(180)).expect("a date");
        let draft = AssignmentDraft { member, from: today(), to, aim: "Thăm hai tuần một lần".into() };
        session.assign(Operation::once(), household, draft, false).await.expect("assigned");
        let task = TaskDraft { aim: format!("Nhiệm vụ giao cho {user}"), from: today(), to };
        let task = session.add_task(Operation::once(), member, task).await.expect("a task");
        let check = MonthlyCheck { month: today(), done: true, reason: None };
        session.check_month(Operation::once(), task, check).await.expect("a month is looked at");
        made.push((household, session.household(household).await.expect("a household").code));
    }
    db.close().await.expect("closed");
    let (others, others_code) = made.pop().expect("two");
    let (household, code) = made.pop().expect("two");
    Helped { place, household, code, others, others_code }
}

/// The member of the first household, a request of it, a request about its record, and a breach.
pub async fn more(program: &Program, helped: &Helped) -> (Uuid, Uuid, Uuid, Uuid) {
    let db = store::connect(&format!("sqlite://{}", program.path("test.db").display())).await.expect("a connection");
    let keys = Keys::new("").with_vault(Vault::new("", "", program.path("test.data-key"), program.path("test.erased")));
    let session = Session::new(db.clone(), keys, Actor::local(), Utc::now(), today());
    let member = session.assignments_of(helped.household).await.expect("assignments")[0].assignment.draft.member;
    let asked = RequestDraft { category: HelpKind::HouseRepair, asked: "Sửa mái dột".into() };
    let request = session.add_request(Operation::once(), helped.household, asked).await.expect("a request");
    let draft =
        PersonRequestDraft { about: PersonKind::Household, record: helped.household, kind: PersonRequestKind::View, received_on: today() };
    let about = session.add_person_request(Operation::once(), draft).await.expect("a request about the record");
    let found_at = Utc::now() - chrono::TimeDelta::hours(1);
    let breach = BreachDraft { found_at, records: 1, what: "Gửi nhầm thư".into(), measures: String::new() };
    let breach = session.add_breach(Operation::once(), breach).await.expect("a breach");
    db.close().await.expect("closed");
    (member, request, about, breach)
}

async fn household(session: &Session, place: Uuid, name: &str, phone: &str, apartment: &str) -> Uuid {
    let consent = ConsentDraft {
        agreed: true,
        given_on: Some(today()),
        how: Some(ConsentHow::PaperForm),
        text_version: TextVersion::printed(KeptFor::on(&Rules::default(), today())).to_string(),
        form_number: Uuid::now_v7().to_string(),
    };
    let draft = HouseholdDraft {
        name: name.into(),
        phone: phone.into(),
        unit: apartment.into(),
        need: "Nhờ đưa đi khám".into(),
        ..HouseholdDraft::default()
    };
    session.add_household(Operation::once(), place, consent, draft).await.expect("a household")
}
