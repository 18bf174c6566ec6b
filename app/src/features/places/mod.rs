//! Places: the list, a building's page and its forms.

#[cfg(feature = "ssr")]
mod stub {
    use axum::response::Response;
    use domain::failure::Failure;

    use crate::visit::{Answer, Visit};

    pub async fn list(visit: Visit) -> Response {
        visit.answer(Err::<Answer, _>(Failure::NotFound)).await
    }
}
#[cfg(feature = "ssr")]
pub use stub::{list, list as new, list as add, list as show, list as edit, list as save, list as record, list as record_fact, list as confirm, list as close, list as reopen, list as merge, list as merge_into};
