//! The one write path: once, whole or not at all, and nothing silently overwritten.

use crate::common::{ALL, Register, both_databases, errors, operation, said};
use domain::failure::Failure;
use serde_json::json;
use store::Operation;
use uuid::Uuid;

both_databases![
    the_same_operation_twice_gives_the_first_answer_and_changes_nothing,
    the_same_operation_with_other_content_is_a_conflict_that_changes_nothing,
    an_operation_belongs_to_its_actor,
    the_same_operation_sent_five_times_at_once_is_done_once,
    different_fields_of_two_people_merge,
    different_fields_changed_at_the_same_moment_are_both_kept,
    the_same_field_of_two_people_conflicts_with_both_values,
    a_field_left_as_it_was_seen_is_no_conflict,
    the_same_value_said_by_two_people_is_no_conflict,
    every_write_leaves_one_entry_with_from_and_to,
    a_refused_draft_leaves_nothing,
    a_place_in_a_unit_that_is_none_is_refused,
    saying_nothing_new_leaves_the_revision,
    the_last_change_can_be_undone,
    undo_is_refused_after_another_change,
    confirming_touches_the_review_only,
];

async fn the_same_operation_twice_gives_the_first_answer_and_changes_nothing(register: Register) {
    let register = register.with_units().await;
    let session = register.session();
    let fields = said(json!({ "name": "Chung cư A", "admin_unit_id": register.unit("26740").await.id }));
    let operation = Operation::new(Uuid::now_v7(), &fields);
    let first = session.add_place(operation.clone(), fields.clone()).await.unwrap();
    let again = session.add_place(operation, fields).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(register.names(&ALL).await, ["Chung cư A"]);
    assert_eq!(register.history(first).await.len(), 1);
    assert_eq!(session.overview(None).await.unwrap().summary.apartment_buildings.total, 1);
}

async fn the_same_operation_with_other_content_is_a_conflict_that_changes_nothing(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    let (first, second) = (said(json!({ "apartments": 10 })), said(json!({ "apartments": 11 })));
    let operation_id = Uuid::now_v7();
    let session = register.session();
    session.change_place(Operation::new(operation_id, &first), id, 1, first).await.unwrap();
    let refused = session.change_place(Operation::new(operation_id, &second), id, 1, second).await.unwrap_err();
    assert_eq!(refused, Failure::Conflict { revision: 0, fields: Vec::new() });
    assert_eq!((register.place(id).await.draft.apartments, register.history(id).await.len()), (Some(10), 2));
}

async fn an_operation_belongs_to_its_actor(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    let operation_id = Uuid::now_v7();
    let (hers, his) = (said(json!({ "apartments": 10 })), said(json!({ "blocks": 2 })));
    register.session_of("Hoa").change_place(Operation::new(operation_id, &hers), id, 1, hers).await.unwrap();
    register.session_of("Nam").change_place(Operation::new(operation_id, &his), id, 1, his).await.unwrap();
    let draft = register.place(id).await.draft;
    assert_eq!((draft.apartments, draft.blocks), (Some(10), Some(2)));
    let actors: Vec<String> = register.history(id).await.into_iter().map(|entry| entry.actor).collect();
    assert_eq!(actors, ["local", "Hoa", "Nam"]);
}

async fn the_same_operation_sent_five_times_at_once_is_done_once(register: Register) {
    let register = register.with_units().await;
    let fields = said(json!({ "name": "Chung cư A", "admin_unit_id": register.unit("26740").await.id }));
    let operation = Operation::new(Uuid::now_v7(), &fields);
    let sent: Vec<_> = (0..5)
        .map(|_| {
            let (session, operation, fields) = (register.session(), operation.clone(), fields.clone());
            tokio::spawn(async move { session.add_place(operation, fields).await })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.unwrap().expect("the first answer"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(register.names(&ALL).await.len(), 1);
}

async fn different_fields_of_two_people_merge(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    let (hers, his) = (register.session_of("Hoa"), register.session_of("Nam"));
    assert_eq!(hers.change_place(operation(), id, 1, said(json!({ "apartments": 120 }))).await, Ok(2));
    assert_eq!(his.change_place(operation(), id, 1, said(json!({ "address": "12 Lê Lợi" }))).await, Ok(3));
    let place = register.place(id).await;
    assert_eq!((place.revision, place.draft.apartments, place.draft.address.as_str()), (3, Some(120), "12 Lê Lợi"));
}

async fn different_fields_changed_at_the_same_moment_are_both_kept(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    let changes = [
        json!({ "apartments": 1 }),
        json!({ "blocks": 2 }),
        json!({ "residents": 3 }),
        json!({ "note": "4" }),
        json!({ "handover_year": 2005 }),
    ];
    let sent: Vec<_> = changes
        .into_iter()
        .map(|change| {
            let session = register.session();
            tokio::spawn(async move { session.change_place(operation(), id, 1, said(change)).await })
        })
        .collect();
    for answer in sent {
        answer.await.unwrap().expect("nobody touched the same field");
    }
    let place = register.place(id).await;
    let draft = place.draft;
    assert_eq!((draft.apartments, draft.blocks, draft.residents, draft.handover_year), (Some(1), Some(2), Some(3), Some(2005)));
    assert_eq!((draft.note.as_deref(), place.revision), (Some("4"), 6));
    let revisions: Vec<i64> = register.history(id).await.iter().map(|entry| entry.row_revision).collect();
    assert_eq!(revisions, [1, 2, 3, 4, 5, 6]);
}

async fn the_same_field_of_two_people_conflicts_with_both_values(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    register.change(id, json!({ "apartments": 120 })).await;
    let mine = said(json!({ "apartments": 130, "note": "typed too" }));
    let Err(Failure::Conflict { revision, fields }) = register.session().change_place(operation(), id, 1, mine).await else {
        panic!("a conflict")
    };
    assert_eq!((revision, fields.len()), (2, 1));
    assert_eq!((fields[0].field.as_str(), &fields[0].mine, &fields[0].theirs), ("apartments", &json!(130), &json!(120)));
    let place = register.place(id).await;
    assert_eq!((place.draft.apartments, place.draft.note, place.revision), (Some(120), None, 2), "no half of it is saved");
    // Having seen both, the person chooses.
    assert_eq!(register.session().change_place(operation(), id, 2, said(json!({ "apartments": 130 }))).await, Ok(3));
}

async fn a_field_left_as_it_was_seen_is_no_conflict(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 100 })).await;
    register.change(id, json!({ "apartments": 120 })).await;
    // A form sends every field: this one still stands as it was when the form was opened.
    let form = said(json!({ "apartments": 100, "note": "cổng sau" }));
    register.session().change_place(operation(), id, 1, form).await.unwrap();
    let draft = register.place(id).await.draft;
    assert_eq!((draft.apartments, draft.note.as_deref()), (Some(120), Some("cổng sau")));
}

async fn the_same_value_said_by_two_people_is_no_conflict(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    register.change(id, json!({ "apartments": 120 })).await;
    assert_eq!(register.session().change_place(operation(), id, 1, said(json!({ "apartments": 120 }))).await, Ok(2));
}

async fn every_write_leaves_one_entry_with_from_and_to(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 10 })).await;
    register.change(id, json!({ "apartments": 12, "blocks": 2 })).await;
    let session = register.session();
    session.close_place(operation(), id, 2).await.unwrap();
    session.reopen_place(operation(), id, 3).await.unwrap();
    session.confirm_place(operation(), id).await.unwrap();
    let history = register.history(id).await;
    let actions: Vec<(&str, i64)> = history.iter().map(|entry| (entry.action.as_str(), entry.row_revision)).collect();
    let expected = [("place_add", 1), ("place_change", 2), ("place_close", 3), ("place_reopen", 4), ("place_confirm", 5)];
    assert_eq!(actions, expected);
    let second: Vec<_> = history[1].changes.iter().map(|c| (c.field.as_str(), c.from.clone(), c.to.clone())).collect();
    assert_eq!(second, [("apartments", json!(10), json!(12)), ("blocks", json!(null), json!(2))]);
    assert_eq!(history[2].changes[0].to, json!(crate::common::today()));
    let place = register.place(id).await;
    assert_eq!((place.revision, place.draft.reviewed_on), (5, Some(crate::common::today())));
}

async fn a_refused_draft_leaves_nothing(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 10 })).await;
    let before = register.place(id).await;
    let bad = said(json!({ "blocks": 3, "handed_over": 11, "disputes": ["fees"], "organizations": ["own_cell"] }));
    let refused = register.session().change_place(operation(), id, 1, bad).await.unwrap_err();
    assert_eq!(errors(refused), [("handed_over".to_owned(), "more_handed_over_than_apartments".to_owned())]);
    assert_eq!(register.place(id).await, before);
    let misspelt = register.session().change_place(operation(), id, 1, said(json!({ "apartment": 3 }))).await.unwrap_err();
    assert_eq!(errors(misspelt), [("apartment".to_owned(), "unknown_field".to_owned())]);
    assert_eq!(register.history(id).await.len(), 1);
    let long = said(json!({ "name": "ữ".repeat(10_000), "admin_unit_id": before.draft.admin_unit_id }));
    assert_eq!(errors(register.session().add_place(operation(), long).await.unwrap_err())[0].1, "too_long");
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 1);
}

async fn a_place_in_a_unit_that_is_none_is_refused(register: Register) {
    let register = register.with_units().await;
    let nowhere = said(json!({ "name": "A", "admin_unit_id": Uuid::now_v7() }));
    let refused = errors(register.session().add_place(operation(), nowhere).await.unwrap_err());
    assert_eq!(refused, [("admin_unit_id".to_owned(), "admin_unit_not_found".to_owned())]);
    let unknown = register.session().change_place(operation(), Uuid::now_v7(), 1, said(json!({}))).await;
    assert_eq!(unknown, Err(Failure::NotFound));
}

async fn saying_nothing_new_leaves_the_revision(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 10 })).await;
    assert_eq!(register.change(id, json!({ "apartments": 10, "name": " Chung cư  A " })).await, 1);
    assert_eq!(register.history(id).await.len(), 1);
}

async fn the_last_change_can_be_undone(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 10, "organizations": ["own_cell"] })).await;
    let before = register.place(id).await.draft;
    let change = operation();
    let new = json!({ "apartments": 12, "organizations": ["womens_union"], "recognition": "none", "disputes": ["fees", "other"] });
    register.session().change_place_because(change.clone(), id, 1, said(new), "Theo sổ".into()).await.unwrap();
    assert_eq!(register.session().undo_place_change(operation(), id, change.id).await, Ok(3));
    assert_eq!(register.place(id).await.draft, before);
    assert_eq!(register.history(id).await.len(), 3, "an undo is a change like any other");
}

async fn undo_is_refused_after_another_change(register: Register) {
    let register = register.with_units().await;
    let id = register.named("Chung cư A").await;
    let change = operation();
    register.session().change_place(change.clone(), id, 1, said(json!({ "apartments": 12 }))).await.unwrap();
    register.change(id, json!({ "blocks": 1 })).await;
    let refused = register.session().undo_place_change(operation(), id, change.id).await;
    assert_eq!(refused, Err(Failure::Conflict { revision: 3, fields: Vec::new() }));
    assert_eq!(register.place(id).await.draft.apartments, Some(12));
    let added = register.history(id).await[0].operation_id;
    let other = register.named("Chung cư B").await;
    assert!(register.session().undo_place_change(operation(), other, added).await.is_err());
}

async fn confirming_touches_the_review_only(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư A", "apartments": 10, "recognition": "none" })).await;
    let before = register.place(id).await.draft;
    register.session().confirm_place(operation(), id).await.unwrap();
    let after = register.place(id).await.draft;
    let difference = domain::change::difference(&before, &after);
    assert_eq!(difference.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["reviewed_on"]);
}
