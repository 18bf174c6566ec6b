//! Keys, all derived from the one secret of the settings. They never stand in the database.

use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::session::hex;

/// What a key is for: the same bytes under another purpose say something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// How far the change log reaches.
    AuditHead,
    /// The token in every form.
    Form,
    /// A device on which a person has signed in before.
    KnownDevice,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::AuditHead => b"audit head",
            Self::Form => b"form",
            Self::KnownDevice => b"known device",
        }
    }
}

/// The keys of one running program.
#[derive(Clone)]
pub struct Keys {
    secret: Arc<[u8]>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keys")
    }
}

impl Keys {
    /// Known to everybody: what runs without a secret, on this machine only.
    const DEVELOPMENT: &'static [u8] = b"gan dan without a secret: for this machine only";
    /// Fewer characters can be guessed.
    pub const SHORTEST_SECRET: usize = 32;

    /// From the secret of the settings; none: good for this machine only.
    pub fn new(secret: &str) -> Self {
        let secret = if secret.is_empty() { Self::DEVELOPMENT } else { secret.as_bytes() };
        Self { secret: secret.into() }
    }

    fn hmac(&self, purpose: Purpose) -> Hmac<Sha256> {
        // A key of any length is taken.
        let key = Hmac::<Sha256>::new_from_slice(&self.secret).expect("any length will do").chain_update(purpose.name()).finalize();
        Hmac::new_from_slice(&key.into_bytes()).expect("any length will do")
    }

    /// A keyed sum of `text`, in hexadecimal.
    pub fn sum(&self, purpose: Purpose, text: &str) -> String {
        hex(&self.hmac(purpose).chain_update(text).finalize().into_bytes())
    }

    /// Whether `sum` is that of `text`, in a time that tells nothing.
    pub fn agrees(&self, purpose: Purpose, text: &str, sum: &str) -> bool {
        use subtle::ConstantTimeEq;
        self.sum(purpose, text).as_bytes().ct_eq(sum.as_bytes()).into()
    }

    /// Tells keys apart without telling them.
    pub fn id(&self) -> String {
        self.sum(Purpose::AuditHead, "key id")[..16].to_owned()
    }
}

/// 256 bits from the operating system, in hexadecimal: cookies, links, tokens.
pub fn random_token() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    hex(&bytes)
}
