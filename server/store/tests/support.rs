//! What the city sees of the help for households: months that were frozen, and nothing that gives anybody away.

use std::collections::BTreeMap;

use crate::common::{Register, both_databases, day, errors, now, operation, today};
use crate::retention_of_people::{household, id_in, request, rows, run, visit};
use domain::failure::Failure;
use domain::household::{Support, SupportCategory};
use domain::member::MemberDraft;
use domain::permission::Role;
use domain::person_request::PersonKind;
use domain::setting::{Setting, SettingDraft};
use domain::support_table::SupportMeasure;
use domain::visit::{HelpGiven, HelpKind, VisitDraft, VisitHow, VisitOutcome};
use sea_orm::{ConnectionTrait, Statement};
use store::Actor;
use store::support::{Frozen, SupportTable};
use uuid::Uuid;

both_databases![
    a_month_is_counted_frozen_once_and_read_by_the_city,
    visits_count_with_their_help_but_not_what_was_corrected_nor_nobody_at_home,
    what_was_opened_stands_in_the_access_log,
    a_month_before_the_first_household_or_not_over_is_not_frozen,
    months_that_counted_invented_households_alone_go_with_them,
    months_that_were_missed_are_frozen_as_far_as_they_can_be_counted,
];

/// Days from today to the fourth of December, when November is frozen.
const FROZEN_AFTER: i64 = 12;

fn told(table: &SupportTable) -> BTreeMap<&str, Option<u64>> {
    table.rows.iter().filter(|row| row.value != Some(0)).map(|row| (row.code.as_str(), row.value)).collect()
}

async fn assigned(register: &Register, household: Uuid, member: Uuid) {
    let (id, household, member) = (id_in(register, Uuid::now_v7()), id_in(register, household), id_in(register, member));
    let row = format!(
        "INSERT INTO household_assignment (id, household_id, member_id, from_day, to_day, sealed, recorded_by, recorded_at)
         VALUES ({id}, {household}, {member}, '2026-11-01', '2027-10-31', 'sealed:x', 'local', '2026-11-22 03:00:00+00:00')"
    );
    run(register, &row).await;
}

/// Thirty households in Sài Gòn, three in Bến Thành, six in Nhà Bè: a third of them poor, half of them with a member.
async fn at_work(register: Register) -> Register {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let draft = MemberDraft { name: "Trần Văn B".into(), capacity: 50, ..MemberDraft::default() };
    let member = register.session().add_member(operation(), unit, draft).await.unwrap();
    let mut number = 0;
    for (code, households) in [("26740", 30), ("26743", 3), ("27655", 6)] {
        let unit = register.unit(code).await.id;
        let place = register.add(serde_json::json!({ "name": format!("Chung cư {code}"), "admin_unit_id": unit })).await;
        for _ in 0..households {
            number += 1;
            let supports = match number {
                ..=13 => vec![Support::of(SupportCategory::Poor)],
                // Granted, and over before the month was.
                14 => vec![Support { valid_to: Some(day(2026, 11, 29)), ..Support::of(SupportCategory::NearPoor) }],
                _ => vec![],
            };
            let id = household(&register, place, &format!("Hộ {number}"), supports).await;
            if number % 2 == 0 {
                assigned(&register, id, member).await;
            }
            if number <= 7 {
                request(&register, id, "answered", (day(2026, 11, 2), Some(day(2026, 11, 12)), None), "school").await;
            }
        }
    }
    register
}

async fn a_month_is_counted_frozen_once_and_read_by_the_city(register: Register) {
    let register = at_work(register).await;
    let job = register.session_after(FROZEN_AFTER);
    assert_eq!(job.freeze_support_due().await, Ok(Frozen::Now));
    let city = register.session_as(Actor::with_role("city", Role::City, []));
    assert_eq!(city.support_months().await.unwrap(), [day(2026, 11, 1)]);
    let tables = city.support_tables(day(2026, 11, 30)).await.unwrap();
    assert_eq!((tables.month, tables.frozen_at), (day(2026, 11, 1), now() + chrono::TimeDelta::days(FROZEN_AFTER)));
    let of = |measure: SupportMeasure| tables.tables.iter().find(|table| table.measure == measure).expect("a table");
    let wards = of(SupportMeasure::HouseholdsByWard);
    assert_eq!((told(wards), wards.sum), (BTreeMap::from([("26740", Some(30)), ("26743", None), ("27655", None)]), Some(39)));
    assert!(wards.rows.iter().any(|row| row.name == "Phường Bến Thành"), "{wards:?}");
    assert_eq!(of(SupportMeasure::Coverage).sum, Some(49));
    assert_eq!(told(of(SupportMeasure::HouseholdsByCategory)), BTreeMap::from([("poor", Some(13))]));
    assert_eq!(told(of(SupportMeasure::RequestsByOffice)), BTreeMap::from([("school", Some(7))]));
    assert_eq!(told(of(SupportMeasure::MedianDaysByOffice))["school"], Some(10));
    // What is hidden stands nowhere, and nothing changes any more.
    assert_eq!(rows(&register, "support_figure WHERE value BETWEEN 1 AND 4").await, 0);
    run(&register, "UPDATE household SET restricted = TRUE").await;
    assert_eq!(job.freeze_support(day(2026, 11, 15)).await, Ok(Frozen::Before));
    assert_eq!(city.support_tables(day(2026, 11, 1)).await.unwrap(), tables);
    assert_eq!(city.support_tables(day(2026, 10, 1)).await.unwrap_err(), Failure::NotFound);

    // In December those that asked to be left alone are counted nowhere.
    assert_eq!(register.session_after(FROZEN_AFTER + 31).freeze_support_due().await, Ok(Frozen::Now));
    let tables = city.support_tables(day(2026, 12, 1)).await.unwrap();
    assert!(tables.tables.iter().flat_map(|table| &table.rows).all(|row| row.value.is_none_or(|value| value == 0)));

    for role in [Role::Administrator, Role::WardLead, Role::WardStaff, Role::WardViewer, Role::Member, Role::DataProtectionOfficer] {
        let session = register.session_as(Actor::with_role("somebody", role, [register.unit("26740").await.id]));
        assert_eq!(session.support_tables(day(2026, 11, 1)).await.unwrap_err(), Failure::NotFound, "{role}");
        assert_eq!(session.freeze_support(day(2026, 11, 1)).await.unwrap_err(), Failure::NotFound, "{role}");
    }
    assert_eq!(city.freeze_support(day(2026, 11, 1)).await.unwrap_err(), Failure::NotFound);
}

async fn visits_count_with_their_help_but_not_what_was_corrected_nor_nobody_at_home(register: Register) {
    let register = register.with_units().await;
    let place = register.named("Chung cư").await;
    let session = register.session();
    let met = |how: VisitHow| {
        let help = vec![HelpGiven { kind: HelpKind::Paperwork, amount: None, quantity: None }];
        VisitDraft { how, help, ..VisitDraft::simply(today(), VisitOutcome::Met) }
    };
    for number in 0..7 {
        let id = household(&register, place, &format!("Hộ {number}"), vec![]).await;
        let wrong = session.record_visit(operation(), id, met(VisitHow::Phone), None).await.unwrap();
        session.record_visit(operation(), id, met(VisitHow::InPerson), Some(wrong)).await.unwrap();
        session.record_visit(operation(), id, VisitDraft::simply(today(), VisitOutcome::NobodyHome), None).await.unwrap();
    }
    assert_eq!(register.session_after(FROZEN_AFTER).freeze_support_due().await, Ok(Frozen::Now));
    let city = register.session_as(Actor::with_role("city", Role::City, []));
    let tables = city.support_tables(today()).await.unwrap().tables;
    let of = |measure: SupportMeasure| tables.iter().find(|table| table.measure == measure).expect("a table");
    let (visits, help) = (of(SupportMeasure::VisitsByHow), of(SupportMeasure::HelpByKind));
    assert_eq!((told(visits), visits.sum), (BTreeMap::from([("in_person", Some(7))]), Some(7)));
    assert_eq!((told(help), help.sum), (BTreeMap::from([("paperwork", Some(7))]), Some(7)));
    assert_eq!(rows(&register, "access_log WHERE action = 'support_tables_freeze' AND row_table = 'visit' AND row_count = 7").await, 1);
}

async fn what_was_opened_stands_in_the_access_log(register: Register) {
    let register = at_work(register).await;
    let ids = |register: &Register| {
        let statement = "SELECT row_ids FROM access_log WHERE action = 'support_tables_freeze' AND row_table = 'household'";
        Statement::from_string(register.db.get_database_backend(), statement)
    };
    assert!(register.db.query_all_raw(ids(&register)).await.unwrap().is_empty());
    for _ in 0..2 {
        register.session_after(FROZEN_AFTER).freeze_support_due().await.unwrap();
    }
    let entries = register.db.query_all_raw(ids(&register)).await.unwrap();
    assert_eq!(entries.len(), 1, "a month that is frozen is not counted again");
    let listed: Vec<Uuid> = serde_json::from_str(&entries[0].try_get_by_index::<String>(0).unwrap()).unwrap();
    assert_eq!(listed.len(), 39);
    let entries = register.session().audit(&Default::default(), 1).await.unwrap();
    let entry = &entries[0].entry;
    assert_eq!((entry.action.as_str(), entry.row_table.as_str(), entry.changes.len()), ("support_tables_freeze", "support_figure", 2));
}

async fn a_month_before_the_first_household_or_not_over_is_not_frozen(register: Register) {
    let register = register.with_units().await;
    assert_eq!(register.session_after(FROZEN_AFTER).freeze_support_due().await, Ok(Frozen::NothingThere));
    let place = register.named("Chung cư").await;
    let id = household(&register, place, "Bà Bảy", vec![]).await;
    // Without a key it cannot be opened, and is not counted.
    visit(&register, id, today(), false, day(2028, 1, 1)).await;
    let refused = register.session_after(FROZEN_AFTER - 1).freeze_support(today()).await;
    assert_eq!(errors(refused.unwrap_err()), [("month".to_owned(), "frozen_later".to_owned())]);
    let job = register.session_after(FROZEN_AFTER);
    assert_eq!(job.freeze_support(day(2026, 10, 1)).await, Ok(Frozen::NothingThere));
    assert_eq!(job.freeze_support_due().await, Ok(Frozen::Now));
    let city = register.session_as(Actor::with_role("city", Role::City, []));
    let tables = city.support_tables(today()).await.unwrap();
    let wards = &tables.tables[0];
    assert_eq!((told(wards), wards.sum), (BTreeMap::from([("26740", None)]), None), "one household alone is not told");
    assert!(tables.tables[2].rows.iter().all(|row| row.value.is_none()), "and nothing that rests on it");
}

async fn months_that_counted_invented_households_alone_go_with_them(register: Register) {
    let register = at_work(register).await;
    assert_eq!(register.session_after(FROZEN_AFTER).freeze_support_due().await, Ok(Frozen::Now));
    let figures = rows(&register, "support_figure").await;
    assert!(figures > 0);
    // Somebody real is among them: what the city was told stays.
    run(&register, "UPDATE household SET sample = (code <> (SELECT MIN(code) FROM household))").await;
    register.session().remove_sample().await.unwrap();
    assert_eq!((rows(&register, "household").await, rows(&register, "support_figure").await), (1, figures));
    run(&register, "UPDATE household SET sample = TRUE").await;
    register.session().remove_sample().await.unwrap();
    assert_eq!((rows(&register, "household").await, rows(&register, "support_figure").await), (0, 0));
}

async fn months_that_were_missed_are_frozen_as_far_as_they_can_be_counted(register: Register) {
    let register = at_work(register).await;
    let on = |day: chrono::NaiveDate| register.session_after((day - today()).num_days());
    let (november, december, january) = (day(2026, 11, 1), day(2026, 12, 1), day(2027, 1, 1));
    assert_eq!(on(day(2026, 12, 4)).freeze_support_missed().await, Ok(vec![]), "nothing was frozen before");
    assert_eq!(on(day(2026, 12, 4)).freeze_support_due().await, Ok(Frozen::Now));
    // Visits go soon; whatever December's were is not known in March.
    let soon = SettingDraft { setting: Setting::VisitMonths, valid_from: Some(december), value: Some(1), reason: "QĐ".into() };
    register.session().set_setting(operation(), soon).await.unwrap();

    let march = on(day(2027, 3, 4));
    assert_eq!(march.freeze_support_due().await, Ok(Frozen::Now));
    assert_eq!(march.freeze_support_missed().await, Ok(vec![(december, Frozen::Now), (january, Frozen::Now)]));
    assert_eq!(march.freeze_support_missed().await, Ok(vec![]), "once");
    let city = register.session_as(Actor::with_role("city", Role::City, []));
    assert_eq!(city.support_months().await.unwrap(), [day(2027, 2, 1), january, december, november]);
    let tables = city.support_tables(december).await.unwrap().tables;
    let of = |measure: SupportMeasure| tables.iter().find(|table| table.measure == measure).expect("a table");
    let wards = of(SupportMeasure::HouseholdsByWard);
    assert_eq!((told(wards), wards.sum), (BTreeMap::from([("26740", Some(30)), ("26743", None), ("27655", None)]), Some(39)));
    assert_eq!(of(SupportMeasure::Coverage).sum, Some(49));
    let missed: Vec<SupportMeasure> = tables.iter().filter(|table| table.missed).map(|table| table.measure).collect();
    assert_eq!(missed, [SupportMeasure::VisitsByHow, SupportMeasure::HelpByKind], "no number stands in for what is gone");
    assert!(tables.iter().filter(|table| table.missed).all(|table| table.rows.is_empty() && table.sum.is_none()));

    // A household that was there at the end of March and April is gone in May: nobody counts those months any more.
    let statement = Statement::from_string(register.db.get_database_backend(), "SELECT id FROM household ORDER BY id");
    let gone: Uuid = register.db.query_all_raw(statement).await.unwrap()[0].try_get_by_index(0).unwrap();
    on(day(2027, 5, 20)).erase_person(operation(), PersonKind::Household, gone).await.unwrap();
    let june = on(day(2027, 6, 4));
    assert_eq!(june.freeze_support_due().await, Ok(Frozen::Now));
    let (april, before) = (day(2027, 4, 1), day(2027, 3, 1));
    assert_eq!(june.freeze_support_missed().await, Ok(vec![(before, Frozen::TooLate), (april, Frozen::TooLate)]));
    assert_eq!(city.support_months_missed().await.unwrap(), [april, before]);
    assert!(!city.support_months().await.unwrap().contains(&april));
    let staff = register.session_as(Actor::with_role("staff", Role::WardStaff, [register.unit("26740").await.id]));
    assert_eq!(staff.support_months_missed().await, Err(Failure::NotFound));
    assert_eq!(staff.freeze_support_missed().await, Err(Failure::NotFound));
}
