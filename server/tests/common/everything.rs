//! A household and a member of whom everything is written down that there is room for.

use chrono::{Days, Utc};
use domain::assignment::{AssignmentDraft, AssignmentEnd};
use domain::household::{HouseholdDraft, Support, SupportCategory};
use domain::member::{CellPost, MemberDraft, MonthlyCheck, NotDoneReason, TaskDraft};
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestKind};
use domain::request::{Office, RequestDraft, RequestStep};
use domain::visit::{HelpGiven, HelpKind, VisitDraft, VisitHow, VisitOutcome};
use serde_json::json;
use store::sealed::Vault;
use store::{Actor, Keys, Operation, Session};
use uuid::Uuid;

use super::helped::{Helped, NAME, PHONE, today};
use super::{Program, UNITS};

/// Fills the first household and its member, and answers who that is.
pub async fn everything(program: &Program, helped: &Helped) -> Uuid {
    let db = store::connect(&format!("sqlite://{}", program.path("test.db").display())).await.expect("a connection");
    let keys = Keys::new("").with_vault(Vault::new("", "", program.path("test.data-key"), program.path("test.erased")));
    let session = Session::new(db.clone(), keys, Actor::local(), Utc::now(), today());
    let unit = session.admin_unit(UNITS[0].0).await.expect("a unit").id;
    let household = helped.household;
    let member = session.assignments_of(household).await.expect("assignments")[0].assignment.draft.member;

    let said = |value| domain::change::fields(&value);
    let cell = json!({ "kind": "party_cell", "name": "Chi bộ Hoa Sen", "admin_unit_id": unit });
    let cell = session.add_organization(Operation::once(), said(cell), None).await.expect("a cell");
    let home = json!({ "name": "Chung cư Hoa Cúc", "address": "9 Lê Lợi", "admin_unit_id": unit });
    let home = session.add_place(Operation::once(), said(home)).await.expect("a place");
    let draft = MemberDraft {
        name: "Trần Văn Nhài".into(),
        phone: "0933 444 555".into(),
        cell: Some(cell),
        post: CellPost::Secretary,
        residence: Some(home),
        residence_linked: true,
        capacity: 17,
    };
    let revision = session.member(member).await.expect("a member").revision;
    session.change_member(Operation::once(), member, revision, draft).await.expect("changed");
    let to = today().checked_add_days(Days::new(60)).expect("a date");
    let task = TaskDraft { aim: "Giúp hai hộ làm giấy tờ".into(), from: today(), to };
    let task = session.add_task(Operation::once(), member, task).await.expect("a task");
    let month = MonthlyCheck { month: today(), done: false, reason: Some(NotDoneReason::Busy) };
    session.check_month(Operation::once(), task, month).await.expect("a month");

    let other = async |name: &str| {
        let draft = MemberDraft { name: name.into(), capacity: 3, ..MemberDraft::default() };
        session.add_member(Operation::once(), unit, draft).await.expect("a member")
    };
    let (refused, left) = (other("Ông Từ Chối").await, other("Bà Thôi Giúp").await);
    let assigned = AssignmentDraft { member: left, from: today(), to, aim: "Đưa đi chợ".into() };
    let assigned = session.assign(Operation::once(), household, assigned, false).await.expect("assigned");
    session.end_assignment(Operation::once(), household, assigned, AssignmentEnd::HouseholdAsked).await.expect("ended");
    let support = Support {
        category: SupportCategory::Poor,
        standard: "chuẩn 2021".into(),
        decision: "12/QĐ-UBND".into(),
        valid_from: Some(today()),
        valid_to: Some(to),
    };
    let draft = HouseholdDraft {
        name: NAME.into(),
        phone: PHONE.into(),
        unit: "5.01".into(),
        people: Some(23),
        need: "Nhờ đưa đi khám".into(),
        supports: vec![support],
        neighbours_allowed: true,
        refused: vec![refused],
    };
    let revision = session.household(household).await.expect("a household").revision;
    session.change_household(Operation::once(), household, revision, None, draft).await.expect("changed");
    let visit = VisitDraft {
        on: today(),
        how: VisitHow::Phone,
        outcome: VisitOutcome::Met,
        help: vec![HelpGiven { kind: HelpKind::CashOrGoods, amount: Some(1_500_000), quantity: Some(41) }],
        promised: "Mang gạo nếp".into(),
        next_on: Some(to),
    };
    session.record_visit(Operation::once(), household, visit, None).await.expect("a visit");
    let asked = RequestDraft { category: HelpKind::HouseRepair, asked: "Sửa mái dột".into() };
    let request = session.add_request(Operation::once(), household, asked).await.expect("a request");
    let steps = [
        RequestStep::Forward { office: Office::SocialInsurance, on: today() },
        RequestStep::Answer { answer: "Thợ đến thứ Bảy".into(), on: today() },
        RequestStep::Reopen { on: today() },
    ];
    let mut revision = 1;
    for step in steps {
        revision = session.step_request(Operation::once(), request, revision, step).await.expect("a step");
    }
    for (about, record, kind) in
        [(PersonKind::Household, household, PersonRequestKind::Correct), (PersonKind::Member, member, PersonRequestKind::Copy)]
    {
        let draft = PersonRequestDraft { about, record, kind, received_on: today() };
        session.add_person_request(Operation::once(), draft).await.expect("a request about the record");
    }
    db.close().await.expect("closed");
    member
}
