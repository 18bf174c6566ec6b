//! Adds up what the steps of `cargo dev test` found.

use crate::workspace::interrupted;
use anyhow::Result;
use std::fmt::{Display, Formatter};
use std::process::ExitCode;
use std::time::Instant;

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They hold.
    pub passed: u64,
    /// They do not.
    pub failed: u64,
    /// They were not run.
    pub skipped: u64,
}

impl Counts {
    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(f, ", {skipped} skipped"),
        }
    }
}

/// The steps so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
    total: Counts,
}

impl Report {
    /// Runs one step. An error counts as a failed test, since nothing else would show it in the last line.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Counts>) {
        if interrupted() {
            return;
        }
        println!("\n── {name} ──");
        let begun = Instant::now();
        let result = work();
        let seconds = begun.elapsed().as_secs();
        let (word, counts, why) = match result {
            Ok(counts) if counts.failed == 0 => ("ok", counts, String::new()),
            Ok(counts) => ("FAILED", counts, String::new()),
            Err(error) => {
                eprintln!("{error:#}");
                let first_line = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
                ("FAILED", Counts { failed: 1, ..Counts::default() }, first_line)
            }
        };
        self.total.add(counts);
        let counted = if counts == Counts::default() { String::new() } else { counts.to_string() };
        self.lines.push(format!("{word:<9} {name:<22} {seconds:>5} s  {counted}  {why}"));
    }

    /// Notes what was not run, and why: never silently.
    pub fn leave_out(&mut self, what: &str, reason: &anyhow::Error) {
        self.lines.push(format!("left out  {what}: {reason:#}"));
    }

    /// Prints the summary; its last line is the sum alone.
    pub fn finish(self) -> ExitCode {
        println!("\n── summary ──");
        for line in &self.lines {
            println!("{}", line.trim_end());
        }
        if interrupted() {
            println!("interrupted: the rest was not run");
            return ExitCode::FAILURE;
        }
        println!("{}", self.total);
        if self.total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
