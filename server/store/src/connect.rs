//! Connecting: `sqlite://PATH` makes file and folder, `postgres://…` is all that PostgreSQL needs.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

/// Opens the database that `url` names. The schema is not touched.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(sqlite_url(url)?);
    options.sqlx_logging(false).connect_timeout(Duration::from_secs(10)).acquire_timeout(Duration::from_secs(20));
    if is_sqlite(url) {
        options.max_connections(8).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                .pragma("foreign_keys", "ON")
                .pragma("cache_size", "-4000")
                .pragma("temp_store", "MEMORY")
                // What was erased is overwritten in the file, not only let go of.
                .pragma("secure_delete", "ON")
                .busy_timeout(Duration::from_secs(15))
        });
    } else {
        options.max_connections(16);
    }
    Database::connect(options).await
}

fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// Adds "create if missing", and makes folder and file: what stands in it is for its owner alone.
fn sqlite_url(url: &str) -> Result<String, DbErr> {
    if !is_sqlite(url) || url.contains(":memory:") || url.contains('?') {
        return Ok(url.to_owned());
    }
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| DbErr::Custom(format!("the folder {} cannot be made: {error}", folder.display())))?;
    }
    if !Path::new(path).exists() {
        crate::backup::own_file(Path::new(path)).map_err(|error| DbErr::Custom(format!("{path} cannot be made: {error}")))?;
    }
    Ok(format!("sqlite://{path}?mode=rwc"))
}
