//! The import page over HTTP: what is refused, what is decided, what is kept.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Program, Serving};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

fn small() -> (Program, Serving) {
    let program = Program::with_units();
    let serving = program.serve();
    (program, serving)
}

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

impl Serving {
    async fn hand_in(&self, name: &str, bytes: impl Into<Vec<u8>>, fields: &[(&str, &str)]) -> Response {
        let form = Form::new().part("file", Part::bytes(bytes.into()).file_name(name.to_owned()));
        let form = fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
        client().post(format!("{}/import/file", self.url)).multipart(form).send().await.unwrap()
    }

    async fn page(&self, path: &str) -> String {
        client().get(format!("{}{path}", self.url)).send().await.unwrap().text().await.unwrap()
    }
}

/// Windows-1258: tone marks are letters of their own.
const LEGACY: &[u8] = b"T\xean chung c\xfd;Ph\xfd\xf5\xccng/x\xe3\nH\xf2a Bi\xccnh;S\xe0i Go\xccn\n";

#[tokio::test]
async fn a_file_that_cannot_be_read_is_422_with_what_to_do_and_nothing_is_kept() {
    let (_program, serving) = small();
    let refused: [(&str, &[u8], &str); 7] = [
        ("trong.csv", b"", "không có nội dung"),
        ("hong.xlsx", b"PK\x03\x04 nothing more", "tệp bị hỏng"),
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
    let no_form = client().post(format!("{}/import/file", serving.url)).body("x").send().await.unwrap();
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
