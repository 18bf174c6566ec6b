//! Organizations over HTTP, as a browser without scripts uses them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};

/// A building in each of two wards, and who works there.
fn city() -> (Program, Serving) {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("viewer", &[&format!("ward_viewer@{}", UNITS[0].0)]);
    program.user("elsewhere", &[&format!("ward_staff@{}", UNITS[1].0)]);
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

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The id in the first link of that beginning.
fn id_after(browser: &Browser, start: &str) -> String {
    let rest = browser.page.split(start).find(|rest| rest.get(..36).is_some_and(|id| uuid::Uuid::parse_str(id).is_ok()));
    rest.map(|rest| rest[..36].to_owned()).unwrap_or_default()
}

async fn add(browser: &mut Browser, serving: &Serving, name: &str) -> String {
    browser.get(serving, "/organizations/new").await;
    let unit = browser.page.split("name=\"admin_unit_id\"").nth(1).unwrap().split("<option value=\"").nth(2).unwrap()[..36].to_owned();
    let operation = operation();
    let said = [("operation", operation.as_str()), ("kind", "party_cell"), ("admin_unit_id", &unit), ("name", name), ("members", "12")];
    browser.post(serving, "/organizations/new", &said).await;
    assert_eq!(browser.status, 303, "{}", browser.page);
    browser.location.split(['/', '?']).nth(2).unwrap().to_owned()
}

#[tokio::test]
async fn a_place_comes_to_a_cell_and_is_without_a_home_when_that_one_ends() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/places").await;
    let place = id_after(&staff, "href=\"/places/");
    let cell = add(&mut staff, &serving, "Chi bộ Khu phố 1").await;
    let page = format!("/organizations/{cell}");
    staff.get(&serving, "/organizations?q=khu+pho").await;
    assert!(staff.page.contains("Chi bộ Khu phố 1") && staff.page.contains("12 thành viên"), "{}", staff.page);

    // What is missing is named, and what was chosen stays.
    let link = format!("{page}/link");
    staff.get(&serving, &format!("{link}?place={place}")).await;
    assert!(staff.page.contains(&format!("value=\"{place}\" checked")), "{}", staff.page);
    let operation_id = operation();
    let mut said = vec![("operation", operation_id.as_str()), ("place_id", &place), ("from", "2024-01-05"), ("review_on", "2030-01-01")];
    staff.post(&serving, &link, &said).await;
    assert_eq!(staff.status, 422);
    assert!(staff.page.contains("Cần điền mục này") && staff.page.contains("value=\"2024-01-05\""), "{}", staff.page);
    let operation_id = operation();
    said[0].1 = &operation_id;
    said.push(("kind", "shared_cell"));
    staff.post(&serving, &link, &said).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Chi bộ ghép · từ 05/01/2024"), "{}", staff.page);

    staff.get(&serving, &format!("/places/{place}")).await;
    assert!(staff.page.contains("sinh hoạt ghép tại Chi bộ Khu phố 1; xem lại 01/01/2030"), "{}", staff.page);
    assert!(staff.page.contains("Liên kết tổ chức"), "the history names it");

    // It is not taken out by the form of the place.
    staff.get(&serving, &format!("/places/{place}/edit")).await;
    let operation_id = operation();
    let unit = staff.page.split("name=\"admin_unit_id\"").nth(1).unwrap().split("selected").next().unwrap();
    let unit = unit.rsplit("value=\"").next().unwrap()[..36].to_owned();
    let form = [
        ("operation", operation_id.as_str()),
        ("revision", "2"),
        ("kind", "apartment_building"),
        ("name", "Một"),
        ("admin_unit_id", &unit),
    ];
    let board = [
        ("requirement", "unknown"),
        ("meeting_stage", "unknown"),
        ("recognition", "unknown"),
        ("term", "none"),
        ("fund_handover", "unknown"),
    ];
    staff.post(&serving, &format!("/places/{place}/edit"), &[&form[..], &board[..]].concat()).await;
    assert_eq!(staff.status, 422, "{}", staff.page);
    assert!(staff.page.contains("Xin kết thúc liên kết ở trang của tổ chức đó"));

    let decide = format!("{page}/decide");
    staff.get(&serving, &decide).await;
    assert!(staff.page.contains("Giải thể") && staff.page.contains("1 địa điểm sẽ rời"), "{}", staff.page);
    let operation_id = operation();
    let mut said = vec![("operation", operation_id.as_str()), ("kind", "dissolved"), ("on", "05/05/2023"), ("number", "15-QĐ/ĐU")];
    staff.post(&serving, &decide, &said).await;
    assert_eq!(staff.status, 422);
    assert!(staff.page.contains("05/01/2024") && staff.page.contains("value=\"15-QĐ/ĐU\""), "{}", staff.page);
    let operation_id = operation();
    (said[0].1, said[2].1) = (&operation_id, "05/05/2024");
    staff.get(&serving, &decide).await;
    staff.post(&serving, &decide, &said).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Nơi cần tổ chức đảng mới") && staff.page.contains("Giải thể 15-QĐ/ĐU 05/05/2024"), "{}", staff.page);
    assert!(staff.page.contains("Cần nơi sinh hoạt mới"));
    staff.get(&serving, &format!("/places/{place}")).await;
    assert!(staff.page.contains("không còn tổ chức đảng từ 05/05/2024"), "{}", staff.page);
    staff.get(&serving, "/worklist?kind=organization_review").await;
    assert!(staff.page.contains(">Một</a>") && staff.page.contains(&format!("/places/{place}#organizations")), "{}", staff.page);
}

#[tokio::test]
async fn a_link_is_looked_at_again_or_ended_and_a_split_founds_what_it_names() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/places").await;
    let place = id_after(&staff, "href=\"/places/");
    let cell = add(&mut staff, &serving, "Chi bộ cũ").await;
    let page = format!("/organizations/{cell}");
    staff.get(&serving, &format!("{page}/link?place={place}")).await;
    let first = operation();
    let mut said = vec![("operation", first.as_str()), ("place_id", &place), ("from", "2024-01-05"), ("kind", "cluster_cell")];
    staff.post(&serving, &format!("{page}/link"), &said).await;
    assert!(staff.status == 422 && staff.page.contains("xin ghi ngày xem lại"), "{}", staff.page);
    said.push(("review_on", "2030-01-01"));
    staff.post(&serving, &format!("{page}/link"), &said).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &page).await;
    let link = format!("{page}/links/{}", id_after(&staff, &format!("href=\"{page}/links/")));
    staff.get(&serving, &link).await;
    assert_eq!(staff.status, 200);
    let second = operation();
    staff.post(&serving, &link, &[("operation", &second), ("what", "review"), ("review_on", "2020-01-01")]).await;
    assert!(staff.status == 422 && staff.page.contains("Ngày xem lại phải ở phía trước"), "{}", staff.page);
    let third = operation();
    staff.post(&serving, &link, &[("operation", &third), ("what", "review"), ("review_on", "2030-06-01")]).await;
    assert_eq!(staff.status, 303);

    staff.get(&serving, &format!("{page}/decide")).await;
    let (fourth, goes) = (operation(), format!("{place}:1"));
    let said =
        [("operation", fourth.as_str()), ("kind", "split"), ("on", "2025-02-03"), ("new", "Chi bộ mới"), ("new", ""), ("moves", &goes)];
    staff.post(&serving, &format!("{page}/decide"), &said).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &format!("/places/{place}")).await;
    assert!(staff.page.contains("sinh hoạt tại chi bộ cụm Chi bộ mới; xem lại 01/06/2030"), "{}", staff.page);
    let new = id_after(&staff, "href=\"/organizations/");
    let page = format!("/organizations/{new}");
    staff.get(&serving, &page).await;
    let link = format!("{page}/links/{}", id_after(&staff, &format!("href=\"{page}/links/")));
    staff.get(&serving, &link).await;
    let fifth = operation();
    staff.post(&serving, &link, &[("operation", &fifth), ("what", "end"), ("to", "2026-01-01")]).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &page).await;
    assert!(staff.page.contains("từ 03/02/2025 đến 01/01/2026"), "{}", staff.page);
}

#[tokio::test]
async fn each_ward_has_its_own_organizations_and_a_viewer_only_reads() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    let cell = add(&mut staff, &serving, "Chi bộ Khu phố 1").await;
    let paths = ["", "/edit", "/decide", "/link"].map(|end| format!("/organizations/{cell}{end}"));
    let mut elsewhere = signed_in(&serving, "elsewhere").await;
    let mut viewer = signed_in(&serving, "viewer").await;
    for (at, path) in paths.iter().enumerate() {
        staff.get(&serving, path).await;
        assert_eq!(staff.status, 200, "{path}");
        elsewhere.get(&serving, path).await;
        assert_eq!(elsewhere.status, 404, "{path}");
        viewer.get(&serving, path).await;
        assert_eq!(viewer.status, if at == 0 { 200 } else { 404 }, "{path}");
    }
    viewer.get(&serving, &paths[0]).await;
    assert!(!viewer.page.contains("Ghi quyết định") && !viewer.page.contains("Liên kết địa điểm"));
    elsewhere.get(&serving, "/organizations").await;
    assert!(!elsewhere.page.contains("Chi bộ Khu phố 1"));
    for (path, said) in
        [(&paths[1], vec![("name", "X"), ("revision", "1")]), (&paths[2], vec![("kind", "dissolved"), ("on", "2026-01-01")])]
    {
        let operation_id = operation();
        for browser in [&mut elsewhere, &mut viewer] {
            browser.get(&serving, "/account").await;
            browser.post(&serving, path, &[&[("operation", operation_id.as_str())][..], &said].concat()).await;
            assert_eq!(browser.status, 404, "{path}");
        }
    }
    for nonsense in ["unit=%00", "unit=99999", "kind=odd", "state=odd", "cursor=x", "place=x"] {
        staff.get(&serving, &format!("/organizations?{nonsense}")).await;
        assert_eq!(staff.status, 400, "{nonsense}");
    }
    // Two people correct it: whoever comes second sees what the first one said.
    staff.get(&serving, &paths[1]).await;
    for (name, status) in [("Chi bộ A", 303), ("Chi bộ B", 409)] {
        let operation_id = operation();
        staff.get(&serving, &paths[1]).await;
        staff.post(&serving, &paths[1], &[("operation", &operation_id), ("revision", "1"), ("name", name), ("members", "12")]).await;
        assert_eq!(staff.status, status, "{name}");
    }
    assert!(staff.page.contains("Người khác vừa đổi thành “Chi bộ A”") && staff.page.contains("value=\"Chi bộ B\""), "{}", staff.page);
}

#[tokio::test]
async fn the_last_decision_is_taken_back_from_the_ledger_as_long_as_nothing_rests_on_it() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    let page = format!("/organizations/{}", add(&mut staff, &serving, "Chi bộ Khu phố 1").await);
    for (kind, on) in [("renewed", "2024-05-05"), ("dissolved", "2024-06-06")] {
        staff.get(&serving, &format!("{page}/decide")).await;
        staff.post(&serving, &format!("{page}/decide"), &[("operation", operation().as_str()), ("kind", kind), ("on", on)]).await;
        assert_eq!(staff.status, 303, "{}", staff.page);
    }
    staff.get(&serving, &page).await;
    assert!(staff.page.contains("kết thúc") && staff.page.matches("Hoàn tác quyết định này").count() == 1, "{}", staff.page);
    let event = staff.page.split("name=\"event\" value=\"").nth(1).unwrap()[..36].to_owned();
    let mut viewer = signed_in(&serving, "viewer").await;
    viewer.get(&serving, &page).await;
    assert!(viewer.status == 200 && !viewer.page.contains("Hoàn tác quyết định này"));

    let undo = format!("{page}/undo");
    staff.post(&serving, &undo, &[("operation", operation().as_str()), ("event", &event)]).await;
    assert_eq!((staff.status, staff.location.as_str()), (303, format!("{page}?undone=1").as_str()), "{}", staff.page);
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Đã hoàn tác quyết định") && staff.page.contains("Ghi quyết định"), "{}", staff.page);
    staff.post(&serving, &undo, &[("operation", operation().as_str()), ("event", &event)]).await;
    assert_eq!(staff.status, 404, "it is gone");
    // The one before it is the last again, until something else is done here.
    staff.get(&serving, &format!("{page}/edit")).await;
    let revision = staff.page.split("name=\"revision\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let said = [("operation", operation()), ("revision", revision), ("name", "Chi bộ Khu phố 2".into())];
    let said: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    staff.post(&serving, &format!("{page}/edit"), &said).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &page).await;
    let event = staff.page.split("name=\"event\" value=\"").nth(1).unwrap()[..36].to_owned();
    staff.post(&serving, &undo, &[("operation", operation().as_str()), ("event", &event)]).await;
    assert!(staff.status == 422 && staff.page.contains("Xin ghi quyết định mới"), "{}", staff.page);
}
