//! The data key: where it comes from, and what can be wrong with it.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::backup::own_file;
use crate::keys::{random_bytes, sum_with, unhex};
use crate::session::hex;

/// Why nothing sealed can be opened or made. Each says what to do; none holds a letter of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    #[error("no data key is set; make one, and keep it apart from the backups: export GANDAN_DATA_KEY=$(openssl rand -hex 32)")]
    NotSet,
    #[error(
        "the data key of this database is not there: {0} is missing. Without it nobody can read the names and phones in the \
         database: bring the file back from where you keep a copy of it, or set GANDAN_DATA_KEY"
    )]
    Missing(String),
    #[error("{0} cannot be read or written: {1}")]
    Unreadable(String, String),
    #[error("what stands in {0} is no data key: 32 bytes are needed, as 64 hexadecimal digits or in base64")]
    NotAKey(String),
    #[error("GANDAN_DATA_KEY and GANDAN_DATA_KEY_FILE are both set; which of them is right? take one away")]
    Both,
    #[error(
        "the data key is not the one this database was written with; set the right one (GANDAN_DATA_KEY or GANDAN_DATA_KEY_FILE). \
         For a backup of before a change of the key that is the key of then"
    )]
    NotOurs,
}

/// Thirty-two bytes that wrap the keys of all records.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKey")
    }
}

impl MasterKey {
    /// As 64 hexadecimal digits, or in base64.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = if text.len() == 64 { unhex(text) } else { STANDARD.decode(text).ok() };
        bytes?.try_into().ok().map(Self)
    }

    pub fn read(file: &Path) -> Result<Self, KeyProblem> {
        let name = file.display().to_string();
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text).ok_or(KeyProblem::NotAKey(name)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(KeyProblem::Missing(name)),
            Err(error) => Err(KeyProblem::Unreadable(name, error.to_string())),
        }
    }

    /// A new one in a new file that only its owner reads.
    fn make(file: &Path) -> Result<Self, KeyProblem> {
        let key = Self(random_bytes());
        let write = || {
            if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)?;
            }
            own_file(file)?;
            let mut file = std::fs::OpenOptions::new().append(true).open(file)?;
            writeln!(file, "{}", hex(&key.0))?;
            file.sync_all()
        };
        write().map_err(|error| KeyProblem::Unreadable(file.display().to_string(), error.to_string()))?;
        Ok(key)
    }

    /// A key for one purpose.
    pub(super) fn derived(&self, purpose: &[u8]) -> [u8; 32] {
        sum_with(&self.0, &[purpose])
    }
}

/// Where the key is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// What the settings say themselves.
    Said(String),
    /// In a file that the settings name.
    File(PathBuf),
    /// In a file beside the database, which is made where there is none yet.
    Beside(PathBuf),
    Both,
}

/// The data key of one running program, read when it is needed first, and where erasures are listed.
pub struct Vault {
    source: Source,
    pub(super) list: PathBuf,
    key: OnceLock<MasterKey>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Vault")
    }
}

impl Vault {
    /// `said` and `file` are of the settings, empty where they say nothing; the key is then `beside` the database.
    pub fn new(said: &str, file: &str, beside: PathBuf, list: PathBuf) -> Self {
        let source = match (said.trim(), file.trim()) {
            ("", "") => Source::Beside(beside),
            (said, "") => Source::Said(said.to_owned()),
            ("", file) => Source::File(file.into()),
            _ => Source::Both,
        };
        Self { source, list, key: OnceLock::new() }
    }

    pub(super) fn key(&self) -> Result<&MasterKey, KeyProblem> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let read = match &self.source {
            Source::Said(text) => MasterKey::parse(text).ok_or_else(|| KeyProblem::NotAKey("GANDAN_DATA_KEY".into()))?,
            Source::File(file) | Source::Beside(file) => MasterKey::read(file)?,
            Source::Both => return Err(KeyProblem::Both),
        };
        Ok(self.key.get_or_init(|| read))
    }

    /// The same for a database that has none yet, with the file that was made.
    pub(super) fn key_or_make(&self) -> Result<(&MasterKey, Option<PathBuf>), KeyProblem> {
        match (self.key(), &self.source) {
            (Err(KeyProblem::Missing(_)), Source::Beside(file)) => {
                let made = MasterKey::make(file)?;
                Ok((self.key.get_or_init(|| made), Some(file.clone())))
            }
            (key, _) => Ok((key?, None)),
        }
    }

    /// A keyed sum of what must not be guessed; none without the key.
    pub(crate) fn sum(&self, purpose: &[u8], text: &str) -> Option<String> {
        let key = self.key().ok()?.derived(purpose);
        Some(hex(&sum_with(&key, &[text.as_bytes()])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(said: &str, file: &str, folder: &Path) -> Vault {
        Vault::new(said, file, folder.join("data-key"), folder.join("erased"))
    }

    #[test]
    fn a_key_is_read_as_other_tools_write_it() {
        let hexadecimal = "00".repeat(31) + "FF";
        let base64 = STANDARD.encode([&[0_u8; 31][..], &[255]].concat());
        assert!(MasterKey::parse(&hexadecimal).is_some());
        assert_eq!(MasterKey::parse(&hexadecimal), MasterKey::parse(&format!("{base64}\n")));
        for nonsense in ["", "00", "zz", &"z".repeat(64), &"0".repeat(63), &"0".repeat(128)] {
            assert_eq!(MasterKey::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_key_is_made_beside_a_new_database_only_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, here) = (folder.path().join("data-key"), vault("", "", folder.path()));
        assert_eq!(here.key().expect_err("none"), KeyProblem::Missing(file.display().to_string()));
        let (made, where_) = here.key_or_make().expect("made");
        assert_eq!(where_.as_deref(), Some(file.as_path()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        }
        let again = vault("", "", folder.path());
        assert_eq!((again.key(), again.key_or_make().expect("there").1), (Ok(made), None));
        // One that is named is never made.
        let named = folder.path().join("elsewhere").display().to_string();
        assert_eq!(vault("", &named, folder.path()).key_or_make().expect_err("none"), KeyProblem::Missing(named.clone()));
        assert_eq!(vault("x", "", folder.path()).key_or_make().expect_err("none"), KeyProblem::NotAKey("GANDAN_DATA_KEY".into()));
        assert_eq!(vault("x", &named, folder.path()).key_or_make().expect_err("two"), KeyProblem::Both);
    }

    #[test]
    fn no_key_reaches_a_log() {
        let key = MasterKey::parse(&"ab".repeat(32)).expect("a key");
        assert!(!format!("{key:?}").contains("171") && !format!("{key:?}").contains("ab"));
    }
}
