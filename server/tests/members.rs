//! Members over HTTP: who opens what, where names stand and where not, and a sheet that is looked at and leaves nothing.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};
use reqwest::multipart::{Form, Part};

const NAME: &str = "Nguyễn Thị Bưởi";
const PHONE: &str = "0909 876 543";

/// A building in each of two wards, and people of all sorts.
fn city() -> Program {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    program.user("lead", &[&format!("ward_lead@{}", UNITS[0].0)]);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("other", &[&format!("ward_lead@{}", UNITS[1].0)]);
    for (user, role) in [("city", "city"), ("admin", "administrator"), ("privacy", "data_protection_officer")] {
        program.user(user, &[role]);
    }
    for (user, role) in [("viewer", "ward_viewer"), ("helper", "member")] {
        program.user(user, &[&format!("{role}@{}", UNITS[0].0)]);
    }
    program
}

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

/// Records somebody, and answers their page.
async fn add(lead: &mut Browser, serving: &Serving, name: &str) -> String {
    lead.get(serving, "/members/new").await;
    let phone = ("phone", if name == NAME { PHONE } else { "" });
    lead.post(serving, "/members/new", &[("operation", &id()), ("name", name), phone, ("post", "member"), ("capacity", "5")]).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    lead.location.split('?').next().unwrap().to_owned()
}

fn title(browser: &Browser) -> String {
    browser.page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_member_is_seen_by_the_ward_alone_and_by_name_in_no_title_and_no_address() {
    let program = city();
    let serving = program.serve();
    let mut lead = signed_in(&serving, "lead").await;
    let path = add(&mut lead, &serving, NAME).await;
    add(&mut lead, &serving, "Trần Văn Cam").await;
    lead.get(&serving, &path).await;
    assert!(lead.page.contains(NAME) && lead.page.contains("href=\"tel:0909876543\"") && lead.page.contains("chưa được phân công"));
    assert!(!title(&lead).contains("Bưởi"), "{}", title(&lead));

    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/members").await;
    assert!(staff.page.contains(NAME) && staff.page.contains("giúp 0/5 hộ"));
    assert!(!staff.page.contains("/members/new") && !staff.page.contains("/members/import"), "what staff may not do is not linked");
    assert!(staff.page.contains("href=\"/members\""), "the bar leads here");
    staff.get(&serving, &path).await;
    assert!(staff.status == 200 && !staff.page.contains(&format!("{path}/edit")) && !staff.page.contains("Thôi nhiệm vụ"));

    for user in ["other", "city", "admin", "privacy", "viewer", "helper"] {
        let mut browser = signed_in(&serving, user).await;
        for page in ["", "/edit", "/hand-over"] {
            browser.get(&serving, &format!("{path}{page}")).await;
            assert_eq!(browser.status, 404, "{user} {page}");
        }
        for place in ["/members", "/", "/worklist", "/audit", "/access-log", "/api/v1/openapi.json"] {
            browser.get(&serving, place).await;
            assert!(browser.status < 500 && !browser.page.contains("Bưởi") && !browser.page.contains("0909876543"), "{user} {place}");
            assert!(user == "other" || !browser.page.contains("href=\"/members\""), "{user} {place} leads here");
        }
        browser.get(&serving, &format!("/members?unit={}", UNITS[0].0)).await;
        assert_eq!(browser.status, 404, "{user}");
    }
    let mut privacy = signed_in(&serving, "privacy").await;
    privacy.get(&serving, "/access-log").await;
    assert!(privacy.page.contains("Xem đảng viên"));
    assert!(program.text(&["audit", "verify"], 0).contains("whole"));
}

#[tokio::test]
async fn a_search_is_posted_and_nothing_of_it_is_taken_from_an_address() {
    let program = city();
    let serving = program.serve();
    let mut lead = signed_in(&serving, "lead").await;
    add(&mut lead, &serving, NAME).await;
    add(&mut lead, &serving, "Trần Văn Cam").await;
    lead.get(&serving, "/members?q=buoi").await;
    assert!(lead.page.contains("Trần Văn Cam"), "an address asks for nobody by name");
    for (words, found) in [("buoi", true), ("0909876543", true), ("chanh", false)] {
        lead.post(&serving, "/members", &[("q", words)]).await;
        assert_eq!((lead.status, lead.page.contains(NAME)), (200, found), "{words}");
        assert!(!lead.page.contains("Trần Văn Cam"));
        assert!(!lead.page.contains(&format!("q={words}")), "no link carries it");
    }
    lead.get(&serving, "/members?without_task=true").await;
    assert!(lead.page.contains(NAME));
    lead.get(&serving, "/members?state=moved").await;
    assert!(!lead.page.contains(NAME));
}

#[tokio::test]
async fn what_was_typed_stays_where_it_cannot_be_taken_and_while_a_place_is_looked_for() {
    let program = city();
    let serving = program.serve();
    let mut lead = signed_in(&serving, "lead").await;
    lead.get(&serving, "/members/new").await;
    assert!(lead.page.contains("autocomplete=\"off\""));
    lead.post(&serving, "/members/new", &[("operation", &id()), ("name", NAME), ("phone", "gọi tối"), ("capacity", "nhiều")]).await;
    assert_eq!(lead.status, 422);
    for typed in [NAME, "gọi tối", "nhiều"] {
        assert!(lead.page.contains(typed), "{typed} is still there");
    }
    let typed = [("name", NAME), ("capacity", "2"), ("place_q", "mot"), ("step", "search")];
    lead.post(&serving, "/members/new", &typed).await;
    assert_eq!(lead.status, 200);
    assert!(lead.page.contains("Một · 1 Lê Lợi") && lead.page.contains(NAME) && !lead.page.contains("2 Lê Lợi"), "{}", lead.page);
    let place = lead.page.split("name=\"residence\" value=\"").nth(2).unwrap()[..36].to_owned();
    let sent = [("operation", id()), ("name", NAME.into()), ("capacity", "2".into()), ("residence", place.clone())];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lead.post(&serving, "/members/new", &sent).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    let path = lead.location.split('?').next().unwrap().to_owned();
    lead.get(&serving, &path).await;
    assert!(lead.page.contains(&format!("/places/{place}")));

    lead.get(&serving, &format!("{path}/edit")).await;
    assert!(lead.page.contains(&format!("value=\"{NAME}\"")) && lead.page.contains("Một · 1 Lê Lợi"));
    for (name, status) in [("Lê Thị Chanh", 303), ("Lê Thị Me", 422)] {
        lead.get(&serving, &format!("{path}/edit")).await;
        lead.post(&serving, &format!("{path}/edit"), &[("operation", &id()), ("revision", "1"), ("name", name), ("capacity", "2")]).await;
        assert_eq!(lead.status, status, "{name}");
    }
    assert!(
        lead.page.contains("Người khác vừa sửa") && lead.page.contains("Lê Thị Me") && lead.page.contains("name=\"revision\" value=\"2\"")
    );
}

#[tokio::test]
async fn tasks_months_and_stopping_are_forms_of_the_page() {
    let program = city();
    let serving = program.serve();
    let mut lead = signed_in(&serving, "lead").await;
    let path = add(&mut lead, &serving, NAME).await;
    lead.get(&serving, &path).await;
    let today = chrono::Utc::now().date_naive();
    let (from, to) = ((today - chrono::Days::new(40)).to_string(), (today + chrono::Days::new(40)).to_string());
    lead.post(&serving, &format!("{path}/tasks"), &[("operation", &id()), ("aim", "Giúp hai hộ"), ("from", &from), ("to", "mai")]).await;
    assert!(lead.status == 422 && lead.page.contains("value=\"Giúp hai hộ\"") && lead.page.contains("Xin ghi ngày"), "{}", lead.page);
    lead.post(&serving, &format!("{path}/tasks"), &[("operation", &id()), ("aim", "Giúp hai hộ"), ("from", &from), ("to", &to)]).await;
    assert_eq!((lead.status, lead.location.as_str()), (303, format!("{path}?saved=1").as_str()));
    lead.get(&serving, &path).await;
    assert!(!lead.page.contains("chưa được phân công"));
    let month =
        lead.page.split("name=\"of_month\"").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (outcome, status) in [("lazy", 422), ("busy", 303)] {
        lead.get(&serving, &path).await;
        lead.post(&serving, &format!("{path}/tasks/check"), &[("operation", &id()), ("of_month", &month), ("outcome", outcome)]).await;
        assert_eq!(lead.status, status, "{outcome}");
    }
    lead.get(&serving, &path).await;
    let article = lead.page.split("<article").nth(1).unwrap().to_owned();
    assert!(article.contains("chưa: bận việc") && !article.contains('%'), "no share of months");

    lead.post(&serving, &format!("{path}/hand-over"), &[("operation", &id()), ("to", "")]).await;
    assert_eq!(lead.status, 422);
    lead.post(&serving, &format!("{path}/stop"), &[("operation", &id()), ("revision", "1"), ("state", "moved")]).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    lead.get(&serving, &path).await;
    assert!(lead.page.contains("Đã chuyển đi") && lead.page.contains("Tiếp tục giúp"));
    lead.post(&serving, &format!("{path}/stop"), &[("operation", &id()), ("revision", "2"), ("state", "moved")]).await;
    assert!(lead.status == 422 && lead.page.contains("đã thôi nhiệm vụ"));
    lead.post(&serving, &format!("{path}/resume"), &[("operation", &id()), ("revision", "2")]).await;
    assert_eq!(lead.status, 303);
    lead.get(&serving, &path).await;
    let account = lead.page.split("name=\"account\"").nth(1).unwrap().split("value=\"").nth(2).unwrap()[..36].to_owned();
    lead.post(&serving, &format!("{path}/account"), &[("operation", &id()), ("account", &account)]).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
}

/// Hands a sheet in, with the token of the page.
async fn hand_in(lead: &mut Browser, serving: &Serving, table: &str, fields: &[(&str, &str)]) -> (u16, String) {
    lead.get(serving, "/members/import").await;
    let value = |name: &str| lead.page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut form = Form::new().text("form_token", value("form_token")).text("operation", value("operation")).text("unit", value("unit"));
    form = form.part("file", Part::bytes(table.as_bytes().to_vec()).file_name("ds.csv"));
    form = fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let request = serving.client("").post(format!("{}/members/import", serving.url)).header("cookie", lead.cookie()).multipart(form);
    let response = request.send().await.unwrap();
    let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    (status, location.unwrap_or(response.text().await.unwrap()))
}

#[tokio::test]
async fn a_sheet_is_looked_at_and_leaves_nothing_and_is_taken_in_as_a_whole() {
    let program = city();
    let serving = program.serve();
    let mut lead = signed_in(&serving, "lead").await;
    let table = format!(
        "DANH SÁCH\nHọ và tên;Điện thoại;Tôn giáo;Nơi ở;Số hộ nhận giúp;Sở thích\n{NAME};{PHONE};Không;Một;3;đọc\nTrần Văn Cam;;;Chín;1;\n"
    );
    let (status, page) = hand_in(&mut lead, &serving, &table, &[("step", "preview")]).await;
    assert_eq!(status, 200, "{page}");
    for words in ["Có thể ghi 1 đảng viên", "Tôn giáo", "Sở thích", "dòng 4, cột «Nơi ở»", "Chưa lưu gì"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Bưởi") && !page.contains("Chín"), "nothing of the rows stands there");
    lead.get(&serving, "/members").await;
    assert!(!lead.page.contains("Bưởi"));
    let (status, page) = hand_in(&mut lead, &serving, &table, &[("step", "save")]).await;
    assert!(status == 422 && page.contains("Chưa lưu gì"));
    lead.get(&serving, "/members").await;
    assert!(!lead.page.contains("Bưởi"), "whole or not at all");
    // What stands in the database in the meantime: not a name, not a row of the sheet.
    let bytes = std::fs::read(program.path("test.db")).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains("Bưởi") && !text.contains("876 543"));

    let (status, location) = hand_in(&mut lead, &serving, &table, &[("skip_bad", "true"), ("step", "save")]).await;
    assert_eq!((status, location.as_str()), (303, "/members/import?unit=26740&added=1"));
    lead.get(&serving, &location).await;
    assert!(lead.page.contains("Đã ghi 1 đảng viên"));
    lead.get(&serving, "/members").await;
    assert!(lead.page.contains(NAME) && lead.page.contains("giúp 0/3 hộ"));
    let (status, page) = hand_in(&mut lead, &serving, &table, &[("step", "preview")]).await;
    assert!(status == 200 && page.contains("đã được ghi rồi"));
    let (status, page) = hand_in(&mut lead, &serving, "Tên chung cư;Địa chỉ\nMột;1 Lê Lợi\n", &[("step", "preview")]).await;
    assert!(status == 422 && page.contains("Không tìm thấy bảng đảng viên"));

    lead.get(&serving, "/members/table.xlsx").await;
    assert_eq!(lead.status, 200);
    for user in ["staff", "city", "helper"] {
        let mut browser = signed_in(&serving, user).await;
        for path in ["/members/import", "/members/table.xlsx", "/members/new"] {
            browser.get(&serving, path).await;
            assert_eq!(browser.status, 404, "{user} {path}");
        }
    }
}
