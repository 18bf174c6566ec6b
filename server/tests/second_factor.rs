//! Signing in with a second factor, as a browser without scripts does it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Phone, Program, Serving};

fn city() -> (Program, Serving) {
    let program = Program::with_units();
    program.user("lan", &["city"]);
    program.user("admin", &["administrator"]);
    let serving = program.serve();
    (program, serving)
}

async fn password(browser: &mut Browser, serving: &Serving, user: &str, more: &[(&str, &str)]) {
    browser.get(serving, "/sign-in").await;
    let fields: Vec<(&str, &str)> = [("user_name", user), ("password", PASSWORD)].into_iter().chain(more.iter().copied()).collect();
    browser.post(serving, "/sign-in", &fields).await;
}

#[tokio::test]
async fn a_person_goes_on_where_they_were_after_password_and_code() {
    let (_program, serving) = city();
    let phone = Phone::set_up(&serving, "lan").await;
    let mut browser = Browser::default();
    password(&mut browser, &serving, "lan", &[("next", "/places?q=a b")]).await;
    assert_eq!((browser.status, browser.location.as_str()), (303, "/sign-in/code?next=%2Fplaces%3Fq%3Da+b"));
    let half = browser.session();
    browser.get(&serving, &browser.location.clone()).await;
    assert!(browser.page.contains("inputmode=\"numeric\"") && browser.page.contains("autocomplete=\"one-time-code\""));
    browser.post(&serving, "/sign-in/code", &[("code", "000000"), ("next", "/places?q=a b")]).await;
    assert_eq!(browser.status, 422);
    assert!(browser.page.contains("value=\"/places?q=a b\""), "where to stays in the form");
    let code = phone.code(1);
    browser.post(&serving, "/sign-in/code", &[("code", &code), ("next", "/places?q=a b")]).await;
    assert_eq!((browser.status, browser.location.as_str()), (303, "/places?q=a b"));
    assert_ne!(browser.session(), half, "the session is another one");
    browser.get(&serving, "/account").await;
    assert_eq!(browser.status, 200);

    // The same code opens no second door.
    let mut other = Browser::default();
    password(&mut other, &serving, "lan", &[]).await;
    other.get(&serving, "/sign-in/code").await;
    other.post(&serving, "/sign-in/code", &[("code", &code)]).await;
    assert_eq!(other.status, 422);
    // A recovery code does, once.
    let paper = &phone.recovery_codes[0];
    other.post(&serving, "/sign-in/code", &[("code", paper)]).await;
    assert_eq!(other.status, 303);
    let mut third = Browser::default();
    password(&mut third, &serving, "lan", &[]).await;
    third.get(&serving, "/sign-in/code").await;
    third.post(&serving, "/sign-in/code", &[("code", paper)]).await;
    assert_eq!(third.status, 422);
}

#[tokio::test]
async fn what_was_typed_before_the_session_ended_survives_both_steps() {
    let (_program, serving) = city();
    let phone = Phone::set_up(&serving, "lan").await;
    let mut browser = Browser::default();
    // Not from an address, which anybody can make up.
    browser.get(&serving, "/sign-in?next=%2Fx&resume_to=%2Fusers&resume=a%3Db").await;
    assert!(browser.status == 200 && browser.page.contains("value=\"/x\"") && !browser.page.contains("name=\"resume"), "{}", browser.page);
    browser.post(&serving, "/places/new", &[("name", "Chung cư gõ dở")]).await;
    assert_eq!(browser.status, 401);
    let resumed = [("resume_to", "/places/new"), ("resume", "name=Chung+c%C6%B0+g%C3%B5+d%E1%BB%9F")];
    password(&mut browser, &serving, "lan", &resumed).await;
    assert_eq!(browser.status, 200);
    let code = phone.code(1);
    browser.post(&serving, "/sign-in/code", &[("code", "1"), resumed[0], resumed[1]]).await;
    assert!(browser.status == 422 && browser.page.contains("value=\"/places/new\""), "{}", browser.page);
    browser.post(&serving, "/sign-in/code", &[("code", &code), resumed[0], resumed[1]]).await;
    assert!(browser.status == 200 && browser.page.contains("value=\"Chung cư gõ dở\""), "{}", browser.page);
}

#[tokio::test]
async fn whoever_is_half_in_may_begin_again_and_a_lost_half_session_loses_nothing() {
    let (_program, serving) = city();
    let phone = Phone::set_up(&serving, "lan").await;
    let mut browser = Browser::default();
    password(&mut browser, &serving, "lan", &[]).await;
    // A page of before, without a token, from another tab.
    browser.page.clear();
    browser.post(&serving, "/sign-in", &[("user_name", "admin"), ("password", PASSWORD)]).await;
    assert_eq!((browser.status, browser.location.as_str()), (303, "/"));

    let mut late = Browser::default();
    password(&mut late, &serving, "lan", &[]).await;
    late.forget_session();
    late.post(&serving, "/sign-in/code", &[("code", &phone.code(1)), ("next", "/places")]).await;
    assert!(late.status == 422 && late.page.contains("đăng nhập lại từ đầu") && late.page.contains("value=\"/places\""), "{}", late.page);
    late.get(&serving, "/sign-in/code?next=%2Fplaces").await;
    assert_eq!((late.status, late.location.as_str()), (303, "/sign-in?next=%2Fplaces"));
    late.get(&serving, "/sign-in/set-up").await;
    assert_eq!((late.status, late.location.as_str()), (303, "/sign-in?next="));
}

#[tokio::test]
async fn a_role_that_asks_for_it_is_led_to_set_it_up_and_sees_nothing_before() {
    let (program, before) = city();
    let mut early = Browser::default();
    password(&mut early, &before, "lan", &[]).await;
    drop(before);
    let serving = program.serve_with(&[("GANDAN_SECOND_FACTOR_FOR", r#"["city","ward_lead"]"#)]);
    early.get(&serving, "/places").await;
    assert_eq!((early.status, early.location.as_str()), (303, "/sign-in?next=%2Fplaces"), "a session of before has ended");

    let mut browser = Browser::default();
    password(&mut browser, &serving, "lan", &[("next", "/map")]).await;
    assert_eq!((browser.status, browser.location.as_str()), (303, "/sign-in/set-up?next=%2Fmap"));
    for path in ["/", "/places", "/account", "/account/second-factor"] {
        browser.get(&serving, path).await;
        assert_eq!(browser.status, 303, "{path}");
    }
    browser.get(&serving, "/sign-in/code").await;
    assert_eq!(browser.status, 303, "there is no code to give yet");
    browser.get(&serving, "/sign-in/set-up?next=%2Fmap").await;
    let secret = Phone::secret_on(&browser);
    assert!(browser.page.contains("class=\"qr-code\"") && browser.page.contains("otpauth://totp/") && !browser.page.contains(" style=\""));
    browser.post(&serving, "/sign-in/set-up", &[("code", "12"), ("next", "/map")]).await;
    assert_eq!((browser.status, Phone::secret_on(&browser)), (422, secret.clone()), "the picture stays the same");
    browser.post(&serving, "/sign-in/set-up", &[("code", &Phone::count(&secret, 0)), ("next", "/map")]).await;
    assert_eq!((browser.status, Phone::codes_on(&browser).len()), (200, 10), "{}", browser.page);
    assert!(browser.page.contains("href=\"/map\""));
    browser.get(&serving, "/map").await;
    assert_eq!(browser.status, 200);

    let mut admin = Browser::default();
    password(&mut admin, &serving, "admin", &[]).await;
    assert_eq!((admin.status, admin.location.as_str()), (303, "/"), "another role is asked for nothing");
}

#[tokio::test]
async fn an_administrator_and_the_command_line_take_it_away() {
    let (program, serving) = city();
    let mut phone = Phone::set_up(&serving, "lan").await;
    let mut admin = Browser::default();
    password(&mut admin, &serving, "admin", &[]).await;
    admin.get(&serving, "/users").await;
    let before = admin.page.split(">lan</a>").next().unwrap();
    let id = before.rsplit("/users/").next().unwrap().split('"').next().unwrap().to_owned();
    admin.get(&serving, &format!("/users/{id}")).await;
    assert!(admin.page.contains("đang bật"), "{}", admin.page);
    admin.post(&serving, &format!("/users/{id}/second-factor"), &[]).await;
    assert_eq!(admin.status, 303);
    phone.browser.get(&serving, "/account").await;
    assert_eq!(phone.browser.status, 303, "their devices are signed out");
    let mut lan = Browser::default();
    password(&mut lan, &serving, "lan", &[]).await;
    assert_eq!((lan.status, lan.location.as_str()), (303, "/"));

    let said = program.text(&["user", "reset-second-factor", "lan"], 2);
    assert!(said.contains("has no second factor"), "{said}");
    assert!(program.text(&["user", "reset-second-factor", "nobody"], 2).contains("there is no user"));
    Phone::set_up(&serving, "lan").await;
    program.text(&["user", "reset-second-factor", "lan"], 0);
    password(&mut lan, &serving, "lan", &[]).await;
    assert_eq!(lan.location, "/");
}

#[test]
fn a_role_that_is_none_is_refused_when_the_settings_are_read() {
    let program = Program::new();
    let shown = program.command_with(&["config"], &[("GANDAN_SECOND_FACTOR_FOR", r#"["administrator"]"#)]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains(r#"second_factor_for = ["administrator"]    # environment: GANDAN_SECOND_FACTOR_FOR"#), "{shown}");
    let refused = program.command_with(&["config"], &[("GANDAN_SECOND_FACTOR_FOR", r#"["mayor"]"#)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("mayor"));
}
