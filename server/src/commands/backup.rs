//! `gandan backup` and `gandan restore`, for SQLite. PostgreSQL has its own tools, and the program names them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use store::{connect, copy_to, end_all, has_schema, is_blank};

use super::data_key::again_words;
use super::{open, session};
use crate::config::Settings;

#[derive(Args)]
pub struct Backup {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

impl Backup {
    /// A consistent copy, also while the program serves. No key stands in it.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        if !settings.database_url.starts_with("sqlite:") {
            bail!("on PostgreSQL: pg_dump --format=custom --file={} \"$DATABASE_URL\"", self.file.display());
        }
        refuse_existing(&self.file)?;
        let db = open(&settings).await?;
        copy_to(&db, &self.file).await.with_context(|| format!("{} cannot be written", self.file.display()))?;
        println!("{}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub struct Restore {
    /// A file that `gandan backup` wrote
    file: PathBuf,
}

impl Restore {
    /// Into a database in which nothing is yet: nothing is ever overwritten.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let Some(target) = settings.database_url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//"))) else {
            bail!("on PostgreSQL: pg_restore --no-owner --dbname=\"$DATABASE_URL\" {}", self.file.display());
        };
        if target.exists() {
            let db = open(&settings).await?;
            if !is_blank(&db).await? {
                bail!("{} holds data already; nothing is overwritten: choose another DATABASE_URL", target.display());
            }
            db.close().await?;
        }
        if !self.file.is_file() {
            bail!("{} is no file", self.file.display());
        }
        let backup = connect(&format!("sqlite://{}", self.file.display())).await.context("the backup cannot be opened")?;
        if !has_schema(&backup).await {
            bail!("{} is no backup of this program", self.file.display());
        }
        // With what SQLite keeps beside it.
        for beside in ["", "-wal", "-shm"] {
            let file = PathBuf::from(format!("{}{beside}", target.display()));
            if file.exists() {
                std::fs::remove_file(&file).with_context(|| format!("{} cannot be replaced", file.display()))?;
            }
        }
        if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        }
        copy_to(&backup, &target).await.with_context(|| format!("{} cannot be written", target.display()))?;
        // A backup of an older program is brought up to date at once, and one that is not whole is found out now.
        let db = open(&settings).await?;
        end_all(&db).await?;
        println!("{}", target.display());
        // What was erased since the backup was made must not come back with it.
        match session(db, &settings).erase_again().await? {
            Ok(again) => again_words(&again).into_iter().for_each(|words| println!("{words}")),
            Err(problem) => {
                bail!("{} is restored, but what was erased since may be back in it: {problem}. Then: gandan retention", target.display())
            }
        }
        println!(
            "Mọi phiên, đường dẫn, khóa và mã dự phòng đã hết hiệu lực. / All sessions, links, tokens and recovery codes have ended: gandan audit verify · gandan user list"
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn refuse_existing(path: &Path) -> anyhow::Result<()> {
    if path.exists() { bail!("{} exists already; nothing is overwritten: choose another name", path.display()) } else { Ok(()) }
}
