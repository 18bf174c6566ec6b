//! Lets go of what has ended.

use std::time::Duration;

use chrono::Utc;
use store::DatabaseConnection;

const EVERY: Duration = Duration::from_secs(600);

/// Sessions that have ended are not kept.
pub async fn run(db: DatabaseConnection) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        // What went wrong has been logged; the next round tries again.
        let _ = store::account::forget_ended(&db, Utc::now()).await;
    }
}
