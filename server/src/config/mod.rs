//! Settings: `gandan.toml` in the working folder (or what `GANDAN_CONFIG` names), stronger `GANDAN_*`,
//! strongest `DATABASE_URL`.

use anyhow::Context;
use std::net::IpAddr;
use std::path::PathBuf;

use app::server_context::MapSettings;
use domain::permission::Role;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use store::Keys;
use store::sealed::Vault;

/// Everything that can be set.
// No Debug: it holds a secret.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: String,
    /// Any address but loopback asks for a secret, and for no demo accounts.
    pub listen: String,
    /// Two digits; implied where one province is loaded.
    pub province: String,
    /// The largest file that may be handed in, in megabytes.
    pub upload_megabytes: usize,
    /// At least 32 characters that nobody guesses: every key comes from it. Without one the program
    /// serves its own machine only.
    pub secret: String,
    /// 32 bytes under which all that is personal is sealed, in hexadecimal or base64; in no database and no
    /// backup. Without it, and without a file, one is made beside the database, and the program serves its own
    /// machine only.
    pub data_key: String,
    /// A file in which that key stands.
    pub data_key_file: String,
    /// Where erasures are listed, so that no restored backup brings back what was erased; empty: beside the
    /// database.
    pub erasure_list: String,
    /// `https://…`, as people reach the program through a proxy that speaks TLS.
    pub public_url: String,
    /// Proxies whose word on where a request comes from is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// A session that nobody used for so long has ended.
    pub session_idle_hours: i64,
    /// Requests of one address; 0: as many as it likes.
    pub requests_per_second: u32,
    /// Connections that may be open at once.
    pub connections: usize,
    /// Where copies of an SQLite database are kept; empty: none are made by the program itself.
    pub backup_folder: String,
    /// How old the newest copy may become before another is made.
    pub backup_hours: i64,
    /// How old a copy may become before it is removed.
    pub backup_days: i64,
    /// Roles whose people sign in with a second factor, and set one up before anything else.
    pub second_factor_for: Vec<Role>,
    pub map: MapSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database_url: "sqlite://data/gandan.db".into(),
            listen: "127.0.0.1:3000".into(),
            province: String::new(),
            upload_megabytes: 50,
            secret: String::new(),
            data_key: String::new(),
            data_key_file: String::new(),
            erasure_list: String::new(),
            public_url: String::new(),
            trusted_proxies: Vec::new(),
            session_idle_hours: 12,
            requests_per_second: 50,
            connections: 800,
            backup_folder: String::new(),
            backup_hours: 24,
            backup_days: 30,
            second_factor_for: Vec::new(),
            map: MapSettings::default(),
        }
    }
}

fn figment() -> Figment {
    let file = std::env::var("GANDAN_CONFIG").unwrap_or_else(|_| "gandan.toml".into());
    Figment::from(Serialized::defaults(Settings::default()))
        .merge(Toml::file(file))
        .merge(Env::prefixed("GANDAN_").ignore(&["config", "test_data", "test_postgres_url", "bin", "e2e_port"]).split("__"))
        .merge(Env::raw().only(&["DATABASE_URL"]))
}

impl Settings {
    pub fn load() -> anyhow::Result<Self> {
        figment().extract().context("the settings cannot be read")
    }

    /// The keys of the program.
    pub fn keys(&self) -> Keys {
        Keys::new(&self.secret).with_vault(Vault::new(&self.data_key, &self.data_key_file, self.beside("data-key"), self.erasure_list()))
    }

    fn erasure_list(&self) -> PathBuf {
        if self.erasure_list.is_empty() { self.beside("erased") } else { PathBuf::from(&self.erasure_list) }
    }

    /// A file of the program's own, beside an SQLite database and named after it; in `data` where the database
    /// is elsewhere.
    fn beside(&self, what: &str) -> PathBuf {
        let file =
            self.database_url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//").split('?').next().unwrap_or_default());
        match file.filter(|file| !file.is_empty() && !file.contains(":memory:")) {
            Some(file) => PathBuf::from(format!("{}.{what}", file.strip_suffix(".db").unwrap_or(file))),
            None => PathBuf::from(format!("data/gandan.{what}")),
        }
    }

    /// People reach it over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Name, value (secrets left out) and origin of each setting.
    pub fn with_origins() -> anyhow::Result<Vec<(String, String, String)>> {
        let settings = Self::load()?;
        let figment = figment();
        let value = |text: &str| format!("{text:?}");
        let rows = [
            ("database_url", value(&without_password(&settings.database_url))),
            ("listen", value(&settings.listen)),
            ("province", value(&settings.province)),
            ("upload_megabytes", settings.upload_megabytes.to_string()),
            ("secret", value(if settings.secret.is_empty() { "" } else { "***" })),
            ("data_key", value(if settings.data_key.is_empty() { "" } else { "***" })),
            (
                "data_key_file",
                value(&if settings.data_key.is_empty() && settings.data_key_file.is_empty() {
                    settings.beside("data-key").display().to_string()
                } else {
                    settings.data_key_file.clone()
                }),
            ),
            ("erasure_list", value(&settings.erasure_list().display().to_string())),
            ("public_url", value(&settings.public_url)),
            ("trusted_proxies", format!("{:?}", settings.trusted_proxies)),
            ("session_idle_hours", settings.session_idle_hours.to_string()),
            ("requests_per_second", settings.requests_per_second.to_string()),
            ("connections", settings.connections.to_string()),
            ("backup_folder", value(&settings.backup_folder)),
            ("backup_hours", settings.backup_hours.to_string()),
            ("backup_days", settings.backup_days.to_string()),
            ("second_factor_for", format!("{:?}", settings.second_factor_for.iter().map(|role| role.code()).collect::<Vec<_>>())),
            ("map.raster", value(&settings.map.raster)),
            ("map.style", value(&settings.map.style)),
            ("map.pmtiles", value(&settings.map.pmtiles)),
            ("map.attribution", value(&settings.map.attribution)),
        ];
        let origin = |name: &str| match figment.find_metadata(name) {
            Some(metadata) if metadata.name.contains("Settings") => "default".to_owned(),
            Some(metadata) if metadata.name.contains("environment") => {
                let strongest = name == "database_url" && std::env::var_os("DATABASE_URL").is_some();
                let variable =
                    if strongest { "DATABASE_URL".to_owned() } else { format!("GANDAN_{}", name.to_uppercase().replace('.', "__")) };
                format!("environment: {variable}")
            }
            Some(metadata) => metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), ToString::to_string),
            None => "default".to_owned(),
        };
        Ok(rows.into_iter().map(|(name, value)| (name.to_owned(), value, origin(name))).collect())
    }
}

fn without_password(url: &str) -> String {
    // A query may hold one too.
    let (url, query) = url.split_once('?').map_or((url, ""), |(url, query)| (url, if query.is_empty() { "" } else { "?***" }));
    let shown = match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) if rest.contains('@') => {
            let user = rest.split([':', '@']).next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}")
        }
        _ => url.to_owned(),
    };
    shown + query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://gandan:secret@db/x"), "postgres://gandan:***@db/x");
        assert_eq!(without_password("postgres://db/x?user=a&password=secret"), "postgres://db/x?***");
        assert_eq!(without_password("sqlite://data/gandan.db"), "sqlite://data/gandan.db");
    }

    #[test]
    fn the_files_of_the_program_stand_beside_the_database() {
        let beside = |url: &str| Settings { database_url: url.into(), ..Settings::default() }.beside("erased").display().to_string();
        assert_eq!(beside("sqlite://data/city.db"), "data/city.erased");
        assert_eq!(beside("sqlite:///var/lib/gandan/city.sqlite?mode=rwc"), "/var/lib/gandan/city.sqlite.erased");
        assert_eq!(beside("sqlite::memory:"), "data/gandan.erased");
        assert_eq!(beside("postgres://gandan@db/x"), "data/gandan.erased");
    }
}
