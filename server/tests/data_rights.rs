//! What people may ask about their own record, over HTTP: all of it is shown, also in the copy that they take with them.
#![allow(clippy::unwrap_used)]

mod common;

use common::everything::everything;
use common::helped::{NAME, PHONE, helped, today};
use common::{Browser, PASSWORD, Program, Serving, UNITS};

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

/// The ward's lead and staff, and everything that can be held of a household and of a member.
async fn city() -> (Program, Serving, String, String) {
    let program = Program::with_units();
    program.user("lead", &[&format!("ward_lead@{}", UNITS[0].0)]);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("privacy", &["data_protection_officer"]);
    let helped = helped(&program).await;
    let member = everything(&program, &helped).await;
    let serving = program.serve();
    (program, serving, helped.household.to_string(), member.to_string())
}

async fn all_of(browser: &mut Browser, serving: &Serving, address: &str, on_the_page: &[&str], in_the_copy: &[&str]) {
    browser.get(serving, address).await;
    assert_eq!(browser.status, 200, "{address}");
    for said in on_the_page {
        assert!(browser.page.contains(said), "{address} does not show {said}: {}", browser.page);
    }
    browser.get(serving, &format!("{address}/copy.json")).await;
    assert_eq!(browser.status, 200);
    for said in in_the_copy {
        assert!(browser.page.contains(said), "the copy does not hold {said}: {}", browser.page);
    }
}

#[tokio::test]
async fn all_that_is_held_of_a_household_is_on_its_page_and_in_its_copy() {
    let (_program, serving, household, _) = city().await;
    let mut lead = signed_in(&serving, "lead").await;
    let (day, iso) = (today().format("%d/%m/%Y").to_string(), today().to_string());
    let both = [
        NAME,
        PHONE,
        "Chung cư Hoa Sen",
        "5.01",
        "23",
        "Nhờ đưa đi khám",
        "chuẩn 2021",
        "12/QĐ-UBND",
        "Ông Từ Chối",
        "Trần Văn Nhài",
        "Thăm hai tuần một lần",
        "Bà Thôi Giúp",
        "Đưa đi chợ",
        "41",
        "Mang gạo nếp",
        "Sửa mái dột",
        "Thợ đến thứ Bảy",
        "2026-1",
    ];
    let page = [
        "Hộ nghèo",
        "Theo ý hộ",
        "Qua điện thoại",
        "Tiền hoặc hiện vật: 1.500.000 ₫",
        "Sửa nhà",
        "Bảo hiểm xã hội",
        "Mở lại: 1 lần",
        "Được sửa",
        "Ai đã xem",
        "lượt xem",
        &day,
    ];
    let copy = [
        "poor",
        "household_asked",
        "phone",
        "cash_or_goods",
        "1500000",
        "house_repair",
        "social_insurance",
        "\"reopened\": 1",
        "\"kind\": \"correct\"",
        "person_read",
        &iso,
    ];
    let address = format!("/data-rights/household/{household}");
    all_of(&mut lead, &serving, &address, &[&both[..], &page[..]].concat(), &[&both[..], &copy[..]].concat()).await;
}

#[tokio::test]
async fn all_that_is_held_of_a_member_is_on_their_page_and_in_their_copy() {
    let (_program, serving, _, member) = city().await;
    let mut lead = signed_in(&serving, "lead").await;
    let both = ["Trần Văn Nhài", "0933 444 555", "Chi bộ Hoa Sen", "Chung cư Hoa Cúc", "17", "bay", "Giúp hai hộ làm giấy tờ"];
    let page = ["Bí thư", "(213)", "bận việc", "Được cung cấp bản sao", "Các lần phụ trách hộ", "lượt xem"];
    let copy = ["secretary", "\"residence_linked\": true", "\"households\": 1", "busy", "\"kind\": \"copy\"", "person_read"];
    let address = format!("/data-rights/member/{member}");
    all_of(&mut lead, &serving, &address, &[&both[..], &page[..]].concat(), &[&both[..], &copy[..]].concat()).await;
    // By the code that stands there the officer finds the looks, and no name with them.
    lead.get(&serving, &address).await;
    let code = lead.after("<dd>DV-");
    let mut officer = signed_in(&serving, "privacy").await;
    officer.get(&serving, "/access-log").await;
    officer.post(&serving, "/access-log", &[("code", &format!("dv-{}", code.to_lowercase()))]).await;
    assert!(officer.page.contains("lượt xem") && !officer.page.contains("Trần Văn Nhài"), "{code}: {}", officer.page);
    // What cannot be done for a member is not offered, and what to do instead stands beside it.
    lead.get(&serving, &address).await;
    assert!(!lead.page.contains("value=\"restrict\"") && lead.page.contains("value=\"delete\""), "{}", lead.page);
    assert!(lead.page.contains("cho thôi nhiệm vụ") && lead.page.contains("đóng tài khoản"), "{}", lead.page);
}

#[tokio::test]
async fn the_pages_of_people_lead_the_wards_lead_to_what_is_held_and_nobody_else() {
    let (_program, serving, household, member) = city().await;
    let (mut lead, mut staff) = (signed_in(&serving, "lead").await, signed_in(&serving, "staff").await);
    for (page, held) in [
        (format!("/members/{member}"), format!("href=\"/data-rights/member/{member}\"")),
        (format!("/households/{household}"), format!("href=\"/data-rights/household/{household}\"")),
    ] {
        lead.get(&serving, &page).await;
        assert!(lead.page.contains(&held), "{page}: {}", lead.page);
        staff.get(&serving, &page).await;
        assert!(staff.status == 200 && !staff.page.contains("/data-rights/"), "{page}: {}", staff.page);
    }
}

#[tokio::test]
async fn the_officer_is_told_of_a_slip_of_the_finger_and_sees_kind_and_ward_of_each_look() {
    let (_program, serving, household, _) = city().await;
    let mut lead = signed_in(&serving, "lead").await;
    lead.get(&serving, &format!("/households/{household}")).await;
    let mut officer = signed_in(&serving, "privacy").await;
    officer.get(&serving, "/access-log").await;
    assert!(officer.page.contains("Hộ gia đình") && officer.page.contains(UNITS[0].2), "{}", officer.page);
    officer.post(&serving, "/access-log", &[("code", "H-2222222")]).await;
    assert!(officer.page.contains("Không có hộ hay đảng viên nào mang mã hay số phiếu này"), "{}", officer.page);
    assert!(!officer.page.contains("Không ai xem"), "{}", officer.page);
}

#[tokio::test]
async fn clocks_that_run_stand_on_the_first_page_of_whoever_answers_for_them() {
    let (_program, serving, household, _) = city().await;
    let (mut lead, mut officer) = (signed_in(&serving, "lead").await, signed_in(&serving, "privacy").await);
    let operation = uuid::Uuid::now_v7().to_string();
    let asked = [("operation", operation.as_str()), ("kind", "view"), ("received_on", &today().to_string())];
    lead.get(&serving, "/data-rights").await;
    lead.post(&serving, &format!("/data-rights/household/{household}/requests"), &asked).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    let words = "yêu cầu về dữ liệu cá nhân chờ trả lời";
    lead.get(&serving, "/").await;
    assert!(lead.page.contains(words) && lead.page.contains("hạn gần nhất") && !lead.page.contains(NAME), "{}", lead.page);
    officer.get(&serving, "/breaches").await;
    let breach = [("operation", operation.as_str()), ("found_at", "2026-01-05T08:00"), ("records", "3"), ("what", "Gửi nhầm thư")];
    officer.post(&serving, "/breaches", &breach).await;
    assert_eq!(officer.status, 303, "{}", officer.page);
    officer.get(&serving, "/breaches").await;
    let row = officer.page.split("/measures\"").next().unwrap_or_default();
    let measures = format!("{}/measures", row.rsplit("action=\"").next().unwrap_or_default());
    let measure = [("operation", uuid::Uuid::now_v7().to_string()), ("measure", "Đã thu hồi thư".to_owned())];
    let measure: Vec<(&str, &str)> = measure.iter().map(|(name, value)| (*name, value.as_str())).collect();
    officer.post(&serving, &measures, &measure).await;
    assert_eq!(officer.status, 303, "{measures}: {}", officer.page);
    officer.get(&serving, "/breaches").await;
    assert!(officer.page.contains("Đã thu hồi thư"), "{}", officer.page);
    officer.get(&serving, "/account").await;
    assert!(
        officer.page.contains("vi phạm dữ liệu cá nhân chưa thông báo") && officer.page.contains("đã quá hạn 08/01/2026"),
        "{}",
        officer.page
    );
    assert!(!officer.page.contains(words));
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/").await;
    assert!(staff.status == 200 && !staff.page.contains(words));
}
