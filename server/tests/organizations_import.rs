//! A sheet of organizations over HTTP: looked at with nothing kept, taken in as a whole, refused where it lists people.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};
use reqwest::multipart::{Form, Part};

/// A building in each of two wards, and people of all sorts.
fn city() -> Program {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    for (user, role) in [("staff", "ward_staff"), ("viewer", "ward_viewer"), ("helper", "member")] {
        program.user(user, &[&format!("{role}@{}", UNITS[0].0)]);
    }
    program.user("city", &["city"]);
    program
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

/// Hands a sheet in, with the token of the page.
async fn hand_in(browser: &mut Browser, serving: &Serving, table: &str, fields: &[(&str, &str)]) -> (u16, String) {
    browser.get(serving, "/organizations/import").await;
    let value = |name: &str| browser.page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut form = Form::new().text("form_token", value("form_token")).text("operation", value("operation")).text("unit", value("unit"));
    form = form.part("file", Part::bytes(table.as_bytes().to_vec()).file_name("ds.csv"));
    form = fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let request =
        serving.client("").post(format!("{}/organizations/import", serving.url)).header("cookie", browser.cookie()).multipart(form);
    let response = request.send().await.unwrap();
    let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    (status, location.unwrap_or(response.text().await.unwrap()))
}

const TABLE: &str = "DANH SÁCH TỔ CHỨC\n\
    Tên tổ chức;Loại tổ chức;Cấp trên;Số QĐ;Ngày quyết định;Số đảng viên;Địa điểm;Hình thức;Tôn giáo;Sở thích\n\
    Chi bộ Bưởi;Chi bộ;Đảng bộ Cam;15-QĐ/ĐU;05/01/2024;32;Một;Chi bộ ghép;Không;đọc\n\
    Đảng bộ Cam;Đảng bộ cơ sở;;;;;;;;\n\
    Chi hội Chanh;Hội Phụ nữ;;;;;Hai;;;\n";

#[tokio::test]
async fn a_sheet_is_looked_at_and_leaves_nothing_and_is_taken_in_as_a_whole() {
    let program = city();
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/organizations").await;
    assert!(staff.page.contains("href=\"/organizations/import\""));

    let (status, page) = hand_in(&mut staff, &serving, TABLE, &[("step", "preview")]).await;
    assert_eq!(status, 200, "{page}");
    for words in [
        "Có thể thêm 2 tổ chức",
        "dòng 3: Chi bộ Bưởi · thêm mới · liên kết 1 địa điểm",
        "dòng 5, cột «Liên kết từ ngày»",
        "Tôn giáo",
        "Sở thích",
        "Chưa lưu gì",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let table = TABLE.replace(";;;;;Hai;", ";;;05/02/2024;;Hai;");
    let (status, page) = hand_in(&mut staff, &serving, &table, &[("step", "save")]).await;
    assert!(status == 422 && page.contains("Phường không có địa điểm “Hai”") && page.contains("Chưa lưu gì"), "{page}");
    staff.get(&serving, "/organizations").await;
    assert!(!staff.page.contains("Bưởi"), "whole or not at all");

    let (status, location) = hand_in(&mut staff, &serving, &table, &[("skip_bad", "true"), ("step", "save")]).await;
    assert_eq!((status, location.as_str()), (303, "/organizations/import?unit=26740&added=2&changed=0&places=1"));
    staff.get(&serving, &location).await;
    assert!(staff.page.contains("Đã thêm 2 tổ chức, sửa 0 tổ chức, liên kết 1 địa điểm"), "{}", staff.page);
    staff.get(&serving, "/organizations?q=buoi").await;
    assert!(staff.page.contains("Chi bộ Bưởi") && staff.page.contains("32 thành viên") && staff.page.contains("từ 05/01/2024"));

    let good = table.lines().filter(|line| !line.contains("Chanh")).collect::<Vec<_>>().join("\n");
    let (status, page) = hand_in(&mut staff, &serving, &good, &[("step", "preview")]).await;
    assert!(status == 200 && page.contains("Có thể thêm 0 tổ chức") && page.contains("2 dòng đã có đủ"), "{page}");
    let elsewhere = "Tên tổ chức;Loại tổ chức;Phường/xã\nChi bộ Me;Chi bộ;Bến Thành\n";
    let (status, page) = hand_in(&mut staff, &serving, elsewhere, &[("step", "save")]).await;
    assert!(status == 422 && page.contains("Dòng này không phải của"), "{page}");
    assert!(program.text(&["audit", "verify"], 0).contains("whole"));
}

#[tokio::test]
async fn a_list_of_people_is_refused_and_nothing_of_it_is_shown() {
    let program = city();
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    let list = "Họ và tên;Tên tổ chức;Loại tổ chức\nTrần Văn Ổi;Chi bộ Me;Chi bộ\n";
    for step in ["preview", "save"] {
        let (status, page) = hand_in(&mut staff, &serving, list, &[("step", step)]).await;
        assert!(status == 422 && page.contains("Đây là danh sách người") && page.contains("Họ và tên"), "{page}");
        assert!(!page.contains("Ổi"));
    }
    let (status, page) = hand_in(&mut staff, &serving, "Tên chung cư;Địa chỉ\nMột;1 Lê Lợi\n", &[("step", "preview")]).await;
    assert!(status == 422 && page.contains("Không tìm thấy bảng tổ chức"));
}

#[tokio::test]
async fn only_whoever_adds_organizations_finds_the_page_and_the_empty_table() {
    let program = city();
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    staff.get(&serving, "/organizations/table.xlsx").await;
    assert_eq!(staff.status, 200);
    staff.get(&serving, "/organizations/import?unit=26743").await;
    assert_eq!(staff.status, 404, "another ward's");
    for user in ["viewer", "city", "helper"] {
        let mut browser = signed_in(&serving, user).await;
        for path in ["/organizations/import", "/organizations/table.xlsx"] {
            browser.get(&serving, path).await;
            assert_eq!(browser.status, 404, "{user} {path}");
        }
        browser.get(&serving, "/organizations").await;
        assert!(!browser.page.contains("/organizations/import"), "{user}");
    }
}
