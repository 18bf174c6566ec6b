//! A member's own households over HTTP: a visit in three taps, and nothing of anybody else's.
#![allow(clippy::unwrap_used)]

mod common;

use common::helped::{Helped, NAME, OTHERS, helped};
use common::{Browser, PASSWORD, Program, Serving};

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!((browser.status, browser.location.as_str()), (303, "/"));
    browser
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The id that stands behind these words in the address that the program leads to.
fn led_to(browser: &Browser, words: &str) -> String {
    browser.location.split(words).nth(1).unwrap_or_else(|| panic!("{}: {}", browser.status, browser.page))[..36].to_owned()
}

async fn member(program: &Program) -> (Serving, Browser, Helped) {
    let helped = helped(program).await;
    let serving = program.serve();
    let member = signed_in(&serving, "bay").await;
    (serving, member, helped)
}

#[tokio::test]
async fn a_member_begins_with_their_households_and_saves_a_visit_in_three_taps() {
    let program = Program::with_units();
    let (serving, mut member, helped) = member(&program).await;
    member.get(&serving, "/").await;
    assert_eq!((member.status, member.location.as_str()), (303, "/my-households"));
    member.get(&serving, "/my-households").await;
    let own = format!("/my-households/{}", helped.household);
    for shown in [
        "Nhiệm vụ giao cho bay",
        "đã thực hiện",
        "<code>DV-",
        NAME,
        "Chung cư Hoa Sen, căn 5.01",
        "5 Lê Lợi",
        "href=\"tel:0909876543\"",
        "Chưa gặp lần nào",
    ] {
        assert!(member.page.contains(shown), "{shown}: {}", member.page);
    }
    assert!(!member.after("<title>").contains("Bưởi"), "no name in the title");
    assert!(member.page.contains("href=\"/my-households\"") && !member.page.contains("href=\"/places"));

    // One tap: nobody was at home. And back.
    let (tap, nobody_home) = (format!("{own}/visit"), ("outcome", "nobody_home"));
    let operation = id();
    member.post(&serving, &tap, &[("operation", &operation), nobody_home]).await;
    let missed = led_to(&member, "&missed=");
    member.get(&serving, &member.location.clone()).await;
    assert!(member.page.contains("Đã ghi: vắng nhà") && member.page.contains("Hoàn tác"), "{}", member.page);
    assert!(member.page.contains("Vắng nhà ngày"));
    member.post(&serving, &tap, &[("operation", &operation), nobody_home]).await;
    assert_eq!(led_to(&member, "&missed="), missed, "sent twice, recorded once");
    member.get(&serving, "/my-households").await;
    member.post(&serving, &format!("{tap}/take-back"), &[("operation", &id()), ("visit", &missed)]).await;
    member.get(&serving, &member.location.clone()).await;
    assert!(member.page.contains("Đã hoàn tác") && !member.page.contains("Vắng nhà ngày"), "{}", member.page);

    // The list, "Đã gặp", "Lưu ngay".
    let met = format!("{own}?outcome=met");
    assert!(member.page.contains(&format!("href=\"{met}#visit\"")));
    member.get(&serving, &met).await;
    assert!(member.page.contains("Lưu ngay") && member.page.contains("Thăm để giúp hộ"));
    assert!(member.page.contains("<option value=\"met\" selected"), "{}", member.page);
    let form = [("outcome", "met"), ("promised", ""), ("next_on", ""), ("help1", ""), ("on", ""), ("how", "in_person")];
    let with_operation = |extra: &[(&'static str, &'static str)]| {
        let mut form: Vec<(&str, String)> = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        form.retain(|(name, _)| extra.iter().all(|(other, _)| other != name));
        form.extend(extra.iter().map(|(name, value)| (*name, (*value).to_owned())));
        form.push(("operation", id()));
        form
    };
    let send = async |member: &mut Browser, extra: &[(&'static str, &'static str)]| {
        let form = with_operation(extra);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        member.post(&serving, &tap, &form).await;
    };
    send(&mut member, &[]).await;
    assert_eq!(member.location, format!("/my-households?saved={}", helped.household), "{}", member.page);
    member.get(&serving, &member.location.clone()).await;
    assert!(member.page.contains("Đã ghi lần thăm") && member.page.contains("(hôm nay)") && member.page.contains("Lần tới:"));

    // What cannot be taken stands in the form as it was typed.
    member.get(&serving, &met).await;
    send(&mut member, &[("help1", "cash_or_goods"), ("amount1", "nửa triệu"), ("promised", "Mang gạo")]).await;
    assert!(member.status == 422 && member.page.contains("nửa triệu") && member.page.contains("Chưa hiểu số tiền"), "{}", member.page);
    send(&mut member, &[("help1", "cash_or_goods"), ("amount1", "1.500.000"), ("promised", "Mang gạo")]).await;
    assert_eq!(member.status, 303, "{}", member.page);
    member.get(&serving, &own).await;
    assert!(member.page.contains("Tiền hoặc hiện vật: 1.500.000 ₫") && member.page.contains("Đã hẹn: Mang gạo"), "{}", member.page);
    let visit = member.page.split("?corrects=").nth(1).unwrap()[..36].to_owned();
    member.get(&serving, &format!("{own}?corrects={visit}")).await;
    assert!(member.page.contains("value=\"Mang gạo\"") && member.page.contains("Sửa lần thăm đã ghi"), "{}", member.page);
}

#[tokio::test]
async fn a_member_passes_a_request_on_and_complaints_are_shown_their_way() {
    let program = Program::with_units();
    let (serving, mut member, helped) = member(&program).await;
    let own = format!("/my-households/{}", helped.household);
    member.get(&serving, &own).await;
    assert!(member.page.contains("tiếp công dân") && member.page.contains("Luật Tố cáo"));
    let to = format!("{own}/request");
    member.post(&serving, &to, &[("operation", &id()), ("category", "referral"), ("asked", "Tôi muốn tố cáo ông A")]).await;
    assert!(member.status == 422 && member.page.contains("Khiếu nại và tố cáo không nhận ở đây"), "{}", member.page);
    assert!(member.page.contains("Tôi muốn tố cáo ông A"), "nothing that was typed is lost");
    member.post(&serving, &to, &[("operation", &id()), ("category", "house_repair"), ("asked", "Sửa mái dột")]).await;
    assert_eq!(member.location, format!("{own}#requests"), "{}", member.page);
    member.get(&serving, &own).await;
    assert!(member.page.contains("Sửa mái dột") && member.page.contains("hạn trả lời"));
    assert!(!member.page.contains("href=\"/requests"), "its page is the ward's");
    member.get(&serving, "/my-households").await;
    assert!(member.page.contains("1 đề nghị chưa có trả lời"));
}

#[tokio::test]
async fn no_page_and_no_answer_of_the_api_shows_another_members_household() {
    let program = Program::with_units();
    let (serving, mut member, helped) = member(&program).await;
    let (own, others) = (helped.household, helped.others);
    // There is something of the other to be found.
    let mut other = signed_in(&serving, "tam").await;
    other.get(&serving, &format!("/my-households/{others}")).await;
    assert!(other.page.contains(OTHERS.0) && other.page.contains(OTHERS.2) && !other.page.contains(NAME));
    let promise = [("operation", id()), ("outcome", "met".into()), ("promised", "Mang thuốc cho bà Khế".into())];
    let promise: Vec<(&str, &str)> = promise.iter().map(|(name, value)| (*name, value.as_str())).collect();
    other.post(&serving, &format!("/my-households/{others}/visit"), &promise).await;
    assert_eq!(other.status, 303);
    let pages = [
        "/".to_owned(),
        "/account".into(),
        "/my-households".into(),
        format!("/my-households?saved={others}&missed={others}"),
        format!("/my-households/{own}"),
        format!("/my-households/{others}"),
        format!("/my-households/{own}?corrects={others}"),
        format!("/households/{own}/visits"),
        format!("/households/{others}/visits"),
        format!("/households/{others}/requests"),
        "/requests".into(),
        format!("/places/{}", helped.place),
        "/places?q=khe".into(),
        "/api/v1/places".into(),
        "/api/v1/summary".into(),
        format!("/api/v1/places/{}", helped.place),
        "/worklist".into(),
        "/audit".into(),
        "/access-log".into(),
        "/api/v1/openapi.json".into(),
    ];
    let digits: String = OTHERS.1.chars().filter(char::is_ascii_digit).collect();
    let needles = [OTHERS.0, OTHERS.1, &digits, OTHERS.2, &helped.others_code, "bà Khế", "giao cho tam"];
    for page in &pages {
        member.get(&serving, page).await;
        assert!(member.status < 500, "{page}: {}", member.status);
        for needle in needles {
            assert!(!member.page.contains(needle), "{page} shows {needle}");
        }
        // An id stands in a page only where it was asked for by that address.
        assert!(page.contains(&others.to_string()) || !member.page.contains(&others.to_string()), "{page}");
    }
    let posts = [
        (format!("/my-households/{others}/visit"), vec![("outcome", "met")]),
        (format!("/my-households/{others}/visit"), vec![("outcome", "gloom")]),
        (format!("/my-households/{others}/visit/take-back"), vec![("visit", "00000000-0000-0000-0000-000000000000")]),
        (format!("/my-households/{others}/request"), vec![("category", "referral"), ("asked", "x")]),
        (format!("/my-households/{others}/request"), vec![("category", "gloom")]),
        (format!("/households/{others}/visits"), vec![("outcome", "met")]),
        (format!("/households/{others}/requests"), vec![("category", "referral"), ("asked", "x")]),
    ];
    for (path, fields) in posts {
        member.get(&serving, "/my-households").await;
        let operation = id();
        let mut fields = fields.clone();
        fields.push(("operation", &operation));
        member.post(&serving, &path, &fields).await;
        assert_eq!(member.status, 404, "{path}");
        assert!(needles.iter().all(|needle| !member.page.contains(needle)), "{path}");
    }
    // A script with the member's token reads none of it.
    let token = program.token("bay");
    for path in ["/my-households".to_owned(), format!("/my-households/{own}")] {
        let answer = serving.client(&token).get(format!("{}{path}", serving.url)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 404);
        assert!(!answer.text().await.unwrap().contains(NAME));
    }
}
