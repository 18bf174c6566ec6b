//! No other site sends a form in a person's name: the browser's own word on where a request comes from is
//! believed, and a form of a signed-in person must carry the token of their session.

use app::server_context::Asker;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use store::Keys;

/// The largest form, in bytes; files go another way.
pub const MOST: usize = 1024 * 1024;

/// Routes that take files look at the token themselves: it stands before the file.
fn takes_files(path: &str) -> bool {
    let of_agreement = path.strip_prefix("/agreements/").and_then(|rest| rest.strip_suffix("/file"));
    path == "/import/file"
        || path == "/members/import"
        || path == "/organizations/import"
        || path == "/households/import"
        || of_agreement.is_some_and(|id| uuid::Uuid::parse_str(id).is_ok())
}

/// The hidden field of every form.
pub const FIELD: &str = "form_token";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Foreign,
    TooLarge,
}

/// Lets a request pass that changes nothing or comes from our own pages, without the token in it.
pub async fn check(keys: &Keys, asker: &Asker, request: Request) -> Result<Request, (HeaderMap, Refused)> {
    if request.method().is_safe() {
        return Ok(request);
    }
    let headers = request.headers().clone();
    if from_elsewhere(&headers) {
        return Err((headers, Refused::Foreign));
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") && takes_files(request.uri().path()) {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST).await else { return Err((headers, Refused::TooLarge)) };
    let (token, rest) = without_token(&bytes);
    if !asker.sent(keys, &token) {
        return Err((headers, Refused::Foreign));
    }
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(rest.len()));
    Ok(Request::from_parts(parts, Body::from(rest)))
}

/// By the browser's word: `Sec-Fetch-Site` where it sends it, `Origin` where not.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site != "same-origin" && site != "none",
        None => match (text(ORIGIN.as_str()), text(HOST.as_str())) {
            (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
            (Some(_), None) => true,
            (None, _) => false,
        },
    }
}

fn without_token(form: &[u8]) -> (String, Vec<u8>) {
    let (mut token, mut rest) = (String::new(), Vec::with_capacity(form.len()));
    for pair in form.split(|byte| *byte == b'&') {
        match pair.strip_prefix(FIELD.as_bytes()).and_then(|pair| pair.strip_prefix(b"=")) {
            Some(value) => token = String::from_utf8_lossy(value).into_owned(),
            None => {
                if !rest.is_empty() {
                    rest.push(b'&');
                }
                rest.extend_from_slice(pair);
            }
        }
    }
    (token, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_from_another_site_is_known_by_what_the_browser_says() {
        for own in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://gandan.example"), ("host", "gandan.example")],
            &[("host", "gandan.example")],
        ] {
            assert!(!from_elsewhere(&headers(own)), "{own:?}");
        }
        for foreign in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://gandan.example"), ("host", "gandan.example")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example"), ("host", "gandan.example")],
            &[("origin", "https://gandan.example.evil.example"), ("host", "gandan.example")],
            &[("origin", "null"), ("host", "gandan.example")],
        ] {
            assert!(from_elsewhere(&headers(foreign)), "{foreign:?}");
        }
    }

    #[test]
    fn only_five_forms_bring_files() {
        let of_agreement = "/agreements/0192f3a4-7b1c-7e2d-8f3a-4b5c6d7e8f90/file";
        for path in ["/import/file", "/members/import", "/organizations/import", "/households/import", of_agreement] {
            assert!(takes_files(path), "{path}");
        }
        for path in ["/import/file/x", "/agreements/x/file", "/agreements/0192f3a4-7b1c-7e2d-8f3a-4b5c6d7e8f90/file/remove", "/places/new"]
        {
            assert!(!takes_files(path), "{path}");
        }
    }

    #[test]
    fn the_token_does_not_reach_the_handler() {
        assert_eq!(without_token(b"form_token=abc&name=An&note="), ("abc".into(), b"name=An&note=".to_vec()));
        assert_eq!(without_token(b"name=An&form_token=abc"), ("abc".into(), b"name=An".to_vec()));
        assert_eq!(without_token(b"name=form_token%3Dabc"), (String::new(), b"name=form_token%3Dabc".to_vec()));
        assert_eq!(without_token(b""), (String::new(), Vec::new()));
    }
}
