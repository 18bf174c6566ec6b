//! The worklist and the facts of a board over HTTP, as a browser without scripts uses them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};

/// Two buildings whose first meeting is long overdue, each in a ward of its own.
fn city() -> (Program, Serving) {
    let program = Program::with_units();
    let head = "Tên chung cư;Địa chỉ;Phường/xã;Số căn;Số căn đã bàn giao;Năm bàn giao";
    let file = program.write("a.csv", format!("{head}\nMột;1 Lê Lợi;Sài Gòn;200;200;1999\nHai;2 Lê Lợi;Bến Thành;200;200;1998\n"));
    program.text(&["import", "places", &file], 0);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("viewer", &[&format!("ward_viewer@{}", UNITS[0].0)]);
    program.user("city", &["city"]);
    let serving = program.serve();
    (program, serving)
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

/// Where the first link of that beginning leads.
fn link(browser: &Browser, start: &str) -> String {
    format!("{start}{}", browser.after(&format!("href=\"{start}")))
}

#[tokio::test]
async fn each_sees_the_work_of_their_wards_and_only_those_who_record_have_buttons() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/worklist").await;
    assert!(staff.page.contains("1 quá hạn · 0 trong tuần"), "{}", staff.page);
    assert!(staff.page.contains(">Một</a>") && !staff.page.contains(">Hai</a>"));
    assert!(staff.page.contains("#ward_convenes"));
    let mut viewer = signed_in(&serving, "viewer").await;
    viewer.get(&serving, "/worklist").await;
    assert!(viewer.page.contains(">Một</a>") && !viewer.page.contains("#ward_convenes"));
    let mut city = signed_in(&serving, "city").await;
    city.get(&serving, "/worklist").await;
    assert!(city.page.contains("2 quá hạn · 0 trong tuần") && city.page.contains("Cả thành phố"));
    city.get(&serving, &format!("/worklist?unit={}", UNITS[1].0)).await;
    assert!(city.page.contains(">Hai</a>") && !city.page.contains(">Một</a>"));
    for nonsense in ["unit=%00", "cursor=2026-01-01.x.y", "kind=odd", "unit=a&unit=b"] {
        city.get(&serving, &format!("/worklist?{nonsense}")).await;
        assert_eq!(city.status, 400, "{nonsense}");
    }
}

#[tokio::test]
async fn what_was_typed_of_a_fact_stays_until_it_can_be_taken() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/worklist").await;
    let place = link(&staff, "/places/").split(['"', '/', '#']).nth(2).unwrap().to_owned();
    let record = format!("/places/{place}/record");
    let operation = uuid::Uuid::now_v7().to_string();
    let said = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("fact", "board_elected"), ("day", "today"), ("meeting", "first"), ("number", "01/BB")];
        fields.extend(more);
        fields
    };
    for (more, wrong) in [
        (vec![("owners_total", "12a")], "không phải số nguyên"),
        (vec![("owners_total", "100"), ("owners_present", "20")], "Vì sao vẫn đúng"),
    ] {
        let mut fields = said(&more);
        fields.push(("operation", &operation));
        staff.get(&serving, &record).await;
        staff.post(&serving, &record, &fields).await;
        assert_eq!(staff.status, 422);
        assert!(staff.page.contains(wrong) && staff.page.contains("value=\"01/BB\""), "{}", staff.page);
    }
    let mut fields = said(&[("owners_total", "100"), ("owners_present", "20"), ("overruled", "Chủ đầu tư giữ nhiều căn")]);
    fields.push(("operation", &operation));
    staff.post(&serving, &record, &fields).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Chủ đầu tư giữ nhiều căn") && staff.page.contains("Nộp hồ sơ công nhận"));
    // The same form again does nothing twice.
    staff.get(&serving, &record).await;
    staff.post(&serving, &record, &fields).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &format!("/places/{place}")).await;
    assert_eq!(staff.page.matches("Chủ đầu tư giữ nhiều căn").count(), 1);
}

#[tokio::test]
async fn a_recorded_fact_is_completed_corrected_and_taken_out_from_the_history() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/worklist").await;
    let place = link(&staff, "/places/").split(['"', '/', '#']).nth(2).unwrap().to_owned();
    let (page, record) = (format!("/places/{place}"), format!("/places/{place}/record"));
    let operation = || uuid::Uuid::now_v7().to_string();
    let first = operation();
    staff.get(&serving, &record).await;
    staff.post(&serving, &record, &[("fact", "board_elected"), ("day", "today"), ("meeting", "first"), ("operation", &first)]).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &page).await;
    let correct = link(&staff, &format!("{record}?correct=")).split('"').next().unwrap().to_owned();
    assert!(staff.page.contains("Sửa / bổ sung") && staff.page.contains("Gỡ việc này"), "{}", staff.page);

    // The same form, with what stands.
    staff.get(&serving, &correct).await;
    assert_eq!(staff.status, 200);
    assert!(staff.page.contains("name=\"was\"") && !staff.page.contains("value=\"yesterday\""), "{}", staff.page);
    let value = |staff: &Browser, name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        staff.page.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().replace("&quot;", "\"")
    };
    let was = value(&staff, "was");
    let on = was.split("\"on\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let mut second = operation();
    let fields = |operation: &str, present: &str, overruled: &str| {
        let said = [("fact", "board_elected"), ("day", "chosen"), ("meeting", "first"), ("number", "01/BB"), ("owners_total", "100")];
        let mut fields: Vec<(String, String)> = said.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        for (name, value) in
            [("chosen", on.as_str()), ("was", &was), ("operation", operation), ("owners_present", present), ("overruled", overruled)]
        {
            fields.push((name.to_owned(), value.to_owned()));
        }
        fields
    };
    async fn send(staff: &mut Browser, serving: &Serving, path: &str, fields: &[(String, String)]) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        staff.post(serving, path, &fields).await;
    }
    send(&mut staff, &serving, &record, &fields(&second, "20", "")).await;
    assert_eq!(staff.status, 422);
    assert!(
        staff.page.contains("Vì sao vẫn đúng") && staff.page.contains("value=\"01/BB\"") && value(&staff, "was") == was,
        "{}",
        staff.page
    );
    staff.get(&serving, &correct).await;
    send(&mut staff, &serving, &record, &fields(&second, "70", "")).await;
    assert_eq!((staff.status, staff.location.clone()), (303, format!("{page}?corrected=1")), "{}", staff.page);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Đã sửa việc đã ghi") && staff.page.contains("70 %") && staff.page.contains("Số biên bản: 01/BB"));
    // What was shown before stands no more.
    second = operation();
    staff.get(&serving, &correct).await;
    send(&mut staff, &serving, &record, &fields(&second, "71", "")).await;
    assert_eq!(staff.status, 422);
    assert!(staff.page.contains("Người khác vừa sửa việc này"), "{}", staff.page);

    staff.get(&serving, &page).await;
    let fact = value(&staff, "fact");
    let (taken, again) = (operation(), operation());
    staff.post(&serving, &format!("{record}/withdraw"), &[("operation", &taken), ("fact", &fact)]).await;
    assert_eq!((staff.status, staff.location.clone()), (303, format!("{page}?withdrawn=1")), "{}", staff.page);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Đã gỡ việc đã ghi") && !staff.page.contains("01/BB"), "{}", staff.page);
    staff.post(&serving, &format!("{record}/withdraw"), &[("operation", &again), ("fact", &fact)]).await;
    assert_eq!(staff.status, 422);
    assert!(staff.page.contains("không còn trong lịch sử"), "{}", staff.page);

    let mut viewer = signed_in(&serving, "viewer").await;
    viewer.get(&serving, &page).await;
    assert!(viewer.status == 200 && !viewer.page.contains("Sửa / bổ sung"));
}
