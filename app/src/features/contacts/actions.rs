//! Recording, correcting and removing a contact.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::course::PostHolder;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::page::{address, page};
use crate::named::Named;
use crate::visit::{Answer, Visit};

/// What the form sends.
// No Debug: it holds a name and a phone.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    /// The one that is corrected; none: a new one.
    pub contact: Option<Uuid>,
    /// The revision of it that was seen.
    pub revision: i64,
    pub post: String,
    pub name: String,
    pub phone: String,
}

/// The contact that goes.
#[derive(Deserialize)]
pub struct Removed {
    operation: Uuid,
    contact: Uuid,
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let done = save_typed(&visit, id, &typed).await;
    after(visit, id, done, typed).await
}

async fn save_typed(visit: &Visit, id: Uuid, typed: &Typed) -> Result<(), Failure> {
    visit.place_for(Action::BoardContactChange, id).await?;
    let post = typed.post.parse().map_err(|_| FieldErrors::one("post", "not_a_choice", ""))?;
    let holder = PostHolder { post, name: typed.name.clone(), phone: typed.phone.clone() };
    let operation = Operation::new(typed.operation, &("contact", id, typed.contact, typed.revision, &holder));
    match typed.contact {
        None => visit.session.add_board_contact(operation, id, holder).await.map(drop),
        Some(contact) => visit.session.change_board_contact(operation, id, (contact, typed.revision), holder).await.map(drop),
    }
}

pub async fn remove(visit: Visit, Named(id): Named<Uuid>, Form(removed): Form<Removed>) -> Response {
    let operation = Operation::new(removed.operation, &("contact gone", id, removed.contact));
    let done = visit.session.remove_board_contact(operation, id, removed.contact).await;
    after(visit, id, done, Typed::default()).await
}

async fn after(visit: Visit, id: Uuid, done: Result<(), Failure>, typed: Typed) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(address(id))),
        Err(Failure::Invalid(errors)) => {
            page(&visit, id, Some(typed), errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}
