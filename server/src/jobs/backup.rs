//! A copy of the database at its time, and an end for copies that are too old: what has been erased must
//! not live on in them. SQLite only; PostgreSQL has its own tools.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use store::{DatabaseConnection, copy_to};

use crate::config::Settings;

/// How often it looks whether a copy is due.
const LOOK: Duration = Duration::from_secs(300);
/// The name tells the time, in UTC: a file's own time changes when it is copied.
const NAME: &str = "gandan-%Y%m%dT%H%M%SZ.db";

/// What is set about copies.
#[derive(Clone, Debug)]
pub struct Backups {
    folder: PathBuf,
    every: TimeDelta,
    keep: TimeDelta,
}

impl Backups {
    /// None where no folder is set. Makes the folder, so that a wrong one is found out when the program starts.
    pub fn from_settings(settings: &Settings) -> anyhow::Result<Option<Self>> {
        if settings.backup_folder.is_empty() {
            return Ok(None);
        }
        if !settings.database_url.starts_with("sqlite:") {
            bail!("backup_folder is for SQLite; on PostgreSQL put pg_dump into cron (see README, \"Backups\"), and take the setting out");
        }
        let folder = PathBuf::from(&settings.backup_folder);
        let mut make = std::fs::DirBuilder::new();
        make.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
        make.create(&folder).with_context(|| format!("the folder of backups {} cannot be made", folder.display()))?;
        let every = TimeDelta::try_hours(settings.backup_hours.max(1)).context("backup_hours is too large")?;
        let keep = TimeDelta::try_days(settings.backup_days.max(1)).context("backup_days is too large")?;
        Ok(Some(Self { folder, every, keep }))
    }

    /// Writes copies for as long as the program runs.
    pub async fn run(self, db: DatabaseConnection) {
        let mut look = tokio::time::interval(LOOK);
        loop {
            look.tick().await;
            match self.once(&db, Utc::now()).await {
                Ok(Some(file)) => tracing::info!(file = %file.display(), "backed up"),
                Ok(None) => {}
                Err(error) => tracing::error!("not backed up: {error:#}"),
            }
        }
    }

    /// Writes a copy where the last is too old, then removes those that are too old to keep. The newest
    /// always stays: a program that could not write one for weeks must not take the last away.
    async fn once(&self, db: &DatabaseConnection, now: DateTime<Utc>) -> anyhow::Result<Option<PathBuf>> {
        let due = self.made()?.last().is_none_or(|(at, _)| now - at >= self.every);
        let mut written = None;
        if due {
            let file = self.folder.join(now.format(NAME).to_string());
            // Half a copy must not be taken for a whole one.
            let half = file.with_extension("part");
            self.drop_halves()?;
            copy_to(db, &half).await?;
            std::fs::rename(&half, &file)?;
            written = Some(file);
        }
        let mut made = self.made()?;
        made.pop();
        for (_, old) in made.iter().filter(|(at, _)| now - at > self.keep) {
            std::fs::remove_file(old).with_context(|| format!("{} is too old and cannot be removed", old.display()))?;
        }
        Ok(written)
    }

    /// A program that was ended while it wrote leaves half a copy, with all that stands in it.
    fn drop_halves(&self) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "part") && made_at(&path.with_extension("db")).is_some() {
                std::fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
            }
        }
        Ok(())
    }

    /// Copies in the folder, oldest first; whatever else lies there is not ours.
    fn made(&self) -> anyhow::Result<Vec<(DateTime<Utc>, PathBuf)>> {
        let mut made = Vec::new();
        for entry in std::fs::read_dir(&self.folder).with_context(|| format!("{} cannot be read", self.folder.display()))? {
            let path = entry?.path();
            made.extend(made_at(&path).map(|at| (at, path)));
        }
        made.sort();
        Ok(made)
    }
}

fn made_at(path: &Path) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(path.file_name()?.to_str()?, NAME).ok().map(|at| at.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn database(folder: &Path) -> DatabaseConnection {
        store::connect(&format!("sqlite://{}", folder.join("city.db").display())).await.expect("a database")
    }

    fn names(backups: &Backups) -> Vec<String> {
        backups.made().expect("read").iter().map(|(at, _)| at.format("%d/%m %H").to_string()).collect()
    }

    #[tokio::test]
    async fn a_copy_is_made_when_it_is_due_and_old_ones_end_but_never_the_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = database(folder.path()).await;
        let copies = folder.path().join("copies");
        std::fs::create_dir(&copies).expect("a folder");
        std::fs::write(copies.join("notes.txt"), "of somebody else").expect("a file");
        let backups = Backups { folder: copies.clone(), every: TimeDelta::hours(24), keep: TimeDelta::days(7) };
        let start = DateTime::from_timestamp(1_790_000_000, 0).expect("a time");

        assert!(backups.once(&db, start).await.expect("a copy").is_some());
        assert!(backups.once(&db, start + TimeDelta::hours(23)).await.expect("none due").is_none());
        assert!(backups.once(&db, start + TimeDelta::hours(24)).await.expect("a copy").is_some());
        assert_eq!(names(&backups).len(), 2);
        // A month without the program: the first round makes a new one and ends both.
        assert!(backups.once(&db, start + TimeDelta::days(31)).await.expect("a copy").is_some());
        assert_eq!(names(&backups).len(), 1);
        assert!(copies.join("notes.txt").exists());
    }

    #[tokio::test]
    async fn half_a_copy_is_written_again_and_older_halves_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = database(folder.path()).await;
        let backups = Backups { folder: folder.path().into(), every: TimeDelta::hours(1), keep: TimeDelta::days(1) };
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a time");
        std::fs::write(folder.path().join(now.format(NAME).to_string()).with_extension("part"), "half").expect("a file");
        let older = folder.path().join("gandan-20200101T000000Z.part");
        std::fs::write(&older, "half").expect("a file");
        let file = backups.once(&db, now).await.expect("a copy").expect("one was due");
        assert!(std::fs::metadata(&file).expect("a file").len() > 4);
        assert!(!older.exists());
    }
}
