//! What is held of a person is shown to them whole with who looked, and goes whole when they want it.

use std::collections::BTreeSet;

use crate::common::{DATA_KEY, Register, both_databases, day, errors, keys, keys_with, now, operation, today};
use crate::sealed::{dump, rows};
use domain::assignment::AssignmentDraft;
use domain::breach::BreachDraft;
use domain::failure::Failure;
use domain::household::{Consent, ConsentHow, HouseholdDraft, TEXT_VERSION};
use domain::member::{MemberDraft, MonthlyCheck, TaskDraft};
use domain::permission::Role;
use domain::person_request::{PersonKind, PersonRequestDraft, PersonRequestKind, PersonRequestOutcome, PersonRequestStep};
use domain::request::{Office, RequestDraft};
use domain::text::fold;
use domain::visit::{HelpKind, VisitDraft, VisitOutcome};
use store::audit::verify;
use store::household::HouseholdFilter;
use store::sample_people::{SampleHousehold, SampleMember, SampleRequest};
use store::sealed::ErasedAgain;
use store::{Actor, Keys, Session};
use uuid::Uuid;

both_databases![
    a_dump_of_the_whole_database_holds_nothing_of_anybody,
    all_that_is_held_is_shown_with_who_looked,
    nobody_but_the_lead_of_the_ward_is_shown_it,
    a_restricted_record_is_opened_by_the_lead_alone,
    an_erased_household_leaves_its_proof_and_nothing_that_opens,
    an_erased_member_leaves_nothing_that_opens,
    a_copy_of_before_an_erasure_is_purged,
    whoever_read_a_visit_or_a_request_is_found_also_when_all_is_gone,
    the_change_log_tells_nobody_what_happens_to_people,
    a_household_whose_place_comes_to_another_ward_is_that_wards_alone,
    a_request_has_its_clock,
    a_breach_has_its_clock,
];

const WORDS: [&str; 9] = [
    "Lê Thị Khổ Qua",
    "0909 111 222",
    "Căn 07.13",
    "Nhờ đưa đi viện",
    "Ông Trịnh Dưa Leo",
    "0909 333 444",
    "Giúp bà Khổ Qua",
    "Lần sau mang gạo",
    "Mái tôn dột góc bếp",
];

/// A household of the first ward with a member, a visit and a request.
pub struct People {
    pub place: Uuid,
    pub household: Uuid,
    pub member: Uuid,
}

pub async fn people(register: &Register, keys: Keys) -> People {
    let place = register.named("Chung cư").await;
    let (household, member) = (Uuid::now_v7(), Uuid::now_v7());
    let (year, december) = (day(2026, 1, 1), day(2026, 12, 31));
    let task = TaskDraft { aim: WORDS[6].into(), from: year, to: december };
    let helper = SampleMember {
        id: member,
        unit_code: "26740".into(),
        draft: MemberDraft { name: WORDS[4].into(), phone: WORDS[5].into(), capacity: 3, residence: Some(place), ..MemberDraft::default() },
        task: Some((task, vec![MonthlyCheck { month: day(2026, 10, 1), done: true, reason: None }])),
        user_name: None,
    };
    let helped = SampleHousehold {
        id: household,
        place,
        draft: HouseholdDraft {
            name: WORDS[0].into(),
            phone: WORDS[1].into(),
            unit: WORDS[2].into(),
            need: WORDS[3].into(),
            ..HouseholdDraft::default()
        },
        consent: Consent {
            given_on: day(2026, 3, 1),
            how: ConsentHow::PaperForm,
            text_version: TEXT_VERSION.into(),
            form_number: "DY-1".into(),
        },
        assignment: Some(AssignmentDraft { member, from: day(2026, 3, 5), to: december, aim: WORDS[6].into() }),
        visits: vec![VisitDraft { promised: WORDS[7].into(), ..VisitDraft::simply(day(2026, 11, 1), VisitOutcome::Met) }],
        requests: vec![SampleRequest {
            draft: RequestDraft { category: HelpKind::HouseRepair, asked: WORDS[8].into() },
            received_on: day(2026, 11, 2),
            forwarded: Some((Office::WardPeopleCommittee, day(2026, 11, 3))),
            answered: Some((WORDS[8].into(), day(2026, 11, 9))),
            confirmed_on: None,
        }],
    };
    let session = Session::new(register.db.clone(), keys, Actor::local(), now(), today());
    session.load_sample_people(vec![helper], Box::new([helped].into_iter())).await.expect("people are loaded");
    People { place, household, member }
}

pub async fn of(register: &Register, role: Role, code: &str) -> Session {
    let unit = register.unit(code).await.id;
    register.session_as(Actor::with_role(&format!("{role}@{code}"), role, role.is_of_a_unit().then_some(unit)))
}

async fn a_dump_of_the_whole_database_holds_nothing_of_anybody(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    let held = lead.held_of_household(people.household).await.unwrap();
    let changed = HouseholdDraft { people: Some(2), ..held.household.draft };
    lead.change_household(operation(), people.household, 1, None, changed).await.unwrap();
    // Said twice it is the same household; what is refused leaves nothing either.
    let again = lead.household(people.household).await.unwrap();
    let consent = domain::household::ConsentDraft {
        agreed: true,
        given_on: Some(today()),
        how: Some(ConsentHow::AtTheOffice),
        text_version: TEXT_VERSION.into(),
        form_number: "DY-2".into(),
    };
    let twice = lead.add_household(operation(), people.place, consent, again.draft).await;
    assert_eq!(errors(twice.unwrap_err()), [("name".to_owned(), "recorded_already".to_owned())]);
    let member = lead.member(people.member).await.unwrap();
    lead.change_member(operation(), people.member, 1, MemberDraft { capacity: 4, ..member.draft }).await.unwrap();
    lead.held_of_member(people.member).await.unwrap();

    let all = dump(&register).await;
    let tables: BTreeSet<&str> = all.iter().map(|(table, _)| table.as_str()).collect();
    for table in
        ["household", "member", "visit", "request", "member_task", "monthly_check", "household_assignment", "change_log", "access_log"]
    {
        assert!(tables.contains(table), "{table} was read: {tables:?}");
    }
    for (table, row) in all {
        let row = row.to_lowercase();
        for words in WORDS {
            for needle in [words.to_lowercase(), fold(words), words.replace(' ', "").to_lowercase()] {
                assert!(!row.contains(&needle), "{table} holds {needle}: {row}");
            }
        }
    }
}

async fn all_that_is_held_is_shown_with_who_looked(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let staff = of(&register, Role::WardStaff, "26740").await;
    staff.household(people.household).await.unwrap();
    let lead = of(&register, Role::WardLead, "26740").await;
    let code = lead.household(people.household).await.unwrap().code;
    assert_eq!(lead.household_of_code(&code.to_lowercase()).await, Ok(Some(people.household)));
    let held = lead.held_of_household(people.household).await.unwrap();
    assert_eq!((held.household.draft.name.as_str(), held.place.as_str()), (WORDS[0], "Chung cư"));
    assert_eq!(
        held.assignments.iter().map(|held| (held.member.as_str(), held.assignment.draft.aim.as_str())).collect::<Vec<_>>(),
        [(WORDS[4], WORDS[6])]
    );
    assert_eq!(held.visits.iter().map(|visit| visit.draft.promised.as_str()).collect::<Vec<_>>(), [WORDS[7]]);
    assert_eq!(held.requests.iter().map(|request| request.answer.as_str()).collect::<Vec<_>>(), [WORDS[8]]);
    assert_eq!(held.consents.iter().map(|consent| consent.form_number.as_str()).collect::<Vec<_>>(), ["DY-1"]);
    let looked: Vec<&str> = held.looks.iter().map(|look| look.action.as_str()).collect();
    assert_eq!(looked.iter().filter(|action| **action == "household_read").count(), 2, "{looked:?}");
    assert!(looked.contains(&"person_read"), "the look of now is among them: {looked:?}");
    let text = serde_json::to_string(&held).unwrap();
    assert!(WORDS[..4].iter().all(|words| text.contains(words)), "the copy for programs holds all of it");

    let member = lead.held_of_member(people.member).await.unwrap();
    assert_eq!((member.member.draft.name.as_str(), member.member.households, member.tasks[0].checks.len()), (WORDS[4], 1, 1));
    // The officer outside the wards learns who looked, and nothing else.
    let officer = of(&register, Role::DataProtectionOfficer, "26740").await;
    assert!(officer.looks_at_code(&code).await.unwrap().is_some_and(|looks| looks.len() >= 3));
    assert_eq!(officer.looks_at_code("H-00000000").await, Ok(None));
    let members = officer.looks_at_code(&format!(" {} ", member.code.to_lowercase())).await.unwrap().expect("there is such a member");
    assert_eq!(
        members.iter().map(|look| look.action.as_str()).collect::<Vec<_>>(),
        member.looks.iter().map(|look| look.action.as_str()).collect::<Vec<_>>()
    );
    assert_eq!(officer.looks_at_code("DV-00000000").await, Ok(None));
    assert_eq!(lead.looks_at_code(&member.code).await, Err(Failure::NotFound), "the log of all wards is the officer's");
    assert_eq!(officer.held_of_household(people.household).await.unwrap_err(), Failure::NotFound);
}

async fn nobody_but_the_lead_of_the_ward_is_shown_it(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let code = of(&register, Role::WardLead, "26740").await.household(people.household).await.unwrap().code;
    let mut outside = vec![of(&register, Role::WardLead, "26743").await];
    for role in [Role::WardStaff, Role::WardViewer, Role::Member, Role::City, Role::Administrator] {
        outside.push(of(&register, role, "26740").await);
    }
    for session in outside {
        let who = &session.actor;
        assert_eq!(session.held_of_household(people.household).await.unwrap_err(), Failure::NotFound, "{who:?}");
        assert_eq!(session.held_of_member(people.member).await.unwrap_err(), Failure::NotFound, "{who:?}");
        assert!(matches!(session.household_of_code(&code).await, Ok(None) | Err(Failure::NotFound)), "{who:?}");
        let restricted = session.restrict_household(operation(), people.household, true).await;
        assert_eq!(restricted.unwrap_err(), Failure::NotFound, "{who:?}");
        for (about, id) in [(PersonKind::Household, people.household), (PersonKind::Member, people.member)] {
            assert_eq!(session.erase_person(operation(), about, id).await.unwrap_err(), Failure::NotFound, "{who:?}");
        }
    }
    let script = Actor { by_token: true, ..Actor::with_role("script", Role::WardLead, [register.unit("26740").await.id]) };
    assert_eq!(register.session_as(script).held_of_household(people.household).await.unwrap_err(), Failure::NotFound, "no script does");
}

async fn a_restricted_record_is_opened_by_the_lead_alone(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let (lead, staff) = (of(&register, Role::WardLead, "26740").await, of(&register, Role::WardStaff, "26740").await);
    let unit = register.unit("26740").await.id;
    lead.restrict_household(operation(), people.household, true).await.unwrap();
    assert_eq!(staff.household(people.household).await.unwrap_err(), Failure::NotFound);
    assert_eq!(staff.households(unit, &HouseholdFilter::default(), 10).await.unwrap().1, 0);
    // Nor do its numbers tell of it.
    assert_eq!((staff.request_figures(unit).await.unwrap().len(), lead.request_figures(unit).await.unwrap().len()), (0, 1));
    let helped = async |session: &Session| session.households_of_member(people.member).await.unwrap().len();
    assert_eq!((helped(&staff).await, helped(&lead).await), (0, 1));
    let draft = lead.household(people.household).await.unwrap();
    let changed = lead.change_household(operation(), people.household, draft.revision, None, draft.draft).await;
    assert_eq!(errors(changed.unwrap_err()), [("household".to_owned(), "household_is_restricted".to_owned())]);
    lead.restrict_household(operation(), people.household, false).await.unwrap();
    assert_eq!(staff.households(unit, &HouseholdFilter::default(), 10).await.unwrap().1, 1);
}

async fn an_erased_household_leaves_its_proof_and_nothing_that_opens(register: Register) {
    let register = register.with_units().await;
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("erased").display().to_string();
    let keys = keys_with(DATA_KEY, &list);
    let people = people(&register, keys.clone()).await;
    let wrapped = rows(&register, "SELECT wrapped FROM record_key WHERE kind <> 'member'").await;
    assert_eq!(wrapped.len(), 3, "household, visit and request have keys of their own");
    let unit = register.unit("26740").await.id;
    let lead = Session::new(register.db.clone(), keys.clone(), Actor::with_role("lead", Role::WardLead, [unit]), now(), today());
    lead.erase_person(operation(), PersonKind::Household, people.household).await.unwrap();
    let all = dump(&register).await;
    for table in ["household", "visit", "request", "household_assignment"] {
        assert!(all.iter().all(|(of, _)| of != table), "{table} is empty");
    }
    for key in wrapped {
        assert!(all.iter().all(|(table, row)| !row.contains(&key) || panic!("{table} still holds a key")));
    }
    assert_eq!(lead.held_of_household(people.household).await.unwrap_err(), Failure::NotFound);
    let proof =
        rows(&register, "SELECT form_number || ' ' || CAST(withdrawn_on AS text) || ' ' || CAST(kept_until AS text) FROM consent").await;
    assert_eq!(proof, ["DY-1 2026-11-22 2028-11-22"], "the proof is kept for its time");
    assert_eq!(std::fs::read_to_string(&list).unwrap().lines().count(), 3);
    verify(&register.db, &keys).await.unwrap().expect("the log is whole");
    assert!(lead.member(people.member).await.is_ok(), "who helped it is another person");
}

async fn an_erased_member_leaves_nothing_that_opens(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    lead.erase_person(operation(), PersonKind::Member, people.member).await.unwrap();
    let all = dump(&register).await;
    for table in ["member", "member_task", "monthly_check", "household_assignment"] {
        assert!(all.iter().all(|(of, _)| of != table), "{table} is empty");
    }
    assert_eq!(rows(&register, "SELECT wrapped FROM record_key WHERE kind = 'member'").await, [""]);
    verify(&register.db, &keys()).await.unwrap().expect("the log is whole");
    assert!(lead.household(people.household).await.is_ok());
}

async fn a_copy_of_before_an_erasure_is_purged(register: Register) {
    use sea_orm::ConnectionTrait;
    let register = register.with_units().await;
    let folder = tempfile::tempdir().unwrap();
    let keys = keys_with(DATA_KEY, &folder.path().join("erased").display().to_string());
    let people = people(&register, keys.clone()).await;
    let session = Session::new(register.db.clone(), keys.clone(), Actor::local(), now(), today());
    let wrapped = rows(&register, "SELECT wrapped FROM record_key WHERE kind = 'household'").await.remove(0);
    session.erase_person(operation(), PersonKind::Household, people.household).await.unwrap();
    let back = format!("UPDATE record_key SET wrapped = '{wrapped}', erased_at = NULL WHERE kind = 'household'");
    register.db.execute_unprepared(&back).await.unwrap();
    register.db.execute_unprepared("UPDATE consent SET withdrawn_on = NULL").await.unwrap();
    let later = chrono::TimeDelta::days(3);
    let session = Session::new(register.db.clone(), keys, Actor::local(), now() + later, today() + later);
    assert_eq!(session.erase_again().await.unwrap(), Ok(ErasedAgain::Erased(1)));
    assert_eq!(rows(&register, "SELECT wrapped FROM record_key WHERE kind = 'household'").await, [""]);
    let withdrawn = rows(&register, "SELECT CAST(withdrawn_on AS TEXT) FROM consent").await;
    assert_eq!(withdrawn, [today().to_string()], "the day on which it withdrew, not that of the copy");
}

async fn whoever_read_a_visit_or_a_request_is_found_also_when_all_is_gone(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let (lead, staff) = (of(&register, Role::WardLead, "26740").await, of(&register, Role::WardStaff, "26740").await);
    let officer = of(&register, Role::DataProtectionOfficer, "26740").await;
    let code = lead.household(people.household).await.unwrap().code;
    let looks = async || officer.looks_at_code(&code).await.unwrap().unwrap_or_default().len();
    let before = looks().await;
    assert_eq!(staff.visits_of(people.household).await.unwrap().len(), 1);
    assert_eq!(looks().await, before + 1);
    assert_eq!(staff.requests_of(people.household).await.unwrap().len(), 1);
    assert_eq!(looks().await, before + 2);
    let unit = register.unit("26740").await.id;
    assert_eq!(staff.requests_of_ward(unit, &Default::default(), 10).await.unwrap().1, 1);
    assert_eq!(looks().await, before + 3);
    lead.erase_person(operation(), PersonKind::Household, people.household).await.unwrap();
    assert_eq!(looks().await, before + 3, "all that was read is still found, also from the list of the ward");
}

async fn the_change_log_tells_nobody_what_happens_to_people(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    of(&register, Role::WardLead, "26740").await.restrict_household(operation(), people.household, true).await.unwrap();
    let tables = async |session: Session| -> BTreeSet<String> {
        session.audit(&Default::default(), 500).await.unwrap().into_iter().map(|found| found.entry.row_table).collect()
    };
    let all = tables(register.session()).await;
    let about_people = ["household", "visit", "request", "member"];
    assert!(about_people.iter().all(|table| all.contains(*table)), "it is in the log: {all:?}");
    for role in [Role::Administrator, Role::WardLead] {
        let seen = tables(of(&register, role, "26740").await).await;
        assert!(seen.contains("place") && about_people.iter().all(|table| !seen.contains(*table)), "{role}: {seen:?}");
    }
}

async fn a_household_whose_place_comes_to_another_ward_is_that_wards_alone(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let (old, new) = (of(&register, Role::WardLead, "26740").await, of(&register, Role::WardLead, "26743").await);
    let draft =
        PersonRequestDraft { about: PersonKind::Household, record: people.household, kind: PersonRequestKind::View, received_on: today() };
    old.add_person_request(operation(), draft).await.unwrap();
    let unit = register.unit("26743").await.id;
    let said = domain::change::fields(&serde_json::json!({ "admin_unit_id": unit }));
    register.session().change_place(operation(), people.place, 1, said).await.unwrap();
    assert_eq!(old.household(people.household).await.unwrap_err(), Failure::NotFound);
    assert_eq!(old.person_requests(10).await.unwrap(), []);
    assert_eq!(old.households_of_member(people.member).await.unwrap(), []);
    assert_eq!(new.person_requests(10).await.unwrap().len(), 1, "its clock goes on with those who can answer");
    let assigned = new.assignments_of(people.household).await.unwrap();
    assert_eq!(assigned.iter().map(|one| one.assignment.ended_on).collect::<Vec<_>>(), [Some(today())]);
    assert_eq!(new.support_numbers(unit).await.unwrap().without_member, 1);
}

async fn a_request_has_its_clock(register: Register) {
    let register = register.with_units().await;
    let people = people(&register, keys()).await;
    let lead = of(&register, Role::WardLead, "26740").await;
    let draft = PersonRequestDraft {
        about: PersonKind::Household,
        record: people.household,
        kind: PersonRequestKind::Delete,
        received_on: day(2026, 11, 20),
    };
    let id = lead.add_person_request(operation(), draft).await.unwrap();
    lead.step_person_request(operation(), id, PersonRequestStep::Extend).await.unwrap();
    let open = lead.person_requests(10).await.unwrap();
    assert_eq!((open.len(), open[0].acknowledge_by, open[0].due_on), (1, day(2026, 11, 24), day(2026, 12, 30)));
    // One number and one day for the first page: nothing of whom.
    assert_eq!(lead.person_requests_waiting().await, Ok(Some((1, day(2026, 11, 24)))), "first it is acknowledged");
    let other = of(&register, Role::WardLead, "26743").await;
    assert_eq!(other.person_requests_waiting().await, Ok(None));
    lead.step_person_request(operation(), id, PersonRequestStep::Acknowledge).await.unwrap();
    assert_eq!(lead.person_requests_waiting().await, Ok(Some((1, day(2026, 12, 30)))));
    // The record may be gone when the request is answered.
    lead.erase_person(operation(), PersonKind::Household, people.household).await.unwrap();
    lead.step_person_request(operation(), id, PersonRequestStep::Answer(PersonRequestOutcome::Done)).await.unwrap();
    assert!(!lead.person_requests(10).await.unwrap()[0].is_open());
    assert_eq!(lead.person_requests_waiting().await, Ok(None));
    assert_eq!(of(&register, Role::WardStaff, "26740").await.person_requests_waiting().await, Err(Failure::NotFound));
    let again = lead.step_person_request(operation(), id, PersonRequestStep::Acknowledge).await;
    assert_eq!(errors(again.unwrap_err()), [("step".to_owned(), "answered_already".to_owned())]);
    let foreign = of(&register, Role::WardLead, "26743").await;
    assert_eq!(foreign.person_requests(10).await.unwrap(), []);
    assert_eq!(foreign.step_person_request(operation(), id, PersonRequestStep::Extend).await.unwrap_err(), Failure::NotFound);
    assert_eq!(foreign.add_person_request(operation(), draft).await.unwrap_err(), Failure::NotFound);
}

async fn a_breach_has_its_clock(register: Register) {
    let officer = register.session_as(Actor::with_role("privacy", Role::DataProtectionOfficer, []));
    let draft = BreachDraft { found_at: now(), records: 3, what: "Gửi nhầm thư".into(), measures: String::new() };
    let id = officer.add_breach(operation(), draft.clone()).await.unwrap();
    let kept = officer.breaches().await.unwrap();
    assert_eq!((kept[0].notify_by - now()).num_hours(), 72);
    assert_eq!(officer.breaches_waiting().await, Ok(Some((1, kept[0].notify_by))));
    officer.breach_notified(operation(), id).await.unwrap();
    assert_eq!(officer.breaches_waiting().await, Ok(None));
    assert_eq!(errors(officer.breach_notified(operation(), id).await.unwrap_err()), [("breach".to_owned(), "notified_already".to_owned())]);
    // What is done later is added with its moment, also once it was notified; what was said before stays.
    officer.add_breach_measure(operation(), id, " Đổi  mật khẩu ".into()).await.unwrap();
    let later = register.session_after(3);
    later.add_breach_measure(operation(), id, "Báo cho hộ".into()).await.unwrap();
    let kept = officer.breaches().await.unwrap().remove(0);
    let added: Vec<_> = kept.added.iter().map(|done| (done.what.as_str(), (done.taken_at - now()).num_days())).collect();
    assert_eq!((added, kept.draft.measures.as_str()), (vec![("Đổi mật khẩu", 0), ("Báo cho hộ", 3)], ""));
    let nothing = officer.add_breach_measure(operation(), id, " ".into()).await;
    assert_eq!(errors(nothing.unwrap_err()), [("measure".to_owned(), "required".to_owned())]);
    let admin = register.session_as(Actor::with_role("admin", Role::Administrator, []));
    assert_eq!(admin.add_breach_measure(operation(), id, "Xem".into()).await.unwrap_err(), Failure::NotFound);
    assert_eq!(admin.breaches().await.unwrap_err(), Failure::NotFound);
    assert_eq!(admin.add_breach(operation(), draft).await.unwrap_err(), Failure::NotFound);
}
