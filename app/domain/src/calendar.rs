//! Dates that are due, in a person's own calendar: a feed at an address that is good for nothing else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;

codes! {
    /// In which language a feed speaks: nobody is there to ask when a calendar fetches it.
    CalendarLanguage { Vi, En }
}

/// How far ahead a feed looks.
pub const MONTHS_AHEAD: u32 = 12;

/// Entries of one feed, earliest first.
pub const MOST: u64 = 2_000;

/// A feed as its person sees it: never its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFeed {
    pub id: Uuid,
    pub language: CalendarLanguage,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}
