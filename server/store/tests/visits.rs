//! Visits are only added to; nobody home goes with the next one; each is sealed under a key of its own.

use crate::common::{Register, both_databases, day, errors, operation, today};
use crate::my_households::{Ward, household, met, ward};
use domain::failure::Failure;
use domain::permission::Role;
use domain::visit::{HelpGiven, HelpKind, VisitDraft, VisitEntry, VisitHow, VisitOutcome};
use store::{Actor, Operation};
use uuid::Uuid;

both_databases![
    a_visit_is_corrected_by_another_entry_and_never_changed,
    nobody_home_goes_with_the_next_visit_and_its_key_with_it,
    nobody_home_is_taken_back_within_the_hour_by_whoever_recorded_it,
    what_was_corrected_does_not_stand_again_when_its_correction_goes,
    a_household_knows_when_it_was_met_and_when_it_is_visited_next,
    there_is_no_visit_before_the_consent,
    a_visit_that_is_entered_late_counts_though_nobody_was_at_home_since,
    a_visit_that_is_put_off_to_no_day_leaves_what_was_promised,
    the_log_holds_nothing_that_can_be_read,
    a_household_that_is_helped_no_more_takes_no_visit,
    the_same_visit_sent_twice_is_recorded_once,
    another_ward_finds_nothing,
];

const PROMISE: &str = "Mang thuốc huyết áp";

fn missed() -> VisitDraft {
    VisitDraft::simply(today(), VisitOutcome::NobodyHome)
}

fn with_help() -> VisitDraft {
    let cash = HelpGiven { kind: HelpKind::CashOrGoods, amount: Some(500_000), quantity: None };
    VisitDraft { help: vec![cash], promised: PROMISE.into(), next_on: Some(day(2026, 12, 1)), ..met() }
}

async fn record(ward: &Ward, draft: VisitDraft) -> Uuid {
    ward.staff.record_visit(operation(), ward.household, draft, None).await.unwrap()
}

async fn correct(ward: &Ward, id: Uuid, draft: VisitDraft) -> Result<Uuid, Failure> {
    ward.staff.record_visit(operation(), ward.household, draft, Some(id)).await
}

async fn visits(ward: &Ward) -> Vec<VisitEntry> {
    ward.staff.visits_of(ward.household).await.unwrap()
}

fn outcomes(visits: &[VisitEntry]) -> Vec<(VisitOutcome, bool)> {
    visits.iter().map(|visit| (visit.draft.outcome, visit.corrected)).collect()
}

/// When the household was met last, and when it is visited next.
async fn days(ward: &Ward) -> (Option<String>, Option<String>) {
    let household = ward.staff.household(ward.household).await.unwrap();
    (household.last_met_on.map(|day| day.to_string()), household.next_visit_on.map(|day| day.to_string()))
}

fn some(day: &str) -> Option<String> {
    Some(day.to_owned())
}

async fn a_visit_is_corrected_by_another_entry_and_never_changed(register: Register) {
    let ward = ward(register).await;
    let first = record(&ward, with_help()).await;
    let second = correct(&ward, first, VisitDraft { help: Vec::new(), ..with_help() }).await.unwrap();
    let found = visits(&ward).await;
    assert_eq!(
        found.iter().map(|visit| (visit.id, visit.corrects, visit.corrected)).collect::<Vec<_>>(),
        [(second, Some(first), false), (first, None, true)]
    );
    assert_eq!((found[1].draft.help.len(), found[0].draft.help.len()), (1, 0), "what was said first still stands");
    assert_eq!(found[0].recorded_by, "staff");
    let again = correct(&ward, first, met()).await;
    assert_eq!(errors(again.unwrap_err()), [("corrects".to_owned(), "corrected_already".to_owned())]);
    let elsewhere = ward.staff.record_visit(operation(), ward.others_household, met(), Some(second)).await;
    assert_eq!(errors(elsewhere.unwrap_err()), [("corrects".to_owned(), "no_longer_there".to_owned())]);
    // A member corrects what they recorded themselves.
    assert_eq!(ward.member.record_own_visit(operation(), ward.household, met(), Some(second)).await, Err(Failure::NotFound));
    let own = ward.member.record_own_visit(operation(), ward.household, met(), None).await.unwrap();
    let by_phone = VisitDraft { how: VisitHow::Phone, ..met() };
    ward.member.record_own_visit(operation(), ward.household, by_phone, Some(own)).await.unwrap();
    assert_eq!(ward.member.own_visits_of(ward.household).await.unwrap()[0].draft.how, VisitHow::Phone);
}

async fn nobody_home_goes_with_the_next_visit_and_its_key_with_it(register: Register) {
    let ward = ward(register).await;
    let kept = record(&ward, with_help()).await;
    let gone = ward.member.record_own_visit(operation(), ward.household, missed(), None).await.unwrap();
    assert_eq!(outcomes(&visits(&ward).await), [(VisitOutcome::NobodyHome, false), (VisitOutcome::Met, false)]);
    ward.sql("CREATE TABLE copy_of_before AS SELECT * FROM visit").await;
    let next = record(&ward, met()).await;
    assert_eq!(visits(&ward).await.iter().map(|visit| visit.id).collect::<Vec<_>>(), [next, kept]);
    assert_eq!(ward.count("SELECT COUNT(*) FROM record_key WHERE kind = 'visit' AND wrapped IS NULL").await, 1);
    // What a copy or the log still holds of it opens for nobody.
    let sealed = ward.count("SELECT COUNT(*) FROM change_log WHERE row_table = 'visit' AND changes LIKE '%sealed:%'").await;
    assert_eq!(sealed, 4, "three that were recorded, one that went");
    ward.sql("INSERT INTO visit SELECT * FROM copy_of_before WHERE until_next").await;
    assert_eq!(ward.count("SELECT COUNT(*) FROM visit").await, 3);
    assert!(visits(&ward).await.iter().all(|visit| visit.id != gone));
    assert!(store::audit::verify(&ward.register.db, &crate::common::keys()).await.unwrap().is_ok());
}

async fn nobody_home_is_taken_back_within_the_hour_by_whoever_recorded_it(register: Register) {
    let ward = ward(register).await;
    let tap = async || ward.member.record_own_visit(operation(), ward.household, missed(), None).await.unwrap();
    let id = tap().await;
    assert_eq!(ward.other.take_back_own_visit(operation(), id).await, Err(Failure::NotFound));
    assert_eq!(ward.staff.take_back_visit(operation(), id).await, Err(Failure::NotFound), "they did not record it");
    let late = [("visit".to_owned(), "too_late_to_take_back".to_owned())];
    assert_eq!(errors(ward.later(&ward.member, 61).take_back_own_visit(operation(), id).await.unwrap_err()), late);
    ward.later(&ward.member, 59).take_back_own_visit(operation(), id).await.unwrap();
    assert_eq!(visits(&ward).await, []);
    assert_eq!(ward.count("SELECT COUNT(*) FROM record_key WHERE kind = 'visit' AND wrapped IS NULL").await, 1);
    let stays = ward.member.record_own_visit(operation(), ward.household, met(), None).await.unwrap();
    assert_eq!(errors(ward.member.take_back_own_visit(operation(), stays).await.unwrap_err()), late, "a visit stays");
    let id = record(&ward, missed()).await;
    ward.staff.take_back_visit(operation(), id).await.unwrap();
    assert_eq!(visits(&ward).await.len(), 1);
}

async fn what_was_corrected_does_not_stand_again_when_its_correction_goes(register: Register) {
    let ward = ward(register).await;
    let first = record(&ward, with_help()).await;
    correct(&ward, first, missed()).await.unwrap();
    assert_eq!(ward.count("SELECT COUNT(*) FROM visit WHERE kept_until = '2027-02-20'").await, 2, "both are kept for ninety days");
    assert_eq!(days(&ward).await, (None, None), "as if nobody had come");
    record(&ward, met()).await;
    assert_eq!(outcomes(&visits(&ward).await), [(VisitOutcome::Met, false)]);
    // A day that was typed wrong: the one that is corrected goes at once.
    record(&ward, missed()).await;
    let id = visits(&ward).await[0].id;
    correct(&ward, id, VisitDraft { promised: "Để lại giấy".into(), ..missed() }).await.unwrap();
    let found = visits(&ward).await;
    assert_eq!((found.len(), found[0].corrects, found[0].draft.promised.as_str()), (2, None, "Để lại giấy"));
    // To correct an older entry is no visit: nobody was at home still holds.
    correct(&ward, found[1].id, VisitDraft { how: VisitHow::Phone, ..met() }).await.unwrap();
    assert_eq!(ward.count("SELECT COUNT(*) FROM visit WHERE until_next").await, 1);
}

async fn a_household_knows_when_it_was_met_and_when_it_is_visited_next(register: Register) {
    let ward = ward(register).await;
    let revision = ward.staff.household(ward.household).await.unwrap().revision;
    assert_eq!(days(&ward).await, (None, None));
    record(&ward, missed()).await;
    assert_eq!(days(&ward).await, (None, None), "it is still due");
    let promised = record(&ward, with_help()).await;
    assert_eq!(days(&ward).await, (some("2026-11-22"), some("2026-12-01")));
    record(&ward, missed()).await;
    assert_eq!(days(&ward).await, (some("2026-11-22"), some("2026-12-01")), "the promise stands");
    // One that is entered late changes nothing of what was promised since.
    record(&ward, VisitDraft { on: day(2026, 11, 1), ..met() }).await;
    assert_eq!(days(&ward).await, (some("2026-11-22"), some("2026-12-01")));
    let late = ward.staff.record_visit(operation(), ward.household, VisitDraft { on: day(2026, 11, 2), ..missed() }, None).await;
    assert_eq!(errors(late.unwrap_err()), [("on".to_owned(), "visited_since".to_owned())]);
    correct(&ward, promised, VisitDraft { on: day(2026, 11, 20), next_on: None, ..with_help() }).await.unwrap();
    assert_eq!(days(&ward).await, (some("2026-11-20"), some("2026-12-20")), "it was on another day, and nothing promised");
    record(&ward, VisitDraft::simply(today(), VisitOutcome::NoLongerNeeded)).await;
    assert_eq!(days(&ward).await, (some("2026-11-20"), None));
    assert_eq!(ward.staff.household(ward.household).await.unwrap().revision, revision, "its form is as it was");
}

async fn there_is_no_visit_before_the_consent(register: Register) {
    let ward = ward(register).await;
    let early = VisitDraft { on: day(2026, 10, 31), ..with_help() };
    let refused = [("on".to_owned(), "visit_before_the_consent".to_owned())];
    let by_staff = ward.staff.record_visit(operation(), ward.household, early.clone(), None).await;
    assert_eq!(errors(by_staff.unwrap_err()), refused);
    let by_member = ward.member.record_own_visit(operation(), ward.household, early.clone(), None).await;
    assert_eq!(errors(by_member.unwrap_err()), refused);
    let id = record(&ward, VisitDraft { on: day(2026, 11, 1), ..with_help() }).await;
    assert_eq!(errors(correct(&ward, id, early).await.unwrap_err()), refused);
}

async fn a_visit_that_is_entered_late_counts_though_nobody_was_at_home_since(register: Register) {
    let ward = ward(register).await;
    ward.sql("UPDATE household SET next_visit_on = '2026-11-05'").await;
    record(&ward, VisitDraft { on: day(2026, 11, 11), ..missed() }).await;
    assert_eq!(days(&ward).await, (None, some("2026-11-05")), "it is overdue");
    record(&ward, VisitDraft { on: day(2026, 11, 10), ..met() }).await;
    assert_eq!(days(&ward).await, (some("2026-11-10"), some("2026-12-10")));
    assert_eq!(outcomes(&visits(&ward).await), [(VisitOutcome::NobodyHome, false), (VisitOutcome::Met, false)]);
    // What was left at the door since stands.
    record(&ward, VisitDraft { on: day(2026, 11, 15), next_on: Some(day(2026, 11, 25)), ..missed() }).await;
    record(&ward, VisitDraft { on: day(2026, 11, 14), ..met() }).await;
    assert_eq!(days(&ward).await, (some("2026-11-14"), some("2026-11-25")));
    // On the same day somebody was met after all: nothing is left of it.
    record(&ward, VisitDraft { on: day(2026, 11, 15), ..met() }).await;
    assert_eq!(days(&ward).await, (some("2026-11-15"), some("2026-12-15")));
    assert_eq!(ward.count("SELECT COUNT(*) FROM visit WHERE until_next").await, 0);
}

async fn a_visit_that_is_put_off_to_no_day_leaves_what_was_promised(register: Register) {
    let ward = ward(register).await;
    record(&ward, with_help()).await;
    record(&ward, VisitDraft::simply(today(), VisitOutcome::Postponed)).await;
    assert_eq!(days(&ward).await, (some("2026-11-22"), some("2026-12-01")), "it is not put off by a month");
    let put_off = VisitDraft { next_on: Some(day(2026, 12, 5)), ..VisitDraft::simply(today(), VisitOutcome::Postponed) };
    record(&ward, put_off).await;
    assert_eq!(days(&ward).await, (some("2026-11-22"), some("2026-12-05")));
}

async fn the_log_holds_nothing_that_can_be_read(register: Register) {
    let ward = ward(register).await;
    let id = record(&ward, with_help()).await;
    correct(&ward, id, VisitDraft { promised: "Mang gạo".into(), ..with_help() }).await.unwrap();
    for table in ["visit", "change_log", "applied_operation", "access_log", "household"] {
        for needle in [PROMISE, "gạo", "500000", "cash_or_goods"] {
            let columns = match table {
                "visit" | "household" => "sealed",
                "change_log" => "changes",
                "applied_operation" => "answer",
                _ => "row_ids",
            };
            let query = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{needle}%'");
            assert_eq!(ward.count(&query).await, 0, "{table} shows {needle}");
        }
    }
    let plain = ward.count("SELECT COUNT(*) FROM change_log WHERE row_table = 'visit' AND changes LIKE '%2026-%'").await;
    assert_eq!(plain, 0, "no day of a visit stands in the log either");
}

async fn a_household_that_is_helped_no_more_takes_no_visit(register: Register) {
    let ward = ward(register).await;
    record(&ward, met()).await;
    let over = [("household".to_owned(), "support_is_over".to_owned())];
    ward.sql("UPDATE household SET ended_on = '2026-11-20'").await;
    assert_eq!(errors(ward.staff.record_visit(operation(), ward.household, met(), None).await.unwrap_err()), over);
    assert_eq!(visits(&ward).await.len(), 1, "what was recorded can still be read");
    ward.sql("UPDATE household SET ended_on = NULL, restricted = TRUE").await;
    assert_eq!(ward.staff.record_visit(operation(), ward.household, met(), None).await, Err(Failure::NotFound));
    assert_eq!(ward.staff.visits_of(ward.household).await, Err(Failure::NotFound));
    let lead = ward.register.session_as(Actor::with_role("lead", Role::WardLead, [ward.unit]));
    assert_eq!(errors(lead.record_visit(operation(), ward.household, met(), None).await.unwrap_err()), over);
    assert_eq!(lead.visits_of(ward.household).await.unwrap().len(), 1);
}

async fn the_same_visit_sent_twice_is_recorded_once(register: Register) {
    let ward = ward(register).await;
    let tap = Operation::new(Uuid::now_v7(), &"nobody home");
    let first = ward.member.record_own_visit(tap.clone(), ward.household, missed(), None).await.unwrap();
    assert_eq!(ward.member.record_own_visit(tap, ward.household, missed(), None).await, Ok(first));
    assert_eq!(visits(&ward).await.len(), 1);
}

async fn another_ward_finds_nothing(register: Register) {
    let ward = ward(register).await;
    let id = record(&ward, missed()).await;
    let unit = ward.register.unit("26743").await.id;
    for role in [Role::WardLead, Role::WardStaff] {
        let session = ward.register.session_as(Actor::with_role("staff", role, [unit]));
        assert_eq!(session.visits_of(ward.household).await, Err(Failure::NotFound));
        assert_eq!(session.record_visit(operation(), ward.household, met(), None).await, Err(Failure::NotFound));
        assert_eq!(session.take_back_visit(operation(), id).await, Err(Failure::NotFound));
        assert_eq!(session.household_heading(ward.household).await.err(), Some(Failure::NotFound));
    }
    for role in [Role::City, Role::Administrator, Role::DataProtectionOfficer] {
        let session = ward.register.session_as(Actor::with_role("staff", role, []));
        assert_eq!(session.visits_of(ward.household).await, Err(Failure::NotFound), "{role}");
    }
    let beside = household(&ward.staff, ward.place, "Hộ bên cạnh", "1").await;
    assert_eq!(ward.staff.visits_of(beside).await, Ok(Vec::new()));
}
