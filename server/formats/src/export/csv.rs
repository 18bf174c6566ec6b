//! UTF-8 with a mark at the start, which Excel needs to see the diacritics.

use std::borrow::Cow;
use std::io::Write;

use chrono::Datelike;
use domain::import::Column;

use super::ExportRow;
use super::value::{self, Value};
use crate::FormatError;
use crate::read::text::protected;

pub fn write(rows: impl Iterator<Item = ExportRow>, banner: Option<&str>, mut writer: impl Write) -> Result<(), FormatError> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(writer);
    if let Some(banner) = banner {
        csv.write_record([banner])?;
    }
    let columns = Column::exported();
    csv.write_record(columns.iter().map(|column| column.heading()))?;
    for row in rows {
        for column in columns {
            csv.write_field(shown(value::of(&row, *column)).as_bytes())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()?;
    Ok(())
}

/// Numbers are no formulas and stay as they are.
fn shown(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Empty => Cow::Borrowed(""),
        Value::Text(text) => Cow::Owned(protected(&text).into_owned()),
        Value::Whole(number) => Cow::Owned(number.to_string()),
        Value::Decimal(number) => Cow::Owned(number.to_string()),
        Value::Day(day) => Cow::Owned(format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())),
    }
}
