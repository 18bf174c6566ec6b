//! `cargo dev run` and `cargo dev build`.

use crate::workspace::{Workspace, interrupted, run as run_command};
use crate::{frontend, setup};
use anyhow::Result;

/// Front end and debug server.
pub fn build_debug(workspace: &Workspace) -> Result<()> {
    setup::for_front_end(workspace)?;
    frontend::build(workspace)?;
    run_command(&mut workspace.cargo(&["build", "-p", "server"]))
}

/// Front end and release server.
pub fn build_release(workspace: &Workspace) -> Result<()> {
    setup::for_front_end(workspace)?;
    frontend::build(workspace)?;
    run_command(&mut workspace.cargo(&["build", "--release", "-p", "server"]))?;
    println!("{}", workspace.server("release").display());
    Ok(())
}

/// Builds, fills and serves.
pub fn run(workspace: &Workspace, empty: bool, listen: &str) -> Result<()> {
    build_debug(workspace)?;
    // Started in the root, so that the default database is data/gandan.db there.
    let server = workspace.server("debug");
    if !empty {
        run_command(workspace.command(&server).args(["demo", "--if-empty"]))?;
    }
    println!("\n  http://{listen}/");
    println!("  the server names the accounts to sign in with. Ctrl-C stops it.\n");
    let served = run_command(workspace.command(&server).args(["serve", "--listen", listen]));
    // Ctrl-C is how one ends this command, not a failure of it.
    if interrupted() { Ok(()) } else { served }
}
