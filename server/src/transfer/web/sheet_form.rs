//! The form with a sheet that is looked at with nothing kept, or taken in as a whole: members, organizations.

use app::visit::Visit;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use uuid::Uuid;

use super::upload::pass_by;
use crate::http::FIELD;

/// What the form brought. No Debug: the file holds names.
#[derive(Default)]
pub struct Sent {
    pub operation: Option<Uuid>,
    pub unit: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub skip_bad: bool,
    pub saves: bool,
}

/// Why nothing was read.
pub struct Refused(pub &'static str, pub StatusCode);

pub async fn receive(visit: &Visit, request: Request, most: usize) -> Result<Sent, Refused> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most as u64) {
        pass_by(request.into_body()).await;
        return Err(Refused("file_too_large", StatusCode::PAYLOAD_TOO_LARGE));
    }
    let incomplete = Refused("file_incomplete", StatusCode::UNPROCESSABLE_ENTITY);
    let Ok(mut form) = Multipart::from_request(request, &()).await else { return Err(incomplete) };
    let (mut sent, mut token) = (Sent::default(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| interrupted(&error))? {
        match field.name() {
            Some(FIELD) => token = field.text().await.unwrap_or_default(),
            // The token stands before the file: nothing that another site sends is taken in.
            Some(_) if !visit.asker.sent(&visit.context.keys, &token) => return Err(Refused("foreign_form", StatusCode::FORBIDDEN)),
            Some("file") => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = field.bytes().await.map_err(|error| interrupted(&error))?.into();
            }
            Some("operation") => sent.operation = field.text().await.ok().and_then(|id| id.parse().ok()),
            Some("unit") => sent.unit = field.text().await.unwrap_or_default(),
            Some("skip_bad") => sent.skip_bad = true,
            Some("step") => sent.saves = field.text().await.is_ok_and(|step| step == "save"),
            _ => {}
        }
    }
    if !visit.asker.sent(&visit.context.keys, &token) {
        return Err(Refused("foreign_form", StatusCode::FORBIDDEN));
    }
    if sent.file_name.is_empty() { Err(Refused("file_missing", StatusCode::UNPROCESSABLE_ENTITY)) } else { Ok(sent) }
}

fn interrupted(error: &MultipartError) -> Refused {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused("file_too_large", StatusCode::PAYLOAD_TOO_LARGE),
        _ => Refused("file_incomplete", StatusCode::UNPROCESSABLE_ENTITY),
    }
}
