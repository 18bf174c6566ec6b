//! The second sheet of an empty table: what each of its columns asks for.

use rust_xlsxwriter::Worksheet;

use crate::FormatError;
use crate::export::xlsx::Looks;

/// One line for each column, and what is said of all of them at the end. No text here repeats a heading in a second
/// column, so that the importer finds no table.
pub fn write_guide(
    sheet: &mut Worksheet,
    looks: &Looks,
    columns: impl IntoIterator<Item = (&'static str, String)>,
    of_all: Option<&str>,
) -> Result<(), FormatError> {
    sheet.set_name("Hướng dẫn")?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, "Cột trong biểu", &looks.heading)?;
    sheet.write_string_with_format(0, 1, "Cách điền", &looks.heading)?;
    let mut row = 1;
    for (heading, explanation) in columns {
        sheet.write_string_with_format(row, 0, heading, &looks.wrapped)?;
        sheet.write_string_with_format(row, 1, explanation, &looks.wrapped)?;
        row += 1;
    }
    if let Some(of_all) = of_all {
        sheet.write_string_with_format(row + 1, 1, of_all, &looks.wrapped)?;
    }
    Ok(())
}
