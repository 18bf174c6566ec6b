//! The map page.

use axum::response::Response;
use domain::failure::Failure;

use crate::visit::{Answer, Visit};

pub async fn show(visit: Visit) -> Response {
    visit.answer(Err::<Answer, _>(Failure::NotFound)).await
}
