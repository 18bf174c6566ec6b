//! The history of a place tells of everything that belongs to it.

use crate::common::{Register, both_databases, day, operation};
use crate::organizations::{cell, link, of};
use domain::board::DisputeKind;
use domain::course::{BoardFact, FactKind};
use domain::due::{DueKind, PostponeDraft};
use domain::organization::LinkKind;
use serde_json::json;
use store::place::About;
use uuid::Uuid;

both_databases![what_belongs_to_a_place_is_told_in_its_history];

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
