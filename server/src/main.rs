//! The program `gandan`: the city's register of apartment buildings and residential areas.

mod commands;
mod config;
mod http;
mod jobs;
mod transfer;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let commands = commands::Gandan::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gandan: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(commands.run()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gandan: {error:#}");
            ExitCode::from(2)
        }
    }
}
