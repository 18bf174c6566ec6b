//! What a person decided on the preview, read from the form. Nothing in it is believed.

use std::collections::BTreeMap;

use domain::failure::FieldErrors;
use domain::import::{Choices, Column, RowDecision, SheetChoice, SheetRead};
use store::import::{AlikeRow, ImportRun};

/// Columns of a sheet that can be decided on.
pub const COLUMNS_SHOWN: usize = 60;

pub fn taken_name(sheet: usize) -> String {
    format!("sheet-{sheet}")
}

pub fn heading_name(sheet: usize) -> String {
    format!("sheet-{sheet}-heading")
}

pub fn column_name(sheet: usize, column: usize) -> String {
    format!("sheet-{sheet}-column-{column}")
}

/// Named by its address, so that it means the same row whatever else was decided meanwhile.
pub fn row_name(row: &AlikeRow) -> String {
    format!("row-{}-{}", row.row, row.sheet)
}

/// The form of rows that resemble a place, as choices on top of those that were made before.
pub fn row_decisions(run: &ImportRun, typed: &[(String, String)]) -> Result<Choices, FieldErrors> {
    let mut choices = run.choices.clone();
    let mut errors = FieldErrors::default();
    for row in &run.report.alike {
        let name = row_name(row);
        let Some((_, said)) = typed.iter().find(|(key, _)| *key == name) else { continue };
        let place = said.parse().ok().filter(|id| row.resembles.iter().any(|other| other.place == Some(*id)));
        let decision = match (said.as_str(), place) {
            ("other", _) => RowDecision::Other,
            ("later", _) => RowDecision::Later,
            (_, Some(id)) => RowDecision::Same(id),
            _ => {
                errors.push(&name, "not_a_choice", said);
                continue;
            }
        };
        choices.rows.decide(&row.sheet, row.row, decision);
    }
    if errors.is_empty() { Ok(choices) } else { Err(errors) }
}

/// The form of what was understood, as choices on top of those that were made before.
pub fn choices(run: &ImportRun, typed: &[(String, String)]) -> Result<Choices, FieldErrors> {
    let said = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
    let mut choices = run.choices.clone();
    let mut errors = FieldErrors::default();
    if let Some(encoding) = said("encoding") {
        choices.encoding = Some(encoding.to_owned()).filter(|name| !name.is_empty());
    }
    for (at, sheet) in run.report.sheets.iter().enumerate() {
        let before = choices.sheets.remove(&sheet.name).unwrap_or_default();
        let mut choice = SheetChoice { left_out: said(&taken_name(at)).is_none(), ..before };
        let row = said(&heading_name(at)).unwrap_or_default();
        match row.parse::<u32>() {
            Ok(row) if sheet.heading.is_none_or(|(_, last)| last != row) => {
                // Columns were decided on for another heading.
                choice = SheetChoice { heading: Some(row), columns: BTreeMap::new(), ..choice };
            }
            Err(_) if !row.is_empty() => errors.push(&heading_name(at), "not_a_row_number", row),
            _ => {
                let columns = columns(at, sheet, said, &mut errors);
                if columns.iter().any(|(index, meaning)| sheet.columns[*index].meaning != *meaning) || !choice.columns.is_empty() {
                    choice.columns = columns;
                }
            }
        }
        choices.sheets.insert(sheet.name.clone(), choice);
    }
    choices.sheets.retain(|_, choice| *choice != SheetChoice::default());
    if errors.is_empty() { Ok(choices) } else { Err(errors) }
}

/// A heading that was sought in a row that the first rows of the sheet do not have.
pub fn heading_errors(choices: &Choices, sheets: &[SheetRead]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for (at, sheet) in sheets.iter().enumerate() {
        let asked = choices.sheets.get(&sheet.name).and_then(|choice| choice.heading);
        if let Some(row) = asked.filter(|row| sheet.heading.is_none_or(|(_, last)| last != *row)) {
            errors.push(&heading_name(at), "no_such_heading_row", row);
        }
    }
    errors
}

/// What every column is to mean. One that was changed takes its meaning from one that was not.
fn columns<'a>(
    at: usize,
    sheet: &SheetRead,
    said: impl Fn(&str) -> Option<&'a str>,
    errors: &mut FieldErrors,
) -> BTreeMap<usize, Option<Column>> {
    let mut columns: BTreeMap<usize, Option<Column>> = BTreeMap::new();
    let mut changed: BTreeMap<Column, usize> = BTreeMap::new();
    for (index, column) in sheet.columns.iter().enumerate().filter(|(_, column)| !column.dropped) {
        let name = column_name(at, index);
        let meaning = match said(&name) {
            None => column.meaning,
            Some("") => None,
            Some(code) => match code.parse::<Column>() {
                Ok(meaning) => Some(meaning),
                Err(_) => {
                    errors.push(&name, "not_a_choice", code);
                    continue;
                }
            },
        };
        if let Some(meaning) = meaning.filter(|_| meaning != column.meaning)
            && changed.insert(meaning, index).is_some()
        {
            errors.push(&name, "column_meant_twice", "");
        }
        columns.insert(index, meaning);
    }
    for (meaning, by) in changed {
        for (_, other) in columns.iter_mut().filter(|(index, other)| **index != by && **other == Some(meaning)) {
            *other = None;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::ColumnRead;
    use store::import::ImportReport;

    fn run() -> ImportRun {
        let column = |heading: &str, meaning, dropped| ColumnRead { heading: heading.into(), meaning, dropped };
        let columns = vec![
            column("Tên", Some(Column::Name), false),
            column("Tòa", None, false),
            column("Tôn giáo", None, true),
            column("Ghi chú", Some(Column::Note), false),
        ];
        let sheets = vec![SheetRead { name: "S".into(), taken: true, heading: Some((2, 3)), columns }];
        ImportRun {
            id: uuid::Uuid::nil(),
            state: "previewed".into(),
            file_name: "a.csv".into(),
            sheet_date: chrono::NaiveDate::default(),
            choices: Choices::default(),
            report: ImportReport { sheets, ..ImportReport::default() },
            created_at: chrono::DateTime::default(),
            has_file: true,
        }
    }

    fn decided(typed: &[(&str, &str)]) -> Result<Choices, Vec<(String, String)>> {
        let plain =
            [("sheet-0", "true"), ("sheet-0-heading", "3")].into_iter().filter(|(name, _)| !typed.iter().any(|(key, _)| key == name));
        let typed: Vec<_> = plain.chain(typed.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        choices(&run(), &typed).map_err(|errors| errors.0.into_iter().map(|error| (error.field, error.code)).collect())
    }

    #[test]
    fn a_form_that_says_what_was_understood_decides_nothing() {
        assert_eq!(decided(&[("sheet-0-column-0", "name"), ("sheet-0-column-1", "")]), Ok(Choices::default()));
    }

    #[test]
    fn a_changed_column_takes_its_meaning_from_another() {
        let columns =
            decided(&[("sheet-0-column-0", "name"), ("sheet-0-column-1", "name"), ("sheet-0-column-3", "note")]).expect("choices");
        let expected = [(0, None), (1, Some(Column::Name)), (3, Some(Column::Note))];
        assert_eq!(columns.sheets["S"].columns, expected.into());
    }

    #[test]
    fn a_forbidden_column_is_not_decided_on() {
        assert_eq!(decided(&[("sheet-0-column-2", "address")]), Ok(Choices::default()));
    }

    #[test]
    fn two_columns_cannot_be_made_to_mean_the_same() {
        let twice = decided(&[("sheet-0-column-1", "address"), ("sheet-0-column-3", "address")]);
        assert_eq!(twice, Err(vec![("sheet-0-column-3".to_owned(), "column_meant_twice".to_owned())]));
    }

    #[test]
    fn another_heading_row_forgets_what_was_said_of_columns() {
        let choice = decided(&[("sheet-0-heading", "5"), ("sheet-0-column-1", "address")]).expect("choices").sheets["S"].clone();
        assert_eq!((choice.heading, choice.columns.len()), (Some(5), 0));
        let nonsense = decided(&[("sheet-0-heading", "năm"), ("sheet-0-column-1", "blue")]);
        assert_eq!(nonsense, Err(vec![("sheet-0-heading".to_owned(), "not_a_row_number".to_owned())]));
        assert_eq!(decided(&[("sheet-0-column-1", "blue")]), Err(vec![("sheet-0-column-1".to_owned(), "not_a_choice".to_owned())]));
    }
}
