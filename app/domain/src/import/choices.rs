//! What a person decides about a file that was understood otherwise than it was meant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::column::Column;
use super::headings::Layout;
use super::problem::Problem;
use super::sheet::{Row, Sheet};

/// All decisions about one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Of a text that is no Unicode: a name that `formats` knows.
    pub encoding: Option<String>,
    /// By the name of the sheet.
    pub sheets: BTreeMap<String, SheetChoice>,
    /// Rows that resemble a place.
    pub rows: RowDecisions,
}

/// What becomes of a row that resembles a place. Where nobody decides it is another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDecision {
    /// It speaks of this place.
    Same(Uuid),
    /// It speaks of a place that is to be added.
    Other,
    /// Nobody knows yet: the row is left out.
    Later,
}

/// Decisions by the name of the sheet and the number of the row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDecisions(BTreeMap<String, BTreeMap<u32, RowDecision>>);

impl RowDecisions {
    pub fn of(&self, sheet: &str, row: u32) -> Option<RowDecision> {
        self.0.get(sheet)?.get(&row).copied()
    }

    pub fn decide(&mut self, sheet: &str, row: u32, decision: RowDecision) {
        self.0.entry(sheet.to_owned()).or_default().insert(row, decision);
    }
}

/// Decisions about one sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetChoice {
    /// Its rows are not taken.
    pub left_out: bool,
    /// The last row of the heading, as the sheet numbers it.
    pub heading: Option<u32>,
    /// Meaning of columns by index; none is not read.
    pub columns: BTreeMap<usize, Option<Column>>,
}

/// What was understood of a sheet, to be shown and changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRead {
    pub name: String,
    /// Whether its rows are taken, if it has any.
    pub taken: bool,
    /// First and last row of the heading; none was found where it is none.
    pub heading: Option<(u32, u32)>,
    pub columns: Vec<ColumnRead>,
}

/// What was understood of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnRead {
    /// As it is spelled.
    pub heading: String,
    pub meaning: Option<Column>,
    /// Must not be read, whoever asks for it.
    pub dropped: bool,
}

/// A whole file: its tables, or why it has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    pub found: Vec<Layout>,
    /// Sheets without a table, as long as another has one.
    pub notes: Vec<Problem>,
    /// Why nothing was found.
    pub problems: Vec<Problem>,
    /// Every sheet, also those that are not taken.
    pub sheets: Vec<SheetRead>,
}

impl SheetChoice {
    fn layout(&self, sheet: &str, rows: &[Row]) -> Result<Layout, Problem> {
        let mut layout = match self.heading.and_then(|last| Layout::at(sheet, rows, last)) {
            Some(layout) => layout,
            None => Layout::guess(sheet, rows)?,
        };
        for (index, meaning) in &self.columns {
            layout.set_column(*index, *meaning);
        }
        Ok(layout)
    }
}

impl SheetRead {
    fn of(name: &str, layout: Option<&Layout>, taken: bool) -> Self {
        let column = |layout: &Layout, index: usize| ColumnRead {
            heading: layout.headings[index].clone(),
            meaning: layout.columns[index],
            dropped: layout.is_dropped(index),
        };
        Self {
            name: name.to_owned(),
            taken,
            heading: layout.map(|layout| layout.rows),
            columns: layout.map_or_else(Vec::new, |layout| (0..layout.headings.len()).map(|index| column(layout, index)).collect()),
        }
    }
}

/// Reads the headings of a file from the first rows of its sheets, as far as nobody decided otherwise.
pub fn understand(heads: &[Sheet], choices: &Choices) -> Understood {
    let mut result = Understood::default();
    let mut problems = Vec::new();
    let none = SheetChoice::default();
    for sheet in heads {
        let choice = choices.sheets.get(&sheet.name).unwrap_or(&none);
        let layout = choice.layout(&sheet.name, &sheet.rows);
        result.sheets.push(SheetRead::of(&sheet.name, layout.as_ref().ok(), !choice.left_out));
        if choice.left_out {
            continue;
        }
        match layout.and_then(Layout::with_name) {
            Ok(layout) => result.found.push(layout),
            Err(problem) => problems.push(problem),
        }
    }
    if result.found.is_empty() {
        if problems.is_empty() {
            let code = if heads.is_empty() { "no_heading_row" } else { "no_sheet_chosen" };
            problems.push(Problem::new("", None, "", code, ""));
        }
        result.problems = problems;
        return result;
    }
    for mut problem in problems {
        if problem.code == "no_heading_row" {
            problem.code = "sheet_without_table".into();
        }
        result.notes.push(problem);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Cell;

    fn sheet(lines: &[&str]) -> Vec<Sheet> {
        let cells = |line: &str| line.split('|').map(|cell| Cell::text_of(cell.trim())).collect();
        let rows = (1..).zip(lines).map(|(number, line)| Row { number, cells: cells(line) }).collect();
        vec![Sheet { name: "S".into(), rows }]
    }

    fn chosen(choice: SheetChoice) -> Choices {
        Choices { sheets: [("S".to_owned(), choice)].into(), ..Choices::default() }
    }

    #[test]
    fn a_column_that_was_not_understood_is_pointed_out() {
        let sheets = sheet(&["STT | Tòa | Phường/xã", "1 | A | Sài Gòn"]);
        let before = understand(&sheets, &Choices::default());
        assert_eq!(before.problems[0].code, "no_name_column");
        assert_eq!(before.sheets[0].columns[1], ColumnRead { heading: "Tòa".into(), meaning: None, dropped: false });
        let after = understand(&sheets, &chosen(SheetChoice { columns: [(1, Some(Column::Name))].into(), ..SheetChoice::default() }));
        assert_eq!((after.problems.len(), after.found[0].index_of(Column::Name)), (0, Some(1)));
        assert!(after.found[0].notes.is_empty(), "it is understood now");
    }

    #[test]
    fn a_forbidden_column_is_never_read_whatever_is_chosen() {
        let sheets = sheet(&["Tên chung cư | Phường/xã | Tôn giáo", "A | Sài Gòn | Phật giáo", "B | Sài Gòn | Công giáo"]);
        let columns = [(2, Some(Column::Note))];
        for heading in [None, Some(1), Some(2), Some(3)] {
            let choice = SheetChoice { heading, columns: columns.into(), ..SheetChoice::default() };
            let read = &understand(&sheets, &chosen(choice)).sheets[0];
            assert_eq!(read.heading, Some(heading.map_or((1, 1), |row| (row, row))));
            assert_eq!(read.columns[2], ColumnRead { heading: "Tôn giáo".into(), meaning: None, dropped: true });
        }
    }

    #[test]
    fn the_heading_is_where_a_person_says_that_it_is() {
        let lines = ["Nhà | Phường/xã | Số căn", "Tên | Ở đâu | Bao nhiêu", "A | Sài Gòn | 5"];
        let choice = SheetChoice {
            heading: Some(2),
            columns: [(0, Some(Column::Name)), (1, Some(Column::AdminUnitName))].into(),
            ..SheetChoice::default()
        };
        let found = understand(&sheet(&lines), &chosen(choice)).found;
        assert_eq!((found[0].rows.1, found[0].index_of(Column::AdminUnitName)), (2, Some(1)));
        let nowhere = SheetChoice { heading: Some(99), ..SheetChoice::default() };
        assert_eq!(understand(&sheet(&lines), &chosen(nowhere)).sheets[0].heading, Some((1, 1)), "there is no such row");
    }

    #[test]
    fn a_sheet_can_be_left_out() {
        let left_out = chosen(SheetChoice { left_out: true, ..SheetChoice::default() });
        let mut sheets = sheet(&["Tên chung cư | Phường/xã", "A | Sài Gòn"]);
        assert_eq!(understand(&sheets, &left_out).problems[0].code, "no_sheet_chosen");
        sheets.push(Sheet { name: "T".into(), rows: sheets[0].rows.clone() });
        let read = understand(&sheets, &left_out);
        assert_eq!((read.found.len(), read.found[0].sheet.as_str()), (1, "T"));
        assert_eq!(read.sheets.iter().map(|sheet| sheet.taken).collect::<Vec<_>>(), [false, true]);
    }
}
