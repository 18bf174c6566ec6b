//! A value holds from its day on and never changes what held before; holidays are entered once.

use crate::common::{Register, both_databases, day, errors, operation, today};
use crate::households::{add, for_a_year, member};
use domain::failure::Failure;
use domain::permission::Role;
use domain::request::RequestDraft;
use domain::setting::{Holiday, Setting, SettingDraft, UnitSettingDraft};
use domain::visit::HelpKind;
use store::{Actor, Session};

both_databases![
    a_value_holds_from_its_day_on_and_is_taken_back_only_before_it_has_held,
    only_the_administrator_changes_settings,
    the_fixed_holidays_of_a_year_are_entered_once,
    a_ward_settles_load_rhythm_and_deadlines_for_itself,
    what_a_ward_settles_is_its_leads_and_nobody_elses,
    a_ward_takes_its_value_back_or_goes_by_the_city_again,
];

fn draft(value: u32, from: chrono::NaiveDate) -> SettingDraft {
    SettingDraft { setting: Setting::DossierDays, valid_from: Some(from), value: Some(value), reason: "Quyết định 12".into() }
}

fn administrator(register: &Register) -> Session {
    register.session_as(Actor::with_role("admin", Role::Administrator, []))
}

async fn a_value_holds_from_its_day_on_and_is_taken_back_only_before_it_has_held(register: Register) {
    let admin = administrator(&register);
    let held = admin.set_setting(operation(), draft(12, day(2026, 1, 1))).await.unwrap();
    let coming = admin.set_setting(operation(), draft(15, day(2027, 1, 1))).await.unwrap();
    let taken = admin.set_setting(operation(), draft(9, day(2027, 1, 1))).await.unwrap_err();
    assert_eq!(errors(taken), [("valid_from".into(), "already_set_from_that_day".into())]);

    let values = admin.settings().await.unwrap();
    assert_eq!(values.iter().map(|kept| kept.value.value).collect::<Vec<_>>(), [12, 15]);
    let refused = admin.take_setting_back(operation(), held).await.unwrap_err();
    assert_eq!(errors(refused), [("valid_from".into(), "has_held_already".into())]);
    admin.take_setting_back(operation(), coming).await.unwrap();
    admin.set_setting(operation(), draft(11, today())).await.unwrap();
    assert_eq!(admin.settings().await.unwrap().len(), 2);
}

async fn only_the_administrator_changes_settings(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let lead = register.session_as(Actor::with_role("lead", Role::WardLead, [unit]));
    let city = register.session_as(Actor::with_role("city", Role::City, []));
    assert_eq!(lead.settings().await.unwrap_err(), Failure::NotFound);
    assert!(city.settings().await.unwrap().is_empty());
    for session in [&lead, &city] {
        assert_eq!(session.set_setting(operation(), draft(12, today())).await.unwrap_err(), Failure::NotFound);
        assert_eq!(session.add_fixed_holidays(operation(), 2027).await.unwrap_err(), Failure::NotFound);
    }
}

async fn the_fixed_holidays_of_a_year_are_entered_once(register: Register) {
    let admin = administrator(&register);
    let tet = Holiday { on: day(2027, 2, 5), name: "Tết Nguyên đán".into(), free: true };
    admin.add_holiday(operation(), tet.clone()).await.unwrap();
    assert_eq!(errors(admin.add_holiday(operation(), tet).await.unwrap_err()), [("on".into(), "holiday_stands_already".into())]);
    assert_eq!(admin.add_fixed_holidays(operation(), 2027).await.unwrap(), 4);
    assert_eq!(admin.add_fixed_holidays(operation(), 2027).await.unwrap(), 0);
    let days = admin.holidays().await.unwrap();
    assert_eq!(days.iter().map(|kept| kept.holiday.on).collect::<Vec<_>>()[..2], [day(2027, 1, 1), day(2027, 2, 5)]);
    admin.remove_holiday(operation(), days[0].id).await.unwrap();
    assert_eq!(admin.holidays().await.unwrap().len(), 4);
}

fn of_the_ward(setting: Setting, value: Option<u32>, from: chrono::NaiveDate) -> UnitSettingDraft {
    UnitSettingDraft { setting, valid_from: Some(from), value, as_the_city: value.is_none(), reason: "Kế hoạch 5/KH-UBND".into() }
}

async fn a_ward_settles_load_rhythm_and_deadlines_for_itself(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let session = register.session();
    let settled =
        [(Setting::HouseholdsOfAMember, 1), (Setting::VisitDays, 7), (Setting::RequestWorkingDays, 2), (Setting::RequestReminderDays, 2)];
    for (setting, value) in settled {
        session.set_unit_setting(operation(), own, of_the_ward(setting, Some(value), day(2026, 1, 1))).await.unwrap();
    }
    let elsewhere = register.add(serde_json::json!({ "name": "Ở phường khác", "admin_unit_id": other })).await;
    let place = register.add(serde_json::json!({ "name": "Ở phường này" })).await;
    let (here, there) = (add(&session, place, "Bà Bảy").await, add(&session, elsewhere, "Ông Tám").await);
    let due = async |unit, id| {
        let (rows, _) = session.households(unit, &Default::default(), 10).await.unwrap();
        let row = rows.into_iter().find(|row| row.household.id == id).expect("it is listed");
        (row.visit_due_on.expect("a visit is due") - row.household.consented_on).num_days()
    };
    assert_eq!((due(own, here).await, due(other, there).await), (7, 30));

    let asked = |asked: &str| RequestDraft { category: HelpKind::Referral, asked: asked.into() };
    let first = session.add_request(operation(), here, asked("Thẻ bảo hiểm")).await.unwrap();
    let second = session.add_request(operation(), there, asked("Thẻ bảo hiểm")).await.unwrap();
    let (first, second) = (session.request(first).await.unwrap(), session.request(second).await.unwrap());
    assert!(first.due_on < second.due_on, "{} {}", first.due_on, second.due_on);

    let helper = member(&register, "Cô Tư", None, 5).await;
    session.assign(operation(), here, for_a_year(helper), false).await.unwrap();
    let one_more = add(&session, place, "Chú Chín").await;
    let refused = session.assign(operation(), one_more, for_a_year(helper), false).await.unwrap_err();
    assert_eq!(errors(refused), [("despite_load".into(), "member_has_no_room".into())]);
}

async fn what_a_ward_settles_is_its_leads_and_nobody_elses(register: Register) {
    let register = register.with_units().await;
    let (own, other) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let draft = || of_the_ward(Setting::VisitDays, Some(14), today());
    for (role, unit) in [(Role::WardLead, other), (Role::WardStaff, own), (Role::City, own), (Role::Administrator, own)] {
        let session = register.session_as(Actor::with_role("x", role, role.is_of_a_unit().then_some(unit)));
        assert_eq!(session.set_unit_setting(operation(), own, draft()).await.unwrap_err(), Failure::NotFound, "{role}");
    }
    let lead = register.session_as(Actor::with_role("lead", Role::WardLead, [own]));
    let id = lead.set_unit_setting(operation(), own, draft()).await.unwrap();
    let (kept, rules) = lead.unit_settings(own).await.unwrap();
    assert_eq!((kept.len(), rules.on(Setting::VisitDays, today()), rules.of_the_city(Setting::VisitDays, today())), (1, 14, 30));
    let stranger = register.session_as(Actor::with_role("lead2", Role::WardLead, [other]));
    assert_eq!(stranger.unit_settings(own).await.unwrap_err(), Failure::NotFound);
    // Named through a ward of one's own it is not found either.
    let refused = stranger.take_unit_setting_back(operation(), other, id).await.unwrap_err();
    assert_eq!(errors(refused), [("setting".into(), "no_longer_there".into())]);
}

async fn a_ward_takes_its_value_back_or_goes_by_the_city_again(register: Register) {
    let register = register.with_units().await;
    let own = register.unit("26740").await.id;
    let session = register.session();
    let held = session.set_unit_setting(operation(), own, of_the_ward(Setting::VisitDays, Some(14), day(2026, 1, 1))).await.unwrap();
    let refused = session.take_unit_setting_back(operation(), own, held).await.unwrap_err();
    assert_eq!(errors(refused), [("valid_from".into(), "has_held_already".into())]);
    let again = of_the_ward(Setting::VisitDays, Some(9), day(2026, 1, 1));
    let refused = session.set_unit_setting(operation(), own, again).await.unwrap_err();
    assert_eq!(errors(refused), [("valid_from".into(), "already_set_from_that_day".into())]);

    let back = session.set_unit_setting(operation(), own, of_the_ward(Setting::VisitDays, None, today())).await.unwrap();
    session.set_setting(operation(), SettingDraft { setting: Setting::VisitDays, ..draft(21, today()) }).await.unwrap();
    let holds = async || session.unit_settings(own).await.unwrap().1.on(Setting::VisitDays, today());
    assert_eq!(holds().await, 21);
    session.take_unit_setting_back(operation(), own, back).await.unwrap();
    assert_eq!(holds().await, 14);
    // A law is no ward's to settle.
    let law = session.set_unit_setting(operation(), own, of_the_ward(Setting::AnnualQuorum, Some(10), today())).await.unwrap_err();
    assert_eq!(errors(law), [("setting".into(), "not_a_choice".into())]);
}
