//! The document of an agreement: handed in on its page, and handed out as a download, never as a page of ours.

use app::features::agreements::{file_refused, not_ours};
use app::named::Named;
use app::server_context::ServerContext;
use app::visit::{Answer, Page, Visit};
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use domain::agreement::{MOST_IN_FILE, MOST_MEGABYTES};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use uuid::Uuid;

use super::upload::pass_by;
use crate::http::FIELD;

/// The file with the other fields of its form.
const MOST: usize = MOST_IN_FILE + 64 * 1024;

pub fn routes() -> MethodRouter<ServerContext> {
    get(hand_out).post(hand_in).layer(DefaultBodyLimit::max(MOST))
}

/// As a file under its own name, of the kind that was found in it. A browser that shows it all the same runs nothing
/// of it, and asks nobody for anything.
async fn hand_out(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let (file, content) = match visit.session.agreement_file(id).await {
        Ok(found) => found,
        Err(failure) => return visit.answer(Err::<Page, _>(failure)).await,
    };
    let headers = [
        (CONTENT_TYPE, file.kind.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(&file.name, file.kind.extension())),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, content).into_response()
}

/// Names with letters beyond ASCII travel as RFC 6266 has it, beside a plain one for old programs.
fn disposition(name: &str, extension: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let letters = name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("attachment; filename=\"thoa-thuan.{extension}\"; filename*=UTF-8''{}", letters.collect::<String>())
}

/// What came with the form.
struct Sent {
    operation: Uuid,
    name: String,
    content: Vec<u8>,
}

/// Why nothing was taken in.
enum Refused {
    /// Perhaps another site sent it.
    NotOurs,
    Because(&'static str, StatusCode),
    Failed(Failure),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

async fn hand_in(visit: Visit, Named(id): Named<Uuid>, request: Request) -> Response {
    let answer = match take_in(&visit, id, request).await {
        Ok(answer) => Ok(answer),
        Err(Refused::NotOurs) => Ok(not_ours(&visit).into()),
        Err(Refused::Failed(failure)) => Err(failure),
        Err(Refused::Because(code, status)) => {
            let errors = FieldErrors::one("file", code, MOST_MEGABYTES);
            file_refused(&visit, id, errors, status).await.map(Answer::from)
        }
    };
    visit.answer(answer).await
}

async fn take_in(visit: &Visit, id: Uuid, request: Request) -> Result<Answer, Refused> {
    visit.session.allow(Action::AgreementChange)?;
    let Sent { operation, name, content } = receive(visit, id, request).await?;
    match visit.session.attach_to_agreement(operation, id, name, content).await {
        Ok(_) => Ok(Answer::SeeOther(format!("/agreements/{id}?saved=1#document"))),
        Err(Failure::Invalid(errors)) => {
            let page = file_refused(visit, id, errors, StatusCode::UNPROCESSABLE_ENTITY).await?;
            Ok(page.into())
        }
        Err(other) => Err(other.into()),
    }
}

const TOO_LARGE: Refused = Refused::Because("agreement_file_too_large", StatusCode::PAYLOAD_TOO_LARGE);
const INCOMPLETE: Refused = Refused::Because("file_incomplete", StatusCode::UNPROCESSABLE_ENTITY);

fn interrupted(error: &MultipartError) -> Refused {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { TOO_LARGE } else { INCOMPLETE }
}

async fn receive(visit: &Visit, id: Uuid, request: Request) -> Result<Sent, Refused> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MOST as u64) {
        own(visit, id).await?;
        pass_by(request.into_body()).await;
        return Err(TOO_LARGE);
    }
    let mut form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(_) => {
            own(visit, id).await?;
            return Err(INCOMPLETE);
        }
    };
    let (mut token, mut operation, mut file) = (String::new(), Uuid::now_v7(), None);
    while let Some(field) = form.next_field().await.map_err(|error| interrupted(&error))? {
        match field.name() {
            Some(FIELD) => token = field.text().await.unwrap_or_default(),
            Some("operation") => operation = field.text().await.ok().and_then(|id| id.parse().ok()).unwrap_or(operation),
            // The token stands before the file: nothing that another site sends is taken in.
            Some("file") if !visit.asker.sent(&visit.context.keys, &token) => return Err(Refused::NotOurs),
            Some("file") => {
                own(visit, id).await?;
                let name = field.file_name().unwrap_or_default().to_owned();
                let content = field.bytes().await.map_err(|error| interrupted(&error))?;
                file = Some((name, content));
            }
            _ => {}
        }
    }
    if !visit.asker.sent(&visit.context.keys, &token) {
        return Err(Refused::NotOurs);
    }
    own(visit, id).await?;
    match file.filter(|(name, content)| !name.is_empty() || !content.is_empty()) {
        None => Err(Refused::Because("file_missing", StatusCode::UNPROCESSABLE_ENTITY)),
        Some((name, content)) => Ok(Sent { operation, name, content: content.into() }),
    }
}

/// For whoever may not change the agreement there is none to which a file could be handed.
async fn own(visit: &Visit, id: Uuid) -> Result<(), Failure> {
    let agreement = visit.session.agreement(id).await?;
    if visit.may_in(Action::AgreementChange, agreement.admin_unit_id) { Ok(()) } else { Err(Failure::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        let header = disposition("Thỏa thuận\"\r\n;x.pdf", "pdf");
        assert_eq!(header, "attachment; filename=\"thoa-thuan.pdf\"; filename*=UTF-8''Th%E1%BB%8Fa%20thu%E1%BA%ADn%22%0D%0A%3Bx.pdf");
    }
}
