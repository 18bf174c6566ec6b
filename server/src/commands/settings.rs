//! `gandan config`.

use std::process::ExitCode;

use crate::config::Settings;

/// Prints each setting with where it comes from.
pub fn show() -> anyhow::Result<ExitCode> {
    for (name, value, origin) in Settings::with_origins()? {
        println!("{name} = {value}    # {origin}");
    }
    Ok(ExitCode::SUCCESS)
}
