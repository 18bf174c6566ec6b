//! Derives anew what time alone has changed: a meeting that has become overdue, a term that ends soon.

use std::time::Duration;

use store::{DatabaseConnection, Keys};

use super::session;

/// More often than days change: a round with nothing to do costs one query.
const EVERY: Duration = Duration::from_secs(1800);

/// The first round when the program starts: a register of before learns then what is due in it.
pub async fn run(db: DatabaseConnection, keys: Keys) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        match session(&db, &keys).derive_what_is_due().await {
            Ok(0) => {}
            Ok(places) => tracing::info!(places, "derived anew"),
            // Logged where it was found; the next round tries again.
            Err(failure) => tracing::error!(?failure, "what is due was not derived"),
        }
    }
}
