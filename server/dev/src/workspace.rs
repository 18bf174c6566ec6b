//! Where things are, and how other programs are started.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Keeps this program alive on Ctrl-C, which ends the children: what they needed is then cleared away.
pub fn outlive_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("Ctrl-C handler")
}

/// Whether Ctrl-C was pressed.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// The checkout and its target folder.
pub struct Workspace {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds both, whatever folder the command was given in.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().context("the workspace has moved")?;
        // This program is TARGET/PROFILE/dev: that holds for every way to set the target folder.
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).context("not in a target folder")?;
        Ok(Self { target: target.to_owned(), root })
    }

    /// A command that starts in the root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// A cargo command, in the same target folder.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(args).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The server, once it is built.
    pub fn server(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("gandan{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Runs a command and makes its failure an error that shows it.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("could not start: {shown}"))?;
    if interrupted() {
        bail!("interrupted");
    }
    if !status.success() {
        bail!("failed ({status}): {shown}");
    }
    Ok(())
}

/// Runs a command quietly; what it printed appears only when it fails.
pub fn run_quietly(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("could not start: {shown}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("failed ({}): {shown}\n{printed}{complaint}", output.status);
    }
    Ok(printed)
}

fn shown(command: &Command) -> String {
    // As one would type it: the folder of the program says nothing.
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The file of that name in PATH.
pub fn in_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether `made` exists and is at least as new as each of the files that it was made from.
pub fn is_fresh(made: &Path, from: &[&Path]) -> bool {
    let time = |file: &Path| file.metadata().and_then(|m| m.modified());
    let Ok(made) = time(made) else { return false };
    from.iter().all(|file| time(file).unwrap_or_else(|_| SystemTime::now()) <= made)
}
