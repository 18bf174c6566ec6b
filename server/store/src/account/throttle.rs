//! Slows guessing down without letting a stranger lock somebody out: only failures count, by address, by
//! account and address, and by account; the last does not hold on a device that signed in before.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// What failures are counted by. IPv6 counts by its network: one house has as many addresses as it likes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    Pair(String, IpAddr),
    Account(String),
    /// One that signed in as this account before.
    Device(String),
    /// Codes of a second factor: by account, or by a device that was let in before.
    Code(String),
}

/// Failures of one running program; a restart forgets them.
#[derive(Clone, Debug)]
pub struct Throttle {
    address: Arc<Limit>,
    pair: Arc<Limit>,
    account: Arc<Limit>,
    device: Arc<Limit>,
    code: Arc<Limit>,
}

#[derive(Debug)]
struct Limit {
    limiter: DefaultKeyedRateLimiter<Key>,
    blocked: Mutex<HashMap<Key, Instant>>,
    /// Failures since those that may be forgotten were.
    failures: AtomicUsize,
}

/// After so many failures, and beyond so many blocked, those that may be forgotten are.
const MANY: usize = 10_000;

impl Limit {
    fn new(burst: u32, every: Duration) -> Arc<Self> {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(every).unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN)).allow_burst(burst);
        Arc::new(Self { limiter: RateLimiter::keyed(quota), blocked: Mutex::default(), failures: AtomicUsize::new(0) })
    }

    fn wait(&self, key: &Key) -> Option<Duration> {
        let blocked = self.blocked.lock().ok()?;
        blocked.get(key)?.checked_duration_since(Instant::now())
    }

    fn failed(&self, key: Key) {
        if self.failures.fetch_add(1, Ordering::Relaxed) >= MANY {
            self.failures.store(0, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        let Err(refused) = self.limiter.check_key(&key) else { return };
        let wait = refused.wait_time_from(DefaultClock::default().now());
        if let Ok(mut blocked) = self.blocked.lock() {
            if blocked.len() > MANY {
                let now = Instant::now();
                blocked.retain(|_, until| *until > now);
            }
            blocked.insert(key, Instant::now() + wait);
        }
    }
}

/// What an address counts as: IPv6 by its network.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            address: Limit::new(40, Duration::from_secs(3)),
            pair: Limit::new(6, Duration::from_secs(30)),
            account: Limit::new(60, Duration::from_secs(60)),
            device: Limit::new(6, Duration::from_secs(30)),
            // Three of a million codes are good at a time: at this pace it takes years to meet one.
            code: Limit::new(6, Duration::from_secs(300)),
        }
    }
}

impl Throttle {
    /// How long to wait before the next attempt, if at all. A device that signed in as this account before
    /// answers for itself alone, whatever strangers do beside it.
    pub fn wait(&self, user_name: &str, address: IpAddr, known_device: Option<&str>) -> Option<Duration> {
        if let Some(device) = known_device {
            return self.device.wait(&Key::Device(device.into()));
        }
        let address = network(address);
        let (pair, account) = (Key::Pair(user_name.into(), address), Key::Account(user_name.into()));
        [self.address.wait(&Key::Address(address)), self.pair.wait(&pair), self.account.wait(&account)].into_iter().flatten().max()
    }

    /// How long to wait before the next code.
    pub fn wait_for_code(&self, who: &str) -> Option<Duration> {
        self.code.wait(&Key::Code(who.into()))
    }

    pub fn code_failed(&self, who: &str) {
        self.code.failed(Key::Code(who.into()));
    }

    pub fn failed(&self, user_name: &str, address: IpAddr, known_device: Option<&str>) {
        if let Some(device) = known_device {
            return self.device.failed(Key::Device(device.into()));
        }
        let address = network(address);
        self.address.failed(Key::Address(address));
        self.pair.failed(Key::Pair(user_name.into(), address));
        self.account.failed(Key::Account(user_name.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> IpAddr {
        address.parse().expect("an address")
    }

    #[test]
    fn the_seventh_failure_from_one_place_has_to_wait() {
        let throttle = Throttle::default();
        for _ in 0..6 {
            throttle.failed("lan", at("192.0.2.1"), None);
            assert_eq!(throttle.wait("lan", at("192.0.2.1"), None), None);
        }
        throttle.failed("lan", at("192.0.2.1"), None);
        let wait = throttle.wait("lan", at("192.0.2.1"), None).expect("a wait");
        assert!(wait <= Duration::from_secs(30), "{wait:?}");
        assert_eq!(throttle.wait("lan", at("192.0.2.2"), None), None);
        assert_eq!(throttle.wait("minh", at("192.0.2.1"), None), None);
    }

    #[test]
    fn strangers_from_everywhere_do_not_lock_a_known_device_out() {
        let throttle = Throttle::default();
        for stranger in 0..=60 {
            throttle.failed("lan", at(&format!("198.51.100.{stranger}")), None);
        }
        assert!(throttle.wait("lan", at("192.0.2.1"), None).is_some());
        assert_eq!(throttle.wait("lan", at("192.0.2.1"), Some("device")), None);
        for _ in 0..=6 {
            throttle.failed("lan", at("192.0.2.1"), Some("device"));
        }
        assert!(throttle.wait("lan", at("192.0.2.1"), Some("device")).is_some());
    }

    #[test]
    fn one_house_counts_once_however_many_addresses_it_has() {
        let throttle = Throttle::default();
        for host in 0..=6 {
            throttle.failed("lan", at(&format!("2001:db8:0:1::{host}")), None);
        }
        assert!(throttle.wait("lan", at("2001:db8:0:1::ffff"), None).is_some());
        assert_eq!(throttle.wait("lan", at("2001:db8:0:2::1"), None), None);
    }
}
