//! A PostgreSQL that exists as long as one command runs.

use crate::setup;
use crate::workspace::{Workspace, run_quietly};
use anyhow::{Context, Result};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The variable in which tests and measurements find the throwaway PostgreSQL.
pub const URL_VARIABLE: &str = "GANDAN_TEST_POSTGRES_URL";

/// A cluster in a temporary folder; dropping it stops it and removes the folder.
///
/// Ctrl-C is outlived and so clears it away too. A kill of this program alone does not.
pub struct Throwaway {
    folder: TempDir,
    binaries: PathBuf,
    as_root: bool,
    port: u16,
}

impl Throwaway {
    /// Makes and starts a cluster on a free port of this machine.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let binaries = setup::postgres_binaries(workspace)?;
        let folder = tempfile::Builder::new().prefix("gandan-postgres-").tempdir()?;
        let as_root = setup::is_root();
        if as_root {
            // PostgreSQL refuses to run as root.
            run_quietly(Command::new("chown").arg("postgres:").arg(folder.path()))?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let cluster = Self { folder, binaries, as_root, port };
        cluster.start_up().context("the throwaway PostgreSQL did not start")?;
        Ok(cluster)
    }

    /// Where a superuser without password connects.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn start_up(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        run_quietly(initdb.arg("--no-sync").arg("-D").arg(self.data()))?;
        // Nothing here must survive a power cut, so nothing waits for the disk.
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            self.port,
            self.folder.path().display()
        );
        let mut start = self.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "--options", &options]);
        // A log file, because the server would otherwise keep our pipes open for ever.
        start.arg("--log").arg(self.folder.path().join("log")).arg("-D").arg(self.data());
        run_quietly(&mut start).with_context(|| std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default())?;
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.binaries.join(name);
        let mut command = if self.as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The checkout may be a folder that the user postgres cannot enter.
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        if !Path::exists(&self.data().join("postmaster.pid")) {
            return;
        }
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "-D"]).arg(self.data());
        if let Err(error) = run_quietly(&mut stop) {
            eprintln!("the throwaway PostgreSQL on port {} still runs: {error:#}", self.port);
        }
    }
}
