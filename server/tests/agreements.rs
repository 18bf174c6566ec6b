//! Agreements over HTTP: forms that keep what was typed, and documents that are looked into before they are taken.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Program, Serving};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// A building in Sài Gòn, and who asks about it: staff and a viewer of the ward, staff of another.
struct Ward {
    _program: Program,
    serving: Serving,
    place: String,
    staff: Client,
    viewer: Client,
    other: Client,
}

async fn ward() -> Ward {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\n");
    program.text(&["import", "places", &file], 0);
    for (name, role) in [("staff", "ward_staff@26740"), ("viewer", "ward_viewer@26740"), ("other", "ward_staff@26743")] {
        program.user(name, &[role]);
    }
    let tokens = ["staff", "viewer", "other"].map(|name| program.token(name));
    let serving = program.serve();
    let [staff, viewer, other] = tokens.map(|token| serving.client(&token));
    let list = staff.get(format!("{}/api/v1/places?q=mot", serving.url)).send().await.unwrap();
    let place = list.json::<Value>().await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    Ward { _program: program, serving, place, staff, viewer, other }
}

impl Ward {
    async fn get(&self, client: &Client, path: &str) -> Response {
        client.get(format!("{}{path}", self.serving.url)).header("accept", "text/html").send().await.unwrap()
    }

    async fn page(&self, path: &str) -> String {
        self.get(&self.staff, path).await.text().await.unwrap()
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let operation = uuid::Uuid::now_v7().to_string();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("operation", operation.as_str())]).collect();
        let request = self.staff.post(format!("{}{path}", self.serving.url)).header("content-type", "application/x-www-form-urlencoded");
        request.body(serde_html_form::to_string(fields).unwrap()).send().await.unwrap()
    }

    /// Writes an agreement down and answers the path of its page.
    async fn agreement(&self, fields: &[(&str, &str)]) -> String {
        let response = self.post(&format!("/places/{}/agreements/new", self.place), fields).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers()["location"].to_str().unwrap().split('?').next().unwrap().to_owned()
    }

    async fn hand_in(&self, client: &Client, agreement: &str, name: &str, content: impl Into<Vec<u8>>) -> Response {
        let form = Form::new().part("file", Part::bytes(content.into()).file_name(name.to_owned()));
        let request = client.post(format!("{}{agreement}/file", self.serving.url)).header("accept", "text/html");
        request.multipart(form).send().await.unwrap()
    }
}

#[tokio::test]
async fn a_page_a_program_or_a_drawing_by_another_name_is_refused_with_words_and_nothing_is_kept() {
    let ward = ward().await;
    let agreement = ward.agreement(&[("number", "01/TTPH")]).await;
    let refused: [(&str, &[u8], &str); 6] = [
        ("trang.pdf", b"<!doctype html><script>alert(1)</script>", "không phải PDF, JPEG, PNG hay WebP"),
        ("chay.pdf", b"MZ\x90\0\x03\0\0\0", "không phải PDF, JPEG, PNG hay WebP"),
        ("hinh.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"/>", "không phải PDF, JPEG, PNG hay WebP"),
        ("sau.pdf", b"<script>alert(1)</script>%PDF-1.7", "không phải PDF, JPEG, PNG hay WebP"),
        ("trong.pdf", b"", "Tệp này trống"),
        ("", b"", "Xin chọn một tệp trước"),
    ];
    for (name, content, words) in refused {
        let response = ward.hand_in(&ward.staff, &agreement, name, content).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = response.text().await.unwrap();
        assert!(page.contains(words) && page.contains("xin chọn lại tệp") && page.contains("type=\"file\""), "{name}: {page}");
    }
    let no_form = ward.staff.post(format!("{}{agreement}/file", ward.serving.url)).body("x").send().await.unwrap();
    assert_eq!(no_form.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ward.get(&ward.staff, &format!("{agreement}/file")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_words() {
    let ward = ward().await;
    let agreement = ward.agreement(&[("number", "01/TTPH")]).await;
    let long = |bytes: usize| [PDF, &vec![b' '; bytes]].concat();
    let most = domain::agreement::MOST_IN_FILE;
    for (bytes, status) in [(most, 422), (most + 100_000, 413), (4 * most, 413)] {
        let response = ward.hand_in(&ward.staff, &agreement, "lon.pdf", long(bytes)).await;
        assert_eq!(response.status().as_u16(), status, "{bytes}");
        assert!(response.text().await.unwrap().contains("nhiều nhất 10 MB"), "{bytes}");
    }
    let fits = ward.hand_in(&ward.staff, &agreement, "vua.pdf", long(most - PDF.len())).await;
    assert_eq!(fits.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_document_leaves_as_a_download_that_nothing_runs_in() {
    let ward = ward().await;
    let agreement = ward.agreement(&[("number", "01/TTPH"), ("signed_on", "2026-01-05")]).await;
    let sent = ward.hand_in(&ward.staff, &agreement, "..\\Thỏa thuận 1.html", PDF).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let page = ward.page(&agreement).await;
    assert!(page.contains("Thỏa thuận 1.pdf") && page.contains("SHA-256"), "{page}");
    assert!(ward.page(&format!("/places/{}", ward.place)).await.contains("Thỏa thuận 1.pdf"));

    for client in [&ward.staff, &ward.viewer] {
        let response = ward.get(client, &format!("{agreement}/file")).await;
        assert_eq!(response.status(), StatusCode::OK);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        let name = "attachment; filename=\"thoa-thuan.pdf\"; filename*=UTF-8''Th%E1%BB%8Fa%20thu%E1%BA%ADn%201.pdf";
        assert_eq!(header("content-disposition"), name);
        assert_eq!((header("x-content-type-options"), header("cache-control")), ("nosniff".into(), "no-store".into()));
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(response.bytes().await.unwrap(), PDF);
    }
    assert_eq!(ward.post(&format!("{agreement}/file/remove"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(ward.get(&ward.staff, &format!("{agreement}/file")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_ward_finds_nothing_and_a_viewer_hands_nothing_in() {
    let ward = ward().await;
    let agreement = ward.agreement(&[("number", "01/TTPH")]).await;
    assert_eq!(ward.hand_in(&ward.staff, &agreement, "a.pdf", PDF).await.status(), StatusCode::SEE_OTHER);
    for path in ["", "/edit", "/file"] {
        assert_eq!(ward.get(&ward.other, &format!("{agreement}{path}")).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for client in [&ward.other, &ward.viewer] {
        let sent = ward.hand_in(client, &agreement, "b.pdf", PDF).await;
        assert_eq!(sent.status(), StatusCode::NOT_FOUND);
    }
    let seen = ward.get(&ward.viewer, &agreement).await.text().await.unwrap();
    assert!(seen.contains("a.pdf") && !seen.contains("type=\"file\"") && !seen.contains(&format!("{agreement}/sign")));
}

#[tokio::test]
async fn what_was_typed_stays_in_the_form_and_both_values_of_a_conflict_are_told() {
    let ward = ward().await;
    let new = format!("/places/{}/agreements/new", ward.place);
    let refused = ward.post(&new, &[("number", "01/TTPH"), ("scope", "Phòng cháy"), ("signed_on", "31/12/2199")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.unwrap();
    assert!(page.contains("Ngày này chưa tới") && page.contains("Phòng cháy") && page.contains("01/TTPH"), "{page}");

    let agreement = ward.agreement(&[("number", "01/TTPH"), ("scope", "Phòng cháy")]).await;
    let edit = format!("{agreement}/edit");
    let theirs = ward.post(&edit, &[("scope", "Vệ sinh"), ("revision", "1")]).await;
    assert_eq!(theirs.status(), StatusCode::SEE_OTHER);
    let mine = ward.post(&edit, &[("scope", "Hòa giải"), ("party_organization", "Chi bộ 3"), ("revision", "1")]).await;
    assert_eq!(mine.status(), StatusCode::CONFLICT);
    let page = mine.text().await.unwrap();
    assert!(page.contains("<strong>Vệ sinh") && page.contains("Hòa giải</textarea>") && page.contains("Chi bộ 3"), "{page}");

    let unsigned = ward.post(&format!("{agreement}/sign"), &[("signed_on", "mai"), ("number", "02/TTPH"), ("revision", "2")]).await;
    assert_eq!(unsigned.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = unsigned.text().await.unwrap();
    assert!(page.contains("Chưa hiểu “mai”") && page.contains("02/TTPH"), "{page}");
    let signed = ward.post(&format!("{agreement}/sign"), &[("signed_on", "05/01/2026"), ("number", "02/TTPH"), ("revision", "2")]).await;
    assert_eq!(signed.status(), StatusCode::SEE_OTHER);
    let to = ward.get(&ward.staff, &format!("/places/{}/agreements", ward.place)).await;
    assert_eq!(to.headers()["location"].to_str().unwrap(), format!("{agreement}#review"));
}
