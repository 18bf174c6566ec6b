//! Coordination agreements: their course, what the register says because of them, and their documents.

use crate::common::{Register, both_databases, day, errors, neighbours, operation, reform, said, today};
use domain::agreement::{AgreementStatus, AgreementStep, FileKind};
use domain::change::Fields;
use domain::due::DueKind;
use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::permission::Role;
use domain::place::PlaceDraft;
use serde_json::{Value, json};
use store::agreement::Agreement;
use store::sample::SamplePlace;
use store::{Actor, Operation, Session};
use uuid::Uuid;

both_databases![
    an_agreement_goes_from_draft_to_ended_and_the_register_follows,
    a_place_without_agreements_keeps_what_its_register_said,
    what_follows_from_an_agreement_is_not_changed_by_hand,
    two_are_never_in_force_at_once,
    a_number_stands_once_a_year_in_a_ward_or_with_a_reason,
    different_fields_merge_and_the_same_field_conflicts,
    the_review_that_an_agreement_names_is_due,
    a_draft_can_be_removed_and_what_was_signed_cannot,
    a_document_is_kept_replaced_and_removed_and_the_log_says_which,
    what_is_no_document_is_refused_and_leaves_the_one_before,
    another_ward_sees_nothing_and_a_viewer_changes_nothing,
    merging_brings_agreements_along_unless_two_would_be_in_force,
    the_sample_city_goes_with_its_agreements,
    a_place_with_an_agreement_is_not_taken_out_with_its_import,
    a_table_does_not_overwrite_an_agreement_that_has_its_own_page,
];

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";

impl Register {
    pub async fn try_agree(&self, place: Uuid, value: Value) -> Result<Uuid, Failure> {
        self.session().add_agreement(operation(), place, said(value)).await
    }

    pub async fn agree(&self, place: Uuid, value: Value) -> Uuid {
        self.try_agree(place, value).await.expect("an agreement is added")
    }

    pub async fn agreement(&self, id: Uuid) -> Agreement {
        self.session().agreement(id).await.expect("an agreement")
    }

    pub async fn step(&self, step: AgreementStep, id: Uuid, value: Value) -> Result<i64, Failure> {
        let revision = self.agreement(id).await.revision;
        self.session().step_agreement(step, operation(), id, revision, said(value)).await
    }

    /// Number and day as the register has them.
    pub async fn registered(&self, place: Uuid) -> (Option<String>, Option<String>) {
        let draft = self.place(place).await.draft;
        (draft.agreement_number, draft.agreement_on.map(|day| day.to_string()))
    }

    pub async fn with_agreement(&self) -> u64 {
        self.session().summary().await.unwrap().apartment_buildings.with_agreement
    }
}

pub fn registered(number: &str, on: &str) -> (Option<String>, Option<String>) {
    (Some(number.into()), Some(on.into()))
}

fn error(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.into(), code.into())]
}

async fn an_agreement_goes_from_draft_to_ended_and_the_register_follows(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": " 01/TTPH ", "party_organization": "Chi bộ 3", "scope": "Phòng cháy" })).await;
    assert_eq!(register.agreement(id).await.draft.status(), AgreementStatus::Draft);
    assert_eq!((register.registered(place).await, register.with_agreement().await), ((None, None), 0), "a draft does not count");

    let unsaid = register.step(AgreementStep::Sign, id, json!({ "signed_on": null })).await;
    assert_eq!(errors(unsaid.unwrap_err()), error("signed_on", "required"));
    let early = register.step(AgreementStep::End, id, json!({ "ended_on": "2026-11-01" })).await;
    assert_eq!(errors(early.unwrap_err()), error("ended_on", "agreement_has_gone_on"));
    register.step(AgreementStep::Sign, id, json!({ "signed_on": "2026-01-05", "review_on": "2026-06-30" })).await.unwrap();
    assert_eq!((register.registered(place).await, register.with_agreement().await), (registered("01/TTPH", "2026-01-05"), 1));
    let filter = PlaceFilter { agreement: Some(true), ..crate::common::ALL };
    assert_eq!(register.names(&filter).await, ["Chung cư"]);

    register.step(AgreementStep::Review, id, json!({ "reviewed_on": "2026-07-01", "review_on": null })).await.unwrap();
    assert_eq!(register.agreement(id).await.draft.status(), AgreementStatus::Reviewed);
    assert_eq!(register.registered(place).await, registered("01/TTPH", "2026-01-05"));
    let back = register.session().change_agreement(operation(), id, 9, said(json!({ "signed_on": null, "reviewed_on": null }))).await;
    let gone = errors(back.unwrap_err());
    assert!(gone.iter().any(|(field, _)| field == "reviewed_on"), "what happened is not unsaid: {gone:?}");
    register.step(AgreementStep::End, id, json!({ "ended_on": "2026-11-20" })).await.unwrap();
    assert_eq!((register.registered(place).await, register.with_agreement().await), ((None, None), 0));
    let again = register.step(AgreementStep::Review, id, json!({ "reviewed_on": "2026-11-21" })).await;
    assert_eq!(errors(again.unwrap_err()), error("reviewed_on", "agreement_has_gone_on"));

    let history = register.session().agreement_history(id, 10).await.unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.row_table.as_str(), entry.action.as_str(), entry.row_revision)).collect();
    assert_eq!(told, [4, 3, 2, 1].map(|revision| ("agreement", "agreement_change", revision)));
    let of_place: Vec<_> = register.history(place).await.into_iter().map(|entry| entry.row_revision).collect();
    assert_eq!(of_place, [1, 2, 3], "the place's own log says when it came and went");
}

async fn a_place_without_agreements_keeps_what_its_register_said(register: Register) {
    let register = register.with_units().await;
    let place = register.add(json!({ "name": "Cũ", "agreement_number": "07/TT", "agreement_on": "2025-03-01" })).await;
    register.change(place, json!({ "blocks": 2, "agreement_on": "2025-03-02" })).await;
    assert_eq!(register.registered(place).await, registered("07/TT", "2025-03-02"));

    let draft = register.try_agree(place, json!({ "number": "08/TT" })).await;
    assert_eq!(errors(draft.unwrap_err()), error("signed_on", "agreement_of_the_register_first"));
    register.agree(place, json!({ "number": "07/TT", "signed_on": "2025-03-02", "scope": "Vệ sinh" })).await;
    assert_eq!(register.registered(place).await, registered("07/TT", "2025-03-02"));
    register.agree(place, json!({ "number": "08/TT" })).await;
    assert_eq!(register.registered(place).await, registered("07/TT", "2025-03-02"), "a draft beside it changes nothing");

    let area = register.add(json!({ "name": "Khu phố 1", "kind": "residential_area" })).await;
    assert_eq!(errors(register.try_agree(area, json!({ "number": "1" })).await.unwrap_err()), error("place", "place_has_no_board"));
    let closed = register.named("Đã đóng").await;
    register.session().close_place(operation(), closed, 1).await.unwrap();
    assert_eq!(
        errors(register.try_agree(closed, json!({ "number": "1" })).await.unwrap_err()),
        error("place", "agreement_of_a_closed_place")
    );
    assert_eq!(errors(register.try_agree(place, json!({ "scope": " " })).await.unwrap_err()), error("number", "required"));
}

async fn what_follows_from_an_agreement_is_not_changed_by_hand(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    register.agree(place, json!({ "number": "1/TT", "signed_on": "2026-01-05" })).await;
    let revision = register.place(place).await.revision;
    let by_hand = json!({ "agreement_number": "2/TT", "agreement_on": null, "blocks": 3 });
    let refused = register.session().change_place(operation(), place, revision, said(by_hand)).await.unwrap_err();
    let both = ["agreement_number", "agreement_on"].map(|field| (field.to_owned(), "agreement_has_a_page".to_owned()));
    assert_eq!(errors(refused), both);
    // The whole form, looked at and sent, changes nothing of it.
    register.change(place, json!({ "agreement_number": "1/TT", "agreement_on": "2026-01-05", "blocks": 3 })).await;
    assert_eq!((register.registered(place).await, register.place(place).await.draft.blocks), (registered("1/TT", "2026-01-05"), Some(3)));
}

async fn two_are_never_in_force_at_once(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let first = register.agree(place, json!({ "number": "1/TT", "signed_on": "2025-01-05" })).await;
    let second = register.try_agree(place, json!({ "number": "2/TT", "signed_on": "2026-01-05" })).await;
    assert_eq!(errors(second.unwrap_err()), error("signed_on", "agreement_in_force"));
    let draft = register.agree(place, json!({ "number": "2/TT" })).await;
    let signed = register.step(AgreementStep::Sign, draft, json!({ "signed_on": "2026-01-05" })).await;
    assert_eq!(errors(signed.unwrap_err()), error("signed_on", "agreement_in_force"));
    register.step(AgreementStep::End, first, json!({ "ended_on": "2026-01-05" })).await.unwrap();
    register.step(AgreementStep::Sign, draft, json!({ "signed_on": "2026-01-05" })).await.unwrap();
    assert_eq!(register.registered(place).await, registered("2/TT", "2026-01-05"));
    let order: Vec<_> = register.session().agreements_of(place).await.unwrap().into_iter().map(|found| found.id).collect();
    assert_eq!(order, [draft, first], "the one in force first");
}

async fn a_number_stands_once_a_year_in_a_ward_or_with_a_reason(register: Register) {
    let register = register.with_units().await;
    let (one, two) = (register.named("Một").await, register.named("Hai").await);
    let other_ward = register.add(json!({ "name": "Ba", "admin_unit_id": register.unit("26743").await.id })).await;
    register.agree(one, json!({ "number": "01/TTPH", "signed_on": "2026-01-05" })).await;
    let same = register.try_agree(two, json!({ "number": "01-ttph", "signed_on": "2026-08-01" })).await.unwrap_err();
    assert!(matches!(&same, Failure::Invalid(found) if found.0[0].value == "05/01/2026"), "{same:?}");
    assert_eq!(errors(same), error("number", "agreement_number_twice"));
    register.agree(other_ward, json!({ "number": "01/TTPH", "signed_on": "2026-08-01" })).await;
    let id = register.agree(two, json!({ "number": "01/TTPH", "signed_on": "2025-08-01" })).await;
    let closer = register.session().change_agreement(operation(), id, 1, said(json!({ "signed_on": "2026-08-01" }))).await;
    assert_eq!(errors(closer.unwrap_err()), error("number", "agreement_number_twice"));
    let because = json!({ "signed_on": "2026-08-01", "overruled": "Mỗi tòa tự đánh số" });
    register.session().change_agreement(operation(), id, 1, said(because)).await.unwrap();
    // What was overruled is not asked about again.
    register.session().change_agreement(operation(), id, 2, said(json!({ "scope": "Vệ sinh", "overruled": null }))).await.unwrap();
}

async fn different_fields_merge_and_the_same_field_conflicts(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    let change = async |revision, value| register.session().change_agreement(operation(), id, revision, said(value)).await;
    assert_eq!(change(1, json!({ "scope": "Vệ sinh" })).await, Ok(2));
    assert_eq!(change(1, json!({ "number": "1/TT", "party_organization": "Chi bộ 3" })).await, Ok(3));
    let conflict = change(1, json!({ "scope": "Phòng cháy" })).await.unwrap_err();
    let Failure::Conflict { revision, fields } = conflict else { panic!("a conflict, not {conflict:?}") };
    assert_eq!((revision, &fields[0].mine, &fields[0].theirs), (3, &json!("Phòng cháy"), &json!("Vệ sinh")));
    let draft = register.agreement(id).await.draft;
    assert_eq!((draft.scope.as_deref(), draft.party_organization.as_deref()), (Some("Vệ sinh"), Some("Chi bộ 3")));
    let twice = Operation::new(Uuid::now_v7(), &"once");
    let add = async || register.session().add_agreement(twice.clone(), place, said(json!({ "number": "2/TT" }))).await.unwrap();
    assert_eq!(add().await, add().await, "the same operation again is the first answer");
}

async fn the_review_that_an_agreement_names_is_due(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let due = async || {
        let place = register.place(place).await;
        let work = register.session().course(&place).await.unwrap().work;
        work.into_iter().find(|row| row.kind == DueKind::AgreementReview).map(|row| row.on)
    };
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    assert_eq!(due().await, None, "a draft is not reviewed");
    register.step(AgreementStep::Sign, id, json!({ "signed_on": "2026-01-05", "review_on": "2026-06-30" })).await.unwrap();
    assert_eq!(due().await, Some(day(2026, 6, 30)));
    register.step(AgreementStep::Review, id, json!({ "reviewed_on": "2026-07-01", "review_on": null })).await.unwrap();
    assert_eq!(due().await, Some(day(2027, 7, 1)), "a year after the last, where it names no day");
    register.change(place, json!({ "blocks": 2 })).await;
    assert_eq!(due().await, Some(day(2027, 7, 1)), "also after the place was changed");
    register.step(AgreementStep::End, id, json!({ "ended_on": "2026-11-01" })).await.unwrap();
    assert_eq!(due().await, None);
}

async fn a_draft_can_be_removed_and_what_was_signed_cannot(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    register.session().attach_to_agreement(Uuid::now_v7(), id, "a.pdf".into(), PDF.into()).await.unwrap();
    assert_eq!(register.session().remove_agreement(operation(), id).await, Ok(place));
    assert_eq!(register.session().agreement(id).await.unwrap_err(), Failure::NotFound);
    let id = register.agree(place, json!({ "number": "1/TT", "signed_on": "2026-01-05" })).await;
    let signed = register.session().remove_agreement(operation(), id).await;
    assert_eq!(errors(signed.unwrap_err()), error("agreement", "agreement_is_signed"));
}

async fn a_document_is_kept_replaced_and_removed_and_the_log_says_which(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    let session = register.session();
    let first = Uuid::now_v7();
    for _ in 0..2 {
        let again = session.attach_to_agreement(first, id, "C:\\scan\\Thỏa thuận.PDF".into(), PDF.into()).await;
        assert_eq!(again, Ok(2), "handed in twice it is kept once");
    }
    let (file, content) = session.agreement_file(id).await.unwrap();
    assert_eq!((file.name.as_str(), file.kind, file.size, content.as_slice()), ("Thỏa thuận.pdf", FileKind::Pdf, PDF.len() as u64, PDF));

    let large: Vec<u8> = PNG.iter().copied().chain((0..3_000_000u32).map(|at| (at % 251) as u8)).collect();
    session.attach_to_agreement(Uuid::now_v7(), id, "anh.png".into(), large.clone()).await.unwrap();
    let (file, content) = session.agreement_file(id).await.unwrap();
    assert_eq!((file.kind, content == large), (FileKind::Png, true));
    assert_eq!(register.agreement(id).await.file, Some(file));
    // Text that others changed meanwhile is no business of the document's, and the other way round.
    assert_eq!(session.change_agreement(operation(), id, 1, said(json!({ "scope": "Vệ sinh" }))).await, Ok(4));

    session.detach_from_agreement(operation(), id).await.unwrap();
    assert_eq!(session.agreement_file(id).await.unwrap_err(), Failure::NotFound);
    let gone = session.detach_from_agreement(operation(), id).await.unwrap_err();
    assert_eq!(errors(gone), error("file", "no_longer_there"));
    let log = session.agreement_history(id, 10).await.unwrap();
    let named = |at: usize| {
        let change = log[at].changes.iter().find(|change| change.field == "file_name");
        change.map(|change| (change.from.as_str().map(ToOwned::to_owned), change.to.as_str().map(ToOwned::to_owned)))
    };
    let text = |name: &str| Some(name.to_owned());
    assert_eq!(named(0), Some((text("anh.png"), None)));
    assert_eq!(named(2), Some((text("Thỏa thuận.pdf"), text("anh.png"))));
    assert_eq!(named(3), Some((None, text("Thỏa thuận.pdf"))));
    let fields: Vec<_> = log[0].changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["file_name", "file_size", "file_sha256"]);
}

async fn what_is_no_document_is_refused_and_leaves_the_one_before(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    let hand_in =
        async |name: &str, content: &[u8]| register.session().attach_to_agreement(Uuid::now_v7(), id, name.into(), content.into()).await;
    hand_in("a.pdf", PDF).await.unwrap();
    for (name, content, code) in [
        ("trang.pdf", b"<!doctype html><script>alert(1)</script>".as_slice(), "agreement_file_kind"),
        ("hinh.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "agreement_file_kind"),
        ("chay.pdf", b"MZ\x90\0\x03", "agreement_file_kind"),
        ("trong.pdf", b"", "file_empty"),
    ] {
        assert_eq!(errors(hand_in(name, content).await.unwrap_err()), error("file", code), "{name}");
    }
    let long = [PDF, &vec![0; domain::agreement::MOST_IN_FILE]].concat();
    assert_eq!(errors(hand_in("lon.pdf", &long).await.unwrap_err()), error("file", "agreement_file_too_large"));
    assert_eq!(register.session().agreement_file(id).await.unwrap().1, PDF);
    assert_eq!(register.agreement(id).await.revision, 2);
}

async fn another_ward_sees_nothing_and_a_viewer_changes_nothing(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    register.session().attach_to_agreement(Uuid::now_v7(), id, "a.pdf".into(), PDF.into()).await.unwrap();
    let (saigon, elsewhere) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let session = |role, units: &[Uuid]| register.session_as(Actor::with_role("someone", role, units.iter().copied()));
    let sees = async |session: &Session| {
        let found = [session.agreement(id).await.map(drop), session.agreement_file(id).await.map(drop)];
        let found =
            [&found[..], &[session.agreements_of(place).await.map(drop), session.agreement_history(id, 5).await.map(drop)]].concat();
        let all = found.iter().all(Result::is_ok);
        assert!(all || found.iter().all(|found| *found == Err(Failure::NotFound)), "{found:?}");
        all
    };
    let changes = async |session: &Session| {
        let content = said(json!({ "scope": "Vệ sinh" }));
        let revision = register.agreement(id).await.revision;
        let mut found = vec![session.change_agreement(operation(), id, revision, content).await.map(drop)];
        found.push(session.attach_to_agreement(Uuid::now_v7(), id, "b.pdf".into(), PDF.into()).await.map(drop));
        found.push(session.detach_from_agreement(operation(), id).await.map(drop));
        found.push(session.add_agreement(operation(), place, Fields::from([("scope".into(), json!("x"))])).await.map(drop));
        found.iter().all(|found| *found != Err(Failure::NotFound))
    };
    for (role, units, may_see, may_change) in [
        (Role::WardStaff, [saigon], true, true),
        (Role::WardViewer, [saigon], true, false),
        (Role::WardStaff, [elsewhere], false, false),
        (Role::City, [saigon], true, false),
        (Role::Member, [saigon], false, false),
    ] {
        let session = session(role, &units);
        register.session().attach_to_agreement(Uuid::now_v7(), id, "a.pdf".into(), PDF.into()).await.unwrap();
        assert_eq!((sees(&session).await, changes(&session).await), (may_see, may_change), "{role}");
    }
}

async fn merging_brings_agreements_along_unless_two_would_be_in_force(register: Register) {
    let register = register.with_units().await;
    let (goes, stays) = (register.named("Trùng").await, register.named("Còn lại").await);
    let id = register.agree(goes, json!({ "number": "1/TT", "signed_on": "2026-01-05" })).await;
    register.session().merge_place(operation(), goes, stays).await.unwrap();
    assert_eq!(register.agreement(id).await.place_id, stays);
    assert_eq!((register.registered(stays).await, register.with_agreement().await), (registered("1/TT", "2026-01-05"), 1));
    assert_eq!(register.agreement(id).await.revision, 2);

    let third = register.named("Trùng nữa").await;
    let other = register.agree(third, json!({ "number": "2/TT", "signed_on": "2026-02-05" })).await;
    let both = register.session().merge_place(operation(), third, stays).await;
    assert_eq!(errors(both.unwrap_err()), error("into", "agreements_of_both"));
    assert_eq!(register.agreement(other).await.place_id, third);
    register.step(AgreementStep::End, id, json!({ "ended_on": "2026-02-01" })).await.unwrap();
    register.session().merge_place(operation(), third, stays).await.unwrap();
    assert_eq!(register.registered(stays).await, registered("2/TT", "2026-02-05"));

    let said_only = register.add(json!({ "name": "Chỉ có sổ", "agreement_number": "9/TT", "agreement_on": "2025-01-05" })).await;
    let with_draft = register.named("Có dự thảo").await;
    register.agree(with_draft, json!({ "number": "10/TT" })).await;
    let lost = register.session().merge_place(operation(), with_draft, said_only).await;
    assert_eq!(errors(lost.unwrap_err()), error("into", "agreements_of_both"), "what the register says is not lost");
}

async fn the_sample_city_goes_with_its_agreements(register: Register) {
    let place = Uuid::from_u128(1);
    let draft = PlaceDraft { name: "Chung cư".into(), ..PlaceDraft::default() };
    let places = vec![SamplePlace { id: place, unit_code: "26740".into(), draft, facts: Vec::new() }];
    register.session().load_sample(neighbours(), Vec::new(), reform(), Box::new(places.into_iter())).await.unwrap();
    let id = register.agree(place, json!({ "number": "1/TT", "signed_on": today() })).await;
    register.session().attach_to_agreement(Uuid::now_v7(), id, "a.pdf".into(), PDF.into()).await.unwrap();
    assert_eq!(register.session().remove_sample().await, Ok(1));
    assert_eq!(register.session().agreement(id).await.unwrap_err(), Failure::NotFound);
    assert!(register.session().is_empty().await.unwrap());
}

async fn a_place_with_an_agreement_is_not_taken_out_with_its_import(register: Register) {
    let register = register.with_units().await;
    let brought = operation();
    let fields = said(json!({ "name": "Nhập", "admin_unit_id": register.unit("26740").await.id }));
    let place = register.session().add_place(brought.clone(), fields).await.unwrap();
    let id = register.agree(place, json!({ "number": "1/TT" })).await;
    assert_eq!(register.session().undo_import(operation(), brought.id).await, Ok((0, 1)));
    assert_eq!(register.agreement(id).await.place_id, place);
}

async fn a_table_does_not_overwrite_an_agreement_that_has_its_own_page(register: Register) {
    let register = register.with_units().await;
    let place = register.add(json!({ "name": "A", "address": "1", "apartments": 5 })).await;
    let agreement = said(json!({ "number": "01/TT", "signed_on": "2026-01-05" }));
    register.session().add_agreement(operation(), place, agreement).await.unwrap();
    let lines = [
        "Tên chung cư | Địa chỉ | Phường/xã | Số căn | Số thỏa thuận phối hợp | Ngày thỏa thuận phối hợp",
        "A | 1 | Sài Gòn | 6 | 02/TT | 06/01/2026",
    ];
    let preview = register.try_import(&lines).await;
    let fields: Vec<_> = preview.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!((fields, preview.notes[0].code.as_str()), (vec!["apartments"], "agreement_has_a_page"));
    register.import(&lines).await;
    let draft = register.place(place).await.draft;
    assert_eq!((draft.apartments, draft.agreement_number.as_deref()), (Some(6), Some("01/TT")));
    assert_eq!(register.import(&lines).await.unchanged, 1, "again it changes nothing");
}
