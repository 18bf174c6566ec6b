//! Database errors become failures here, and nowhere else. Their text goes to the log, never to a person.

use domain::failure::Failure;
use sea_orm::DbErr;
use uuid::Uuid;

/// A database error as a failure; `Bug` carries the id under which the cause was logged.
pub(crate) fn fault(error: DbErr) -> Failure {
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => {
            tracing::error!(%error, "the database cannot be reached");
            Failure::Unavailable
        }
        error => broken(&error),
    }
}

/// Something that should not happen, logged under the id that it answers with.
pub(crate) fn broken(cause: &dyn std::fmt::Display) -> Failure {
    let id = Uuid::now_v7();
    tracing::error!(%id, %cause, "a fault of the program");
    Failure::Bug(id)
}
