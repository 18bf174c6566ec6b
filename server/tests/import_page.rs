//! The import page over HTTP: what is refused, what is decided, what is kept.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Program, Serving};
use reqwest::multipart::{Form, Part};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

fn small() -> (Program, Serving) {
    let program = Program::with_units();
    let serving = program.serve_to_all_roles(&["26740", "26743", "27655"]);
    (program, serving)
}

impl Serving {
    async fn hand_in(&self, name: &str, bytes: impl Into<Vec<u8>>, fields: &[(&str, &str)]) -> Response {
        let form = Form::new().part("file", Part::bytes(bytes.into()).file_name(name.to_owned()));
        let form = fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
        self.client(&self.token).post(format!("{}/import/file", self.url)).multipart(form).send().await.unwrap()
    }

    /// Hands in a file that can be read, and answers where its preview is.
    async fn preview(&self, name: &str, table: &str) -> String {
        let response = self.hand_in(name, table, &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{name}");
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn post(&self, path: &str, form: &str) -> Response {
        let request =
            self.client(&self.token).post(format!("{}{path}", self.url)).header("content-type", "application/x-www-form-urlencoded");
        request.body(form.to_owned()).send().await.unwrap()
    }

    /// Agrees to an import and waits for its end.
    async fn run(&self, page: &str) {
        assert_eq!(self.post(&format!("{page}/run"), "").await.status(), StatusCode::SEE_OTHER);
        for _ in 0..200 {
            if !self.page(page).await.contains("import-progress\"") {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the import does not end");
    }

    async fn places(&self, query: &str) -> Value {
        serde_json::from_str(&self.page(&format!("/api/v1/places?{query}")).await).unwrap()
    }

    async fn page(&self, path: &str) -> String {
        self.client(&self.token).get(format!("{}{path}", self.url)).send().await.unwrap().text().await.unwrap()
    }
}

/// The start of a workbook with a password: another container, in which a stream bears this name.
fn encrypted() -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// Windows-1258: tone marks are letters of their own.
const LEGACY: &[u8] = b"T\xean chung c\xfd;Ph\xfd\xf5\xccng/x\xe3\nH\xf2a Bi\xccnh;S\xe0i Go\xccn\n";

#[tokio::test]
async fn a_file_that_cannot_be_read_is_422_with_what_to_do_and_nothing_is_kept() {
    let (_program, serving) = small();
    let encrypted = encrypted();
    let refused: [(&str, &[u8], &str); 8] = [
        ("trong.csv", b"", "không có nội dung"),
        ("hong.xlsx", b"PK\x03\x04 nothing more", "tệp bị hỏng"),
        ("mat-khau.xlsx", &encrypted, "gỡ mật khẩu"),
        ("anh.png", b"\x89PNG\r\n\x1a\n", "không phải bảng tính"),
        ("cat.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Fea", "bị cắt giữa chừng"),
        ("cu.csv", LEGACY, "Windows-1258"),
        ("khong-bang.csv", b"a;b\n1;2\n", "dòng tiêu đề"),
        ("", b"", "chọn một tệp"),
    ];
    for (name, bytes, words) in refused {
        let response = serving.hand_in(name, bytes, &[]).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = response.text().await.unwrap();
        assert!(page.contains(words) && page.contains("Chưa lưu gì"), "{name}: {page}");
        assert!(page.contains("type=\"file\"") && !page.contains("rejected.xlsx"), "{name}");
        assert_eq!(page.contains("name=\"encoding\""), name == "cu.csv", "{name}");
    }
    assert!(!serving.page("/import").await.contains("Các lần nhập trước"));
    let no_form = serving.client(&serving.token).post(format!("{}/import/file", serving.url)).body("x").send().await.unwrap();
    assert_eq!(no_form.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_older_encoding_is_read_where_it_is_named() {
    let (_program, serving) = small();
    let response = serving.hand_in("cu.csv", LEGACY, &[("encoding", "windows-1258")]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let page = serving.page(response.headers()["location"].to_str().unwrap()).await;
    assert!(page.contains("cu.csv") && page.contains("Nhập vào sổ"), "{page}");
}

#[tokio::test]
async fn utf_16_is_read_with_a_mark_at_its_start_and_without() {
    let (_program, serving) = small();
    for mark in ["", "\u{feff}"] {
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let table = format!("{mark}Tên chung cư\tPhường/xã\nHoà Bình\tSài Gòn\n");
            let bytes: Vec<u8> = table.encode_utf16().flat_map(to_bytes).collect();
            let response = serving.hand_in("excel.txt", bytes, &[]).await;
            assert_eq!(response.status(), StatusCode::SEE_OTHER);
            assert!(serving.page(response.headers()["location"].to_str().unwrap()).await.contains("Nhập vào sổ"));
        }
    }
}

#[tokio::test]
async fn a_file_of_200_megabytes_is_413_and_never_held_in_memory() {
    let (_program, serving) = small();
    let response = serving.hand_in("lon.csv", vec![b'a'; 200 << 20], &[]).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(response.text().await.unwrap().contains("Tệp lớn quá"));
    if let Some(megabytes) = serving.peak_memory() {
        assert!(megabytes < 150, "{megabytes} MB");
    }
    assert!(!serving.page("/import").await.contains("Các lần nhập trước"));
}

#[tokio::test]
async fn a_column_that_was_not_understood_is_pointed_out_and_the_choice_is_kept() {
    let (_program, serving) = small();
    let table = "STT;Tòa;Phường/xã;Tôn giáo;Tầng\n1;Một;Sài Gòn;Phật giáo;9\n2;Hai;Bến Thành;;8\n";
    let page = serving.preview("toa.csv", table).await;
    let before = serving.page(&page).await;
    assert!(before.contains("hoặc chỉ ra cột nào là tên") && !before.contains("rejected.xlsx") && !before.contains("Nhập vào sổ"));
    assert!(!before.contains("name=\"sheet-0-column-3\""), "what must not be kept is no choice");
    let chosen = "sheet-0=true&sheet-0-heading=1&sheet-0-column-1=name&sheet-0-column-3=note&sheet-0-column-4=note";
    assert_eq!(serving.post(&format!("{page}/columns"), chosen).await.status(), StatusCode::SEE_OTHER);
    let after = serving.page(&page).await;
    assert!(after.contains("Nhập vào sổ") && after.contains("Cột không được phép lưu, đã bỏ:"), "{after}");
    serving.run(&page).await;
    let found = serving.places("q=mot").await;
    assert_eq!(found["total"], json!(1), "{found}");
    let place = serving.page(&format!("/places/{}", found["items"][0]["id"].as_str().unwrap())).await;
    assert!(place.contains('9') && !place.contains("Phật giáo"));
    let late = serving.post(&format!("{page}/columns"), chosen).await;
    assert!(late.status().is_client_error(), "nothing is decided after the import: {}", late.status());
}

#[tokio::test]
async fn a_choice_that_makes_no_sense_is_422_and_the_preview_stays() {
    let (_program, serving) = small();
    let page = serving.preview("a.csv", "Tên chung cư;Phường/xã\nMột;Sài Gòn\n").await;
    for (form, words) in [
        ("sheet-0=true&sheet-0-heading=x", "không phải số dòng"),
        ("sheet-0=true&sheet-0-heading=70", "Dòng 70 trống"),
        ("sheet-0=true&sheet-0-heading=1&sheet-0-column-0=blue", "chọn một mục"),
        ("", "Chưa chọn trang tính nào"),
    ] {
        let response = serving.post(&format!("{page}/columns"), form).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        let text = response.text().await.unwrap();
        assert!(text.contains(words) && text.contains("bản xem trước vẫn như cũ"), "{form}: {text}");
    }
    assert!(serving.page(&page).await.contains("Nhập vào sổ"));
}

#[tokio::test]
async fn a_row_that_resembles_a_place_is_decided_on_the_preview() {
    let (_program, serving) = small();
    let first = serving.preview("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\n").await;
    serving.run(&first).await;
    let id = serving.places("q=mot").await["items"][0]["id"].as_str().unwrap().to_owned();
    let table = "Tên chung cư;Địa chỉ;Phường/xã;Số căn\nMột;1B Lê Lợi;Sài Gòn;7\nMột;2 Lê Lợi;Sài Gòn;8\nMột;3 Lê Lợi;Sài Gòn;9\n";
    let page = serving.preview("b.csv", table).await;
    assert!(serving.page(&page).await.contains(&format!("value=\"{id}\"")));
    let nonsense = serving.post(&format!("{page}/duplicates"), "row-2-b=0190e8a0-0000-7000-8000-000000000000").await;
    assert_eq!(nonsense.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let decided = serving.post(&format!("{page}/duplicates"), &format!("row-2-b={id}&row-3-b=other&row-4-b=later")).await;
    assert_eq!(decided.status(), StatusCode::SEE_OTHER);
    let preview = serving.page(&page).await;
    assert!(preview.contains("rejected.xlsx") && preview.contains("1B Lê Lợi") && preview.contains("Nhập vào sổ"), "{preview}");
    serving.run(&page).await;
    assert_eq!(serving.places("").await["total"], json!(2));
    assert_eq!(serving.places(&format!("q={}", "1B")).await["items"][0]["id"], json!(id));
    let file =
        serving.client(&serving.token).get(format!("{}{page}/rejected.xlsx", serving.url)).send().await.unwrap().bytes().await.unwrap();
    let sheets = formats::read_sheets("rejected.xlsx", &file).unwrap();
    let rows: Vec<String> =
        sheets[0].rows.iter().map(|row| row.cells.iter().map(|cell| cell.shown().into_owned()).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[1].starts_with("Một|3 Lê Lợi|Sài Gòn|9|") && rows[1].contains("chờ quyết định"), "{rows:?}");
}
