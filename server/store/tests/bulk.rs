//! One change at many places is one operation: all of them or none, and taken back whole.

use crate::common::{ALL, Register, both_databases, day, errors, operation, today};
use chrono::NaiveDate;
use domain::board::{FundHandover, Requirement};
use domain::bulk::{BulkChange, BulkField, Chosen};
use domain::course::{BoardFact, FactKind, MeetingKind, MeetingResult};
use domain::failure::Failure;
use domain::permission::Role;
use domain::place::PlaceDraft;
use serde_json::{Value, json};
use store::place::{BulkSaved, BulkUndone, Stands};
use store::{Actor, Operation, Session};
use uuid::Uuid;

both_databases![
    taking_a_change_back_restores_every_field_of_every_place,
    a_preview_says_what_is_saved_and_keeps_nothing,
    nothing_is_saved_unless_it_can_be_said_of_all,
    a_place_that_somebody_changed_since_stays_and_is_named,
    what_time_alone_changed_goes_back_too,
    a_fact_from_which_nothing_follows_is_taken_back,
    a_place_elsewhere_never_takes_part,
    who_did_it_or_who_leads_the_ward_takes_it_back,
    the_same_operation_again_does_nothing_twice,
    too_many_places_and_none_are_refused,
];

fn field(field: BulkField, value: Value) -> BulkChange {
    BulkChange::Field { field, value }
}

fn fact(kind: FactKind, on: NaiveDate) -> BoardFact {
    BoardFact::new(Uuid::now_v7(), kind, on)
}

fn fund(fund: FundHandover, on: NaiveDate) -> BulkChange {
    BulkChange::Fact(BoardFact { fund: Some(fund), ..fact(FactKind::Fund, on) })
}

fn held(meeting: MeetingKind, result: MeetingResult, on: NaiveDate) -> BulkChange {
    BulkChange::Fact(BoardFact { meeting: Some(meeting), result: Some(result), ..fact(FactKind::MeetingHeld, on) })
}

/// A building of 120 apartments, all handed over in 2024.
async fn building(register: &Register) -> Uuid {
    let fields = json!({ "name": "Chung cư", "apartments": 120, "handed_over": 120, "handover_year": 2024, "recognition": "none",
        "requirement": "required", "reviewed_on": "2026-11-01" });
    register.add(fields).await
}

async fn chosen(register: &Register, ids: &[Uuid]) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    for id in ids {
        chosen.push(Chosen::from(&register.place(*id).await));
    }
    chosen
}

/// Changes these places and answers the operation.
async fn change(register: &Register, said: BulkChange, ids: &[Uuid]) -> Uuid {
    let operation = operation();
    let saved = register.session().change_places(operation.clone(), said, chosen(register, ids).await).await.unwrap();
    assert!(saved.is_saved(), "{saved:?}");
    operation.id
}

/// All that a place is: its fields, its facts, what is due.
async fn whole(register: &Register, id: Uuid) -> (PlaceDraft, Vec<BoardFact>, Vec<(String, NaiveDate)>) {
    let place = register.place(id).await;
    let course = register.session().course(&place).await.unwrap();
    let due = course.work.iter().map(|row| (row.kind.code().to_owned(), row.waits_until)).collect();
    (place.draft, course.facts.into_iter().map(|recorded| recorded.fact).collect(), due)
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn day(&mut self) -> NaiveDate {
        today() - chrono::Days::new(self.roll(400))
    }

    fn change(&mut self) -> BulkChange {
        let on = self.day();
        match self.roll(14) {
            0 => field(BulkField::ReviewedOn, json!(on)),
            1 => field(BulkField::OrganizationsConfirmedOn, json!(on)),
            2 => field(BulkField::Segment, json!(["high_end", "old_block", "resettlement"][self.roll(3) as usize])),
            3 => field(BulkField::Segment, Value::Null),
            4 => field(BulkField::SeveralOwners, [Value::Null, json!(true), json!(false)][self.roll(3) as usize].clone()),
            5 => field(BulkField::HandedOverOn, json!(day(2024, 1 + self.roll(12) as u32, 3))),
            6 => fund(FundHandover::Partial, on),
            7 => held(MeetingKind::First, MeetingResult::Elected, on),
            8 => held(MeetingKind::Annual, MeetingResult::Other, on),
            9 => held(MeetingKind::First, MeetingResult::NoQuorum, on),
            10 => BulkChange::Fact(fact(FactKind::WardConvenes, on)),
            11 => BulkChange::Fact(fact(FactKind::DossierSubmitted, on)),
            12 => BulkChange::Fact(fact(FactKind::Recognised, on)),
            _ => {
                let (requirement, reason) = (Some(Requirement::NotRequired), Some("Tự quản".to_owned()));
                BulkChange::Fact(BoardFact { requirement, reason, ..fact(FactKind::RequirementStated, on) })
            }
        }
    }
}

/// Places of every sort: with and without facts, in a cluster and by themselves, known and unknown.
async fn mixed(register: &Register) -> Vec<Uuid> {
    let session = register.session();
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster", "apartments": 200, "handed_over": 200 })).await;
    let recognised = json!({ "name": "Có BQT", "recognition": "recognised", "meeting_stage": "elected", "decision_number": "7",
        "decision_on": "2024-01-05", "term_ends_on": "2027-06-30", "term": "active", "disputes": ["fees"] });
    let mut all = vec![cluster, building(register).await, building(register).await, register.named("Chưa rõ").await];
    all.push(register.add(recognised).await);
    all.push(register.add(json!({ "name": "Trong cụm", "parent_id": cluster, "apartments": 40, "requirement": "required" })).await);
    all.push(register.add(json!({ "name": "Khu phố 1", "kind": "residential_area", "organizations": ["own_cell"] })).await);
    let elected = held(MeetingKind::First, MeetingResult::Elected, day(2026, 10, 2));
    let BulkChange::Fact(elected) = elected else { unreachable!() };
    session.record_fact(operation(), all[1], elected).await.unwrap();
    session.record_fact(operation(), cluster, fact(FactKind::WardConvenes, day(2026, 9, 1))).await.unwrap();
    all
}

async fn taking_a_change_back_restores_every_field_of_every_place(register: Register) {
    let register = register.with_units().await;
    let all = mixed(&register).await;
    let session = register.session();
    let (mut dice, mut fields, mut facts) = (Dice(2026), 0, 0);
    for round in 0..40 {
        let said = dice.change();
        let some: Vec<Uuid> = all.iter().copied().filter(|_| dice.roll(3) > 0).collect();
        if some.is_empty() {
            continue;
        }
        // What refuses is left out, as it is on the page.
        let preview = session.try_places_change(said.clone(), some).await.unwrap();
        let some: Vec<Uuid> = preview.changed.iter().map(|row| row.id).collect();
        if some.is_empty() {
            continue;
        }
        let (mut before, mut revisions) = (Vec::new(), Vec::new());
        for id in &all {
            before.push(whole(&register, *id).await);
            revisions.push(register.place(*id).await.revision);
        }
        let sums = session.overview(None).await.unwrap();
        let (work, funnel) = (session.freshness().await.unwrap(), session.funnel(None).await.unwrap());
        let done = change(&register, said.clone(), &some).await;
        match said {
            BulkChange::Fact(_) => facts += some.len(),
            BulkChange::Field { .. } => fields += some.len(),
        }
        let undone = session.undo_places_change(operation(), done).await.unwrap();
        assert_eq!(undone, BulkUndone { back: some.len() as u64, stay: 0 }, "round {round}: {said:?}");
        for ((id, before), revision) in all.iter().zip(&before).zip(revisions) {
            assert_eq!(&whole(&register, *id).await, before, "round {round}: {said:?}");
            let now = register.place(*id).await.revision;
            assert!(now == revision || (some.contains(id) && now == revision + 2), "both steps stand in the log");
        }
        let after = session.overview(None).await.unwrap();
        assert_eq!((after.units, after.districts, after.board_by_party), (sums.units, sums.districts, sums.board_by_party));
        assert_eq!((session.freshness().await.unwrap(), session.funnel(None).await.unwrap()), (work, funnel));
    }
    assert!(fields > 20 && facts > 20, "{fields} fields and {facts} facts were tried");
    store::audit::verify(&register.db, &crate::common::keys()).await.unwrap().unwrap();
}

async fn a_preview_says_what_is_saved_and_keeps_nothing(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register).await, building(&register).await);
    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    let session = register.session();
    let said = fund(FundHandover::Handed, day(2026, 11, 20));
    let before = whole(&register, first).await;
    let preview = session.try_places_change(said.clone(), vec![first, second, area, Uuid::now_v7()]).await.unwrap();
    assert_eq!((preview.changed.len(), preview.unchanged, preview.gone), (2, 0, 1));
    assert_eq!((preview.refused[0].id, preview.refused[0].errors.0[0].code.as_str()), (area, "place_has_no_board"));
    assert_eq!(whole(&register, first).await, before);
    let operation = operation();
    session.change_places(operation.clone(), said, chosen(&register, &[first, second]).await).await.unwrap();
    let receipt = session.places_changed(operation.id).await.unwrap();
    let told = preview.changed.iter().find(|row| row.id == first).unwrap();
    assert_eq!(receipt.places.iter().find(|place| place.id == first).unwrap().changes, told.changes);
    assert!(told.changes.iter().any(|change| change.field == "fund_handover" && change.to == "handed"));
    // The second time it stands there already.
    let again = field(BulkField::Segment, Value::Null);
    assert_eq!(session.try_places_change(again, vec![first, second]).await.unwrap().unchanged, 2);
    let confirmed = field(BulkField::OrganizationsConfirmedOn, json!("2026-11-20"));
    let preview = session.try_places_change(confirmed, vec![first]).await.unwrap();
    assert!(preview.changed[0].party.is_some(), "a list that is confirmed to be empty says that there is none");
}

async fn nothing_is_saved_unless_it_can_be_said_of_all(register: Register) {
    let register = register.with_units().await;
    let (first, second) = (building(&register).await, building(&register).await);
    let session = register.session();
    let seen = chosen(&register, &[first, second]).await;
    register.change(second, json!({ "blocks": 2 })).await;
    let said = field(BulkField::Segment, json!("old_block"));
    let saved = session.change_places(operation(), said.clone(), seen).await.unwrap();
    assert_eq!((saved.is_saved(), saved.left_out), (false, 1));
    assert_eq!(register.place(first).await.revision, 1);
    assert_eq!(session.places_changed_lately(10).await.unwrap(), []);
    let future = field(BulkField::ReviewedOn, json!("2027-01-01"));
    let saved = session.change_places(operation(), future, chosen(&register, &[first]).await).await.unwrap();
    assert_eq!(saved, BulkSaved { changed: 0, unchanged: 0, left_out: 1 });
}

async fn a_place_that_somebody_changed_since_stays_and_is_named(register: Register) {
    let register = register.with_units().await;
    let ids = [building(&register).await, building(&register).await, building(&register).await];
    let before = whole(&register, ids[0]).await;
    let done = change(&register, fund(FundHandover::Handed, day(2026, 11, 20)), &ids).await;
    register.change(ids[1], json!({ "blocks": 2 })).await;
    // A fact from which nothing follows is something that somebody recorded, too.
    let BulkChange::Fact(annual) = held(MeetingKind::Annual, MeetingResult::Other, day(2026, 11, 19)) else { unreachable!() };
    register.session().record_fact(operation(), ids[2], annual).await.unwrap();
    let session = register.session();
    let stands = |id: Uuid, receipt: &store::place::BulkReceipt| receipt.places.iter().find(|place| place.id == id).unwrap().stands.clone();
    let receipt = session.places_changed(done).await.unwrap();
    assert!(receipt.may_undo && receipt.undone.is_empty());
    assert_eq!(stands(ids[0], &receipt), Stands::AsChanged);
    assert!(
        matches!(stands(ids[1], &receipt), Stands::ChangedSince { .. }) && matches!(stands(ids[2], &receipt), Stands::ChangedSince { .. })
    );
    assert_eq!(session.undo_places_change(operation(), done).await.unwrap(), BulkUndone { back: 1, stay: 2 });
    assert_eq!(whole(&register, ids[0]).await, before);
    assert_eq!(register.place(ids[1]).await.draft.board.fund_handover, FundHandover::Handed);
    let receipt = session.places_changed(done).await.unwrap();
    assert_eq!((stands(ids[0], &receipt), receipt.may_undo, receipt.undone.len()), (Stands::TakenBack, false, 1));
    // What is done and taken back afterwards is something else.
    let other = change(&register, field(BulkField::Segment, json!("old_block")), &ids).await;
    register.session_after(1).undo_places_change(operation(), other).await.unwrap();
    let receipt = session.places_changed(done).await.unwrap();
    assert!(matches!(stands(ids[1], &receipt), Stands::ChangedSince { .. }));
    assert_eq!(stands(ids[0], &session.places_changed(other).await.unwrap()), Stands::TakenBack);
    let again = session.undo_places_change(operation(), done).await.unwrap_err();
    assert_eq!(errors(again), [("places".into(), "already_taken_back".into())]);
}

async fn what_time_alone_changed_goes_back_too(register: Register) {
    let register = register.with_units().await;
    let id = register
        .add(json!({ "name": "Chung cư", "recognition": "recognised", "meeting_stage": "elected", "decision_number": "7",
            "decision_on": "2024-01-05", "term_ends_on": "2027-02-28", "term": "active", "reviewed_on": "2026-11-20" }))
        .await;
    let before = register.place(id).await.draft;
    let done = change(&register, fund(FundHandover::Handed, day(2026, 11, 21)), &[id]).await;
    // The term comes to its end: nobody said so.
    let later = register.session_after(60);
    assert!(later.derive_what_is_due().await.unwrap() > 0);
    assert!(register.history(id).await.iter().any(|entry| entry.action == "course_derive"));
    assert_eq!(later.undo_places_change(operation(), done).await.unwrap(), BulkUndone { back: 1, stay: 0 });
    let mut as_time_left_it = before.clone();
    as_time_left_it.board.term = domain::board::Term::Expiring;
    assert_eq!(register.place(id).await.draft, as_time_left_it);
    let facts = later.course(&register.place(id).await).await.unwrap().facts;
    assert!(facts.iter().all(|fact| fact.fact.is_baseline()), "what the register said, and nothing of what was done: {facts:?}");
}

async fn a_fact_from_which_nothing_follows_is_taken_back(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    let BulkChange::Fact(first) = held(MeetingKind::First, MeetingResult::Elected, day(2026, 11, 10)) else { unreachable!() };
    register.session().record_fact(operation(), id, first).await.unwrap();
    let before = whole(&register, id).await;
    let done = change(&register, held(MeetingKind::Extraordinary, MeetingResult::Other, day(2026, 11, 9)), &[id]).await;
    assert_eq!(register.session().places_changed(done).await.unwrap().places.len(), 1);
    assert_eq!(register.session().undo_places_change(operation(), done).await.unwrap(), BulkUndone { back: 1, stay: 0 });
    assert_eq!(whole(&register, id).await, before);
}

/// One building in Sài Gòn, one in Bến Thành.
async fn two_wards(register: &Register) -> (Uuid, Uuid) {
    let own = building(register).await;
    let foreign = register.add(json!({ "name": "Nơi khác", "admin_unit_id": register.unit("26743").await.id })).await;
    (own, foreign)
}

async fn of(register: &Register, name: &str, role: Role, unit: &str) -> Session {
    register.session_as(Actor::with_role(name, role, [register.unit(unit).await.id]))
}

async fn a_place_elsewhere_never_takes_part(register: Register) {
    let register = register.with_units().await;
    let (own, foreign) = two_wards(&register).await;
    let staff = of(&register, "staff", Role::WardStaff, "26740").await;
    let found = staff.places_to_change(&ALL, 500).await.unwrap();
    assert_eq!((found.total, found.items[0].id), (1, own));
    let said = || field(BulkField::Segment, json!("old_block"));
    let preview = staff.try_places_change(said(), vec![own, foreign]).await.unwrap();
    assert_eq!((preview.changed.len(), preview.gone, preview.refused.len()), (1, 1, 0));
    let saved = staff.change_places(operation(), said(), chosen(&register, &[own, foreign]).await).await.unwrap();
    assert_eq!((saved.is_saved(), saved.left_out), (false, 1));
    assert_eq!((register.place(own).await.revision, register.place(foreign).await.revision), (1, 1));
    for role in [Role::City, Role::Administrator, Role::WardViewer] {
        let other = of(&register, "other", role, "26740").await;
        assert_eq!(other.try_places_change(said(), vec![own]).await.unwrap_err(), Failure::NotFound);
        assert_eq!(other.places_to_change(&ALL, 500).await.unwrap_err(), Failure::NotFound);
        assert_eq!(other.places_changed_lately(5).await.unwrap_err(), Failure::NotFound);
    }
}

async fn who_did_it_or_who_leads_the_ward_takes_it_back(register: Register) {
    let register = register.with_units().await;
    let (own, foreign) = two_wards(&register).await;
    let done = change(&register, field(BulkField::Segment, json!("old_block")), &[own, foreign]).await;
    let segment = async |id| register.place(id).await.draft.segment;
    // Staff see what was done in their ward, and leave it to the lead; what lies elsewhere is not there.
    let staff = of(&register, "staff", Role::WardStaff, "26740").await;
    let receipt = staff.places_changed(done).await.unwrap();
    assert_eq!((receipt.places.len(), receipt.places[0].id, receipt.may_undo), (1, own, false));
    assert_eq!(staff.undo_places_change(operation(), done).await.unwrap_err(), Failure::NotFound);
    let nobody = of(&register, "lead", Role::WardLead, "27655").await;
    assert_eq!(nobody.places_changed(done).await.unwrap_err(), Failure::NotFound);
    assert_eq!(nobody.undo_places_change(operation(), done).await.unwrap_err(), Failure::NotFound);
    // Each lead takes it back in their own ward.
    let lead = of(&register, "lead", Role::WardLead, "26740").await;
    assert_eq!(lead.undo_places_change(operation(), done).await.unwrap(), BulkUndone { back: 1, stay: 0 });
    assert!(segment(own).await.is_none() && segment(foreign).await.is_some());
    let other = of(&register, "other lead", Role::WardLead, "26743").await;
    assert_eq!(other.places_changed_lately(5).await.unwrap().len(), 1);
    assert_eq!(other.undo_places_change(operation(), done).await.unwrap(), BulkUndone { back: 1, stay: 0 });
    assert!(segment(foreign).await.is_none());
    // Staff take back what they did themselves.
    let mine = operation();
    staff.change_places(mine.clone(), field(BulkField::Segment, json!("commercial")), chosen(&register, &[own]).await).await.unwrap();
    assert_eq!(staff.undo_places_change(operation(), mine.id).await.unwrap(), BulkUndone { back: 1, stay: 0 });
}

async fn the_same_operation_again_does_nothing_twice(register: Register) {
    let register = register.with_units().await;
    let id = building(&register).await;
    let (session, seen) = (register.session(), chosen(&register, &[id]).await);
    let operation = operation();
    let said = fund(FundHandover::Partial, day(2026, 11, 20));
    let first = session.change_places(operation.clone(), said.clone(), seen.clone()).await.unwrap();
    assert_eq!(session.change_places(operation.clone(), said.clone(), seen.clone()).await.unwrap(), first);
    assert_eq!(register.place(id).await.revision, 2);
    let other = Operation::new(operation.id, &"other");
    assert!(matches!(session.change_places(other, said, seen).await, Err(Failure::Conflict { .. })));
    let undo = crate::common::operation();
    let back = session.undo_places_change(undo.clone(), operation.id).await.unwrap();
    assert_eq!(session.undo_places_change(undo, operation.id).await.unwrap(), back);
    assert_eq!(register.place(id).await.revision, 3);
}

async fn too_many_places_and_none_are_refused(register: Register) {
    let session = register.session();
    let said = || field(BulkField::ReviewedOn, json!(today()));
    let many = session.try_places_change(said(), (0..501).map(|_| Uuid::now_v7()).collect()).await.unwrap_err();
    assert_eq!(errors(many), [("places".into(), "too_many_places".into())]);
    let none = session.try_places_change(said(), Vec::new()).await.unwrap_err();
    assert_eq!(errors(none), [("places".into(), "no_place_chosen".into())]);
    let no_day = session.try_places_change(field(BulkField::ReviewedOn, Value::Null), vec![Uuid::now_v7()]).await.unwrap_err();
    assert_eq!(errors(no_day), [("reviewed_on".into(), "required".into())]);
}
