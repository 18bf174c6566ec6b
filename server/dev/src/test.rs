//! `cargo dev test`: everything that must hold, and one line at the end that says whether it does.

use crate::postgres::{Throwaway, URL_VARIABLE};
use crate::report::{Counts, Report};
use crate::workspace::{Workspace, run};
use crate::{frontend, setup};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{ExitCode, Stdio};

/// One kind of tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Clippy and the tests of all crates
    Rust,
    /// Playwright
    Browser,
}

/// Runs every step, also after one has failed, so that one run shows everything.
pub fn test(workspace: &Workspace, only: Option<Only>) -> ExitCode {
    let mut report = Report::default();
    report.step("front end", || {
        setup::for_front_end(workspace)?;
        frontend::build(workspace)?;
        Ok(Counts::default())
    });
    if only != Some(Only::Browser) {
        report.step("clippy", || {
            run(workspace.cargo(&["clippy", "--workspace", "--all-targets"]).args(["--", "-D", "warnings"]))?;
            Ok(Counts::default())
        });
        let postgres = Throwaway::start(workspace);
        if let Err(reason) = &postgres {
            report.leave_out("tests on PostgreSQL", reason);
        }
        let url = postgres.as_ref().ok().map(Throwaway::url);
        report.step("tests of the crates", || of_the_crates(workspace, url));
    }
    if only != Some(Only::Rust) {
        // Otherwise the tests of the crates have just built it, with their features: building it
        // with its own would compile a good part of the dependencies again.
        if only == Some(Only::Browser) {
            report.step("server", || {
                run(&mut workspace.cargo(&["build", "-p", "server"]))?;
                Ok(Counts::default())
            });
        }
        report.step("tests in the browser", || in_the_browser(workspace));
    }
    report.finish()
}

fn of_the_crates(workspace: &Workspace, postgres: Option<String>) -> Result<Counts> {
    let mut cargo = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
    // One set from outside would be used although the summary says that the tests were left out.
    cargo.env_remove(URL_VARIABLE).envs(postgres.map(|url| (URL_VARIABLE, url)));
    let mut child = cargo.stdout(Stdio::piped()).spawn()?;
    let mut counts = Counts::default();
    for line in BufReader::new(child.stdout.take().context("cargo's output")?).lines() {
        let line = line?;
        println!("{line}");
        counts.add(counts_in(&line));
    }
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        // It did not compile, or a test program broke off.
        counts.failed = 1;
    }
    Ok(counts)
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`; any other line counts nothing.
fn counts_in(line: &str) -> Counts {
    let mut counts = Counts::default();
    let Some(result) = line.strip_prefix("test result: ") else { return counts };
    let words: Vec<&str> = result.split_whitespace().collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse() else { continue };
        match pair[1] {
            "passed;" => counts.passed = number,
            "failed;" => counts.failed = number,
            "ignored;" => counts.skipped = number,
            _ => {}
        }
    }
    counts
}

fn in_the_browser(workspace: &Workspace) -> Result<Counts> {
    setup::npm_ci(workspace, "end2end")?;
    let chromium = setup::chromium(workspace)?;
    let folder = workspace.root.join("end2end");
    let npm = |script: &str| {
        let mut npm = workspace.command("npm");
        npm.args(["run", "--silent", script]).current_dir(&folder);
        npm
    };
    // Playwright drops the types without looking at them.
    run(&mut npm("check"))?;
    let results = tempfile::NamedTempFile::new()?;
    let status = npm("test")
        .args(["--", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", results.path())
        .env("GANDAN_BIN", workspace.server("debug"))
        .env("CHROMIUM", chromium)
        .status()?;
    let text = std::fs::read_to_string(results.path())?;
    let mut counts = playwright_counts(&text).context("Playwright left no results")?;
    if !status.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

fn playwright_counts(text: &str) -> Option<Counts> {
    let results: Value = serde_json::from_str(text).ok()?;
    let number = |name: &str| results["stats"][name].as_u64();
    Some(Counts {
        // A flaky test passed in the end; Playwright's own exit status agrees.
        passed: number("expected")? + number("flaky")?,
        failed: number("unexpected")?,
        skipped: number("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_and_playwright_results_are_read_and_added_up() {
        let mut counts = counts_in("test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.00s");
        counts.add(counts_in("test 7 passed; is only a name ... ok"));
        let playwright = r#"{"stats": {"expected": 5, "unexpected": 1, "flaky": 1, "skipped": 2}}"#;
        counts.add(playwright_counts(playwright).expect("results"));
        assert_eq!(counts.to_string(), "9 passed, 3 failed, 3 skipped");
        assert_eq!(playwright_counts(""), None);
    }
}
