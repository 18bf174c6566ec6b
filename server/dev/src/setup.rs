//! Installs what is missing, or says what to install and why it could not.

use crate::workspace::{Workspace, in_path, is_fresh, run, run_quietly};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const WASM: &str = "wasm32-unknown-unknown";

/// `cargo dev setup`: everything, going on after a failure, so that one look shows all that is missing.
pub fn everything(workspace: &Workspace) -> ExitCode {
    let found = [
        ("front end", for_front_end(workspace).map(|()| format!("{WASM}, app/node_modules"))),
        ("browser tests", npm_ci(workspace, "end2end").map(|()| "end2end/node_modules".into())),
        ("browser", chromium(workspace).map(|file| file.display().to_string())),
        ("PostgreSQL", postgres_binaries(workspace).map(|folder| folder.display().to_string())),
    ];
    let mut code = ExitCode::SUCCESS;
    for (name, result) in found {
        match result {
            Ok(what) => println!("{name:<14} {what}"),
            Err(error) => {
                println!("{name:<14} MISSING: {error:#}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// What building the front end needs.
pub fn for_front_end(workspace: &Workspace) -> Result<()> {
    wasm_target(workspace)?;
    npm_ci(workspace, "app")
}

fn wasm_target(workspace: &Workspace) -> Result<()> {
    // The folder is looked at, not rustup: a Rust from a distribution has no rustup.
    let sysroot = run_quietly(workspace.command("rustc").args(["--print", "sysroot"]))?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    run(workspace.command("rustup").args(["target", "add", WASM])).with_context(|| {
        format!(
            "the browser's side needs Rust's standard library for {WASM}; \
             install it with: rustup target add {WASM}"
        )
    })
}

/// Installs a folder's npm packages, unless they are as new as its lock file.
pub fn npm_ci(workspace: &Workspace, folder: &str) -> Result<()> {
    let folder = workspace.root.join(folder);
    // npm writes this file last: it is there only after an installation that ended well.
    let installed = folder.join("node_modules/.package-lock.json");
    if is_fresh(&installed, &[&folder.join("package-lock.json")]) {
        return Ok(());
    }
    if in_path("npm").is_none() {
        bail!("npm is missing; install Node.js 20 or newer (nodejs.org, or: apt-get install nodejs npm)");
    }
    run(workspace.command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))
}

/// A Chromium for the browser tests.
pub fn chromium(workspace: &Workspace) -> Result<PathBuf> {
    let look = || {
        let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
        named.or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(in_path))
    };
    if look().is_none() {
        apt_install(workspace, "chromium").context("the browser tests need Chromium: install it, or name the program in CHROMIUM")?;
    }
    look().context("Chromium was installed but is not in PATH: name the program in CHROMIUM")
}

/// The folder of `initdb` and `pg_ctl`.
pub fn postgres_binaries(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(folder) = look_for_initdb(workspace) {
        return Ok(folder);
    }
    apt_install(workspace, "postgresql")
        .context("tests on PostgreSQL need its server programs (initdb, pg_ctl): install package postgresql")?;
    look_for_initdb(workspace).context("package postgresql is installed, but there is no initdb")
}

fn look_for_initdb(workspace: &Workspace) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    // Debian keeps server programs out of PATH, one folder for each version.
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
        folders.sort();
        folders.reverse();
    }
    if let Ok(folder) = run_quietly(workspace.command("pg_config").arg("--bindir")) {
        folders.push(folder.trim().into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|it| it.join("initdb").is_file() && it.join("pg_ctl").is_file())
}

/// Whether this program may install packages and become another user.
pub fn is_root() -> bool {
    let id = std::process::Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_install(workspace: &Workspace, package: &str) -> Result<()> {
    if !is_root() || in_path("apt-get").is_none() {
        bail!("not installed here, because that takes root and apt-get (sudo apt-get install {package})");
    }
    println!("installing {package}");
    run(workspace.command("apt-get").args(["update", "-qq"]))?;
    let mut install = workspace.command("apt-get");
    run(install.args(["install", "-y", "-qq", package]).env("DEBIAN_FRONTEND", "noninteractive"))
}
