//! The command that the README names for measures.
#![allow(clippy::unwrap_used)]

mod common;

use common::Program;

/// What it measures is the release build's to say; here, that the command of the README still works.
#[test]
fn the_benchmark_measures_all_that_it_names() {
    let program = Program::new();
    let table = program.text(&["bench", "--scale", "2", "--rows", "50"], 0);
    for what in ["summary", "dashboard", "one status write", "worklist of the city", "funnel of the city", "preview of an import"] {
        assert!(table.contains(&format!("| {what} |")), "{what}: {table}");
    }
    assert!(table.contains("2 : 1"), "{table}");
}
