//! The rows that were not taken, as a workbook to correct and hand in again.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use domain::import::{Choices, HEAD_ROWS, Layout, Problem, understand};
use formats::{FormatError, Rejected, Table, write_rejected};

use super::places::encoding;

/// Reads the file once more and keeps what has problems. Files without rows (GeoJSON) give an empty workbook.
pub fn workbook(
    file_name: &str,
    bytes: &[u8],
    choices: &Choices,
    problems: &[Problem],
    words: impl Fn(&Problem) -> String,
) -> Result<Vec<u8>, FormatError> {
    let mut reasons: BTreeMap<(String, u32), Vec<String>> = BTreeMap::new();
    for problem in problems {
        if let Some(row) = problem.row {
            let column = if problem.column.is_empty() { String::new() } else { format!("«{}»: ", problem.column) };
            reasons.entry((problem.sheet.clone(), row)).or_default().push(format!("{column}{}", words(problem)));
        }
    }
    let mut sheets: Vec<(Layout, Vec<Rejected>)> = Vec::new();
    if !formats::looks_like_geojson(file_name, bytes) {
        let mut table = Table::open(file_name, bytes, encoding(choices))?;
        let heads = table.heads(HEAD_ROWS)?;
        let names = table.sheet_names().to_vec();
        for layout in understand(&heads, choices).found {
            let Some(at) = names.iter().position(|name| *name == layout.sheet) else { continue };
            let mut rows = Vec::new();
            table.for_each_row(at, &mut |row| {
                if let Some(messages) = reasons.remove(&(layout.sheet.clone(), row.number)) {
                    rows.push(Rejected { row, messages });
                }
                ControlFlow::Continue(())
            })?;
            sheets.push((layout, rows));
        }
    }
    let mut file = Cursor::new(Vec::new());
    write_rejected(sheets.iter().map(|(layout, rows)| (layout, rows.as_slice())), &mut file)?;
    Ok(file.into_inner())
}
