//! Every URL of the pages, in one table.

use axum::Router;
use axum::routing::{get, post};

use crate::features::{admin_units, dashboard, import, map, places, preferences};
use crate::server_context::ServerContext;

pub const DASHBOARD: &str = "/";
pub const MAP: &str = "/map";
pub const PLACES: &str = "/places";
pub const NEW_PLACE: &str = "/places/new";
pub const PLACE: &str = "/places/{id}";
pub const EDIT_PLACE: &str = "/places/{id}/edit";
pub const RECORD_FACT: &str = "/places/{id}/record";
pub const CONFIRM_PLACE: &str = "/places/{id}/confirm";
pub const CLOSE_PLACE: &str = "/places/{id}/close";
pub const REOPEN_PLACE: &str = "/places/{id}/reopen";
pub const UNDO_PLACE: &str = "/places/{id}/undo";
pub const MERGE_PLACE: &str = "/places/{id}/merge";
pub const ADMIN_UNIT: &str = "/admin-units/{code}";
pub const IMPORT: &str = "/import";
pub const IMPORT_RUN: &str = "/import/{id}";
pub const PREFERENCES: &str = "/preferences";

/// The pages. What is uploaded, downloaded or asked by programs stands in the server.
pub fn pages() -> Router<ServerContext> {
    // Rendering waits on Leptos's own executor; only the first call of a process sets it.
    let _ = any_spawner::Executor::init_tokio();
    Router::new()
        .route(DASHBOARD, get(dashboard::show))
        .route(MAP, get(map::show))
        .route(PLACES, get(places::list))
        .route(NEW_PLACE, get(places::new).post(places::add))
        .route(PLACE, get(places::show))
        .route(EDIT_PLACE, get(places::edit).post(places::save))
        .route(RECORD_FACT, get(places::record).post(places::record_fact))
        .route(CONFIRM_PLACE, post(places::confirm))
        .route(CLOSE_PLACE, post(places::close))
        .route(REOPEN_PLACE, post(places::reopen))
        .route(UNDO_PLACE, post(places::undo))
        .route(MERGE_PLACE, get(places::merge).post(places::merge_into))
        .route(ADMIN_UNIT, get(admin_units::show))
        .route(IMPORT, get(import::show))
        .route(IMPORT_RUN, get(import::run))
        .route(PREFERENCES, post(preferences::save))
}
