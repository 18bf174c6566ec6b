//! A value holds from its day on and never changes what held before; holidays are entered once.

use crate::common::{Register, both_databases, day, errors, operation, today};
use domain::failure::Failure;
use domain::permission::Role;
use domain::setting::{Holiday, Setting, SettingDraft};
use store::{Actor, Session};

both_databases![
    a_value_holds_from_its_day_on_and_is_taken_back_only_before_it_has_held,
    only_the_administrator_changes_settings,
    the_fixed_holidays_of_a_year_are_entered_once,
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
