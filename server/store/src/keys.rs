//! Keys, all derived from the one secret of the settings. They never stand in the database.

use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::sealed::Vault;
use crate::session::hex;

/// Bytes before what is sealed.
const NONCE: usize = 24;

/// What a key is for: the same bytes under another purpose say something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// How far the change log reaches.
    AuditHead,
    /// The token in every form.
    Form,
    /// A device on which a person has signed in before.
    KnownDevice,
    /// What a person's phone counts codes from.
    SecondFactor,
    /// Codes for the day on which that phone is lost.
    RecoveryCode,
    /// What an operation said: a plain sum of a name and a phone could be guessed.
    Operation,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::AuditHead => b"audit head",
            Self::Form => b"form",
            Self::KnownDevice => b"known device",
            Self::SecondFactor => b"second factor",
            Self::RecoveryCode => b"recovery code",
            Self::Operation => b"operation",
        }
    }
}

/// The keys of one running program.
#[derive(Clone)]
pub struct Keys {
    secret: Arc<[u8]>,
    vault: Option<Arc<Vault>>,
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
        Self { secret: secret.into(), vault: None }
    }

    /// With the data key, or where it is to be found: it is read when it is needed first.
    pub fn with_vault(mut self, vault: Vault) -> Self {
        self.vault = Some(Arc::new(vault));
        self
    }

    pub(crate) fn vault(&self) -> Option<&Vault> {
        self.vault.as_deref()
    }

    fn key(&self, purpose: Purpose) -> [u8; 32] {
        // A key of any length is taken.
        let key = Hmac::<Sha256>::new_from_slice(&self.secret).expect("any length will do").chain_update(purpose.name()).finalize();
        key.into_bytes().into()
    }

    fn hmac(&self, purpose: Purpose) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.key(purpose)).expect("any length will do")
    }

    /// Makes `plain` unreadable without the key, in hexadecimal. It opens only beside the same `owner`, so that
    /// a row of the database that is put under another account is good for nothing.
    pub fn seal(&self, purpose: Purpose, owner: &[u8], plain: &[u8]) -> Option<String> {
        seal_with(&self.key(purpose), owner, plain)
    }

    /// What was sealed; none with another secret, for another owner, or where a letter of it was changed.
    pub fn open(&self, purpose: Purpose, owner: &[u8], sealed: &str) -> Option<Vec<u8>> {
        open_with(&self.key(purpose), owner, sealed)
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

    /// The plain sum of what an operation said, under every key that it may have been kept under: the first is
    /// the one to keep. The last, without a key, is of before there was one, when no operation named anybody.
    pub(crate) fn operation_sums(&self, content: &str) -> Vec<String> {
        let by_data_key = self.vault().and_then(|vault| vault.sum(b"operation", content));
        by_data_key.into_iter().chain([self.sum(Purpose::Operation, content), content.to_owned()]).collect()
    }

    /// Tells keys apart without telling them.
    pub fn id(&self) -> String {
        self.sum(Purpose::AuditHead, "key id")[..16].to_owned()
    }
}

/// Nonce and ciphertext in hexadecimal; it opens beside the same `owner` only.
pub(crate) fn seal_with(key: &[u8; 32], owner: &[u8], plain: &[u8]) -> Option<String> {
    let nonce: [u8; NONCE] = random_bytes();
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: owner }).ok()?;
    Some(hex(&nonce) + &hex(&sealed))
}

pub(crate) fn open_with(key: &[u8; 32], owner: &[u8], sealed: &str) -> Option<Vec<u8>> {
    let bytes = unhex(sealed)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: owner }).ok()
}

/// A keyed sum.
pub(crate) fn sum_with(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let sum = Hmac::<Sha256>::new_from_slice(key).expect("any length will do");
    parts
        .iter()
        .fold(sum, |sum, part| sum.chain_update((part.len() as u64).to_be_bytes()).chain_update(part))
        .finalize()
        .into_bytes()
        .into()
}

/// From the operating system.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

/// 256 bits in hexadecimal: cookies, links, tokens.
pub fn random_token() -> String {
    hex(&random_bytes::<32>())
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_with_the_same_secret_alone() {
        let (keys, others) = (Keys::new("one secret"), Keys::new("another secret"));
        let sealed = keys.seal(Purpose::SecondFactor, b"lan", b"twenty bytes").expect("sealed");
        assert_eq!(keys.open(Purpose::SecondFactor, b"lan", &sealed).as_deref(), Some(&b"twenty bytes"[..]));
        assert_eq!(keys.open(Purpose::SecondFactor, b"minh", &sealed), None);
        assert_eq!(keys.open(Purpose::Form, b"lan", &sealed), None);
        assert_eq!(others.open(Purpose::SecondFactor, b"lan", &sealed), None);
        let last = if sealed.ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{last}", &sealed[..sealed.len() - 1]);
        for broken in [changed.as_str(), "", "0", "zz", &sealed[..40]] {
            assert_eq!(keys.open(Purpose::SecondFactor, b"lan", broken), None, "{broken}");
        }
        assert_ne!(keys.seal(Purpose::SecondFactor, b"lan", b"twenty bytes"), Some(sealed), "no two look alike");
    }
}
