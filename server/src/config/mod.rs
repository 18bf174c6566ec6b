//! Settings: `gandan.toml` in the working folder (or what `GANDAN_CONFIG` names), stronger `GANDAN_*`,
//! strongest `DATABASE_URL`.

use anyhow::Context;
use app::server_context::MapSettings;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: String,
    /// Loopback only, until sign-in exists.
    pub listen: String,
    /// Two digits; implied where one province is loaded.
    pub province: String,
    /// The largest file that may be handed in, in megabytes.
    pub upload_megabytes: usize,
    pub map: MapSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database_url: "sqlite://data/gandan.db".into(),
            listen: "127.0.0.1:3000".into(),
            province: String::new(),
            upload_megabytes: 50,
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
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) if rest.contains('@') => {
            let user = rest.split([':', '@']).next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}")
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://gandan:secret@db/x"), "postgres://gandan:***@db/x");
        assert_eq!(without_password("sqlite://data/gandan.db"), "sqlite://data/gandan.db");
    }
}
