//! What a browser's session holds, and how long it is good for.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use chrono::{DateTime, Duration, Utc};
use domain::failure::Failure;
use serde::{Deserialize, Serialize};
use store::Actor;
use store::account::{ACCOUNT, DEVICE, HalfOpen, SignedIn, VERSION, actor_of};
use tower_sessions::cookie::time;
use tower_sessions::{Expiry, Session as Browser};
use uuid::Uuid;

use crate::server_context::ServerContext;

/// When the person signed in: a session ends at the latest so many hours after.
const SINCE: &str = "since";
/// The last time that the session was kept alive.
const SEEN: &str = "seen";
const LONGEST: Duration = Duration::hours(24 * 7);
/// Who knows the password has so long to show more.
const SECOND_STEP: Duration = Duration::minutes(5);
/// Who that is, and until when. Nothing else reads it: such a session has no account and no rights.
const HALF: &str = "half";
/// The sealed secret that was shown to be set up.
const OFFER: &str = "offer";
/// Keeping a session alive writes: not oftener than this.
const KEEP_ALIVE: Duration = Duration::minutes(5);

fn failed(error: tower_sessions::session::Error) -> Failure {
    tracing::error!(%error, "a session could not be read or kept");
    Failure::Unavailable
}

/// Opens a session for a person: under a new id, so that nobody holds one from before.
pub async fn open(browser: &Browser, signed_in: &SignedIn, headers: &HeaderMap, now: DateTime<Utc>) -> Result<(), Failure> {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    browser.clear().await;
    browser.cycle_id().await.map_err(failed)?;
    browser.insert(ACCOUNT, signed_in.account).await.map_err(failed)?;
    browser.insert(VERSION, signed_in.version).await.map_err(failed)?;
    browser.insert(DEVICE, device_of(agent)).await.map_err(failed)?;
    browser.insert(SINCE, now).await.map_err(failed)?;
    browser.insert(SEEN, now).await.map_err(failed)
}

#[derive(Serialize, Deserialize)]
struct Half {
    half: HalfOpen,
    until: DateTime<Utc>,
}

/// Keeps who knows the password until they have shown more, under a new id.
pub async fn open_half(browser: &Browser, half: HalfOpen, now: DateTime<Utc>) -> Result<(), Failure> {
    browser.clear().await;
    browser.cycle_id().await.map_err(failed)?;
    browser.set_expiry(Some(Expiry::OnInactivity(time::Duration::seconds(SECOND_STEP.num_seconds()))));
    browser.insert(HALF, Half { half, until: now + SECOND_STEP }).await.map_err(failed)
}

/// Who stands between the password and the open session, if anybody still does.
pub async fn half_open(browser: &Browser, now: DateTime<Utc>) -> Result<Option<HalfOpen>, Failure> {
    let half: Option<Half> = browser.get(HALF).await.map_err(failed)?;
    Ok(half.filter(|half| now < half.until).map(|half| half.half))
}

/// The secret that was shown in this session.
pub async fn offered(browser: &Browser) -> Result<Option<String>, Failure> {
    browser.get(OFFER).await.map_err(failed)
}

pub async fn keep_offer(browser: &Browser, sealed: &str) -> Result<(), Failure> {
    browser.insert(OFFER, sealed).await.map_err(failed)
}

/// Whose session this is, if it still is anybody's.
pub async fn signed_in(browser: &Browser, context: &ServerContext) -> Result<Option<Actor>, Failure> {
    let now = (context.clock)();
    let account: Option<Uuid> = browser.get(ACCOUNT).await.map_err(failed)?;
    let Some(account) = account else { return Ok(None) };
    let version: i64 = browser.get(VERSION).await.map_err(failed)?.unwrap_or_default();
    let since: Option<DateTime<Utc>> = browser.get(SINCE).await.map_err(failed)?;
    let mut actor = match since.is_some_and(|since| now - since < LONGEST) {
        true => actor_of(&context.db, account, version).await?,
        false => None,
    };
    if let Some(found) = &actor
        && context.sign_ins.must_set_up(found).await?
    {
        actor = None;
    }
    if actor.is_none() {
        browser.flush().await.map_err(failed)?;
        return Ok(None);
    }
    let seen: Option<DateTime<Utc>> = browser.get(SEEN).await.map_err(failed)?;
    if seen.is_none_or(|seen| now - seen > KEEP_ALIVE) {
        browser.insert(SEEN, now).await.map_err(failed)?;
    }
    Ok(actor)
}

/// Browser and system as they name themselves, in few words.
fn device_of(agent: &str) -> String {
    let find = |names: &[(&str, &str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned());
    let browser = find(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::device_of;

    #[test]
    fn a_device_is_named_in_few_words() {
        let phone = "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(device_of(phone), "Chrome · Android");
        assert_eq!(device_of("curl/8"), "");
    }
}
