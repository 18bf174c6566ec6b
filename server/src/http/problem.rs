//! Failures as problem+json (RFC 9457), with the fields that cannot be taken.

use app::texts::{Locale, Texts};
use app::visit::status;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::failure::Failure;
use serde::Serialize;
use utoipa::ToSchema;

/// A failure, for programs and for the people who read their logs.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of failure: stable.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    /// Field by field, what cannot be taken and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField>,
}

#[derive(Serialize, ToSchema)]
struct ProblemField {
    field: String,
    code: String,
    message: String,
}

/// The language that a program asks for; Vietnamese where it asks for none.
pub fn texts(headers: &HeaderMap) -> Texts {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Texts(if asked.trim_start().starts_with("en") { Locale::En } else { Locale::Vi })
}

/// The answer for a failure.
pub fn problem(headers: &HeaderMap, failure: &Failure) -> Response {
    let t = texts(headers);
    let (kind, errors) = match failure {
        Failure::Invalid(errors) => ("invalid", errors.0.clone()),
        Failure::SignInRequired => ("sign-in-required", Vec::new()),
        Failure::NotAllowed => ("not-allowed", Vec::new()),
        Failure::NotFound => ("not-found", Vec::new()),
        Failure::Conflict { .. } => ("conflict", Vec::new()),
        Failure::Unavailable => ("unavailable", Vec::new()),
        Failure::Bug(_) => ("bug", Vec::new()),
    };
    let status = if matches!(failure, Failure::Invalid(_)) { axum::http::StatusCode::BAD_REQUEST } else { status(failure) };
    let errors =
        errors.iter().map(|error| ProblemField { message: t.field_error(error), field: error.field.clone(), code: error.code.clone() });
    let body = Problem {
        kind: format!("urn:gandan:problem:{kind}"),
        title: t.failure(failure),
        status: status.as_u16(),
        errors: errors.collect(),
    };
    (status, [(CONTENT_TYPE, "application/problem+json")], serde_json::to_string(&body).unwrap_or_default()).into_response()
}
