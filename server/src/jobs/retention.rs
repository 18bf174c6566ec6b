//! Freezes the month before for the city, and those that were missed, then lets go of what has been kept long enough, once a day.

use std::time::Duration;

use store::support::Frozen;
use store::{DatabaseConnection, Keys};

use super::session;

const EVERY: Duration = Duration::from_secs(24 * 3600);

/// The first round when the program starts: one that is stopped each night would never come to a second.
pub async fn run(db: DatabaseConnection, keys: Keys) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        match session(&db, &keys).erase_again().await {
            Ok(Ok(again)) => tracing::info!(?again, "erasures"),
            Ok(Err(problem)) => tracing::error!(%problem, "the list of erasures was not applied"),
            Err(failure) => tracing::error!(?failure, "the list of erasures was not applied"),
        }
        // Before anything goes that belongs to the month.
        match session(&db, &keys).freeze_support_due().await {
            Ok(Frozen::Now) => tracing::info!("the tables of the month before are frozen"),
            Ok(Frozen::Before | Frozen::NothingThere | Frozen::TooLate) => {}
            Err(failure) => tracing::error!(?failure, "the tables of the month before are not frozen"),
        }
        match session(&db, &keys).freeze_support_missed().await {
            Ok(months) => months.iter().for_each(|(month, came)| tracing::info!(%month, ?came, "a month that was missed")),
            Err(failure) => tracing::error!(?failure, "months that were missed are not frozen"),
        }
        match session(&db, &keys).enforce_retention(false).await {
            Ok(done) => tracing::info!(?done, "retention"),
            // Logged where it was found; the next day tries again.
            Err(failure) => tracing::error!(?failure, "retention did not run"),
        }
    }
}
