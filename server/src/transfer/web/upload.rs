//! A file that is handed in on the page: read, and kept with its preview, or refused with nothing kept.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use app::features::import::{Refused, refused};
use app::visit::{Answer, Visit};
use axum::body::{Body, HttpBody};
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;
use domain::failure::Failure;
use domain::import::{Choices, Problem};
use domain::permission::Action;
use formats::Encoding;

use super::options;
use crate::http::FIELD;
use crate::transfer::places;

/// A browser that is cut off while it sends shows its own error instead of our page: so much is let pass.
const PASSED_BY: u64 = 1 << 30;

/// `most` bytes a file.
pub async fn upload(visit: Visit, request: Request, most: usize) -> Response {
    if let Err(failure) = visit.session.allow(Action::PlacesImport) {
        return visit.answer(Err::<Answer, Failure>(failure)).await;
    }
    let answer = match receive(&visit, request, most).await {
        Ok(sent) => preview(&visit, sent).await,
        Err(because) => refused(&visit, because).await.map(Answer::from),
    };
    visit.answer(answer).await
}

/// What the form brought.
#[derive(Default)]
struct Sent {
    file_name: String,
    bytes: Vec<u8>,
    encoding: Option<Encoding>,
}

fn because(file_name: &str, code: &str, status: StatusCode) -> Refused {
    Refused { file_name: file_name.to_owned(), problems: vec![Problem::new("", None, "", code, "")], status }
}

async fn receive(visit: &Visit, request: Request, most: usize) -> Result<Sent, Refused> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most as u64) {
        pass_by(request.into_body()).await;
        return Err(because("", "file_too_large", StatusCode::PAYLOAD_TOO_LARGE));
    }
    let incomplete = || because("", "file_incomplete", StatusCode::UNPROCESSABLE_ENTITY);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| incomplete())?;
    let (mut sent, mut token) = (Sent::default(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| interrupted(&sent.file_name, &error))? {
        match field.name() {
            Some(FIELD) => token = field.text().await.unwrap_or_default(),
            // The token stands before the file: nothing that another site sends is taken in.
            Some("file") if !visit.asker.sent(&visit.context.keys, &token) => {
                return Err(because("", "foreign_form", StatusCode::FORBIDDEN));
            }
            Some("file") => {
                sent.file_name = field.file_name().unwrap_or("file").to_owned();
                sent.bytes = field.bytes().await.map_err(|error| interrupted(&sent.file_name, &error))?.into();
            }
            Some("encoding") => sent.encoding = field.text().await.ok().and_then(|name| Encoding::of_name(&name)),
            _ => {}
        }
    }
    match sent.file_name.is_empty() {
        true => Err(because("", "file_missing", StatusCode::UNPROCESSABLE_ENTITY)),
        false => Ok(sent),
    }
}

fn interrupted(file_name: &str, error: &MultipartError) -> Refused {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => because(file_name, "file_too_large", StatusCode::PAYLOAD_TOO_LARGE),
        _ => because(file_name, "file_incomplete", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// Lets a body go by, piece by piece, without keeping it.
pub(super) async fn pass_by(mut body: Body) {
    let mut passed = 0;
    while passed < PASSED_BY {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => passed += frame.data_ref().map_or(0, |data| data.len() as u64),
            _ => return,
        }
    }
}

/// Reads the file, says what it would do, and keeps it until the person decides.
async fn preview(visit: &Visit, sent: Sent) -> Result<Answer, Failure> {
    let Sent { file_name, bytes, encoding } = sent;
    let choices = Choices { encoding: encoding.map(|encoding| encoding.name().to_owned()), ..Choices::default() };
    let bytes = Arc::new(bytes);
    let options = options(visit, false, true);
    let report = places::import(&visit.session, file_name.clone(), bytes.clone(), &choices, options.clone(), |_| {}).await?;
    if report.is_of_whole_file() {
        let because = Refused { file_name, problems: report.problems, status: StatusCode::UNPROCESSABLE_ENTITY };
        return refused(visit, because).await.map(Answer::from);
    }
    let content = Arc::try_unwrap(bytes).unwrap_or_else(|shared| shared.to_vec());
    let id = visit.session.keep_import(&file_name, content, options.sheet_date, &choices, &report).await?;
    Ok(Answer::SeeOther(format!("/import/{id}")))
}
