//! A file of places, read on a thread of its own while the store takes in what was read.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::import::{Choices, HEAD_ROWS, ImportedPlace, Layout, Problem, RowReader, SheetRead, understand};
use formats::{Encoding, FormatError, Table};
use store::Session;
use store::import::{ImportOptions, ImportReport, Incoming};
use tokio::sync::mpsc::Sender;

/// Rows that travel together.
const CHUNK: usize = 500;

/// Reads a file and takes it in. What is wrong with the file as a whole is a problem without a row.
pub async fn import(
    session: &Session,
    file_name: String,
    bytes: Arc<Vec<u8>>,
    choices: &Choices,
    options: ImportOptions,
    progress: impl Fn(u64) + Send + Sync + 'static,
) -> Result<ImportReport, Failure> {
    let options = ImportOptions { decisions: choices.rows.clone(), ..options };
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let (date, choices) = (options.sheet_date, choices.clone());
    let reader = tokio::task::spawn_blocking(move || read(&file_name, &bytes, &choices, date, &sender));
    let mut report = session.import_places(options, receiver, progress).await?;
    match reader.await {
        Ok(head) => {
            report.notes.splice(0..0, head.notes);
            report.dropped_columns = head.dropped;
            report.sheets = head.sheets;
            Ok(report)
        }
        Err(error) => {
            tracing::error!(%error, "a file could not be read");
            Err(Failure::Unavailable)
        }
    }
}

/// The encoding that a person named.
pub fn encoding(choices: &Choices) -> Option<Encoding> {
    choices.encoding.as_deref().and_then(Encoding::of_name)
}

/// What is known of a file besides its rows.
#[derive(Default)]
struct Head {
    notes: Vec<Problem>,
    dropped: Vec<String>,
    sheets: Vec<SheetRead>,
}

/// Problems of the file itself travel like those of a row, so that they forbid saving.
fn read(file_name: &str, bytes: &[u8], choices: &Choices, date: NaiveDate, sender: &Sender<Vec<Incoming>>) -> Head {
    let mut head = Head::default();
    if let Err(problems) = read_into(file_name, bytes, choices, date, sender, &mut head) {
        // Nobody listens any more only where the import itself has failed, and that has been said.
        let _ = sender.blocking_send(vec![Incoming::Unread(problems)]);
    }
    head
}

fn of_file(error: FormatError) -> Vec<Problem> {
    vec![Problem::new("", None, "", error.code(), error.value())]
}

fn read_into(
    file_name: &str,
    bytes: &[u8],
    choices: &Choices,
    date: NaiveDate,
    sender: &Sender<Vec<Incoming>>,
    head: &mut Head,
) -> Result<(), Vec<Problem>> {
    let mut table = Table::open(file_name, bytes, encoding(choices)).map_err(of_file)?;
    let heads = table.heads(HEAD_ROWS).map_err(of_file)?;
    let names = table.sheet_names().to_vec();
    let understood = understand(&heads, choices);
    head.notes.extend(table.hidden_sheets().iter().map(|name| Problem::new("", None, "", "sheet_hidden", name)));
    head.notes.extend(understood.notes);
    head.sheets = understood.sheets;
    if !understood.problems.is_empty() {
        return Err(understood.problems);
    }
    let mut chunk = Chunk::new(sender);
    for layout in understood.found {
        head.dropped.extend(layout.forbidden.iter().cloned());
        head.notes.extend(layout.notes.iter().cloned());
        let Some(sheet) = names.iter().position(|name| *name == layout.sheet) else { continue };
        let layout = Arc::new(layout);
        let mut reader = RowReader::new(&layout, date);
        let after = layout.rows.1;
        table
            .for_each_row(sheet, &mut |row| match row.number > after {
                true => chunk.take(reader.read(&row), &layout),
                false => ControlFlow::Continue(()),
            })
            .map_err(of_file)?;
    }
    let _ = chunk.send();
    Ok(())
}

/// Rows on their way to the store.
struct Chunk<'a> {
    rows: Vec<Incoming>,
    sender: &'a Sender<Vec<Incoming>>,
}

impl<'a> Chunk<'a> {
    fn new(sender: &'a Sender<Vec<Incoming>>) -> Self {
        Self { rows: Vec::with_capacity(CHUNK), sender }
    }

    fn take(&mut self, read: Result<Option<ImportedPlace>, Vec<Problem>>, layout: &Arc<Layout>) -> ControlFlow<()> {
        match read {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(place)) => self.rows.push(Incoming::Place { place: Box::new(place), layout: layout.clone() }),
            Err(problems) => self.rows.push(Incoming::Bad(problems)),
        }
        if self.rows.len() < CHUNK { ControlFlow::Continue(()) } else { self.send() }
    }

    fn send(&mut self) -> ControlFlow<()> {
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(CHUNK));
        match rows.is_empty() || self.sender.blocking_send(rows).is_ok() {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    }
}
