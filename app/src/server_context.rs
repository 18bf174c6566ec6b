//! What every page needs from the server.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use leptos::config::LeptosOptions;
use store::account::SignIns;
use store::keys::Purpose;
use store::{Actor, DatabaseConnection, Keys, Session};
use uuid::Uuid;

/// Shared by all requests.
#[derive(Clone)]
pub struct ServerContext {
    pub db: DatabaseConnection,
    pub keys: Keys,
    pub sign_ins: SignIns,
    /// Cookies travel over TLS only, and browsers are told to ask for nothing else.
    pub secure: bool,
    /// How the program is reached from outside, without a slash at the end; empty: as the request says.
    pub public_url: String,
    /// Demo accounts are open, so sign-in shows them: this program stays on its own machine.
    pub demo_sign_in: Option<&'static str>,
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

    /// When a day begins where the register is kept.
    pub fn morning_of(day: NaiveDate) -> DateTime<Utc> {
        let morning = day.and_time(chrono::NaiveTime::MIN).and_utc();
        let ahead = chrono::Offset::fix(Self::local(morning).offset()).local_minus_utc();
        morning - chrono::Duration::seconds(ahead.into())
    }

    /// How the program is reached, for addresses that people take elsewhere.
    pub fn address(&self, headers: &HeaderMap) -> String {
        if !self.public_url.is_empty() {
            return self.public_url.clone();
        }
        // Without a configured address the program is on this machine only; any other host is somebody's trick.
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let host = if ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own)) { host } else { "127.0.0.1:3000" };
        format!("http://{host}")
    }

    /// A session of whoever asks.
    pub fn session(&self, asker: &Asker) -> Session {
        Session::new(self.db.clone(), self.keys.clone(), asker.actor.clone(), (self.clock)(), self.today())
    }
}

/// Who asks: put beside every request before a handler sees it.
#[derive(Clone, Debug)]
pub struct Asker {
    pub actor: Actor,
    /// What names the browser's session, as the key of its forms; empty without one.
    pub session_id: String,
}

impl Asker {
    pub fn stranger() -> Self {
        Self { actor: Actor::stranger(), session_id: String::new() }
    }

    /// What every form of this session carries, so that no other site can send one.
    pub fn form_token(&self, keys: &Keys) -> String {
        if self.session_id.is_empty() { String::new() } else { keys.sum(Purpose::Form, &self.session_id) }
    }

    /// Whether a form came from one of our own pages. Who comes with a token of their own has no cookie
    /// that another site could use.
    pub fn sent(&self, keys: &Keys, token: &str) -> bool {
        self.session_id.is_empty() || keys.agrees(Purpose::Form, &self.session_id, token)
    }
}

/// Where a request comes from, as far as that can be known.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<ServerContext> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ServerContext) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

impl FromRequestParts<ServerContext> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ServerContext) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::stranger))
    }
}
