//! What a path names: `/places/{id}`.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::failure::Failure;
use serde::de::DeserializeOwned;

use crate::server_context::ServerContext;
use crate::visit::{Page, Visit};

/// What stands in the path. What cannot be read there names nothing: the page says so, as for anything else
/// that does not exist.
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<ServerContext> for Named<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, context: &ServerContext) -> Result<Self, Response> {
        match Path::<T>::from_request_parts(parts, context).await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(_) => {
                let Ok(visit) = Visit::from_request_parts(parts, context).await;
                Err(visit.answer(Err::<Page, Failure>(Failure::NotFound)).await)
            }
        }
    }
}
