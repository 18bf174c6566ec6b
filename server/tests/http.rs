//! The running program over HTTP: the API, the pages, what is refused and how.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Program, Serving};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

/// The program with the invented city of one day.
fn city() -> (Program, Serving) {
    let program = Program::new();
    program.text(&["demo", "--as-of", "2026-11-22"], 0);
    let serving = program.serve_to_all_roles(&["26740"]);
    (program, serving)
}

fn small() -> (Program, Serving) {
    let program = Program::with_units();
    let file =
        program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Sài Gòn\nBa;3 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    let serving = program.serve_to_all_roles(&["26740", "26743", "27655"]);
    (program, serving)
}

impl Serving {
    async fn get(&self, path: &str) -> Response {
        self.client(&self.token).get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    async fn problem(&self, path: &str, status: u16) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(header(&response, "content-type"), "application/problem+json", "{path}");
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["status"], json!(status), "{path}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()) && problem["type"].is_string(), "{path}");
        problem
    }
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn the_demo_city_has_the_numbers_of_2022() {
    let (_program, serving) = city();
    let summary = serving.json("/api/v1/summary").await;
    let counts = &summary["apartment_buildings"];
    let number = |name: &str| counts[name].as_u64().unwrap_or_else(|| panic!("{name} in {counts}"));
    assert_eq!((number("total"), number("board_not_recognised")), (1246, 581));
    assert_eq!((number("board_required"), number("board_required_not_recognised")), (1067, 402));
    assert_eq!((number("board_recognised"), number("board_unknown")), (665, 0));
    assert_eq!(counts["board_not_recognised_ratio"].as_f64(), Some(581.0 / 1246.0));
    let parts = ["with_party_organization", "with_socio_political_only", "with_neither", "organization_unknown"];
    assert_eq!(parts.map(number).iter().sum::<u64>(), 1246);
    for name in ["total", "with_party_cell", "with_cell_committee"] {
        assert!(summary["residential_areas"][name].as_u64().is_some_and(|count| count > 0), "{name}");
    }
    assert!(summary["as_of"].is_string());
    let list = serving.json("/api/v1/places?kind=apartment_building&board=not_recognised&limit=1").await;
    assert_eq!((&list["total"], list["items"].as_array().map(Vec::len)), (&json!(581), Some(1)));
    assert_eq!(serving.json("/api/v1/admin-units").await["items"].as_array().map(Vec::len), Some(168));
    let cells = serving.json("/api/v1/organizations?kind=party_cell&limit=2").await;
    assert!(cells["total"].as_u64() > Some(2) && cells["items"].as_array().map(Vec::len) == Some(2), "{cells}");
    let cell = serving.json(&format!("/api/v1/organizations/{}", cells["items"][0]["id"].as_str().unwrap())).await;
    assert_eq!(cell["places"].as_array().map(Vec::len), cells["items"][0]["places"].as_u64().map(|count| count as usize), "{cell}");
    assert_eq!((&cell["decisions"][0]["kind"], &cell["kind"]), (&json!("founded"), &json!("party_cell")), "{cell}");
    let cursor = cells["next_cursor"].as_str().unwrap();
    let next = serving.json(&format!("/api/v1/organizations?kind=party_cell&limit=1&cursor={cursor}")).await;
    assert_ne!(next["items"][0]["id"], cells["items"][1]["id"]);
    for (query, field) in [("kind=club", "kind"), ("limit=501", "limit"), ("cursor=zzz", "cursor")] {
        assert_eq!(serving.problem(&format!("/api/v1/organizations?{query}"), 400).await["errors"][0]["field"], json!(field));
    }
    let page = serving.get("/").await.text().await.unwrap();
    assert!(page.contains("1.246") && page.contains("46,6") && page.contains("DỮ LIỆU MẪU"));
}

#[tokio::test]
async fn pages_of_the_list_are_complete() {
    let (_program, serving) = small();
    let (mut names, mut path) = (Vec::new(), "/api/v1/places?limit=1".to_owned());
    loop {
        let page = serving.json(&path).await;
        assert_eq!(page["total"], json!(3));
        names.extend(page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/places?limit=1&cursor={cursor}");
    }
    assert_eq!(names, ["Ba", "Hai", "Một"]);
    let found = serving.json("/api/v1/places?q=mot").await;
    let id = found["items"][0]["id"].as_str().unwrap();
    assert_eq!(serving.json(&format!("/api/v1/places/{id}")).await["name"], json!("Một"));
}

#[tokio::test]
async fn nonsense_is_400_with_the_field_that_makes_none() {
    let (_program, serving) = small();
    for (query, field) in [
        ("board=blue", "board"),
        ("party=1", "party"),
        ("kind=house", "kind"),
        ("required=maybe", "required"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=107,10,106,11", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=1e999,0,1,1", "bbox"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("cursor=x", "cursor"),
        ("unit=99999", "unit"),
        ("agreement=x", "agreement"),
        ("committee=x", "committee"),
        ("cursor=0.0190e8a0-0000-7000-8000-000000000000", "cursor"),
    ] {
        let problem = serving.problem(&format!("/api/v1/places?{query}"), 400).await;
        let error = &problem["errors"][0];
        assert_eq!(error["field"], json!(field), "{query}: {problem}");
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 3), "{query}: {problem}");
    }
    let long = "a".repeat(5_000);
    assert_eq!(serving.problem(&format!("/api/v1/places?q={long}"), 400).await["errors"][0]["field"], json!("q"));
    // Bytes that are no text, an odd percent sign, a word said twice: never a 500.
    for query in ["q=%ff%fe", "q=%", "board=missing&board=unknown", "q=%00", "cursor=%00", "&&&=", "unknown=1"] {
        let status = serving.get(&format!("/api/v1/places?{query}")).await.status();
        assert!(status.is_success() || status.is_client_error(), "{query}: {status}");
        let status = serving.get(&format!("/places?{query}")).await.status();
        assert!(status.is_success() || status.is_client_error(), "page, {query}: {status}");
    }
    let page = serving.get("/places?unit=99999").await;
    assert_eq!(page.status(), StatusCode::BAD_REQUEST);
    assert!(page.text().await.unwrap().contains("Không có đơn vị “99999”"));
    for path in [
        "/map?unit=99999",
        "/map/places.geojson?unit=99999",
        "/places/export?unit=99999",
        "/places?board=blue",
        "/places?cursor=x",
        "/map?bbox=x",
        "/map/places.geojson?bbox=x",
        "/map/units.geojson?board=x",
        "/places/export?format=pdf",
        "/places/export?board=x",
    ] {
        let status = serving.get(path).await.status();
        assert!(status.is_success() || status.is_client_error(), "{path}: {status}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_404() {
    let (_program, serving) = small();
    for path in ["/api/v1/places/0190e8a0-0000-7000-8000-000000000000", "/api/v1/places/x", "/api/v1/nothing", "/api/v2/places", "/api/x"] {
        serving.problem(path, 404).await;
    }
    for path in [
        "/places/0190e8a0-0000-7000-8000-000000000000",
        "/places/x",
        "/places/x/edit",
        "/places/%00",
        "/places/%ff",
        "/users/x",
        "/import/x",
        "/import/x/rejected.xlsx",
        "/admin-units/%00",
        "/admin-units/99999",
        "/admin-units/x",
        "/import/0190e8a0-0000-7000-8000-000000000000",
        "/nothing",
        "/pkg/../Cargo.toml",
        "/pkg/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(serving.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/users/x", "/import/x", "/places/x"] {
        assert!(serving.get(path).await.text().await.unwrap().contains("Không tìm thấy trang này"), "{path}");
    }
}

#[tokio::test]
async fn every_page_answers_with_a_policy_and_its_own_nonce() {
    let (_program, serving) = small();
    let found = serving.json("/api/v1/places?q=mot").await;
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    let mut nonces = std::collections::BTreeSet::new();
    let pages = ["/", "/map", "/places", "/places/new", "/admin-units/26740", "/import"].map(str::to_owned);
    let of_place = ["", "/edit", "/record", "/merge"].map(|page| format!("/places/{id}{page}"));
    for path in pages.iter().chain(&of_place) {
        let response = serving.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        let policy = header(&response, "content-security-policy");
        for part in [
            "script-src 'self' 'nonce-",
            "'wasm-unsafe-eval'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        let text = response.text().await.unwrap();
        assert!(text.contains("<html") && text.contains(" lang=\"vi\""), "{path}");
        assert!(!text.contains(" style=\""), "{path} has a style attribute, which its policy forbids");
        for script in text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains("src=") || tag.contains(&nonce) || tag.contains("type=\"application/json\""), "{path}: <script{tag}>");
        }
        nonces.insert(nonce);
    }
    assert_eq!(nonces.len(), 10, "a nonce is used once");
    for path in ["/healthz", "/readyz", "/api/v1/summary", "/api/v1/openapi.json", "/import/table-a.xlsx"] {
        let response = serving.get(path).await;
        assert_eq!((response.status(), header(&response, "x-content-type-options").as_str()), (StatusCode::OK, "nosniff"), "{path}");
        assert!(header(&response, "content-security-policy").contains("default-src 'none'"), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_413_and_nothing_is_lost_elsewhere() {
    let (_program, serving) = small();
    let client = serving.client(&serving.token);
    let response = client
        .post(format!("{}/places/new", serving.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("name={}", "a".repeat(3 * 1024 * 1024)))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(serving.json("/api/v1/places").await["total"], json!(3));
}

#[tokio::test]
async fn a_form_that_cannot_be_taken_keeps_what_was_typed() {
    let (_program, serving) = small();
    let client = serving.client(&serving.token);
    for body in ["name=%20&address=12+H%C3%A0m+Nghi&apartments=12a", "", "name=a&name=b", "x=%ff", "revision=x&operation=y&name=z"] {
        let response = client
            .post(format!("{}/places/new", serving.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();
        let status = response.status();
        assert!(status.is_client_error(), "{body}: {status}");
        let text = response.text().await.unwrap();
        if body.contains("12a") {
            assert!(text.contains("12 Hàm Nghi") && text.contains("12a"), "what was typed stands in the form again");
        }
    }
    assert_eq!(serving.json("/api/v1/places").await["total"], json!(3));
}

#[tokio::test]
async fn whoever_chose_the_others_value_keeps_it_when_another_field_is_wrong() {
    let (_program, serving) = small();
    let client = serving.client(&serving.token);
    let found = serving.json("/api/v1/places?q=mot").await;
    let path = format!("/places/{}/edit", found["items"][0]["id"].as_str().unwrap());
    let unit = found["items"][0]["admin_unit_code"].as_str().unwrap();
    let page = serving.get(&path).await.text().await.unwrap();
    let id = serving.json("/api/v1/admin-units").await["items"].as_array().unwrap().iter().find(|item| item["code"] == unit).unwrap()["id"]
        .clone();
    assert!(page.contains(id.as_str().unwrap()));
    let save = |more: &'static str| {
        let form = format!(
            "operation={}&admin_unit_id={}&kind=apartment_building&name=M%E1%BB%99t&address=1+L%C3%AA+L%E1%BB%A3i&requirement=unknown\
             &meeting_stage=unknown&recognition=unknown&term=none&fund_handover=unknown&{more}",
            uuid::Uuid::now_v7(),
            id.as_str().unwrap()
        );
        client.post(format!("{}{path}", serving.url)).header("content-type", "application/x-www-form-urlencoded").body(form).send()
    };
    assert_eq!(save("revision=1&apartments=111").await.unwrap().status(), StatusCode::SEE_OTHER);
    assert_eq!(save("revision=1&apartments=222").await.unwrap().status(), StatusCode::CONFLICT);
    let wrong = save("revision=2&apartments=222&choose_apartments=theirs&blocks=2a").await.unwrap();
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text().await.unwrap();
    assert!(text.contains("value=\"2a\"") && text.contains("value=\"111\"") && !text.contains("value=\"222\""), "{text}");
    let mine = save("revision=2&apartments=222&choose_apartments=mine&blocks=2a").await.unwrap().text().await.unwrap();
    assert!(mine.contains("value=\"222\"") && !mine.contains("value=\"111\""));
}

#[tokio::test]
async fn exports_come_as_attachments() {
    let (_program, serving) = small();
    for (format, kind, start) in
        [("xlsx", "spreadsheetml", &b"PK"[..]), ("csv", "text/csv", b"\xef\xbb\xbf"), ("geojson", "application/geo+json", b"{")]
    {
        let response = serving.get(&format!("/places/export?format={format}&q=mot")).await;
        assert_eq!(response.status(), StatusCode::OK, "{format}");
        assert!(header(&response, "content-type").contains(kind), "{format}: {}", header(&response, "content-type"));
        let disposition = header(&response, "content-disposition");
        assert!(disposition.starts_with("attachment") && disposition.contains(&format!(".{format}\"")), "{disposition}");
        let body = response.bytes().await.unwrap();
        assert!(body.starts_with(start), "{format}");
        if format != "xlsx" {
            let text = String::from_utf8_lossy(&body).into_owned();
            assert!(text.contains("Một") && !text.contains("Hai"), "{format} carries what the list shows");
        }
    }
    serving.problem("/places/export?format=pdf", 400).await;
}

#[tokio::test]
async fn a_file_handed_in_is_previewed_imported_once_and_taken_back() {
    let (_program, serving) = small();
    let client = serving.client(&serving.token);
    let table = "Tên chung cư;Địa chỉ;Phường/xã\nBốn;4 Lê Lợi;Sài Gòn\n";
    let part = reqwest::multipart::Part::bytes(table.as_bytes().to_vec()).file_name("bảng A.csv");
    let form = reqwest::multipart::Form::new().part("file", part);
    let response = client.post(format!("{}/import/file", serving.url)).multipart(form).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let page = header(&response, "location");
    assert_eq!(serving.get(&page).await.status(), StatusCode::OK);
    assert_eq!(serving.json("/api/v1/places").await["total"], json!(3), "a preview saves nothing");
    let post =
        |path: String| client.post(format!("{}{path}", serving.url)).header("content-type", "application/x-www-form-urlencoded").send();
    assert_eq!(post(format!("{page}/run")).await.unwrap().status(), StatusCode::SEE_OTHER);
    assert!(!post(format!("{page}/run")).await.unwrap().status().is_server_error(), "a second press");
    for _ in 0..100 {
        if serving.json("/api/v1/places").await["total"] == json!(4) && serving.json(&format!("{page}/progress")).await.is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(serving.json("/api/v1/places").await["total"], json!(4));
    assert_eq!(post(format!("{page}/undo")).await.unwrap().status(), StatusCode::SEE_OTHER);
    assert_eq!(serving.json("/api/v1/places").await["total"], json!(3));
    // Without a file, and with something that is no file.
    let empty = client.post(format!("{}/import/file", serving.url)).multipart(reqwest::multipart::Form::new()).send().await.unwrap();
    assert!(empty.status().is_client_error(), "{}", empty.status());
    assert!(post("/import/file".into()).await.unwrap().status().is_client_error());
}

#[tokio::test]
async fn the_program_answers_in_english_where_it_is_asked_to() {
    let (_program, serving) = small();
    let ask = |language: &'static str| {
        let request =
            serving.client(&serving.token).get(format!("{}/api/v1/places?limit=0", serving.url)).header("accept-language", language);
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    assert_ne!(ask("vi").await["title"], ask("en-GB,en;q=0.8").await["title"]);
}
