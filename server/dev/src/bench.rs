//! `cargo dev bench`.

use crate::postgres::{Throwaway, URL_VARIABLE};
use crate::run::build_release;
use crate::workspace::{Workspace, run};
use anyhow::Result;

/// Builds the release server and lets it measure itself, on PostgreSQL too where there is one.
pub fn bench(workspace: &Workspace, args: &[String]) -> Result<()> {
    build_release(workspace)?;
    let mut bench = workspace.command(workspace.server("release"));
    bench.arg("bench").args(args);
    let postgres = Throwaway::start(workspace);
    match &postgres {
        Ok(cluster) => {
            bench.env(URL_VARIABLE, cluster.url());
        }
        Err(reason) => println!("left out: PostgreSQL: {reason:#}"),
    }
    run(&mut bench)
}
