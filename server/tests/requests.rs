//! The ward's visits and requests over HTTP.
#![allow(clippy::unwrap_used)]

mod common;

use common::helped::{Helped, NAME, helped, today};
use common::{Browser, PASSWORD, Program, Serving, UNITS};

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn ward() -> (Program, Serving, Helped) {
    let program = Program::with_units();
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("other", &[&format!("ward_lead@{}", UNITS[1].0)]);
    program.user("viewer", &[&format!("ward_viewer@{}", UNITS[0].0)]);
    for (user, role) in [("city", "city"), ("admin", "administrator"), ("privacy", "data_protection_officer")] {
        program.user(user, &[role]);
    }
    let helped = helped(&program).await;
    let serving = program.serve();
    (program, serving, helped)
}

async fn send(browser: &mut Browser, serving: &Serving, path: &str, fields: &[(&str, &str)]) {
    let operation = id();
    let mut all = vec![("operation", operation.as_str())];
    all.extend(fields);
    browser.post(serving, path, &all).await;
}

#[tokio::test]
async fn a_request_is_received_forwarded_answered_confirmed_and_opened_again() {
    let (program, serving, helped) = ward().await;
    let mut staff = signed_in(&serving, "staff").await;
    let of_household = format!("/households/{}/requests", helped.household);
    staff.get(&serving, &of_household).await;
    assert!(staff.status == 200 && staff.page.contains("Hộ chưa có đề nghị nào") && staff.page.contains("tiếp công dân"));
    send(&mut staff, &serving, &of_household, &[("category", "referral"), ("asked", "Tôi muốn khiếu nại ông B")]).await;
    assert!(staff.status == 422 && staff.page.contains("không nhận ở đây") && staff.page.contains("khiếu nại ông B"));
    send(&mut staff, &serving, &of_household, &[("category", "house_repair"), ("asked", "Sửa mái dột")]).await;
    assert_eq!((staff.status, staff.location.as_str()), (303, of_household.as_str()), "{}", staff.page);

    staff.get(&serving, "/requests").await;
    assert!(
        staff.page.contains(&helped.code) && staff.page.contains("Sửa mái dột") && staff.page.contains("Chưa chuyển"),
        "{}",
        staff.page
    );
    assert!(!staff.page.contains(NAME), "a household stands here by its code");
    let request = format!("/requests/{}", &staff.page.split("href=\"/requests/").nth(1).unwrap()[..36]);
    let day = today().to_string();
    let on = ("on", day.as_str());
    let steps: [(&[(&str, &str)], &str); 4] = [
        (&[("revision", "1"), ("step", "forward"), ("office", "fatherland_front"), on], "Đã chuyển: Mặt trận Tổ quốc"),
        (&[("revision", "2"), ("step", "answer"), ("answer", "Phường sửa mái tuần sau"), on], "Phường sửa mái tuần sau"),
        (&[("revision", "3"), ("step", "confirm"), on], "Hộ xác nhận đã xong"),
        (&[("revision", "4"), ("step", "reopen"), on], "Trả lời trước đây, chưa giúp được"),
    ];
    for (fields, shown) in steps {
        staff.get(&serving, &request).await;
        send(&mut staff, &serving, &request, fields).await;
        assert_eq!((staff.status, staff.location.as_str()), (303, request.as_str()), "{shown}: {}", staff.page);
        staff.get(&serving, &request).await;
        assert!(staff.page.contains(shown), "{shown}: {}", staff.page);
    }
    send(&mut staff, &serving, &request, &[("revision", "1"), ("step", "answer"), ("answer", "Trả lời muộn"), on]).await;
    assert!(staff.status == 422 && staff.page.contains("Người khác vừa cập nhật") && staff.page.contains("Trả lời muộn"), "{}", staff.page);
    send(&mut staff, &serving, &request, &[("revision", "5"), ("step", "answer"), ("answer", "X"), ("on", "mai")]).await;
    assert!(staff.status == 422 && staff.page.contains("Xin ghi ngày"));

    for (query, found) in
        [("", true), ("?overdue=1", false), ("?office=fatherland_front&state=forwarded", true), ("?state=answered", false)]
    {
        staff.get(&serving, &format!("/requests{query}")).await;
        assert_eq!((staff.status, staff.page.contains("Sửa mái dột")), (200, found), "{query}");
    }
    staff.get(&serving, "/requests?state=gloom").await;
    assert!(staff.status == 400 && !staff.page.contains("Sửa mái dột"));

    // Nobody else finds any of it.
    let pages = ["/requests".to_owned(), request, of_household, format!("/households/{}/visits", helped.household)];
    for user in ["viewer", "city", "admin", "privacy", "bay", "other"] {
        let mut browser = signed_in(&serving, user).await;
        for page in &pages {
            browser.get(&serving, page).await;
            // A lead has a list of their own ward, without this.
            let own = user == "other" && page == "/requests";
            assert_eq!(browser.status, if own { 200 } else { 404 }, "{user} {page}");
            assert!(!browser.page.contains("mái") && !browser.page.contains(&helped.code), "{user} {page}");
        }
    }
    let mut admin = signed_in(&serving, "admin").await;
    admin.get(&serving, "/audit").await;
    assert!(admin.status == 200 && !admin.page.contains("được bảo vệ") && !admin.page.contains("sealed:") && !admin.page.contains("mái"));
    let mut privacy = signed_in(&serving, "privacy").await;
    privacy.get(&serving, "/access-log").await;
    assert!(privacy.status == 200 && !privacy.page.contains(NAME));
    assert!(program.text(&["audit", "verify"], 0).contains("whole"));
}

#[tokio::test]
async fn the_ward_records_a_visit_corrects_it_and_takes_one_tap_back() {
    let (_program, serving, helped) = ward().await;
    let mut staff = signed_in(&serving, "staff").await;
    let visits = format!("/households/{}/visits", helped.household);
    staff.get(&serving, &visits).await;
    assert!(staff.page.contains(&helped.code) && staff.page.contains("Chưa có lần thăm nào"), "{}", staff.page);
    assert!(!staff.page.contains(NAME) && staff.page.contains("autocomplete=\"off\""));
    let met =
        [("outcome", "met"), ("help1", "cash_or_goods"), ("amount1", "500.000"), ("help2", "paperwork"), ("promised", "Làm thẻ bảo hiểm")];
    send(&mut staff, &serving, &visits, &met).await;
    assert_eq!((staff.status, staff.location.as_str()), (303, visits.as_str()), "{}", staff.page);
    staff.get(&serving, &visits).await;
    assert!(
        staff.page.contains("500.000 ₫") && staff.page.contains("Giấy tờ, dịch vụ số") && staff.page.contains("Người ghi: staff"),
        "{}",
        staff.page
    );
    let visit = staff.page.split("?corrects=").nth(1).unwrap()[..36].to_owned();
    staff.get(&serving, &format!("{visits}?corrects={visit}")).await;
    assert!(staff.page.contains("value=\"500000\"") && staff.page.contains("Làm thẻ bảo hiểm"));
    let corrected = [("corrects", visit.as_str()), ("outcome", "met"), ("help1", "cash_or_goods"), ("amount1", "1.500.000")];
    send(&mut staff, &serving, &visits, &corrected).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &visits).await;
    assert!(staff.page.contains("1.500.000 ₫") && staff.page.contains("đã được sửa") && staff.page.contains("500.000 ₫"));
    send(&mut staff, &serving, &visits, &corrected).await;
    assert!(staff.status == 422 && staff.page.contains("Lần thăm này đã được sửa"));

    staff.get(&serving, &visits).await;
    send(&mut staff, &serving, &visits, &[("outcome", "nobody_home")]).await;
    let missed = staff.location.split("?missed=").nth(1).unwrap().to_owned();
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Đã ghi: vắng nhà"));
    send(&mut staff, &serving, &format!("{visits}/take-back"), &[("visit", &missed)]).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &visits).await;
    assert!(!staff.page.contains("Đã ghi: vắng nhà"));
}
