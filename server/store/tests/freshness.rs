//! How fresh the data of each ward are.

use crate::common::{Register, both_databases, day, errors, operation};
use domain::course::{BoardFact, FactKind};
use domain::permission::Role;
use serde_json::json;
use store::Actor;
use store::course::Freshness;
use uuid::Uuid;

both_databases![each_ward_says_how_many_of_its_places_nobody_confirmed_for_long, the_first_meeting_is_due_by_the_day_of_handover];

async fn each_ward_says_how_many_of_its_places_nobody_confirmed_for_long(register: Register) {
    let register = register.with_units().await;
    let (here, there) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let old = register.add(json!({ "name": "Cũ", "reviewed_on": "2026-01-05" })).await;
    register.add(json!({ "name": "Mới", "reviewed_on": "2026-11-01" })).await;
    register.add(json!({ "name": "Chưa rà soát" })).await;
    register.add(json!({ "name": "Nơi khác", "admin_unit_id": there, "reviewed_on": "2025-03-04" })).await;
    let session = register.session();
    let found = session.freshness().await.unwrap();
    assert_eq!(found[&here], Freshness { places: 3, stale: 1, reviewed_on: Some(day(2026, 11, 1)) });
    assert_eq!(found[&there], Freshness { places: 1, stale: 1, reviewed_on: Some(day(2025, 3, 4)) });
    // What was never confirmed counts from the day on which it was recorded.
    let later = register.session_after(190).freshness().await.unwrap();
    assert_eq!((later[&here].stale, later[&here].places), (3, 3));
    session.confirm_place(operation(), old).await.unwrap();
    assert_eq!(session.freshness().await.unwrap()[&here].stale, 0);
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [here]));
    assert_eq!(staff.freshness().await.unwrap().into_keys().collect::<Vec<_>>(), [here]);
}

async fn the_first_meeting_is_due_by_the_day_of_handover(register: Register) {
    let register = register.with_units().await;
    let id = register
        .add(json!({ "name": "Chung cư", "apartments": 120, "handed_over": 120, "handover_year": 2025, "reviewed_on": "2026-11-01" }))
        .await;
    // A first fact makes facts of what the register says; what is due follows from them and from the building.
    let fund = BoardFact {
        fund: Some(domain::board::FundHandover::NotHanded),
        ..BoardFact::new(Uuid::now_v7(), FactKind::Fund, day(2026, 11, 2))
    };
    register.session().record_fact(operation(), id, fund).await.unwrap();
    let first = async || {
        let place = register.place(id).await;
        let course = register.session().course(&place).await.unwrap();
        let due = course.work.iter().find(|row| matches!(row.kind.code(), "first_meeting" | "ward_to_convene")).map(|row| row.on);
        (due, place.draft.board.requirement.code())
    };
    assert_eq!(first().await, (Some(day(2026, 12, 31)), "required"), "of a year, the latest day it can mean");
    register.change(id, json!({ "handed_over_on": "2025-03-14" })).await;
    assert_eq!(first().await.0, Some(day(2026, 3, 14)));
    register.change(id, json!({ "several_owners": false })).await;
    assert_eq!(first().await, (None, "not_required"));
    let wrong = json!({ "handed_over_on": "2024-03-14" });
    let revision = register.place(id).await.revision;
    let refused = register.session().change_place(operation(), id, revision, crate::common::said(wrong)).await.unwrap_err();
    assert_eq!(errors(refused), [("handed_over_on".into(), "handed_over_in_another_year".into())]);
}
