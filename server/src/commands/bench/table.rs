//! What was measured, as a table that can be pasted.

use std::fmt;
use std::time::Duration;

/// One measure and what it is compared with.
struct Line {
    what: String,
    scale: String,
    took: Duration,
    baseline: String,
    ratio: f64,
}

#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
    memory: Vec<String>,
}

impl Table {
    pub fn add(&mut self, what: &str, scale: impl fmt::Display, took: Duration, baseline: &str, base: Duration) {
        let ratio = took.as_secs_f64() / base.as_secs_f64().max(1e-9);
        self.lines.push(Line { what: what.into(), scale: scale.to_string(), took, baseline: baseline.into(), ratio });
    }

    /// What was measured under this name at this scale.
    pub fn took(&self, what: &str, scale: u32) -> Option<Duration> {
        self.lines.iter().find(|line| line.what == what && line.scale == scale.to_string()).map(|line| line.took)
    }

    /// Begins to look for the highest anew: what a baseline took is not ours. Linux only; elsewhere the
    /// highest stays that of the whole run.
    pub fn forget_highest() {
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }

    /// Resident memory now and at its highest, where the system tells it.
    pub fn memory(&mut self, when: &str) {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let megabytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
        };
        if let (Some(now), Some(highest)) = (megabytes("VmRSS"), megabytes("VmHWM")) {
            self.memory.push(format!("memory {when}: {now} MB, at its highest {highest} MB"));
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | scale | median | ratio | to |\n|---|---|---|---|---|")?;
        for Line { what, scale, took, baseline, ratio } in &self.lines {
            writeln!(f, "| {what} | {scale} | {:.2} ms | {ratio:.1} | {baseline} |", took.as_secs_f64() * 1000.0)?;
        }
        for line in &self.memory {
            writeln!(f, "\n{line}")?;
        }
        Ok(())
    }
}
