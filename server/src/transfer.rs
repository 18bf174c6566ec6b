//! Files in and out of the running program.

use app::server_context::ServerContext;
use axum::Router;

/// Uploads and downloads; `most` bytes a file.
pub fn routes(_most: usize) -> Router<ServerContext> {
    Router::new()
}
