//! What an import did, as text for people or JSON for programs.

use std::process::ExitCode;

use app::texts::Texts;
use domain::import::Problem;
use serde::Serialize;

/// What the commands of `import` answer alike.
#[derive(Default)]
pub struct Outcome {
    pub add: u64,
    pub change: u64,
    pub unchanged: u64,
    pub problems: Vec<Problem>,
    pub notes: Vec<Problem>,
    pub duplicates: Vec<Problem>,
    pub dropped_columns: Vec<String>,
    /// Facts of boards that are recorded with their days.
    pub recorded: u64,
}

#[derive(Serialize)]
struct Message<'a> {
    sheet: &'a str,
    row: Option<u32>,
    column: &'a str,
    code: &'a str,
    message: String,
}

#[derive(Serialize)]
struct Json<'a> {
    add: u64,
    change: u64,
    unchanged: u64,
    problems: Vec<Message<'a>>,
    notes: Vec<Message<'a>>,
    duplicates: Vec<Message<'a>>,
    dropped_columns: &'a [String],
}

/// Prints the outcome; `unsaved`: nothing was written. Exit status 2 where there are problems.
pub fn print(t: Texts, json: bool, unsaved: bool, outcome: &Outcome) -> ExitCode {
    if json {
        println!("{}", as_json(t, outcome));
    } else {
        as_text(t, unsaved, outcome);
    }
    if outcome.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn as_json(t: Texts, outcome: &Outcome) -> String {
    let message = |problem| to_message(t, problem);
    let json = Json {
        add: outcome.add,
        change: outcome.change,
        unchanged: outcome.unchanged,
        problems: outcome.problems.iter().map(message).collect(),
        notes: outcome.notes.iter().map(message).collect(),
        duplicates: outcome.duplicates.iter().map(message).collect(),
        dropped_columns: &outcome.dropped_columns,
    };
    serde_json::to_string(&json).unwrap_or_default()
}

fn to_message(t: Texts, problem: &Problem) -> Message<'_> {
    Message { sheet: &problem.sheet, row: problem.row, column: &problem.column, code: &problem.code, message: t.problem(problem) }
}

fn as_text(t: Texts, unsaved: bool, outcome: &Outcome) {
    let number = |number: u64| number.to_string();
    println!(
        "{}",
        t.tf(
            "import_page.counts",
            &[("add", &number(outcome.add)), ("change", &number(outcome.change)), ("unchanged", &number(outcome.unchanged))]
        )
    );
    for (title, problems) in [
        ("import_page.problems", &outcome.problems),
        ("import_page.duplicates", &outcome.duplicates),
        ("import_page.notes", &outcome.notes),
    ] {
        if !problems.is_empty() {
            println!("{} ({}):", t.t(title), problems.len());
            problems.iter().take(100).for_each(|problem| println!("  {}{}", sheet(problem), t.problem(problem)));
            if problems.len() > 100 {
                println!("  …");
            }
        }
    }
    if outcome.recorded > 0 {
        let title = if unsaved { "import_page.will_record" } else { "import_page.recorded" };
        println!("{}: {}", t.t(title), outcome.recorded);
    }
    if !outcome.dropped_columns.is_empty() {
        println!("{} {}", t.t("import_page.dropped"), outcome.dropped_columns.join(", "));
    }
    println!("{}", if unsaved { t.t("import_page.nothing_saved") } else { t.t("import_page.saved") });
}

fn sheet(problem: &Problem) -> String {
    if problem.sheet.is_empty() { String::new() } else { format!("[{}] ", problem.sheet) }
}
