//! What every page needs from the server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use leptos::config::LeptosOptions;
use store::{Actor, DatabaseConnection, Session};
use uuid::Uuid;

/// Shared by all requests.
#[derive(Clone)]
pub struct ServerContext {
    pub db: DatabaseConnection,
    /// Reads the clock; tests set another.
    pub clock: fn() -> DateTime<Utc>,
    pub leptos: LeptosOptions,
    pub map: Arc<MapSettings>,
    /// Two digits, as configured; empty: implied where one province is loaded.
    pub province: String,
    /// Rows read so far of imports that are running.
    pub imports: Arc<Mutex<HashMap<Uuid, u64>>>,
}

/// What lies under the map, as configured. Nothing: our own boundaries are the map.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct MapSettings {
    /// Raster tiles, `https://…/{z}/{x}/{y}.png`.
    pub raster: String,
    /// A MapLibre style.
    pub style: String,
    /// A PMTiles file.
    pub pmtiles: String,
    pub attribution: String,
}

impl ServerContext {
    /// The register's time zone, Asia/Ho_Chi_Minh, has had no summer time since 1975.
    pub fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&FixedOffset::east_opt(7 * 3600).unwrap_or_else(|| FixedOffset::east_opt(0).expect("zero is an offset")))
    }

    /// Today where the register is kept.
    pub fn today(&self) -> NaiveDate {
        Self::local((self.clock)()).date_naive()
    }

    /// Whoever asks, until there is sign-in.
    pub fn session(&self) -> Session {
        Session::new(self.db.clone(), Actor::local(), (self.clock)(), self.today())
    }
}
