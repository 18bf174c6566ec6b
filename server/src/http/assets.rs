//! Files that never change while the program runs, out of the program itself: style, the browser's
//! side, icons.

use std::sync::LazyLock;

use app::server_context::ServerContext;
use app::visit::{Answer, Visit};
use axum::extract::FromRequestParts;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::failure::Failure;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../public"]
struct Public;

/// Made by `cargo dev`; without it the pages work, without islands and map.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site/pkg"]
#[allow_missing = true]
struct FrontEnd;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../app/style"]
struct Style;

/// All of `app/style`, in the order of the names; layers inside decide what wins.
static STYLE_SHEET: LazyLock<(String, String)> = LazyLock::new(|| {
    let mut names: Vec<_> = Style::iter().filter(|name| name.ends_with(".css")).collect();
    names.sort();
    let text: String =
        names.iter().filter_map(|name| Style::get(name)).map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect();
    let tag = format!(
        "\"{:x}\"",
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    );
    (text, tag)
});

/// Whether there is such a file: those are for everybody.
pub fn exists(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    match path.strip_prefix("pkg/") {
        Some(name) => FrontEnd::get(name).is_some(),
        None => path == "assets/gandan.css" || Public::get(path).is_some(),
    }
}

/// A file, or the page that says that there is none.
pub async fn serve(State(context): State<ServerContext>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let headers = request.headers();
    if path == "assets/gandan.css" {
        let (text, tag) = &*STYLE_SHEET;
        return fresh(headers, tag).unwrap_or_else(|| {
            let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (ETAG, tag.as_str()), (CACHE_CONTROL, "no-cache")];
            (headers, text.clone()).into_response()
        });
    }
    let found = match path.strip_prefix("pkg/") {
        Some(name) => file(headers, name, FrontEnd::get),
        None => file(headers, &path, Public::get),
    };
    if let Some(response) = found {
        return response;
    }
    let (mut parts, _) = request.into_parts();
    match Visit::from_request_parts(&mut parts, &context).await {
        Ok(visit) => visit.answer(Err::<Answer, _>(Failure::NotFound)).await,
        Err(never) => match never {},
    }
}

fn file(headers: &HeaderMap, name: &str, get: fn(&str) -> Option<EmbeddedFile>) -> Option<Response> {
    let plain = get(name)?;
    let tag = format!("\"{}\"", plain.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    if let Some(response) = fresh(headers, &tag) {
        return Some(response);
    }
    let brotli = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("br"));
    let kind = plain.metadata.mimetype().to_owned();
    let headers = [(CONTENT_TYPE, kind), (ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned()), (VARY, "accept-encoding".to_owned())];
    Some(match get(&format!("{name}.br")).filter(|_| brotli) {
        Some(packed) => (headers, [(CONTENT_ENCODING, "br")], packed.data.into_owned()).into_response(),
        None => (headers, plain.data.into_owned()).into_response(),
    })
}

fn fresh(headers: &HeaderMap, tag: &str) -> Option<Response> {
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok())?;
    known
        .split(',')
        .any(|known| known.trim().trim_start_matches("W/") == tag)
        .then(|| (StatusCode::NOT_MODIFIED, [(ETAG, tag.to_owned())]).into_response())
}
