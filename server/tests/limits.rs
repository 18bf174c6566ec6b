//! How much one address and all together may ask for, and what a watchdog is told.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::{Program, Serving, UNITS};

async fn status(serving: &Serving, token: &str, path: &str) -> u16 {
    serving.client(token).get(format!("{}{path}", serving.url)).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_watchdog_is_told_how_requests_ended_and_never_about_whom() {
    let program = Program::with_units();
    program.user("admin", &["administrator"]);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    let (admin, staff) = (program.token("admin"), program.token("staff"));
    let serving = program.serve();
    let place = uuid::Uuid::now_v7();
    assert_eq!(status(&serving, &admin, &format!("/places/{place}?q=bi-mat")).await, 404);
    assert_eq!(status(&serving, &admin, "/wp-login.php").await, 404);
    assert_eq!(status(&serving, "", "/metrics").await, 401);
    assert_eq!(status(&serving, &staff, "/metrics").await, 404);

    let text = serving.client(&admin).get(format!("{}/metrics", serving.url)).send().await.unwrap().text().await.unwrap();
    assert!(text.contains(r#"gandan_http_requests_total{method="read",route="/places/{id}",status="404"} 1"#), "{text}");
    assert!(text.contains(r#"route="other",status="404"} 1"#), "{text}");
    assert!(text.contains("gandan_http_request_seconds_bucket") && text.ends_with("# EOF\n"), "{text}");
    for hidden in [place.to_string().as_str(), "bi-mat", "wp-login"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_wait() {
    let program = Program::with_units();
    let serving = program.serve_with(&[("GANDAN_REQUESTS_PER_SECOND", "1")]);
    let client = serving.client("");
    let mut refused = None;
    for _ in 0..30 {
        let response = client.get(format!("{}/healthz", serving.url)).send().await.unwrap();
        if response.status() == 429 {
            refused = Some(response);
            break;
        }
    }
    let refused = refused.expect("thirty in a second are too many");
    assert_eq!(refused.headers()["retry-after"], "2");
    assert!(refused.text().await.unwrap().starts_with("Quá nhiều yêu cầu"));
}

#[tokio::test]
async fn a_request_that_names_nothing_here_is_refused_and_no_fault_of_the_program() {
    let program = Program::with_units();
    program.user("admin", &["administrator"]);
    let token = program.token("admin");
    let serving = program.serve();
    let address = serving.url.trim_start_matches("http://").to_owned();
    for asked in [
        "POST x:80 HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "CONNECT x:80 HTTP/1.1\r\nhost: x:80\r\nconnection: close\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(asked.as_bytes()).unwrap();
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        assert!(text.starts_with("HTTP/1.1 400"), "{asked}: {text}");
    }
    // Days of other ages are not understood, and no database is asked about them.
    for path in [
        "/audit?from=-262143-01-01",
        "/audit?to=%2B262142-12-31",
        "/worklist?cursor=-262143-01-01.00000000-0000-0000-0000-000000000000.confirm",
    ] {
        assert!(status(&serving, &token, path).await < 500, "{path}");
    }
}

#[test]
fn connections_beyond_the_limit_are_closed_and_the_next_one_is_served() {
    let program = Program::with_units();
    let serving = program.serve_with(&[("GANDAN_CONNECTIONS", "2")]);
    let address = serving.url.trim_start_matches("http://").to_owned();
    let answered = |stream: &mut TcpStream| {
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let mut text = String::new();
        asked.is_ok() && stream.read_to_string(&mut text).is_ok() && text.contains("200 OK")
    };
    let connect = || TcpStream::connect(&address).unwrap();
    let held = [connect(), connect()];
    // Accepting them takes a moment.
    std::thread::sleep(Duration::from_millis(300));
    assert!(!answered(&mut connect()));
    drop(held);
    std::thread::sleep(Duration::from_millis(300));
    assert!(answered(&mut connect()));
}
