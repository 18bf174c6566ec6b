//! Passwords: argon2id with the parameters that OWASP recommends (19 MiB, two passes), a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::account::limits;
use domain::failure::{Failure, FieldErrors};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::fault::broken;

/// Guesses below 10 to this power are on everybody's list.
const COMMON: f64 = 7.0;

/// Hashes and checks, never more at once than `new` allows: whoever knocks a thousand times waits, and
/// nobody else does.
#[derive(Clone, Debug)]
pub struct Hasher {
    turns: Arc<Semaphore>,
    /// What is compared where there is no hash. It is made at the start: the first stranger who tries a name
    /// waits no longer than the next.
    decoy: Arc<str>,
}

/// Room to hash, held until it is dropped.
#[derive(Clone, Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is held, not read")] Arc<OwnedSemaphorePermit>);

impl Hasher {
    pub fn new(at_once: usize) -> Self {
        let decoy = Argon2::default().hash_password(b"nobody's").map(|hash| hash.to_string()).unwrap_or_default();
        Self { turns: Arc::new(Semaphore::new(at_once)), decoy: decoy.into() }
    }

    pub async fn hash(&self, password: &str) -> Result<String, Failure> {
        let password = password.to_owned();
        let turn = self.turn().await?;
        let hash = Self::run(&turn, move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())).await?;
        hash.map_err(|error| broken(&error))
    }

    /// Whether `password` is the one of `hash`. Without a hash it takes as long and says no: whether a
    /// user name exists is not to be heard from the time that the answer takes.
    ///
    /// The turn is waited for before, so that whoever has waited can be asked once more whether they may.
    pub async fn agrees(&self, turn: &Turn, password: &str, hash: Option<&str>) -> Result<bool, Failure> {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(&self.decoy).to_owned());
        Self::run(turn, move || {
            let agrees = PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            agrees && known
        })
        .await
    }

    /// Waits until there is room to hash.
    pub async fn turn(&self) -> Result<Turn, Failure> {
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| broken(&error))?;
        Ok(Turn(Arc::new(turn)))
    }

    async fn run<T: Send + 'static>(turn: &Turn, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        // Whoever goes away meanwhile leaves the work behind: its room is free when that is done.
        let turn = turn.clone();
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .map_err(|error| broken(&error))
    }
}

/// Long enough, on no list of common ones, and not made of the person's own names.
pub fn check(password: &str, names: &[&str]) -> Result<(), FieldErrors> {
    let length = password.chars().count();
    if length < *limits::PASSWORD.start() {
        return Err(FieldErrors::one("password", "password_short", limits::PASSWORD.start()));
    }
    if length > *limits::PASSWORD.end() {
        return Err(FieldErrors::one("password", "too_long", limits::PASSWORD.end()));
    }
    let mut words: Vec<&str> = names.iter().flat_map(|name| name.split_whitespace()).collect();
    words.extend(names);
    words.extend(["gandan", "gan dan", "Gần Dân"]);
    let estimate = zxcvbn::zxcvbn(password, &words);
    if estimate.guesses_log10() < COMMON {
        return Err(FieldErrors::one("password", "password_common", ""));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str) -> Result<(), String> {
        check(password, &["lan.nguyen", "Nguyễn Thị Lan"]).map_err(|errors| errors.0[0].code.clone())
    }

    #[test]
    fn a_password_is_long_and_not_a_common_one() {
        assert_eq!(said("short"), Err("password_short".into()));
        for common in ["123456789012", "passwordpassword", "qwertyuiop123", "lan.nguyenlan.nguyen", "aaaaaaaaaaaaaaa", "gandangandan"] {
            assert_eq!(said(common), Err("password_common".into()), "{common}");
        }
        assert_eq!(said(&"x".repeat(257)), Err("too_long".into()));
        assert_eq!(said("con mèo trèo cây cau"), Ok(()));
    }

    #[tokio::test]
    async fn the_right_password_agrees_and_no_other() {
        let hasher = Hasher::new(1);
        let hash = hasher.hash("con mèo trèo cây cau").await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let turn = hasher.turn().await.expect("a turn");
        assert!(hasher.agrees(&turn, "con mèo trèo cây cau", Some(&hash)).await.expect("an answer"));
        assert!(!hasher.agrees(&turn, "con mèo trèo cây cao", Some(&hash)).await.expect("an answer"));
        assert!(!hasher.agrees(&turn, "nobody's", None).await.expect("an answer"));
    }
}
