//! The history of a place tells of everything that belongs to it.

use crate::common::{Register, both_databases, day, operation};
use crate::organizations::{cell, link, of};
use domain::board::{DisputeKind, Recognition};
use domain::course::{BoardFact, FactKind, MeetingKind, MeetingResult};
use domain::due::{DueKind, PostponeDraft};
use domain::organization::LinkKind;
use serde_json::json;
use store::place::About;
use uuid::Uuid;

both_databases![what_belongs_to_a_place_is_told_in_its_history, what_was_recorded_of_a_duplicate_goes_on_at_the_place_that_stays,];

async fn what_belongs_to_a_place_is_told_in_its_history(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư A").await;
    let session = register.session();
    let opened = BoardFact::new(Uuid::now_v7(), FactKind::DisputeOpened, day(2026, 4, 1));
    let opened = BoardFact { dispute: Some(DisputeKind::Fees), ..opened };
    session.record_fact(operation(), place, opened).await.unwrap();
    let work = session.course(&register.place(place).await).await.unwrap().work;
    let due_on = work.iter().find(|row| row.kind == DueKind::DisputeOpen).expect("it is open for long").on;
    let draft = PostponeDraft { kind: DueKind::DisputeOpen, due_on, until: Some(day(2027, 1, 5)), reason: "Chờ tòa".into() };
    session.postpone(operation(), place, draft).await.unwrap();
    session.end_postponement(operation(), place, DueKind::DisputeOpen, due_on).await.unwrap();
    let own = cell(&register, "Chi bộ 1").await;
    link(&register, own, of(place, LinkKind::OwnCell)).await;
    register.agree(place, json!({ "number": "1/TT" })).await;
    let told = session.history_around(&register.place(place).await).await.unwrap();
    let about: Vec<(About, i64)> = told.iter().map(|around| (around.about.clone(), around.entry.row_revision)).collect();
    let work = |revision| (About::Work(DueKind::DisputeOpen), revision);
    let expected = [(About::Agreement(Some("1/TT".into())), 1), (About::Organization("Chi bộ 1".into()), 1), work(2), work(1)];
    assert_eq!(about, expected);
    let reason = told[3].entry.changes.iter().find(|change| change.field == "reason").map(|change| change.to.clone());
    assert_eq!(reason, Some(json!("Chờ tòa")));
    let elsewhere = register.named("Chung cư B").await;
    assert!(session.history_around(&register.place(elsewhere).await).await.unwrap().is_empty());
}

async fn what_was_recorded_of_a_duplicate_goes_on_at_the_place_that_stays(register: Register) {
    let register = register.with_units().await;
    let session = register.session();
    let elected = |on| {
        let held = BoardFact::new(Uuid::now_v7(), FactKind::MeetingHeld, on);
        BoardFact { meeting: Some(MeetingKind::First), result: Some(MeetingResult::Elected), ..held }
    };
    let (duplicate, stays) =
        (register.named("Chung cu A").await, register.add(json!({ "name": "Chung cư A", "recognition": "none" })).await);
    session.record_fact(operation(), duplicate, elected(day(2026, 11, 10))).await.unwrap();
    session.merge_place(operation(), duplicate, stays).await.unwrap();
    let place = register.place(stays).await;
    assert_eq!(place.draft.board.recognition, Recognition::DossierDue);
    let kinds = async |id| {
        let facts = session.course(&register.place(id).await).await.unwrap().facts;
        facts.into_iter().filter(|fact| !fact.fact.is_baseline()).map(|fact| fact.fact.on).collect::<Vec<_>>()
    };
    assert_eq!((kinds(stays).await, kinds(duplicate).await), (vec![day(2026, 11, 10)], vec![day(2026, 11, 10)]));

    // What both tell is not mixed: the one that stays knows best.
    let other = register.named("Chung cu A").await;
    session.record_fact(operation(), other, elected(day(2026, 11, 1))).await.unwrap();
    session.merge_place(operation(), other, stays).await.unwrap();
    assert_eq!(kinds(stays).await, [day(2026, 11, 10)]);
}
