//! What the running program does by itself. Each is safe to run twice.

pub mod backup;
pub mod course;
pub mod retention;
pub mod tidy;

use app::server_context::ServerContext;
use chrono::Utc;
use store::{Actor, DatabaseConnection, Keys, Session};

/// The session of a job: the program itself, now.
fn session(db: &DatabaseConnection, keys: &Keys) -> Session {
    let now = Utc::now();
    Session::new(db.clone(), keys.clone(), Actor::local(), now, ServerContext::local(now).date_naive())
}
